import { useState } from 'react';
import { useWindowDimensions, View } from 'react-native';
import { useToday } from '../../calendar/clock.tsx';
import { daysBetween } from '../../calendar/days.ts';
import { type ChosenRange, MAX_RANGE_DAYS, PRESETS, rangeOfPreset, withFirstDay, withLastDay } from '../../calendar/ranges.ts';
import { Button, Choice } from '../../design/controls.tsx';
import { Notice } from '../../design/surfaces.tsx';
import { Txt } from '../../design/text.tsx';
import { BREAKPOINT, SPACE, TARGET } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import type { Texts } from '../../texts/texts.ts';
import { CalendarSheet } from '../dashboard/calendar-sheet.tsx';
import { dayAndYear } from './range-text.ts';

interface Props {
  readonly chosen: ChosenRange;
  readonly onChange: (range: Pick<ChosenRange, 'preset' | 'from' | 'to'>) => void;
}

const OPTIONS = [...PRESETS, 'custom'] as const;

/** Which days a screen shows: a few usual ranges, or two days of one's own choice. */
export function RangePicker({ chosen, onChange }: Props) {
  const { t } = useTexts();
  const today = useToday();
  const { preset, problem } = chosen;
  const isNarrow = useWindowDimensions().width < BREAKPOINT.medium;

  function choose(option: (typeof OPTIONS)[number]): void {
    if (option === 'custom') onChange({ ...chosen, preset: undefined });
    else onChange({ preset: option, ...rangeOfPreset(option, today) });
  }

  return (
    <View style={{ gap: SPACE.m }}>
      <Choice
        label={t.range.picker.label}
        options={OPTIONS.map((value) => optionOf(value, t, isNarrow))}
        value={preset ?? 'custom'}
        onChange={choose}
      />
      {preset === undefined && <OwnDays chosen={chosen} onChange={onChange} />}
      {problem !== undefined && <Corrected problem={problem} />}
    </View>
  );
}

/** The longest of them are shortened where all of them would not stand on one line. */
function optionOf(value: (typeof OPTIONS)[number], t: Texts, isNarrow: boolean) {
  const title = t.range.picker.presets[value];
  const isShort = isNarrow && (value === 'month' || value === 'custom');
  return isShort ? { value, title: t.range.picker.short[value], label: title } : { value, title };
}

function Corrected({ problem }: { readonly problem: NonNullable<ChosenRange['problem']> }) {
  const { t } = useTexts();
  const texts = t.range.corrected;
  return <Notice tone="warn" title={texts.title} text={problem === 'too-long' ? texts[problem](MAX_RANGE_DAYS) : texts[problem]} />;
}

/** Whichever day is picked, the other one gives way where it has to, so that no choice is ever refused. */
function OwnDays({ chosen, onChange }: Props) {
  const { t } = useTexts();
  const texts = t.range.picker;
  return (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap', gap: SPACE.m, alignItems: 'flex-end' }}>
      <DayField what={texts.first} day={chosen.from} onPick={(day) => onChange({ preset: undefined, ...withFirstDay(chosen, day) })} />
      <DayField what={texts.last} day={chosen.to} onPick={(day) => onChange({ preset: undefined, ...withLastDay(chosen, day) })} />
      {daysBetween(chosen.from, chosen.to) + 1 === MAX_RANGE_DAYS && (
        <View style={{ minHeight: TARGET, justifyContent: 'center' }}>
          <Txt type="label" color="quiet">
            {texts.most(MAX_RANGE_DAYS)}
          </Txt>
        </View>
      )}
    </View>
  );
}

function DayField({ what, day, onPick }: { readonly what: string; readonly day: string; readonly onPick: (day: string) => void }) {
  const { t, format } = useTexts();
  const today = useToday();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <View style={{ gap: SPACE.xs }}>
      <Txt type="label" color="quiet" aria-hidden>
        {what}
      </Txt>
      <Button
        icon="calendar"
        title={dayAndYear(format, day)}
        label={t.range.picker.change(what, format.longDay(day))}
        onPress={() => setIsOpen(true)}
      />
      <CalendarSheet isOpen={isOpen} onClose={() => setIsOpen(false)} value={day} max={today} onPick={onPick} />
    </View>
  );
}
