import { useQuery } from '@tanstack/react-query';
import { useLocalSearchParams } from 'expo-router';
import { useWindowDimensions, View } from 'react-native';
import { useToday } from '../../calendar/clock.tsx';
import { daysBetween } from '../../calendar/days.ts';
import type { ChosenRange } from '../../calendar/ranges.ts';
import { Screen } from '../../design/screen.tsx';
import { Card } from '../../design/surfaces.tsx';
import { Heading, Txt } from '../../design/text.tsx';
import { BREAKPOINT, SPACE } from '../../design/tokens.ts';
import { useTitle } from '../../design/use-title.ts';
import { canBeGenerated } from '../../figures/change.ts';
import { REFRESH_MS, useFigures } from '../../queries/figures.ts';
import { isUnreachable } from '../../queries/problem.ts';
import { useTexts } from '../../texts/provider.tsx';
import type { Texts } from '../../texts/texts.ts';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { RangeTitle } from '../shared/range-title.tsx';
import { FigureCard } from './figure-card.tsx';
import { GapList } from './gap-list.tsx';
import { gapsOf, isEmpty, type Trend } from './gaps.ts';
import { LeadCard } from './lead-card.tsx';
import { RangePicker } from './range-picker.tsx';
import { rangeText } from './range-text.ts';
import { figureNamed, LEADING, rowsOf, sectionsBelow, type TrendFigure } from './series.ts';
import { TrendsSkeleton } from './skeleton.tsx';
import { useRange } from './use-range.ts';

/** Every figure over a range of days: `?preset=7|28|90|month` or `?from=…&to=…`; `?figure=…` puts that one first. */
export function RangeScreen() {
  const { t, format } = useTexts();
  const { chosen, choose } = useRange();
  const { figure } = useLocalSearchParams();
  const isRunning = chosen.to === useToday();
  const trend = useQuery({ ...useFigures().trend(chosen.from, chosen.to), refetchInterval: isRunning ? REFRESH_MS : false });
  const lead = figureNamed(figure) ?? LEADING;
  const refresh = () => void trend.refetch().catch(() => undefined);
  // Where nothing answers, figures that are there say so by their age.
  const isTold = trend.error !== null && (trend.data === undefined || !isUnreachable(trend.error));
  const title = rangeText(format, chosen.from, chosen.to);
  useTitle(title);
  return (
    <Screen onRefresh={refresh} isRefreshing={trend.isRefetching}>
      <View style={{ gap: SPACE.s }}>
        <RangeTitle
          title={title}
          note={noteOf(chosen, t)}
          query={trend}
          updatedAt={trend.dataUpdatedAt === 0 ? undefined : new Date(trend.dataUpdatedAt)}
          onRefresh={refresh}
        />
        <RangePicker chosen={chosen} onChange={choose} />
      </View>
      {isTold && <ProblemNotice error={trend.error} onRetry={refresh} />}
      {trend.isPending && <TrendsSkeleton lead={lead} />}
      {trend.data !== undefined && <Found key={`${chosen.from} ${chosen.to}`} trend={trend.data} lead={lead} />}
    </Screen>
  );
}

/** How many days, and up to which. */
function noteOf({ from, to, preset }: ChosenRange, t: Texts): string {
  const days = t.range.days(daysBetween(from, to) + 1);
  const end = preset === undefined ? [] : [preset === 'month' ? t.range.picker.month : t.range.picker.finished];
  return [days, ...end, 'UTC'].join(', ');
}

function Found({ trend, lead }: { readonly trend: Trend; readonly lead: TrendFigure }) {
  const { t } = useTexts();
  const gaps = gapsOf(trend);
  return (
    <>
      <GapList gaps={gaps} />
      {isEmpty(trend) ? (
        <Card>
          <Heading level={2}>{t.range.empty.title}</Heading>
          <Txt color="quiet">{gaps.some(({ reason }) => canBeGenerated(reason)) ? t.range.empty.orGenerate : t.range.empty.text}</Txt>
        </Card>
      ) : (
        <>
          <Covered trend={trend} />
          <LeadCard name={lead} trend={trend} />
          <Sections trend={trend} lead={lead} />
        </>
      )}
    </>
  );
}

/** Which days the totals and averages below are of, where that is not simply all of them. */
function Covered({ trend }: { readonly trend: Trend }) {
  const { t } = useTexts();
  const states = new Set(trend.collections.flatMap(({ days }) => days.map(({ state }) => state)));
  const texts = [...(states.has('missing') ? [t.range.covered.some] : []), ...(states.has('running') ? [t.range.covered.running] : [])];
  if (texts.length === 0) return null;
  return (
    <Txt type="label" color="quiet">
      {texts.join(' ')}
    </Txt>
  );
}

function Sections({ trend, lead }: { readonly trend: Trend; readonly lead: TrendFigure }) {
  const { t } = useTexts();
  const isWide = useWindowDimensions().width >= BREAKPOINT.wide;
  const sections = sectionsBelow(lead);
  const order = sections.flatMap(({ figures }) => figures);
  return sections.map(({ id, figures }) => (
    <View key={id} style={{ gap: SPACE.m }}>
      <Heading level={2}>{t.dashboard.sections[id]}</Heading>
      {rowsOf(figures).map((row) => (
        <View key={row[0]} style={{ flexDirection: isWide ? 'row' : 'column', gap: SPACE.m }}>
          {row.map((name) => (
            <FigureCard key={name} name={name} trend={trend} order={order.indexOf(name) + 1} />
          ))}
        </View>
      ))}
    </View>
  ));
}
