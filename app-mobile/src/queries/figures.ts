import type { KpiClient } from '@pack324a/client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useToday } from '../calendar/clock.tsx';
import { addDays } from '../calendar/days.ts';
import { useSession } from '../session/provider.tsx';
import { problemOf } from './problem.ts';

/** The running day is asked for anew this often while somebody looks at it. */
export const REFRESH_MS = 60_000;
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
      queryFn: () => kpi.getPlatformHourly({ date }),
      // A day that is too old for hours does not become younger.
      enabled: ({ state }) => state.error === null || problemOf(state.error).kind !== 'too-old',
    }),
  trend: (startDate: string, endDate: string) =>
    queryOptions({ queryKey: KEYS.trend(startDate, endDate), queryFn: () => kpi.getTrend({ startDate, endDate }) }),
  metrics: () => queryOptions({ queryKey: KEYS.metrics(), queryFn: () => kpi.getMetrics(), staleTime: Number.POSITIVE_INFINITY }),
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

export function useFigures(): ReturnType<typeof figuresOf> {
  return figuresOf(useSession().backend.kpi);
}

/** The four weeks up to a day. */
export function useFourWeeks(date: string) {
  const figures = useFigures();
  const isRunning = date === useToday();
  return useQuery({ ...figures.trend(addDays(date, 1 - SPARK_DAYS), date), refetchInterval: isRunning ? REFRESH_MS : false });
}

/** What the figures mean. */
export function useMetrics() {
  return useQuery(useFigures().metrics());
}
