import { type Ref, useEffect, useRef, useState } from 'react';
import { Platform, Pressable, View, type ViewStyle } from 'react-native';
import { useToday } from '../../calendar/clock.tsx';
import { startOfMonth } from '../../calendar/days.ts';
import { IconButton, type PressState } from '../../design/controls.tsx';
import type { IconName } from '../../design/icons.tsx';
import { Sheet } from '../../design/sheet.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE, TARGET } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { GRID_KEYS } from './grid-keys.ts';
import { monthAfter, weeksOfMonth } from './month-grid.ts';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The chosen day. */
  readonly value: string;
  /** The last day that can be chosen. */
  readonly max: string;
  /** The first one. */
  readonly min?: string;
  readonly onPick: (day: string) => void;
}

/** A month to pick a day from. Picking one closes it. */
export function CalendarSheet({ isOpen, onClose, ...rest }: Props) {
  const { t } = useTexts();
  return (
    <Sheet title={t.dashboard.date.sheet} isOpen={isOpen} onClose={onClose}>
      <Calendar
        {...rest}
        onPick={(day) => {
          onClose();
          rest.onPick(day);
        }}
      />
    </Sheet>
  );
}

function Calendar({ value, max, min, onPick }: Omit<Props, 'isOpen' | 'onClose'>) {
  const [month, setMonth] = useState(() => startOfMonth(value));
  const chosen = useRef<View>(null);
  useEffect(() => {
    // A keyboard starts from the chosen day; on a phone there is nothing to focus. The sheet first notes what to give the focus back to.
    if (Platform.OS !== 'web') return;
    const frame = requestAnimationFrame(() => chosen.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <View style={{ gap: SPACE.s, marginHorizontal: -SPACE.s }}>
      <MonthBar month={month} onMove={setMonth} first={min && startOfMonth(min)} last={startOfMonth(max)} />
      <Weekdays />
      <View style={{ gap: SPACE.xs }} {...GRID_KEYS}>
        {weeksOfMonth(month).map((week) => (
          <View key={week[0]} style={ROW}>
            {week.map((day) =>
              startOfMonth(day) === month ? (
                <Day
                  key={day}
                  day={day}
                  ref={day === value ? chosen : undefined}
                  isChosen={day === value}
                  isOut={day > max || (min !== undefined && day < min)}
                  onPick={onPick}
                />
              ) : (
                <View key={day} style={{ ...CELL, borderColor: 'transparent' }} />
              ),
            )}
          </View>
        ))}
      </View>
    </View>
  );
}

interface MonthBarProps {
  readonly month: string;
  readonly onMove: (month: string) => void;
  /** The months that can be moved to, each by its first day. */
  readonly first: string | undefined;
  readonly last: string;
}

const YEAR_MONTHS = 12;

function MonthBar({ month, onMove, first, last }: MonthBarProps) {
  const { t, format } = useTexts();
  const words = t.dashboard.date;
  const step = (icon: IconName, label: string, months: number) => {
    const next = monthAfter(month, months, first, last);
    return <IconButton icon={icon} label={label} onPress={() => onMove(next)} disabled={next === month} />;
  };
  return (
    <View style={{ ...ROW, alignItems: 'center' }}>
      {step('backFar', words.previousYear, -YEAR_MONTHS)}
      {step('back', words.previousMonth, -1)}
      <View aria-live="polite" style={{ flex: 1 }}>
        <Heading level={3} align="center">
          {format.month(month)}
        </Heading>
      </View>
      {step('forward', words.nextMonth, 1)}
      {step('forwardFar', words.nextYear, YEAR_MONTHS)}
    </View>
  );
}

/** Each day's button has its weekday in its name. */
function Weekdays() {
  const { t } = useTexts();
  return (
    <View aria-hidden style={ROW}>
      {t.dashboard.date.weekdays.map((weekday) => (
        <View key={weekday} style={{ flex: 1 }}>
          <Txt type="label" color="quiet" align="center">
            {weekday}
          </Txt>
        </View>
      ))}
    </View>
  );
}

interface DayProps {
  readonly ref: Ref<View> | undefined;
  readonly day: string;
  readonly isChosen: boolean;
  readonly isOut: boolean;
  readonly onPick: (day: string) => void;
}

function Day({ ref, day, isChosen, isOut, onPick }: DayProps) {
  const palette = usePalette();
  const { t, format } = useTexts();
  const isToday = day === useToday();
  const named = isToday ? t.dashboard.date.isToday(format.longDay(day)) : format.longDay(day);
  return (
    <Pressable
      ref={ref ?? null}
      role="button"
      aria-label={isChosen ? t.dashboard.date.chosen(named) : named}
      aria-disabled={isOut}
      disabled={isOut}
      onPress={() => onPick(day)}
      style={({ pressed, hovered = false }: PressState) => ({
        ...CELL,
        borderRadius: RADIUS.m,
        borderColor: isToday ? palette.accent : 'transparent',
        backgroundColor: isChosen ? palette.accent : pressed || (hovered && !isOut) ? palette.raised : 'transparent',
        opacity: isOut ? 0.4 : 1,
      })}
    >
      <Txt type="number" align="center" color={isChosen ? 'onAccent' : 'ink'}>
        {Number(day.slice(-2))}
      </Txt>
    </Pressable>
  );
}

const ROW: ViewStyle = { flexDirection: 'row' };
const CELL: ViewStyle = { flex: 1, minHeight: TARGET, justifyContent: 'center', borderWidth: 2 };
