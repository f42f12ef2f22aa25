import { useState } from 'react';
import { View, type ViewStyle } from 'react-native';
import { trendSentence } from '../../charts/sentence.ts';
import { TrendChart } from '../../charts/trend-chart.tsx';
import { IconButton } from '../../design/controls.tsx';
import { Card } from '../../design/surfaces.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { type Palette, SPACE, TARGET } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { DefinitionSheet } from '../dashboard/definition-sheet.tsx';
import { titleOf, valueFormat } from './figure-format.ts';
import { FigureTotals } from './figure-totals.tsx';
import type { Trend } from './gaps.ts';
import { type FoundSeries, pointsOf, seriesOf, type TrendFigure } from './series.ts';
import { useIsNear } from './use-near.ts';

/** Of a chart in points, the axis included. */
export const CHART_HEIGHT = 180;

interface Props {
  readonly name: TrendFigure;
  readonly trend: Trend;
  /** How many charts stand above this one. */
  readonly order: number;
}

/** One figure over the days of a range. */
export function FigureCard({ name, trend, order }: Props) {
  const { t } = useTexts();
  const found = seriesOf(trend, name);
  if (found === undefined) return null;
  const title = titleOf(t, name);
  return (
    <Card style={{ flex: 1, minWidth: 0, gap: SPACE.m }}>
      <View>
        <Heading level={3} type="strong" style={BESIDE_BUTTON}>
          {title}
        </Heading>
        <Definition name={name} />
      </View>
      <FigureTotals name={name} series={found.series} />
      <View style={{ flex: 1, justifyContent: 'flex-end', paddingTop: SPACE.xs }}>
        <FigureChart name={name} found={found} order={order} height={CHART_HEIGHT} />
      </View>
    </Card>
  );
}

/** Of a heading with a button in the corner beside it. */
export const BESIDE_BUTTON = { paddingRight: TARGET } as const;
/** The button is higher than its heading, and its sign stands at the edge of the content. */
const CORNER: ViewStyle = { position: 'absolute', top: -SPACE.m, right: -SPACE.m };

/** What a figure means, one press away: a button in the upper right corner of what it is in. */
export function Definition({ name, color = 'quiet' }: { readonly name: TrendFigure; readonly color?: keyof Omit<Palette, 'series'> }) {
  const { t } = useTexts();
  const [isOpen, setIsOpen] = useState(false);
  const title = titleOf(t, name);
  return (
    <>
      <View style={CORNER}>
        <IconButton icon="info" color={color} label={t.range.definition(title)} onPress={() => setIsOpen(true)} />
      </View>
      <DefinitionSheet name={name} title={title} isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  );
}

interface ChartProps {
  readonly name: TrendFigure;
  readonly found: FoundSeries;
  readonly order: number;
  readonly height: number;
}

/** The chart of a figure. A year of days in some twenty charts is drawn only where somebody gets to it; its sentence is there at once. */
export function FigureChart({ name, found, order, height }: ChartProps) {
  const { t, format } = useTexts();
  const { ref, isNear } = useIsNear(order);
  const title = titleOf(t, name);
  const points = pointsOf(found, t.range.notes);
  const formatValue = valueFormat(format, name);
  if (points.every(({ value }) => value === null)) {
    return (
      <View style={{ height, justifyContent: 'center' }}>
        <Txt color="quiet" align="center">
          {t.range.noFigures}
        </Txt>
      </View>
    );
  }
  const sentence = trendSentence(t, format, { name: title, points, formatValue });
  return (
    <View ref={ref} style={{ minHeight: height }}>
      {isNear ? (
        <TrendChart
          title={title}
          sentence={sentence}
          points={points}
          formatValue={formatValue}
          formatAxis={format.compact}
          height={height}
        />
      ) : (
        <View role="img" aria-label={sentence} style={{ height }} />
      )}
    </View>
  );
}
