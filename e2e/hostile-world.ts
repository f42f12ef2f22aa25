import { addDays, MS_PER_DAY, utcDateOf } from '@pack324a/core';

/** What requests are made for. */
export interface World {
  /** `127.0.0.1:PORT`, as it is sent in the Host header. */
  readonly host: string;
  readonly region: string;
  /** Finished days that are stored, the oldest first, and within the retention of hourly documents. */
  readonly days: readonly string[];
  /** A day that has not begun and will not begin while the tests run. */
  readonly future: string;
  readonly creator: string;
  readonly tokens: { readonly admin: string; readonly user: string };
}

/**
 * Days of a demo platform that was made today: neither the running one and the three before it, which are made anew when the next
 * day begins, nor those whose hours the retention may delete meanwhile.
 */
export function daysToAskFor(nowMs: number): Pick<World, 'days' | 'future'> {
  const today = utcDateOf(nowMs);
  return { days: [-6, -5, -4].map((days) => addDays(today, days)), future: utcDateOf(nowMs + 1.5 * MS_PER_DAY) };
}

interface Shape {
  readonly name: string;
  readonly fields: readonly ('date' | 'userId' | 'startDate' | 'endDate' | 'limit')[];
  /** Changes what is stored: an admin's valid request is never among the hostile ones. */
  readonly writes?: true;
}

/** The functions and the fields of theirs that are tried, by hand; one that only finds what another has begun has nothing right to be sent. */
export const SHAPES: readonly Shape[] = [
  { name: 'kpi_getPlatformDaily', fields: ['date'] },
  { name: 'kpi_getPlatformHourly', fields: ['date'] },
  { name: 'kpi_getSafetyDaily', fields: ['date'] },
  { name: 'kpi_getCreatorDaily', fields: ['userId', 'date'] },
  { name: 'kpi_getCreatorTrend', fields: ['userId', 'startDate', 'endDate'] },
  { name: 'kpi_admin_getSummary', fields: ['startDate', 'endDate'] },
  { name: 'kpi_admin_getTrend', fields: ['startDate', 'endDate'] },
  { name: 'kpi_admin_getTopCreators', fields: ['startDate', 'endDate', 'limit'] },
  { name: 'kpi_admin_triggerAggregation', fields: ['date'], writes: true },
  { name: 'kpi_admin_startBackfill', fields: ['startDate', 'endDate'] },
  { name: 'kpi_getMetrics', fields: [] },
  { name: 'kpi_getStatus', fields: [] },
];

export type FunctionShape = Shape;

export function pathOf({ region }: World, name: string): string {
  return `/demo-kpi/${region}/${name}`;
}
