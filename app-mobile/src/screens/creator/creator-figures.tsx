import { useWindowDimensions, View } from 'react-native';
import { trendSentence } from '../../charts/sentence.ts';
import { StackedBars } from '../../charts/stacked-bars.tsx';
import { TrendChart } from '../../charts/trend-chart.tsx';
import { TextLink } from '../../design/controls.tsx';
import { Card, Notice, Skeleton } from '../../design/surfaces.tsx';
import { Heading } from '../../design/text.tsx';
import { BREAKPOINT, SPACE } from '../../design/tokens.ts';
import { useTexts } from '../../texts/provider.tsx';
import { type CreatorTrend, earningsPoints, SOURCES, sessionsPoints } from './creator-points.ts';
import { CreatorTotals } from './creator-totals.tsx';
import { SourceTable } from './source-table.tsx';

/** A creator's figures over a range: what they come to, day by day, and from where. */
export function CreatorFigures({ trend }: { readonly trend: CreatorTrend }) {
  const { t } = useTexts();
  const texts = t.creators.creator;
  const { summary, days } = trend;
  if (summary.totalDays === 0) {
    return (
      <Notice title={texts.noFigures.title} text={texts.noFigures.text}>
        <GapsLink trend={trend} />
      </Notice>
    );
  }
  return (
    <>
      {summary.totalDays < days.length && <Gaps trend={trend} />}
      {summary.activeDays === 0 && <Notice title={texts.nothing.title} text={texts.nothing.text} />}
      <CreatorTotals summary={summary} />
      {summary.activeDays > 0 && <Charts trend={trend} />}
    </>
  );
}

function Charts({ trend: { summary, days } }: { readonly trend: CreatorTrend }) {
  const { t, format } = useTexts();
  const texts = t.creators.creator;
  const isWide = useWindowDimensions().width >= BREAKPOINT.wide;
  const earnings = earningsPoints(days, t.range.notes);
  const sessions = sessionsPoints(days, t.range.notes);
  const totals = earnings.map((point) => ({ ...point, value: point.total }));
  return (
    <>
      <Card style={{ gap: SPACE.m }}>
        <Heading level={2}>{texts.earningsPerDay}</Heading>
        <StackedBars
          title={texts.earningsPerDay}
          sentence={trendSentence(t, format, { name: texts.earningsPerDay, points: totals, formatValue: format.amount })}
          series={SOURCES.map((source) => ({ name: texts.sources[source] }))}
          points={earnings}
          formatValue={format.amount}
          formatAxis={format.compact}
        />
      </Card>
      <View style={{ flexDirection: isWide ? 'row' : 'column', gap: SPACE.xl }}>
        <Card style={{ ...(isWide ? HALF : {}), gap: SPACE.s }}>
          <Heading level={2}>{texts.bySource}</Heading>
          <SourceTable earnings={summary.earnings} />
        </Card>
        <Card style={{ ...(isWide ? HALF : {}), gap: SPACE.m }}>
          <Heading level={2}>{texts.sessionsPerDay}</Heading>
          <TrendChart
            title={texts.sessionsPerDay}
            sentence={trendSentence(t, format, { name: texts.sessionsPerDay, points: sessions, formatValue: format.count })}
            points={sessions}
            formatValue={format.count}
            formatAxis={format.compact}
            {...(isWide ? { height: BESIDE_TABLE } : {})}
          />
        </Card>
      </View>
    </>
  );
}

/** Of a chart's plot, so that it ends where the table beside it does. */
const BESIDE_TABLE = 310;
const HALF = { flex: 1, minWidth: 0 } as const;

/** Says that totals are not of all days, and leads to where the others can be made. */
function Gaps({ trend }: { readonly trend: CreatorTrend }) {
  const { t, format } = useTexts();
  const texts = t.creators.creator;
  const missing = trend.days.length - trend.summary.totalDays;
  return (
    <Notice title={texts.gaps(missing, format.count(missing))} text={texts.gapsText}>
      <GapsLink trend={trend} />
    </Notice>
  );
}

function GapsLink({ trend: { startDate, endDate } }: { readonly trend: CreatorTrend }) {
  const { t } = useTexts();
  return <TextLink href={`/admin/kpi-range?from=${startDate}&to=${endDate}`}>{t.creators.creator.gapsLink}</TextLink>;
}

/** The figures in outline while they are on their way. */
export function CreatorSkeleton() {
  return (
    <>
      <CreatorTotals summary={undefined} />
      <Card style={{ gap: SPACE.m }}>
        <Skeleton width={200} height={24} />
        <Skeleton width="100%" height={220} />
      </Card>
    </>
  );
}
