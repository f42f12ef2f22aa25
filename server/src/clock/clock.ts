import { type ScheduledJob, utcDateOf } from '@pack324a/core';
import { Cron } from 'croner';
import { latestTime, nextTime } from './times.ts';

export interface ClockOptions {
  readonly jobs: readonly ScheduledJob[];
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Runs a job as of its scheduled time; whatever fails is told there and does not reach the clock. */
  readonly run: (job: ScheduledJob, scheduledForMs: number) => Promise<void>;
  /** Makes up what jobs that were missed have left undone. */
  readonly catchUp: () => Promise<void>;
}

interface DueJob {
  readonly job: ScheduledJob;
  readonly scheduledForMs: number;
}

/**
 * Runs jobs by their schedules in UTC. Whenever it looks at the time, each job whose schedule has had a time since the last
 * look runs once, as of the latest of those times: however late the look comes, the day or hour to process is the schedule's
 * own. Times that were slept through are made up by one catching up, as is whatever failed on the day before.
 */
export class Clock {
  readonly #options: ClockOptions;
  /** Up to which scheduled time each job has been seen to. */
  readonly #seen = new Map<string, number>();
  #lookedAtMs: number;
  #timers: Cron[] = [];

  /** What was scheduled before now is left to the catching up at the start. */
  constructor(options: ClockOptions) {
    this.#options = options;
    this.#lookedAtMs = options.now();
    for (const { id, cron } of options.jobs) this.#seen.set(id, latestTime(cron, this.#lookedAtMs));
  }

  /** Looks at the time whenever a schedule says so. The library looks every half minute, so a machine that wakes up is noticed. */
  start(): void {
    this.#timers = this.#options.jobs.map(({ cron }) => new Cron(cron, { timezone: 'UTC' }, () => void this.look()));
  }

  stop(): void {
    for (const timer of this.#timers) timer.stop();
    this.#timers = [];
  }

  /** Runs what has become due since the last look. */
  async look(): Promise<void> {
    const nowMs = this.#options.now();
    const dayTurned = utcDateOf(nowMs) !== utcDateOf(this.#lookedAtMs);
    this.#lookedAtMs = nowMs;
    const { due, missed } = this.#takeDue(nowMs);
    for (const { job, scheduledForMs } of due) await this.#options.run(job, scheduledForMs);
    if (missed || dayTurned) await this.#options.catchUp();
  }

  /** The due jobs in the order in which they have to run; from then on they count as seen to. */
  #takeDue(nowMs: number): { readonly due: readonly DueJob[]; readonly missed: boolean } {
    const due: DueJob[] = [];
    let missed = false;
    for (const job of this.#options.jobs) {
      const scheduledForMs = latestTime(job.cron, nowMs);
      const seenMs = this.#seen.get(job.id) ?? scheduledForMs;
      // A clock that was put back must not silence a job until it has caught up with itself.
      this.#seen.set(job.id, scheduledForMs);
      if (scheduledForMs <= seenMs) continue;
      due.push({ job, scheduledForMs });
      missed ||= nextTime(job.cron, seenMs) < scheduledForMs;
    }
    // At the same time, the job that comes round sooner goes first: the last hour's active users are part of the day's.
    due.sort(
      (left, right) =>
        left.scheduledForMs - right.scheduledForMs ||
        nextTime(left.job.cron, left.scheduledForMs) - nextTime(right.job.cron, right.scheduledForMs),
    );
    return { due, missed };
  }
}
