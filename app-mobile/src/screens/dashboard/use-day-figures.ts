import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import { useToday } from '../../calendar/clock.tsx';
import { addDays } from '../../calendar/days.ts';
import type { PlatformDay, SafetyDay, Values } from '../../figures/day-values.ts';
import { platformValues, safetyValues } from '../../figures/day-values.ts';
import { COMPARED_DAYS, type DayContext, type FigureView, figureView, type Trend } from '../../figures/figure-view.ts';
import { type CollectionName, type FigureName, SECTIONS } from '../../figures/figures.ts';
import { lastSameHour } from '../../figures/same-hour.ts';
import { isSettling } from '../../figures/settling.ts';
import { REFRESH_MS, useFigures, useFourWeeks, useMetrics } from '../../queries/figures.ts';
import { type DayState, dayStateOf, type Source, sourceOf } from './source.ts';

type Provenance = PlatformDay['provenance'];

/** Everything the screen of one day shows. */
export interface DayFigures {
  readonly date: string;
  readonly isRunning: boolean;
  readonly sources: Readonly<Record<CollectionName, Source>>;
  readonly views: ReadonlyMap<FigureName, FigureView>;
  /** Of the document that each figure is in. */
  readonly provenance: Readonly<Record<CollectionName, Provenance | undefined>>;
  readonly trend: UseQueryResult<Trend>;
  readonly updatedAt: Date | undefined;
  readonly isFetching: boolean;
  /** Of the last attempt to have any of it anew. */
  readonly error: unknown;
}

/** Asks for one day, and for nothing that would silently be made: a day without figures is only told of. */
export function useDayFigures(date: string): DayFigures {
  const today = useToday();
  const isRunning = date === today;
  const trend = useFourWeeks(date);
  const days = {
    platformKpiDaily: dayStateOf(trend.data, 'platformKpiDaily'),
    safetyKpiDaily: dayStateOf(trend.data, 'safetyKpiDaily'),
  };
  const known = (day: DayState | undefined) => isRunning || (day === undefined ? trend.isError : day.state !== 'missing');
  const figures = useFigures();
  const refetchInterval = ({ state: { data } }: { state: { data: PlatformDay | SafetyDay | undefined } }) =>
    isSettling(date, today, data?.provenance.complete ?? true) ? REFRESH_MS : false;
  const platform = useQuery({ ...figures.platformDay(date), enabled: known(days.platformKpiDaily), refetchInterval });
  const safety = useQuery({ ...figures.safetyDay(date), enabled: known(days.safetyKpiDaily), refetchInterval });
  const sameHour = useSameHour(date, isRunning, trend.data);
  const downIsGood = useDownIsGood();
  const sources = {
    platformKpiDaily: sourceOf({ isRunning, day: days.platformKpiDaily, query: platform }),
    safetyKpiDaily: sourceOf({ isRunning, day: days.safetyKpiDaily, query: safety }),
  };
  const context = { date, isRunning, trend: trend.data ?? (trend.isError ? ('failed' as const) : ('pending' as const)), sameHour };
  const bounds = platform.data?.provenance.activeUsers;
  return {
    date,
    isRunning,
    sources,
    views: new Map([
      ...viewsOf('platformKpiDaily', sources, platform.data && platformValues(platform.data), context, { downIsGood, bounds }),
      ...viewsOf('safetyKpiDaily', sources, safety.data && safetyValues(safety.data), context, { downIsGood }),
    ]),
    provenance: { platformKpiDaily: platform.data?.provenance, safetyKpiDaily: safety.data?.provenance },
    trend,
    updatedAt: olderOf(platform.data, safety.data),
    isFetching: platform.isFetching || safety.isFetching || trend.isFetching,
    error: platform.error ?? safety.error ?? trend.error,
  };
}

interface Particulars {
  readonly downIsGood: ReadonlyMap<string, boolean>;
  readonly bounds?: Provenance['activeUsers'] | undefined;
}

function viewsOf(
  collection: CollectionName,
  sources: DayFigures['sources'],
  values: Values | undefined,
  context: Omit<DayContext, 'isUnfinished'>,
  { downIsGood, bounds }: Particulars,
): [FigureName, FigureView][] {
  const source = sources[collection];
  if (source.state !== 'ready' || values === undefined) return [];
  const names = SECTIONS.flatMap((section): readonly FigureName[] => (section.collection === collection ? section.figures : []));
  return names.flatMap((name) => {
    const value = values[name];
    if (value === undefined) return [];
    const isAtLeast = name === 'activeUsers' && bounds !== undefined && bounds !== null && bounds.lower !== bounds.upper;
    const input = { name, collection, value, isAtLeast, downIsGood: downIsGood.get(name) };
    return [[name, figureView(input, { ...context, isUnfinished: source.isUnfinished })]];
  });
}

/** The hours of the running day and of the day a week earlier, where that one has figures already. */
function useSameHour(date: string, isRunning: boolean, trend: Trend | undefined): DayContext['sameHour'] {
  const figures = useFigures();
  const earlierState = trend?.collections.find(({ collection }) => collection === 'platformKpiDaily')?.days.at(-1 - COMPARED_DAYS)?.state;
  const isEnabled = isRunning && earlierState === 'stored';
  const running = useQuery({ ...figures.hours(date), enabled: isEnabled, refetchInterval: REFRESH_MS });
  const earlier = useQuery({ ...figures.hours(addDays(date, -COMPARED_DAYS)), enabled: isEnabled });
  if (running.data && earlier.data) return lastSameHour(running.data, earlier.data);
  const isWaiting = [running, earlier].some(({ isPending }) => isPending) && !running.isError && !earlier.isError;
  return isEnabled && isWaiting ? 'pending' : undefined;
}

/** What the catalogue says of each figure; nothing until it has come. */
function useDownIsGood(): ReadonlyMap<string, boolean> {
  const { data } = useMetrics();
  const fields = data?.documents.filter(({ grain }) => grain === 'day').flatMap((document) => document.fields) ?? [];
  return new Map(fields.map(({ name, downIsGood }) => [name, downIsGood]));
}

/** From when all that is shown is: the older of both documents. */
function olderOf(platform: PlatformDay | undefined, safety: SafetyDay | undefined): Date | undefined {
  const times = [platform?.lastUpdated, safety?.lastUpdated].filter((time) => time !== undefined);
  return [...times].sort((a, b) => a.getTime() - b.getTime())[0];
}
