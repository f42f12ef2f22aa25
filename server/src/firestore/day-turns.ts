import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { dayLeaseId, type JobContext, KpiError, type UtcDate, withDayLease } from '@pack324a/core';

/** Most of what others do to a day takes less than these together. */
const WAITS_MS = [5_000, 10_000, 20_000, 40_000];
/** Somebody has pressed Ctrl-C. */
const LET_GO_WITHIN_MS = 2_000;

/** How the days that are being aggregated can be given back. */
const held = new Set<() => Promise<void>>();

/** True while a day is kept from everybody else. */
export function holdsDays(): boolean {
  return held.size > 0;
}

/** Gives back the days that are being aggregated, for a process that is about to end: they would stay taken until the leases expire. */
export async function letGoOfDays(): Promise<void> {
  const released = Promise.allSettled([...held].map((release) => release()));
  await Promise.race([released, wait(LET_GO_WITHIN_MS)]);
}

export interface DayTurns extends Pick<JobContext, 'store' | 'clock' | 'log'> {
  /** Told what is being waited for. */
  readonly onWait: (text: string) => void;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<unknown>;
}

/**
 * `withDay` for a command: a day that somebody else is at work on is waited for, a little over a minute.
 * @throws KpiError `unavailable` when it has not become free by then
 */
export function dayTurns({ onWait, sleep, ...context }: DayTurns): NonNullable<JobContext['withDay']> {
  return async (date, work) => {
    const holder = randomUUID();
    for (const ms of WAITS_MS) {
      try {
        return await holding(context, date, holder, work);
      } catch (error) {
        if (!(error instanceof KpiError && error.code === 'unavailable')) throw error;
        onWait(`${error.message} Waiting ${ms / 1000} s for it.`);
        await sleep(ms);
      }
    }
    return holding(context, date, holder, work);
  };
}

function holding(context: Pick<DayTurns, 'store' | 'clock' | 'log'>, date: UtcDate, holder: string, work: () => Promise<void>) {
  return withDayLease(context, date, holder, async () => {
    const release = (): Promise<void> => context.store.releaseLease(dayLeaseId(date), holder);
    held.add(release);
    try {
      await work();
    } finally {
      held.delete(release);
    }
  });
}
