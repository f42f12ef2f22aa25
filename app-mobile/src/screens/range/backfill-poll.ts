import { problemOf } from '../../queries/problem.ts';

const POLL_MS = 2_000;

/** How a backfill stands, as far as that could be found out. */
export interface Asked {
  readonly data?: { readonly state: 'running' | 'succeeded' | 'failed' } | undefined;
  readonly error: unknown;
}

/** Whether nobody can tell any more how the backfill stands: the answer was an error that asking again does not change. */
export function isLost({ error }: Asked): boolean {
  return error !== null && !['unreachable', 'busy'].includes(problemOf(error).kind);
}

/** Milliseconds until a backfill is asked about again; false when that would tell nothing new. */
export function pollAfter(asked: Asked): number | false {
  return isRunning(asked) ? POLL_MS : false;
}

/** Whether a backfill is still at work, or may be. */
export function isRunning(asked: Asked): boolean {
  return !isLost(asked) && (asked.data === undefined || asked.data.state === 'running');
}
