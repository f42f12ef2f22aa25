import {
  aggregateDays,
  aggregateHours,
  cleanup,
  type DateRange,
  datesOf,
  ENGINE_VERSION,
  hourlyDocumentId,
  hourWindow,
  KpiError,
  keptRange,
  messageOf,
  type PlatformKpiHourly,
  type RunRecord,
  type SectionOutcome,
  startedHours,
  toIso,
  type UtcDate,
  type UtcHour,
} from '@pack324a/core';
import { type PlatformOptions, platformDays } from '../local/platform-days.ts';
import type { Session } from '../local/session.ts';
import type { OnProgress } from '../operations/operation.ts';

export interface CatchUpOptions extends PlatformOptions {
  /** Told how many of the days to aggregate are done, from 0 on; never when there are none. */
  readonly onProgress?: OnProgress;
}

/** What a failure of the catching up itself is called among the run records. */
const CATCH_UP = 'catch-up';

/**
 * Makes up what jobs that did not run have left undone: the hours that are still kept and have no figures, or none but from
 * while they were running; then the days; and on a platform that is running, the deletion of what is old.
 * @returns the records of what ran, in order; empty when everything is up to date
 * @throws what kept it from finding out or doing that; it is stored as a failed run of the job `catch-up`, for the status to tell
 */
export async function catchUp(session: Session, options: CatchUpOptions = {}): Promise<RunRecord[]> {
  const startedAt = toIso(session.clock());
  try {
    const runs = await makeUp(session, options);
    const [before] = await session.store.latestRuns(1, { job: CATCH_UP });
    // A failure stands until a later run has done better.
    if (before?.outcome === 'failed') await record(session, startedAt, { status: 'stored', documents: 0 });
    return runs;
  } catch (error) {
    if (session.stopping?.() !== true) {
      // What an engine says may quote the data; the record is shown to admins.
      const message = error instanceof KpiError ? error.message : 'It failed unexpectedly; the log of the host has the details.';
      await record(session, startedAt, { status: 'failed', documents: 0, errors: [message] }).catch((unwritten: unknown) => {
        session.log({ level: 'error', event: 'run-not-recorded', job: CATCH_UP, error: messageOf(unwritten) });
      });
    }
    throw error;
  }
}

/** Stores how a catching up ended, which otherwise leaves only the records of the runs that it made. */
async function record({ store, clock, newRunId, today }: Session, startedAt: string, outcome: SectionOutcome): Promise<void> {
  const id = newRunId();
  const run: RunRecord = {
    id,
    job: CATCH_UP,
    scheduledFor: null,
    startedAt,
    endedAt: toIso(clock()),
    from: today,
    to: today,
    outcome: outcome.status === 'stored' ? 'succeeded' : 'failed',
    sections: { [CATCH_UP]: outcome },
    rows: {},
    reads: null,
    engineVersion: ENGINE_VERSION,
  };
  await store.write([{ kind: 'put', collection: 'kpiRuns', documents: [{ id, data: run }] }]);
}

async function makeUp(session: Session, options: CatchUpOptions): Promise<RunRecord[]> {
  const days = await platformDays(session, options);
  const runs: RunRecord[] = [];
  if (days === undefined) return runs;
  const { all, stale } = days;
  for (const hours of await unsettledHours(session, all, stale)) {
    if (session.stopping?.() === true) return runs;
    runs.push(await aggregateHours(session, { hours, trigger: 'backfill' }));
  }
  if (stale === undefined || session.stopping?.() === true) return runs;
  const total = datesOf(stale).length;
  options.onProgress?.(0, total);
  const onProgress = (done: number): void => options.onProgress?.(done, total);
  runs.push(await aggregateDays(session, { range: stale, trigger: 'backfill', onProgress }));
  // The retention is for a platform that is running; a history that was imported to be looked at is kept.
  if (stale.to === session.today && session.stopping?.() !== true) runs.push(await cleanup(session));
  return runs;
}

/** Hours to aggregate, in stretches that follow each other: all of stale days, and of the other days those that are not settled. */
async function unsettledHours(session: Session, all: DateRange, stale: DateRange | undefined): Promise<UtcHour[][]> {
  const nowMs = session.clock();
  const range = keptRange(all, session.today, session.config.retention.hourlyDays);
  const documents = range.from > range.to ? [] : await session.store.listDays('platformKpiHourly', range);
  const isSettled = ({ date, hour, provenance }: PlatformKpiHourly): boolean =>
    provenance.complete || hourWindow({ date: date as UtcDate, hour }).endExclusiveMs > nowMs;
  const settled = new Set(documents.filter(isSettled).map(hourlyDocumentId));
  const stretches: UtcHour[][] = [];
  let previousEndMs = Number.NaN;
  for (const hour of startedHours(range, nowMs)) {
    const isStale = stale !== undefined && hour.date >= stale.from && hour.date <= stale.to;
    if (!isStale && settled.has(hourlyDocumentId(hour))) continue;
    const { startMs, endExclusiveMs } = hourWindow(hour);
    if (startMs === previousEndMs) stretches.at(-1)?.push(hour);
    else stretches.push([hour]);
    previousEndMs = endExclusiveMs;
  }
  return stretches;
}
