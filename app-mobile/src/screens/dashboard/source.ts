import type { GapReason } from '../../figures/change.ts';
import type { Trend } from '../../figures/figure-view.ts';
import type { CollectionName } from '../../figures/figures.ts';

export type DayState = Trend['collections'][number]['days'][number];

/** Where the figures of one collection are for a day; sections of the same collection share it. */
export type Source =
  | { readonly state: 'loading' }
  | { readonly state: 'missing'; readonly reason: GapReason }
  | { readonly state: 'failed'; readonly error: unknown; readonly retry: () => void }
  | { readonly state: 'ready'; readonly isUnfinished: boolean };

interface Query {
  readonly data: { readonly provenance: { readonly complete: boolean } } | undefined;
  readonly error: unknown;
  readonly refetch: () => Promise<unknown>;
}

interface Input {
  readonly isRunning: boolean;
  /** What the trend says of the day; undefined while it has not said anything. */
  readonly day: DayState | undefined;
  readonly query: Query;
}

/** The running day is made whenever it is asked for, so only days that are over can be missing or unfinished. */
export function sourceOf({ isRunning, day, query }: Input): Source {
  if (!isRunning && day?.state === 'missing') return { state: 'missing', reason: day.reason ?? 'not-aggregated' };
  if (query.data !== undefined) return { state: 'ready', isUnfinished: !(isRunning || query.data.provenance.complete) };
  if (query.error === null) return { state: 'loading' };
  return { state: 'failed', error: query.error, retry: () => void query.refetch().catch(() => undefined) };
}

/** The last day of a trend, which is the one on the screen. */
export function dayStateOf(trend: Trend | undefined, collection: CollectionName): DayState | undefined {
  return trend?.collections.find((candidate) => candidate.collection === collection)?.days.at(-1);
}
