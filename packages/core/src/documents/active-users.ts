import { MS_PER_HOUR, type TimeWindow } from '../calendar/utc.ts';
import type { Stamp } from './provenance.ts';
import type { ActiveUserBounds, Provenance } from './types.ts';

/**
 * Active users.
 *
 * A user's time of last activity is overwritten at every return, so a count taken after a window has ended misses everyone
 * who has come back since. Counts are therefore captured while the window runs, kept, and never lowered; beside each stands
 * an upper bound: whoever was active in a window was last active in it or later.
 */
export interface UserObservation {
  /** Users whose last activity falls in the window. */
  readonly within: number;
  /** Users whose last activity falls in the window or later. */
  readonly since: number;
  /** All users with `verified == true`; null when nobody asked for them. */
  readonly verifiedTotal: number | null;
}

/** What an hourly document of the day captured of the day so far. */
export interface DayCapture {
  readonly hour: number;
  readonly complete: boolean;
  readonly bounds: ActiveUserBounds;
}

/** A regular close comes ten minutes after the hour; one within the hour still counts as taken in time. */
const CAPTURE_GRACE_MS = MS_PER_HOUR;
const LAST_HOUR = 23;

/** Bounds of an hour's active users: captured when a run closed the hour in time. */
export function finishHourActiveUsers(
  window: TimeWindow,
  users: UserObservation,
  previous: ActiveUserBounds | undefined,
  previousComplete: boolean | undefined,
  stamp: Stamp,
): ActiveUserBounds {
  const closed = previous?.method === 'captured' && previousComplete === true;
  return capturedBounds(isInTime(window, stamp) || closed, users, closed, previous);
}

/**
 * Bounds of the day's active users up to an hour: captured when any run saw the day while or just after that hour ran, since
 * whoever was active earlier in the day was in the count.
 */
export function finishDaySoFar(
  window: TimeWindow,
  users: UserObservation,
  previous: ActiveUserBounds | undefined,
  previousComplete: boolean | undefined,
  stamp: Stamp,
): ActiveUserBounds {
  const seen = previous?.method === 'captured';
  return capturedBounds(isInTime(window, stamp) || seen, users, seen && previousComplete === true, previous);
}

function isInTime(window: TimeWindow, stamp: Stamp): boolean {
  return stamp.nowMs < window.endExclusiveMs + CAPTURE_GRACE_MS;
}

/** @param closed true when the upper bound was counted at the close and stands */
function capturedBounds(
  captured: boolean,
  users: UserObservation,
  closed: boolean,
  previous: ActiveUserBounds | undefined,
): ActiveUserBounds {
  const lower = Math.max(users.within, previous?.lower ?? 0);
  return bounds(captured, lower, closed && previous !== undefined ? previous.upper : users.since);
}

/** Bounds of a day's active users: the largest of the hourly captures and the counts at its closes. */
export function finishDayActiveUsers(
  window: TimeWindow,
  users: UserObservation,
  captures: readonly DayCapture[],
  previous: Provenance | undefined,
  stamp: Stamp,
): ActiveUserBounds {
  const earlier = previous?.complete === true ? previous.activeUsers : undefined;
  const lower = Math.max(users.within, previous?.activeUsers?.lower ?? 0, ...captures.map((capture) => capture.bounds.lower));
  const lastHour = captures.find((capture) => capture.hour === LAST_HOUR && capture.bounds.method === 'captured');
  const running = stamp.nowMs < window.endExclusiveMs;
  const captured = running || lastHour !== undefined || earlier?.method === 'captured';
  const upperAtClose = lastHour?.complete === true ? lastHour.bounds.upper : earlier?.method === 'captured' ? earlier.upper : users.since;
  return bounds(captured, lower, upperAtClose);
}

function bounds(captured: boolean, lower: number, upper: number): ActiveUserBounds {
  return { method: captured ? 'captured' : 'reconstructed', lower, upper: Math.max(lower, upper) };
}

/** The captures that a day's hourly documents hold. */
export function capturesOf(documents: Iterable<{ readonly hour: number; readonly provenance: Provenance }>): DayCapture[] {
  const captures: DayCapture[] = [];
  for (const { hour, provenance } of documents) {
    if (provenance.dayActiveUsers !== undefined) captures.push({ hour, complete: provenance.complete, bounds: provenance.dayActiveUsers });
  }
  return captures;
}
