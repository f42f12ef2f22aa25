import { addDays, type DateRange, type UtcDate, utcDateOf } from '../calendar/utc.ts';
import type { KpiCollection } from '../catalogue/collections.ts';
import type { RunRecord } from '../ports.ts';
import { assertNotPaused, type JobContext } from './context.ts';
import { startRun } from './run-record.ts';

/** A lease lasts for minutes; one that is days old was left behind by a process that died. */
const HOURLY: readonly KpiCollection[] = ['platformKpiHourly', 'kpiLeases'];
const DAILY: readonly KpiCollection[] = ['platformKpiDaily', 'creatorKpiDaily', 'safetyKpiDaily', 'kpiPacks', 'kpiRuns'];

/** The collections that documents are deleted from for their age. */
export const CLEANED_COLLECTIONS: readonly KpiCollection[] = [...HOURLY, ...DAILY];

/** The oldest date that is kept; null keeps everything. */
export function oldestKept(today: UtcDate, retentionDays: number | null): UtcDate | null {
  return retentionDays === null ? null : addDays(today, -retentionDays);
}

/** The part of a range that is kept; it ends before it begins where nothing of it is. */
export function keptRange(range: DateRange, today: UtcDate, retentionDays: number | null): DateRange {
  const oldest = oldestKept(today, retentionDays);
  return oldest !== null && oldest > range.from ? { from: oldest, to: range.to } : range;
}

/** Deletes KPI documents, run records and abandoned leases whose date is earlier than today minus their retention, however many there are. */
export async function cleanup(context: JobContext, request: { readonly scheduledForMs?: number } = {}): Promise<RunRecord> {
  assertNotPaused(context.config);
  const today = utcDateOf(request.scheduledForMs ?? context.clock());
  const { hourlyDays, dailyDays } = context.config.retention;
  const run = startRun(context, { job: 'cleanup', from: today, to: today, scheduledForMs: request.scheduledForMs });
  for (const [collections, retentionDays] of [[HOURLY, hourlyDays] as const, [DAILY, dailyDays] as const]) {
    const oldest = oldestKept(today, retentionDays);
    if (oldest === null) continue;
    for (const collection of collections)
      await run.section(collection, `before ${oldest}`, () => context.store.deleteBefore(collection, oldest));
  }
  return run.close();
}
