import { type DemoUser, populationOf } from './population.ts';
import { rngOf, STREAM } from './random.ts';
import type { DemoDay, DemoParams, DemoRow } from './types.ts';

/** Each user's last activity so far, epoch milliseconds by user id. */
export type LastActive = Map<string, number>;

/** Carries a day's activity up to an instant into the last activity of each user. */
export function noteActivity(lastActive: LastActive, day: DemoDay, untilMs: number): void {
  for (const { userId, atMs } of day.activity) {
    if (atMs > untilMs) return;
    lastActive.set(userId, atMs);
  }
}

/** The rows of `users` as they stand at an instant. */
export function platformUsers(params: DemoParams, untilMs: number, lastActiveByUser: ReadonlyMap<string, number>): DemoRow[] {
  const population = populationOf(params);
  return population.usersAt(untilMs).map((user) => ({
    source: 'users',
    id: user.id,
    arrivesAtMs: user.createdAtMs,
    data: {
      createdAt: user.createdAtMs,
      lastActiveAt: lastActiveByUser.get(user.id) ?? activeBefore(params, user, population.firstDayMs),
      verified: isVerified(user, untilMs),
      ...roleOf(user),
    },
  }));
}

export function isVerified(user: DemoUser, atMs: number): boolean {
  return user.verifiedAtMs !== null && user.verifiedAtMs <= atMs;
}

/** Staff is told apart in both of the ways that platforms use. */
function roleOf(user: DemoUser): Readonly<Record<string, unknown>> {
  if (user.staff === 'admin') return { role: 'admin' };
  if (user.staff === 'owner') return { role: 'member', roles: { admin: true } };
  return { role: user.creator === null ? 'member' : 'creator' };
}

/** For those not seen since the first day: some moment between their sign-up and that day. */
function activeBefore(params: DemoParams, user: DemoUser, firstDayMs: number): number {
  const spanMs = Math.max(0, firstDayMs - 1 - user.createdAtMs);
  return user.createdAtMs + Math.floor(spanMs * rngOf(params.seed, STREAM.profile, user.index, 1).unit() ** 0.5);
}
