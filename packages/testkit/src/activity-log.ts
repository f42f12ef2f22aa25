import type { RawRow } from './platform.ts';

/** One visit of one user. A platform keeps only the latest of each, which is why counting later loses people. */
export interface Visit {
  readonly userId: string;
  readonly atMs: number;
}

/** The users collection as it stands at an instant: each user's latest visit up to then. */
export function usersAt(visits: readonly Visit[], nowMs: number): RawRow[] {
  const latest = new Map<string, number>();
  for (const { userId, atMs } of visits) {
    if (atMs <= nowMs && atMs >= (latest.get(userId) ?? Number.NEGATIVE_INFINITY)) latest.set(userId, atMs);
  }
  return [...latest].map(([id, lastActiveAt]) => ({ id, data: { createdAt: '2020-01-01T00:00:00.000Z', lastActiveAt } }));
}

/** How many users truly visited in a half-open window of epoch milliseconds. */
export function visitorsIn(visits: readonly Visit[], startMs: number, endExclusiveMs: number): number {
  return new Set(visits.filter(({ atMs }) => atMs >= startMs && atMs < endExclusiveMs).map(({ userId }) => userId)).size;
}
