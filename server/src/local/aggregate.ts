import { aggregateDays, aggregateHours, type DateRange, oldestKept, type RunRecord, startedHours, type Trigger } from '@pack324a/core';
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
  const oldest = oldestKept(session.today, session.config.retention.hourlyDays) ?? range.from;
  const from = range.from > oldest ? range.from : oldest;
  if (from <= range.to) {
    const hours = startedHours({ from, to: range.to }, session.clock());
    if (hours.length > 0) runs.push(await aggregateHours(session, { hours, trigger }));
  }
  runs.push(await aggregateDays(session, { range, trigger, onProgress }));
  return runs;
}
