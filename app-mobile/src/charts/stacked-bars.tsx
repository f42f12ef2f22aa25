import { View } from 'react-native';
import { G, Path } from 'react-native-svg';
import { usePalette } from '../design/theme.tsx';
import { SPACE } from '../design/tokens.ts';
import { useTexts } from '../texts/provider.tsx';
import { barsPath } from './bars.ts';
import { ChartFrame, type Plot } from './chart-frame.tsx';
import { GapBands } from './gap-bands.tsx';
import { DAY_STEPS } from './labels.ts';
import { lastKnown } from './last-known.ts';
import { Legend } from './legend.tsx';
import type { StackedPoint } from './points.ts';
import { stackedBars } from './stacks.ts';
import { useDayReading } from './use-day-reading.ts';

interface Props {
  readonly title: string;
  /** What the chart shows, for those who do not see it; `trendSentence` makes one of the totals. */
  readonly sentence: string;
  /** From the bottom of the stack to its top; six at most. */
  readonly series: readonly { readonly name: string }[];
  /** Days in order, without any left out. */
  readonly points: readonly StackedPoint[];
  readonly formatValue: (value: number) => string;
  /** Short: for the axis. */
  readonly formatAxis: (value: number) => string;
  /** With the axes, in points. */
  readonly height?: number;
}

/** What a total is made of, day by day. Missing days are hatched gaps with their reason; days that are not complete are paler. */
export function StackedBars({ title, sentence, series, points, formatValue, formatAxis, height }: Props) {
  const { t, format } = useTexts();
  const { series: colors } = usePalette();
  const read = useDayReading();
  const named = series.map(({ name }, index) => ({ name, color: colors[index % colors.length] ?? colors[0] }));
  const totals = points.map(({ total }) => total);
  return (
    <View style={{ gap: SPACE.m }}>
      <Legend items={named} />
      <ChartFrame
        title={title}
        sentence={sentence}
        values={totals}
        formatAxis={formatAxis}
        labels={points.map(({ date }) => format.shortDay(date))}
        thinning={{ steps: DAY_STEPS, from: 'end' }}
        cursor="band"
        initial={lastKnown(totals.map((value) => ({ value })))}
        readingOf={(index) => {
          const point = points[index];
          if (point === undefined) return undefined;
          const { parts, total } = point;
          if (parts === null || total === null) return read(point, []);
          const rows = named.map((row, at) => ({ ...row, value: formatValue(parts[at] ?? 0) }));
          // From top to bottom, as the bar is seen.
          return read(point, [{ name: t.charts.total, value: formatValue(total) }, ...rows.reverse()]);
        }}
        marks={(plot) => <StackMarks plot={plot} points={points} colors={named.map(({ color }) => color)} />}
        height={height}
      />
    </View>
  );
}

const PALE = 0.5;

interface MarksProps {
  readonly plot: Plot;
  readonly points: readonly StackedPoint[];
  readonly colors: readonly string[];
}

function StackMarks({ plot, points, colors }: MarksProps) {
  const { slots, scale, height } = plot;
  const isComplete = ({ state }: StackedPoint) => state === 'stored';
  const only = (test: (point: StackedPoint) => boolean) => points.map((point) => (test(point) ? point : { ...point, parts: null }));
  const layers = [
    { opacity: 1, bars: stackedBars(only(isComplete), colors.length, slots, scale) },
    {
      opacity: PALE,
      bars: stackedBars(
        only((point) => !isComplete(point)),
        colors.length,
        slots,
        scale,
      ),
    },
  ];
  return (
    <G>
      <GapBands slots={slots} height={height} isMissing={points.map(({ parts }) => parts === null)} />
      {layers.map(({ opacity, bars }) =>
        bars.map((series, index) => <Path key={colors[index]} d={barsPath(series)} fill={colors[index] ?? ''} fillOpacity={opacity} />),
      )}
    </G>
  );
}
