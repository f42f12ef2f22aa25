import {
  KpiError,
  parseInstant,
  parsePastOrPresentDate,
  type RunRecord,
  SCHEDULED_JOBS,
  type ScheduledJob,
  toIso,
  utcDateOf,
} from '@pack324a/core';
import { z } from 'zod';
import { latestTime } from '../clock/times.ts';
import { deletionWarnings } from './maintenance.ts';
import { operation } from './operation.ts';

export type JobId = ScheduledJob['id'];
export const JOB_IDS: readonly JobId[] = SCHEDULED_JOBS.map(({ id }) => id);

export interface RanByHand {
  readonly run: RunRecord;
  readonly warnings: readonly string[];
}

/** Runs one scheduled job by hand, as of a time it was or should have been scheduled for. */
export const run = operation({
  mode: 'write',
  input: z.strictObject({ job: z.enum(JOB_IDS), at: z.string().optional() }),
  async run(backend, { job: id, at }): Promise<RanByHand> {
    const job = SCHEDULED_JOBS.find((candidate) => candidate.id === id);
    if (job === undefined) throw new RangeError(`no job is called ${id}`);
    const nowMs = backend.clock();
    const scheduledForMs = at === undefined ? latestTime(job.cron, nowMs) : pastInstant(at, nowMs);
    const warnings = id === 'cleanup' ? await deletionWarnings(backend) : [];
    return { run: await job.run(backend, scheduledForMs), warnings };
  },
});

function pastInstant(text: string, nowMs: number): number {
  const atMs = parseInstant(text, '--at');
  if (atMs > nowMs) {
    throw new KpiError('invalid-argument', `--at: ${text} lies in the future.`, { expected: `a time up to now, ${toIso(nowMs)}` });
  }
  // The job's days are written YYYY-MM-DD, which years before the first one are not.
  parsePastOrPresentDate(utcDateOf(atMs), utcDateOf(nowMs), '--at');
  return atMs;
}
