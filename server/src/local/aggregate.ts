import { aggregateDays, aggregateHours, type DateRange, keptRange, type RunRecord, startedHours, type Trigger } from '@pack324a/core';
import type { Session } from './session.ts';

/**
 * Aggregates a range of days as the command line does it: first the hours that are still kept, since they capture the active
 * users, then the days.
 */
export async function aggregateRange(
  session: Session,
  range: DateRange,
  trigger: Trigger,
  onProgress: (days: number) => void,
): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  const hours = startedHours(keptRange(range, session.today, session.config.retention.hourlyDays), session.clock());
  if (hours.length > 0) runs.push(await aggregateHours(session, { hours, trigger }));
  runs.push(await aggregateDays(session, { range, trigger, onProgress }));
  return runs;
}
