import type { KpiClient } from '@pack324a/client';
import type { StackedPoint, TrendPoint } from '../../charts/points.ts';
import { type DayNotes, noteOf } from '../range/series.ts';

/** One creator's days of a range, as the API gives them. */
export type CreatorTrend = Awaited<ReturnType<KpiClient['getCreatorTrend']>>;

/** Where earnings come from, in the order in which they are stacked and listed; names are the API's. */
export const SOURCES = ['chat', 'voice', 'video', 'calendar', 'events', 'other'] as const;

/** The earnings of each day, by source. */
export function earningsPoints(days: CreatorTrend['days'], notes: DayNotes): StackedPoint[] {
  return days.map(({ date, state, reason, earnings }) => ({
    date,
    state,
    parts: earnings && SOURCES.map((source) => earnings[source]),
    total: earnings?.total ?? null,
    note: noteOf(state, reason, notes),
  }));
}

/** The chat sessions of each day. */
export function sessionsPoints(days: CreatorTrend['days'], notes: DayNotes): TrendPoint[] {
  return days.map(({ date, state, reason, sessions }) => ({ date, state, value: sessions, note: noteOf(state, reason, notes) }));
}
