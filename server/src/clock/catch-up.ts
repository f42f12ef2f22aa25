import {
  aggregateDays,
  aggregateHours,
  cleanup,
  type DateRange,
  datesOf,
  hourlyDocumentId,
  hourWindow,
  oldestKept,
  type PlatformKpiHourly,
  type RunRecord,
  startedHours,
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

/**
 * Makes up what jobs that did not run have left undone: the hours that are still kept and have no figures, or none but from
 * while they were running; then the days; and on a platform that is running, the deletion of what is old.
 * @returns the records of what ran, in order; empty when everything is up to date
 */
export async function catchUp(session: Session, options: CatchUpOptions = {}): Promise<RunRecord[]> {
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
  const oldest = oldestKept(session.today, session.config.retention.hourlyDays) ?? all.from;
  const range = { from: all.from > oldest ? all.from : oldest, to: all.to };
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
