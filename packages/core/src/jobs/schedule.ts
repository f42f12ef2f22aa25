import { addDays, utcDateOf } from '../calendar/utc.ts';
import type { RunRecord } from '../ports.ts';
import { aggregateDays } from './aggregate-days.ts';
import { aggregateHours, hoursOfRun } from './aggregate-hours.ts';
import { cleanup } from './cleanup.ts';
import type { JobContext } from './context.ts';

export interface ScheduledJob {
  /** What run records and the command line call it. */
  readonly id: 'daily' | 'hourly' | 'cleanup';
  /** What the deployed function is called. */
  readonly name: string;
  /** Cron expression in UTC. */
  readonly cron: string;
  readonly description: string;
  /** @param scheduledForMs the schedule's own time, from which the day or hour to process is derived */
  readonly run: (context: JobContext, scheduledForMs: number) => Promise<RunRecord>;
}

/** Every job that runs by the clock. */
export const SCHEDULED_JOBS: readonly ScheduledJob[] = [
  {
    id: 'daily',
    name: 'kpi_aggregateDailyScheduled',
    cron: '10 0 * * *',
    description: 'Aggregates yesterday: platform, all creators, safety.',
    run(context, scheduledForMs) {
      const date = addDays(utcDateOf(scheduledForMs), -1);
      return aggregateDays(context, { range: { from: date, to: date }, trigger: 'scheduled', job: 'daily', scheduledForMs });
    },
  },
  {
    id: 'hourly',
    name: 'kpi_aggregateHourlyScheduled',
    cron: '10 * * * *',
    description: 'Finalises the hour that has ended, refreshes the running one, and captures the running day’s active users.',
    run(context, scheduledForMs) {
      return aggregateHours(context, { hours: hoursOfRun(scheduledForMs), trigger: 'scheduled', job: 'hourly', scheduledForMs });
    },
  },
  {
    id: 'cleanup',
    name: 'kpi_cleanupHourlyScheduled',
    cron: '0 1 * * *',
    description: 'Deletes KPI documents older than their retention.',
    run: (context, scheduledForMs) => cleanup(context, { scheduledForMs }),
  },
];
