import { usePalette } from '../design/theme.tsx';
import { useTexts } from '../texts/provider.tsx';
import { ChartFrame } from './chart-frame.tsx';
import { DAY_STEPS } from './labels.ts';
import { lastKnown } from './last-known.ts';
import type { TrendPoint } from './points.ts';
import { TrendMarks } from './trend-marks.tsx';
import { useDayReading } from './use-day-reading.ts';

interface Props {
  readonly title: string;
  /** What the chart shows, for those who do not see it; `trendSentence` makes one. */
  readonly sentence: string;
  /** Days in order, without any left out. */
  readonly points: readonly TrendPoint[];
  readonly formatValue: (value: number) => string;
  /** Short: for the axis. */
  readonly formatAxis: (value: number) => string;
  /** With the axes, in points. */
  readonly height?: number;
}

/**
 * The course of a figure over days, as a line from zero up. Missing days are hatched gaps with their reason; to a day that is
 * still running or was counted too early the line is dashed, and its point hollow.
 */
export function TrendChart({ title, sentence, points, formatValue, formatAxis, height }: Props) {
  const { t, format } = useTexts();
  const palette = usePalette();
  const read = useDayReading();
  return (
    <ChartFrame
      title={title}
      sentence={sentence}
      values={points.map(({ value }) => value)}
      formatAxis={formatAxis}
      labels={points.map(({ date }) => format.shortDay(date))}
      thinning={{ steps: DAY_STEPS, from: 'end' }}
      cursor="line"
      initial={lastKnown(points)}
      readingOf={(index) => {
        const point = points[index];
        if (point === undefined) return undefined;
        if (point.value === null) return read(point, []);
        const text = formatValue(point.value);
        return read(point, [{ value: point.isAtLeast ? t.charts.atLeast(text) : text }]);
      }}
      marks={(plot) => <TrendMarks plot={plot} points={points} color={palette.accent} />}
      height={height}
    />
  );
}
