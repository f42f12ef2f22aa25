import { type DateRange, datesOf, MS_PER_DAY, toIso, type UtcDate, utcDateOf } from '../calendar/utc.ts';
import { KpiError } from '../errors.ts';
import { aggregateDays } from '../jobs/aggregate-days.ts';
import { oldestKept } from '../jobs/cleanup.ts';
import { assertNotPaused, type JobContext } from '../jobs/context.ts';
import { startRun } from '../jobs/run-record.ts';
import { mapLimited } from '../limited.ts';
import type { RunRecord } from '../ports.ts';
import type { ApiContext } from './context.ts';
import { assertGenerable } from './freshness.ts';
import type { BackfillProgress, BackfillStart } from './shapes.ts';

/** Job names of the records of a backfill as a whole, and of its days. */
const BACKFILL = 'backfill';
const BACKFILL_DAY = 'backfill-day';
/** Backfills that are looked through for one of the same range that has not ended. */
const RECENT_BACKFILLS = 50;
/** Putting the days of a year into a queue takes seconds; whoever died over it holds others up no longer than this. */
const LEASE_MS = 2 * 60_000;
/** One that was started longer ago is over, whatever its days have come to: its figures may be wanted anew. */
const TAKE_UP_WITHIN_MS = MS_PER_DAY;
/** Records that are read at the same time. */
const RECORDS_AT_ONCE = 25;

/** One day to be aggregated: the unit of a backfill's work. */
export interface BackfillTask {
  /** Of the backfill. */
  readonly id: string;
  readonly date: UtcDate;
}

/** Where a host puts the days of a backfill to be aggregated one by one, each by `runBackfillDay`. */
export interface BackfillQueue {
  /** Hands over all tasks; a task that is handed over twice is worked on once or twice, with the same result. */
  enqueue(tasks: readonly BackfillTask[]): Promise<void>;
}

export interface BackfillRequest {
  readonly range: DateRange;
  /** False asks for the quote alone. */
  readonly confirm: boolean;
  readonly maxReads: number;
}

/**
 * Says what aggregating a range again would take and, when that is confirmed and below the cap, hands its days to the queue. A
 * backfill of the same range that has not ended is taken up again where it stands.
 * @throws KpiError `out-of-range` for days older than the retention; `failed-precondition` above the cap or while jobs are paused
 */
export async function startBackfill(context: ApiContext, { range, confirm, maxReads }: BackfillRequest): Promise<BackfillStart> {
  const { store, config, clock, newId } = context;
  const today = utcDateOf(clock());
  assertGenerable(`${range.from} is too old to be aggregated.`, range.from, oldestKept(today, config.retention.dailyDays), today);
  const unfinished = await unfinishedBackfill(context, range);
  const dates = unfinished?.dates ?? datesOf(range);
  const reads = await quotedReads(context, range, dates);
  const quote = { startDate: range.from, endDate: range.to, days: datesOf(range).length, tasks: dates.length, reads, maxReads };
  if (!confirm) return { ...quote, started: false, id: unfinished?.id ?? null };
  assertNotPaused(config);
  if (reads !== null && reads > maxReads) {
    throw new KpiError('failed-precondition', `The backfill would bill about ${reads} document reads, and maxReads is ${maxReads}.`, {
      field: 'maxReads',
      expected: `maxReads of at least ${reads}, or a shorter range`,
    });
  }
  const lease = `backfill_${range.from}_${range.to}`;
  const holder = newId();
  const nowMs = clock();
  if (!(await store.acquireLease(lease, { holder, nowMs, expiresAtMs: nowMs + LEASE_MS }))) {
    throw new KpiError('failed-precondition', `A backfill of ${range.from} to ${range.to} is just being started.`, {
      hint: 'kpi_admin_getBackfill tells how far it is; ask again in a moment to learn its id.',
    });
  }
  try {
    const id = unfinished?.id ?? newId();
    await enqueue(context, id, range, dates);
    return { ...quote, started: true, id };
  } finally {
    await store.releaseLease(lease, holder);
  }
}

async function enqueue(context: ApiContext, id: string, range: DateRange, dates: readonly UtcDate[]): Promise<void> {
  const run = startRun({ ...context, newRunId: () => id }, { job: BACKFILL, from: range.from, to: range.to });
  await run.section('tasks', `${range.from} to ${range.to}`, async () => {
    await context.backfill.enqueue(dates.map((date) => ({ id, date })));
    return dates.length;
  });
  const { outcome } = await run.close();
  if (outcome === 'succeeded') return;
  throw new KpiError('internal', 'The days could not be handed to the queue; the log has the details.', {
    reference: id,
    hint: 'Start the backfill of the same days again: it is taken up where it stands.',
  });
}

/** A range that is only partly left costs that part; days are alike enough for a quote. */
async function quotedReads({ reader }: ApiContext, range: DateRange, dates: readonly UtcDate[]): Promise<number | null> {
  if (reader.estimateReads === undefined) return null;
  return Math.ceil(((await reader.estimateReads(range)) * dates.length) / datesOf(range).length);
}

async function unfinishedBackfill(
  context: ApiContext,
  range: DateRange,
): Promise<{ readonly id: string; readonly dates: UtcDate[] } | undefined> {
  const recent = await context.store.latestRuns(RECENT_BACKFILLS, { job: BACKFILL });
  const earliest = toIso(context.clock() - TAKE_UP_WITHIN_MS);
  const run = recent.find(({ from, to, startedAt }) => from === range.from && to === range.to && startedAt >= earliest);
  if (run === undefined) return undefined;
  const days = await daysOf(context, run);
  const dates = days.flatMap(({ date, run: day }) => (day?.outcome === 'succeeded' ? [] : [date]));
  return dates.length === 0 ? undefined : { id: run.id, dates };
}

/**
 * How far a backfill has come.
 * @throws KpiError `not-found`
 */
export async function backfillProgress(context: ApiContext, id: string): Promise<BackfillProgress> {
  const parent = await context.store.get('kpiRuns', id);
  if (parent?.job !== BACKFILL) throw new KpiError('not-found', 'There is no backfill of this id.', { field: 'id' });
  const days = await daysOf(context, parent);
  const succeeded = days.filter(({ run }) => run?.outcome === 'succeeded');
  const failed = days.filter(({ run }) => run !== undefined && run.outcome !== 'succeeded');
  const waiting = days.length - succeeded.length - failed.length;
  const ended = days.flatMap(({ run }) => run?.endedAt ?? []).sort();
  const reads = days.map(({ run }) => run?.reads ?? null).filter((each) => each !== null);
  return {
    id,
    startDate: parent.from as UtcDate,
    endDate: parent.to as UtcDate,
    state: waiting > 0 ? 'running' : failed.length > 0 ? 'failed' : 'succeeded',
    days: { total: days.length, succeeded: succeeded.length, failed: failed.length, waiting },
    failedDates: failed.map(({ date }) => date),
    reads: context.reader.billedReads === undefined ? null : reads.reduce((sum, each) => sum + each, 0),
    startedAt: parent.startedAt,
    lastUpdated: ended.at(-1) ?? parent.endedAt,
  };
}

async function daysOf(
  { store }: ApiContext,
  { id, from, to }: RunRecord,
): Promise<{ readonly date: UtcDate; readonly run: RunRecord | undefined }[]> {
  const dates = datesOf({ from: from as UtcDate, to: to as UtcDate });
  return mapLimited(dates, RECORDS_AT_ONCE, async (date) => ({ date, run: await store.get('kpiRuns', dayRunId({ id, date })) }));
}

/** A day's record has a name of its own, so that a task which is worked on again replaces it, and no two tasks write one document. */
function dayRunId({ id, date }: BackfillTask): string {
  return `${id}_${date}`;
}

/**
 * Aggregates one day of a backfill; does nothing when the day has been done.
 * @returns the day's run record
 * @throws KpiError `internal` when a section failed, so that a queue tries the task again; `failed-precondition` while jobs are paused
 */
export async function runBackfillDay(context: JobContext, task: BackfillTask): Promise<RunRecord> {
  const id = dayRunId(task);
  const before = await context.store.get('kpiRuns', id);
  if (before?.outcome === 'succeeded') return before;
  const range = { from: task.date, to: task.date };
  const run = await aggregateDays({ ...context, newRunId: () => id }, { range, trigger: 'backfill', job: BACKFILL_DAY });
  if (run.outcome === 'succeeded') return run;
  const failed = Object.entries(run.sections).flatMap(([name, { status }]) => (status === 'failed' ? [name] : []));
  throw new KpiError('internal', `${task.date} failed at ${toIso(context.clock())} in: ${failed.join(', ') || run.outcome}.`, {
    reference: id,
  });
}
