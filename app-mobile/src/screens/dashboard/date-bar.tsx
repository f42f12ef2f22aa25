import { type ReactNode, useState } from 'react';
import { Pressable, View } from 'react-native';
import { addDays } from '../../calendar/days.ts';
import { Button, IconButton, type PressState } from '../../design/controls.tsx';
import { Icon } from '../../design/icons.tsx';
import { Txt } from '../../design/text.tsx';
import { usePalette } from '../../design/theme.tsx';
import { RADIUS, SPACE, TARGET } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { CalendarSheet } from './calendar-sheet.tsx';

interface Props {
  readonly date: string;
  readonly today: string;
  readonly onShow: (date: string) => void;
  /** Stands at the end, where there is room. */
  readonly children?: ReactNode;
}

/** Moves between days. Its date is the screen's title. */
export function DateBar({ date, today, onShow, children }: Props) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <View style={{ flexDirection: 'row', alignItems: 'center', gap: SPACE.xs, marginLeft: -SPACE.s }}>
      <IconButton icon="back" label={t.dashboard.date.previous} onPress={() => onShow(addDays(date, -1))} />
      <DateTitle date={date} today={today} onPress={() => setIsOpen(true)} />
      <IconButton icon="forward" label={t.dashboard.date.next} onPress={() => onShow(addDays(date, 1))} disabled={date >= today} />
      {!children && <View style={{ flex: 1 }} />}
      <Button title={t.dashboard.date.today} onPress={() => onShow(today)} disabled={date === today} />
      {children && <View style={{ flex: 1, marginLeft: SPACE.m }}>{children}</View>}
      <CalendarSheet isOpen={isOpen} onClose={() => setIsOpen(false)} value={date} max={today} onPick={onShow} />
    </View>
  );
}

function DateTitle({ date, today, onPress }: { readonly date: string; readonly today: string; readonly onPress: () => void }) {
  const { t, format } = useTexts();
  const palette = usePalette();
  const isThisYear = date.slice(0, 4) === today.slice(0, 4);
  return (
    <View role="heading" {...{ 'aria-level': 1 }} style={{ flexShrink: 1 }}>
      <Pressable
        role="button"
        aria-label={t.dashboard.date.choose(format.longDay(date))}
        onPress={onPress}
        style={({ pressed, hovered = false }: PressState) => ({
          minHeight: TARGET,
          flexDirection: 'row',
          alignItems: 'center',
          gap: SPACE.s,
          paddingHorizontal: SPACE.s,
          borderRadius: RADIUS.m,
          backgroundColor: pressed || hovered ? palette.raised : 'transparent',
        })}
      >
        <Icon name="calendar" color="quiet" />
        <Txt type="title" style={{ flexShrink: 1 }}>
          {isThisYear ? format.weekdayAndDay(date) : format.day(date)}
        </Txt>
      </Pressable>
    </View>
  );
}
