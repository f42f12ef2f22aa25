import type { UtcDate } from '../calendar/utc.ts';
import { KpiError, messageOf } from '../errors.ts';
import type { JobContext } from './context.ts';

/** Longer than a function may take; a job that died holding a day keeps others from it no longer than this. */
export const DAY_LEASE_MS = 35 * 60_000;

/** The lease that everybody takes who makes the documents of a day. */
export function dayLeaseId(date: UtcDate): string {
  return `day_${date}`;
}

/**
 * Does the work on a day while nobody else does.
 * @param holder a name that nobody else has
 * @throws KpiError `unavailable` when somebody else is at work on the day; nothing is done then
 */
export async function withDayLease<T>(
  context: Pick<JobContext, 'store' | 'clock' | 'log'>,
  date: UtcDate,
  holder: string,
  work: () => Promise<T>,
): Promise<T> {
  return withLease(context, { id: dayLeaseId(date), holder, lastsMs: DAY_LEASE_MS, taken: () => takenBySomebodyElse(date) }, work);
}

interface WantedLease {
  readonly id: string;
  /** A name that nobody else has. */
  readonly holder: string;
  readonly lastsMs: number;
  /** What is thrown when somebody else has it. */
  readonly taken: () => KpiError;
}

/** Does the work under a lease; not at all when somebody else has it. */
export async function withLease<T>(
  context: Pick<JobContext, 'store' | 'clock' | 'log'>,
  { id, holder, lastsMs, taken }: WantedLease,
  work: () => Promise<T>,
): Promise<T> {
  const nowMs = context.clock();
  if (!(await context.store.acquireLease(id, { holder, nowMs, expiresAtMs: nowMs + lastsMs }))) throw taken();
  try {
    return await work();
  } finally {
    await releaseQuietly(context, id, holder);
  }
}

/** Gives a lease back. One that cannot be given back expires; what was made under it is stored all the same. */
export async function releaseQuietly({ store, log }: Pick<JobContext, 'store' | 'log'>, lease: string, holder: string): Promise<void> {
  await store.releaseLease(lease, holder).catch((error: unknown) => {
    log({ level: 'warn', event: 'lease-not-released', lease, error: messageOf(error) });
  });
}

function takenBySomebodyElse(date: UtcDate): KpiError {
  return new KpiError('unavailable', `Somebody else is aggregating ${date}: a scheduled job, a backfill, a call of the API or a command.`, {
    hint: `Try again once that has ended. If it died, ${dayLeaseId(date)} in kpiLeases says until when it holds the day: ${DAY_LEASE_MS / 60_000} minutes from its start at most.`,
  });
}
