import {
  type BackfillTask,
  KpiError,
  parseUtcDate,
  type RunRecord,
  runBackfillDay,
  SCHEDULED_JOBS,
  type ScheduledJob,
} from '@pack324a/core';
import { onSchedule, type ScheduleFunction } from 'firebase-functions/scheduler';
import { onTaskDispatched } from 'firebase-functions/tasks';
import { TASK_SECONDS } from './backfill-queue.ts';
import { log, openHost } from './host.ts';
import { REGION } from './parameters.ts';

/** Days of a backfill that are aggregated at the same time: reading is bound by one process's decoding, and the platform lives beside it. */
const DAYS_AT_ONCE = 5;

/** The longest that Cloud Scheduler waits for an answer; it would start a run that takes longer a second time. */
const JOB_SECONDS = 1800;

/**
 * A failed run is tried again after 1, 2 and 4 minutes: an outage of minutes costs nothing, and the hourly job has given up
 * before its next run.
 */
const RETRIES = { retryCount: 3, minBackoffSeconds: 60, maxBackoffSeconds: 240, maxDoublings: 2 };

/**
 * Who aggregates a day is tried again after 2.5, 5, 10 and 20 minutes: together longer than the lease of an instance that died
 * holding the day.
 */
const DAY_BACKOFF = { minBackoffSeconds: 150, maxBackoffSeconds: 1200, maxDoublings: 3 };
const DAY_ATTEMPTS = 5;

export const kpi_aggregateDailyScheduled = scheduled('daily', '1GiB', { ...DAY_BACKOFF, retryCount: DAY_ATTEMPTS - 1 });
export const kpi_aggregateHourlyScheduled = scheduled('hourly', '512MiB', RETRIES);
export const kpi_cleanupHourlyScheduled = scheduled('cleanup', '512MiB', RETRIES);

/**
 * One day of a backfill. Its name, which is the queue's, cannot have an underscore.
 * A day that fails, or that somebody else is at work on, is tried five times.
 */
export const kpiBackfillDay = onTaskDispatched<BackfillTask>(
  {
    region: REGION,
    // A day's ledger passes through in slices; its creators are held at once.
    memory: '1GiB',
    timeoutSeconds: TASK_SECONDS,
    // One day an instance, so that one's memory is not another's.
    concurrency: 1,
    maxInstances: DAYS_AT_ONCE,
    retryConfig: { ...DAY_BACKOFF, maxAttempts: DAY_ATTEMPTS },
    // New collections want their traffic to grow slowly (https://firebase.google.com/docs/firestore/best-practices#ramping_up_traffic).
    rateLimits: { maxConcurrentDispatches: DAYS_AT_ONCE, maxDispatchesPerSecond: 1 },
  },
  async ({ data }) => {
    const { openRun } = await openHost();
    await runBackfillDay(openRun(), taskOf(data));
  },
);

function scheduled(id: ScheduledJob['id'], memory: '512MiB' | '1GiB', retries: typeof RETRIES): ScheduleFunction {
  const job = SCHEDULED_JOBS.find((each) => each.id === id);
  if (job === undefined) throw new RangeError(`no job ${id}`);
  return onSchedule(
    {
      schedule: job.cron,
      timeZone: 'UTC',
      region: REGION,
      memory,
      timeoutSeconds: JOB_SECONDS,
      // The schedule starts one run at a time.
      concurrency: 1,
      maxInstances: 1,
      ...retries,
    },
    async ({ scheduleTime }) => {
      const { openRun } = await openHost();
      const jobs = openRun();
      if (jobs.config.paused) log({ level: 'warn', event: 'job-paused', job: id });
      else assertSucceeded(await job.run(jobs, msOf(scheduleTime)));
    },
  );
}

/** The scheduler tries a run again that ends in an error. */
function assertSucceeded({ id, job, outcome, sections }: RunRecord): void {
  if (outcome === 'succeeded') return;
  const failed = Object.entries(sections).flatMap(([name, { status }]) => (status === 'failed' ? [name] : []));
  throw new KpiError('internal', `${job}: run ${id} ${outcome} in: ${failed.join(', ')}. The others are stored.`, { reference: id });
}

function msOf(scheduleTime: string): number {
  const ms = Date.parse(scheduleTime);
  if (Number.isNaN(ms)) throw new KpiError('invalid-argument', `The schedule's time "${scheduleTime}" is no instant.`);
  return ms;
}

function taskOf(data: BackfillTask): BackfillTask {
  const { id, date } = data ?? {};
  if (typeof id !== 'string' || typeof date !== 'string') {
    throw new KpiError('invalid-argument', 'The task is none of a backfill.', { expected: 'an object with id and date' });
  }
  return { id, date: parseUtcDate(date) };
}
