import {
  aggregateDays,
  aggregateHours,
  type DateRange,
  keptRange,
  type RunRecord,
  startedHours,
  type Trigger,
  type UtcHour,
} from '@pack324a/core';
import type { Backend } from './backend.ts';

/**
 * Aggregates a range of days as the command line does it: first the hours that are still kept, since they capture the active
 * users, then the days.
 */
export async function aggregateRange(
  backend: Backend,
  range: DateRange,
  trigger: Trigger,
  onProgress: (days: number) => void,
): Promise<RunRecord[]> {
  const runs: RunRecord[] = [];
  const hours = keptHours(backend, range);
  if (hours.length > 0) runs.push(await aggregateHours(backend, { hours, trigger }));
  runs.push(await aggregateDays(backend, { range, trigger, onProgress }));
  return runs;
}

/** Hours of a range that have begun and are still kept. */
export function keptHours({ today, config, clock }: Backend, range: DateRange): UtcHour[] {
  return startedHours(keptRange(range, today, config.retention.hourlyDays), clock());
}
