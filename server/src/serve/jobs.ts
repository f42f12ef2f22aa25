import { KpiError, messageOf, type RunRecord, SCHEDULED_JOBS, type ScheduledJob } from '@pack324a/core';
import { catchUp } from '../clock/catch-up.ts';
import { Clock } from '../clock/clock.ts';
import type { JobRunner } from '../clock/job-runner.ts';
import type { Session } from '../local/session.ts';
import { isHistory } from '../operations/source-days.ts';

export interface JobsOptions {
  /** True when what was missed has been made up already. */
  readonly isCaughtUp?: boolean | undefined;
  /** Told what each scheduled or made-up run did. */
  readonly onRun?: ((run: RunRecord) => void) | undefined;
}

export interface Jobs {
  readonly caughtUp: Promise<void>;
  readonly stop: () => void;
}

/** Makes up what was missed before the start, and runs what is scheduled from then on; nothing at all while jobs are paused. */
export function startJobs(session: Session, runner: JobRunner, { onRun, isCaughtUp }: JobsOptions): Jobs {
  if (session.config.paused) {
    session.log({ level: 'warn', event: 'jobs-paused', hint: 'Set "paused": false in the configuration and start again.' });
    return { caughtUp: Promise.resolve(), stop: () => undefined };
  }
  const attempt = async (job: string, work: () => Promise<readonly RunRecord[]>): Promise<void> => {
    try {
      for (const run of await runner.exclusively(job, work)) onRun?.(run);
    } catch (error) {
      if (runner.isStopping) return;
      const stack = error instanceof KpiError || !(error instanceof Error) ? undefined : error.stack;
      session.log({ level: 'error', event: 'job-failed', job, error: messageOf(error), stack });
    }
  };
  const silent = { update: () => undefined, stop: () => undefined };
  const makeUp = (): Promise<void> => attempt('catching up', () => catchUp(session, { startProgress: () => silent }));
  const run = (job: ScheduledJob, scheduledForMs: number): Promise<void> =>
    attempt(job.id, () => runUnlessHistory(session, job, scheduledForMs));
  const clock = new Clock({ jobs: SCHEDULED_JOBS, now: session.clock, run, catchUp: makeUp });
  clock.start();
  return { caughtUp: isCaughtUp === true ? Promise.resolve() : makeUp(), stop: () => clock.stop() };
}

/** On data that ended before yesterday a job would add days of zeros, and the deletion would take it away. */
async function runUnlessHistory(session: Session, job: ScheduledJob, scheduledForMs: number): Promise<RunRecord[]> {
  if (!(await isHistory(session))) return [await job.run(session, scheduledForMs)];
  session.log({ level: 'info', event: 'job-skipped', job: job.id, reason: 'The data ended before yesterday.' });
  return [];
}
