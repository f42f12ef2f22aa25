import { addDays, type DateRange, toIso, type UtcDate, utcDateOf } from '../calendar/utc.ts';
import { unsettledDates } from '../documents/day-sections.ts';
import { ENGINE_VERSION } from '../documents/provenance.ts';
import { SCHEDULED_JOBS } from '../jobs/schedule.ts';
import type { CollectionInventory } from '../ports.ts';
import type { ApiContext } from './context.ts';
import { standingFailures } from './failures.ts';
import type { StatusResponse } from './shapes.ts';

/** Days that are looked through for missing or unfinished figures. */
const WINDOW_DAYS = 31;
/** Run records that are returned. */
const LAST_RUNS = 20;

/** Last runs, what is stored, which days are stale, and what failed without having succeeded since. */
export async function statusOf({ store, config, clock, lastDay }: ApiContext): Promise<StatusResponse> {
  const nowMs = clock();
  const today = utcDateOf(nowMs);
  const stored = await store.inventory();
  const lastRuns = await store.latestRuns(LAST_RUNS);
  const jobs = await Promise.all(
    SCHEDULED_JOBS.map(async ({ id, name, cron, description }) => {
      const [lastRun] = await store.latestRuns(1, { job: id });
      return { name, cron, timeZone: 'UTC' as const, description, lastRun: lastRun ?? null };
    }),
  );
  const window = windowOf(stored, today, (await lastDay?.()) ?? today);
  return {
    now: toIso(nowMs),
    today,
    engineVersion: ENGINE_VERSION,
    paused: config.paused,
    retention: config.retention,
    stored,
    staleDays: {
      from: window?.from ?? null,
      to: window?.to ?? null,
      dates: window === undefined ? [] : await unsettledDates(store, window, today),
    },
    failures: await standingFailures(store, nowMs, config.retention),
    jobs,
    lastRuns,
  };
}

/**
 * The last days up to yesterday, from the oldest that is stored. A history that ends long before today is looked at up to its
 * own end: it is not waiting for anything.
 */
function windowOf(stored: readonly CollectionInventory[], today: UtcDate, lastDay: UtcDate): DateRange | undefined {
  const daily = stored.filter(({ collection }) => collection !== 'platformKpiHourly');
  const oldest = daily.flatMap((entry) => entry.oldest ?? []).sort()[0];
  if (oldest === undefined) return undefined;
  const yesterday = addDays(today, -1);
  const to = lastDay < yesterday ? lastDay : yesterday;
  const start = addDays(to, -(WINDOW_DAYS - 1));
  const from = oldest > start ? oldest : start;
  return from > to ? undefined : { from, to };
}
