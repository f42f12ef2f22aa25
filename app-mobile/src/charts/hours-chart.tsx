import { View } from 'react-native';
import { G, Path, Rect } from 'react-native-svg';
import { usePalette } from '../design/theme.tsx';
import { SPACE } from '../design/tokens.ts';
import { useTexts } from '../texts/provider.tsx';
import { type Bar, barsPath } from './bars.ts';
import { ChartFrame, type Plot } from './chart-frame.tsx';
import { GapBands } from './gap-bands.tsx';
import { Hatch, hatchFill, useHatchId } from './hatch.tsx';
import { HOUR_STEPS } from './labels.ts';
import { lastKnown } from './last-known.ts';
import { Legend } from './legend.tsx';
import type { HourPoint } from './points.ts';
import type { Reading } from './reading.ts';
import { hourText } from './sentence.ts';
import { barOf, leftOf, runsOf } from './slots.ts';

interface Props {
  readonly title: string;
  /** What the chart shows, for those who do not see it; `hoursSentence` makes one. */
  readonly sentence: string;
  /** The 24 hours of a day, in order. */
  readonly hours: readonly HourPoint[];
  readonly formatValue: (value: number) => string;
  /** Short: for the axis. */
  readonly formatAxis: (value: number) => string;
  /** With the axes, in points. */
  readonly height?: number;
}

/** A day's hours as bars: the running hour is hatched, hours to come are empty, and hours without figures are hatched from top to bottom. */
export function HoursChart({ title, sentence, hours, formatValue, formatAxis, height }: Props) {
  const read = useHourReading(formatValue);
  return (
    <View style={{ gap: SPACE.s }}>
      <ChartFrame
        title={title}
        sentence={sentence}
        values={hours.map(({ value }) => value)}
        formatAxis={formatAxis}
        labels={hours.map(({ hour }) => hourText(hour))}
        thinning={{ steps: HOUR_STEPS, from: 'start' }}
        cursor="band"
        initial={lastKnown(hours)}
        readingOf={(index) => {
          const hour = hours[index];
          return hour === undefined ? undefined : read(hour);
        }}
        marks={(plot) => <HourMarks plot={plot} hours={hours} />}
        height={height}
      />
      <Key hours={hours} />
    </View>
  );
}

function useHourReading(formatValue: (value: number) => string): (point: HourPoint) => Reading {
  const { t } = useTexts();
  const { hours: words, atLeast, noFigures } = t.charts;
  const notes = { done: undefined, running: words.running, ahead: words.ahead, missing: noFigures } as const;
  return ({ hour, value, state, isAtLeast, note }) => {
    const text = value === null ? undefined : formatValue(value);
    const rows = text === undefined ? [] : [{ value: isAtLeast ? atLeast(text) : text }];
    return { title: words.span(hourText(hour), hourText(hour + 1)), rows, note: note ?? notes[state] };
  };
}

const RADIUS = 2;
/** So that the running hour is seen even while nothing has happened in it, in points. */
const MIN_RUNNING_HEIGHT = 5;

function HourMarks({ plot, hours }: { readonly plot: Plot; readonly hours: readonly HourPoint[] }) {
  const palette = usePalette();
  const id = useHatchId();
  const { slots, scale, height } = plot;
  const barsOf = (state: HourPoint['state'], minHeight = 0) =>
    hours.flatMap((hour, index): Bar[] => {
      if (hour.state !== state || hour.value === null) return [];
      const barHeight = Math.max(minHeight, height - scale.y(hour.value));
      return [{ ...barOf(slots, index), top: height - barHeight, height: barHeight }];
    });
  const running = barsPath(barsOf('running', MIN_RUNNING_HEIGHT), RADIUS);
  const ahead = runsOf(hours, ({ state }) => state === 'ahead').at(0);
  return (
    <G>
      {ahead !== undefined && (
        <Rect
          x={leftOf(slots, ahead[0])}
          y={0}
          width={plot.width - leftOf(slots, ahead[0])}
          height={height}
          fill={palette.raised}
          fillOpacity={0.5}
        />
      )}
      <GapBands slots={slots} height={height} isMissing={hours.map(({ state }) => state === 'missing')} />
      <Hatch id={id} color={palette.accent} />
      <Path d={barsPath(barsOf('done'), RADIUS)} fill={palette.accent} />
      <Path d={running} fill={hatchFill(id)} stroke={palette.accent} strokeWidth={1.5} />
    </G>
  );
}

/** What the hatchings that there are stand for. */
function Key({ hours }: { readonly hours: readonly HourPoint[] }) {
  const palette = usePalette();
  const { hours: words } = useTexts().t.charts;
  const items = [
    { state: 'running', name: words.runningKey, color: palette.accent },
    { state: 'missing', name: words.missingKey, color: palette.line },
  ] as const;
  const present = items.filter((item) => hours.some(({ state }) => state === item.state));
  return present.length === 0 ? null : <Legend items={present.map(({ name, color }) => ({ name, color, isHatched: true }))} />;
}
