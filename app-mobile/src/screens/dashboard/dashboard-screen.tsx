import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWindowDimensions, View, type ViewStyle } from 'react-native';
import { addDays, isDay } from '../../calendar/days.ts';
import { Screen } from '../../design/screen.tsx';
import { Badge, Notice } from '../../design/surfaces.tsx';
import { BREAKPOINT, SPACE, TARGET } from '../../design/tokens.ts';
import { useTitle } from '../../design/use-title.ts';
import { type FigureName, SECTIONS } from '../../figures/figures.ts';
import { KEYS } from '../../queries/figures.ts';
import { isUnreachable } from '../../queries/problem.ts';
import { useTexts } from '../../texts/provider.tsx';
import { Freshness } from '../shared/freshness.tsx';
import { ProblemNotice } from '../shared/problem-notice.tsx';
import { Attention } from './attention.tsx';
import { DateBar } from './date-bar.tsx';
import { DaySections } from './day-sections.tsx';
import { FigureSheet } from './figure-sheet.tsx';
import { useDay } from './use-day.ts';
import { type DayFigures, useDayFigures } from './use-day-figures.ts';
import { useDayKeys } from './use-day-keys.ts';
import { useNeighbours } from './use-neighbours.ts';

/** The figures of one day. */
export function DashboardScreen() {
  const { date, today, refused, show } = useDay();
  const day = useDayFigures(date);
  const { refresh, isRefreshing } = useRefresh();
  const [open, setOpen] = useState<FigureName>();
  const isReady = Object.values(day.sources).every(({ state }) => state !== 'loading');
  useNeighbours(date, today, isReady);
  useDayKeys({ onPrevious: () => show(addDays(date, -1)), onNext: () => show(addDays(date, 1)) });
  useTitle(useTexts().format.day(date));
  const isWide = useWindowDimensions().width >= BREAKPOINT.wide;
  const isOffline = isUnreachable(day.error);
  return (
    <Screen
      bar={
        <DateBar date={date} today={today} onShow={show}>
          {isWide && <Status day={day} onRefresh={refresh} />}
        </DateBar>
      }
      onRefresh={refresh}
      isRefreshing={isRefreshing}
    >
      <View style={{ gap: SPACE.m }}>
        {!isWide && (
          <View style={isOffline ? undefined : FLAT}>
            <Status day={day} onRefresh={refresh} />
          </View>
        )}
        {refused !== undefined && <Refused text={refused} date={date} />}
        <TrendProblem day={day} />
        <Attention views={day.views} onOpen={setOpen} />
      </View>
      <DaySections day={day} onOpen={setOpen} onShow={show} />
      <FigureSheet
        view={open && day.views.get(open)}
        date={date}
        provenance={open && day.provenance[collectionOf(open)]}
        onClose={() => setOpen(undefined)}
      />
    </Screen>
  );
}

/** The button of this line is higher than the line has to be. */
const FLAT: ViewStyle = { marginVertical: -SPACE.s };

function Status({ day, onRefresh }: { readonly day: DayFigures; readonly onRefresh: () => void }) {
  const { t } = useTexts();
  const { isRunning, updatedAt, isFetching, error } = day;
  return (
    <View style={{ flexDirection: 'row', flexWrap: 'wrap', alignItems: 'center', gap: SPACE.s, minHeight: TARGET }}>
      {isRunning && (
        <View>
          <Badge title={t.dashboard.running.badge} tone="warn" />
        </View>
      )}
      <View style={{ flexGrow: 1 }}>
        <Freshness updatedAt={updatedAt} isFetching={isFetching} error={error} onRefresh={onRefresh} />
      </View>
    </View>
  );
}

/** The values stand without the trend; only what is compared with it is missing. */
function TrendProblem({ day: { trend, views } }: { readonly day: DayFigures }) {
  const { t } = useTexts();
  if (!trend.isError || trend.data !== undefined || views.size === 0) return null;
  return (
    <ProblemNotice error={trend.error} what={t.dashboard.change.trendFailed} onRetry={() => void trend.refetch().catch(() => undefined)} />
  );
}

/** The address asks for what is no day, or no day yet. */
function Refused({ text, date }: { readonly text: string; readonly date: string }) {
  const { t, format } = useTexts();
  const words = t.dashboard.date.refused;
  return <Notice title={words.title(text)} text={`${isDay(text) ? words.future : words.notADay} ${words.instead(format.longDay(date))}`} />;
}

/** Asks for everything on the screen anew, the catalogue excepted. */
function useRefresh(): { refresh: () => void; isRefreshing: boolean } {
  const client = useQueryClient();
  const [isRefreshing, setIsRefreshing] = useState(false);
  const [catalogue] = KEYS.metrics();
  async function refetch(): Promise<void> {
    setIsRefreshing(true);
    await client.refetchQueries({ type: 'active', predicate: ({ queryKey }) => queryKey[0] !== catalogue });
    setIsRefreshing(false);
  }
  return { refresh: () => void refetch().catch(() => setIsRefreshing(false)), isRefreshing };
}

function collectionOf(figure: FigureName) {
  const section = SECTIONS.find(({ figures }) => figures.some((name) => name === figure));
  return section?.collection ?? 'platformKpiDaily';
}
