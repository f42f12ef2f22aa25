import type { KpiClient } from '@pack324a/client';
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { useToday } from '../calendar/clock.tsx';
import { addDays } from '../calendar/days.ts';
import type { Hours } from '../figures/same-hour.ts';
import { isSettling, isTrendFinal } from '../figures/settling.ts';
import { useSession } from '../session/provider.tsx';
import { problemOf } from './problem.ts';

/** Figures that may still change are asked for anew this often while somebody looks at them. */
export const REFRESH_MS = 60_000;
const DAY_MS = 24 * 60 * 60_000;
/** A page that is loaded may be a newer version of the app, with newer functions behind it. */
const LOADED_AT = Date.now();
/** Days of a sparkline: four weeks, so that the same weekday a week earlier is among them. */
export const SPARK_DAYS = 28;

/** What a query is stored under: the endpoint, and what it is asked. */
export const KEYS = {
  platformDay: (date: string) => ['platform-day', date] as const,
  safetyDay: (date: string) => ['safety-day', date] as const,
  hours: (date: string) => ['hours', date] as const,
  trend: (startDate: string, endDate: string) => ['trend', startDate, endDate] as const,
  metrics: () => ['metrics'] as const,
  status: () => ['status'] as const,
  topCreators: (startDate: string, endDate: string, limit: number) => ['top-creators', startDate, endDate, limit] as const,
  creatorTrend: (userId: string, startDate: string, endDate: string) => ['creator-trend', userId, startDate, endDate] as const,
};

/** Each query as the screens ask for it, and as days that may come next are fetched ahead. */
export const figuresOf = (kpi: KpiClient) => ({
  platformDay: (date: string) => queryOptions({ queryKey: KEYS.platformDay(date), queryFn: () => kpi.getPlatformDaily({ date }) }),
  safetyDay: (date: string) => queryOptions({ queryKey: KEYS.safetyDay(date), queryFn: () => kpi.getSafetyDaily({ date }) }),
  hours: (date: string) =>
    queryOptions({
      queryKey: KEYS.hours(date),
      queryFn: ({ client }) => hoursOf(kpi, client, date),
      staleTime: ({ state }) => (state.data === null ? DAY_MS : REFRESH_MS),
    }),
  trend: (startDate: string, endDate: string) =>
    queryOptions({ queryKey: KEYS.trend(startDate, endDate), queryFn: () => kpi.getTrend({ startDate, endDate }) }),
  metrics: () =>
    queryOptions({
      queryKey: KEYS.metrics(),
      queryFn: () => kpi.getMetrics(),
      staleTime: ({ state }) => (state.dataUpdatedAt < LOADED_AT ? 0 : DAY_MS),
    }),
  status: () => queryOptions({ queryKey: KEYS.status(), queryFn: () => kpi.getStatus() }),
  topCreators: (startDate: string, endDate: string, limit: number) =>
    queryOptions({
      queryKey: KEYS.topCreators(startDate, endDate, limit),
      queryFn: () => kpi.getTopCreators({ startDate, endDate, limit }),
    }),
  creatorTrend: (userId: string, startDate: string, endDate: string) =>
    queryOptions({
      queryKey: KEYS.creatorTrend(userId, startDate, endDate),
      queryFn: () => kpi.getCreatorTrend({ userId, startDate, endDate }),
    }),
});

/** The hours of a day; null when it is too old to have any. Days before such a one are too old as well, so they are not asked for. */
async function hoursOf(kpi: KpiClient, client: QueryClient, date: string): Promise<Hours | null> {
  const [hours] = KEYS.hours(date);
  const known = client.getQueryCache().findAll({ queryKey: [hours] });
  const since = Date.now() - DAY_MS;
  if (known.some(({ queryKey, state }) => state.data === null && state.dataUpdatedAt > since && String(queryKey[1]) > date)) return null;
  try {
    return await kpi.getPlatformHourly({ date });
  } catch (error) {
    if (problemOf(error).kind === 'too-old') return null;
    throw error;
  }
}

export function useFigures(): ReturnType<typeof figuresOf> {
  return figuresOf(useSession().backend.kpi);
}

/** The four weeks up to a day. */
export function useFourWeeks(date: string) {
  const figures = useFigures();
  const today = useToday();
  return useQuery({
    ...figures.trend(addDays(date, 1 - SPARK_DAYS), date),
    refetchInterval: ({ state }) => (isSettling(date, today, isTrendFinal(state.data)) ? REFRESH_MS : false),
  });
}

/** What the figures mean. */
export function useMetrics() {
  return useQuery(useFigures().metrics());
}
