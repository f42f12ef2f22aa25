import { type DateRange, datesOf, MS_PER_DAY, toIso, type UtcDate, utcDateOf } from '../calendar/utc.ts';
import { KpiError } from '../errors.ts';
import { aggregateDays } from '../jobs/aggregate-days.ts';
import { oldestKept } from '../jobs/cleanup.ts';
import { assertNotPaused, type JobContext } from '../jobs/context.ts';
import { withLease } from '../jobs/day-lease.ts';
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
/** Longer than a queue goes on trying: one that has not been heard of for so long is over, whatever its days have come to. */
const GIVEN_UP_AFTER_MS = MS_PER_DAY;
/** Backfills whose days are remembered. */
const REMEMBERED = 10;
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

interface DayOfBackfill {
  readonly date: UtcDate;
  /** Undefined while it is waiting for its turn. */
  readonly run: RunRecord | undefined;
}

/** Backfills of one host. What has been done stays done: it is read once, however often somebody asks how far they are. */
export class Backfills {
  readonly #context: ApiContext;
  /** Days that have succeeded, by backfill, the one asked for last at the end. */
  readonly #done = new Map<string, Map<UtcDate, RunRecord>>();

  constructor(context: ApiContext) {
    this.#context = context;
  }

  /**
   * Says what aggregating a range again would take and, when that is confirmed and below the cap, hands its days to the queue. A
   * backfill of the same range that has not ended is taken up again where it stands.
   * @throws KpiError `out-of-range` for days older than the retention; `failed-precondition` above the cap, while jobs are paused,
   *   and while the same backfill is just being started
   */
  async start({ range, confirm, maxReads }: BackfillRequest): Promise<BackfillStart> {
    const { config, clock, newId } = this.#context;
    const today = utcDateOf(clock());
    assertGenerable(`${range.from} is too old to be aggregated.`, range.from, oldestKept(today, config.retention.dailyDays), today);
    if (!confirm) {
      const { id, quote } = await this.#quote(range, maxReads);
      return { ...quote, started: false, id: id ?? null };
    }
    assertNotPaused(config);
    const lease = { id: `backfill_${range.from}_${range.to}`, holder: newId(), lastsMs: LEASE_MS, taken: () => justBeingStarted(range) };
    return withLease(this.#context, lease, async () => {
      // Only whoever holds the lease knows what is left: somebody else may have started it until then.
      const { id = newId(), dates, quote } = await this.#quote(range, maxReads);
      assertBelowCap(quote);
      await this.#enqueue(id, range, dates);
      return { ...quote, started: true, id };
    });
  }

  async #quote(range: DateRange, maxReads: number): Promise<Quoted> {
    const unfinished = await this.#unfinished(range);
    const all = datesOf(range);
    const dates = unfinished?.dates ?? all;
    const { reader } = this.#context;
    // A range that is only partly left costs that part; days are alike enough for a quote.
    const reads = reader.estimateReads === undefined ? null : ((await reader.estimateReads(range)) * dates.length) / all.length;
    const quote = {
      startDate: range.from,
      endDate: range.to,
      days: all.length,
      tasks: dates.length,
      reads: reads === null ? null : Math.ceil(reads),
      maxReads,
    };
    return { id: unfinished?.id, dates, quote };
  }

  async #enqueue(id: string, range: DateRange, dates: readonly UtcDate[]): Promise<void> {
    const run = startRun({ ...this.#context, newRunId: () => id }, { job: BACKFILL, from: range.from, to: range.to });
    // The first days may be done before the last are handed over, and this process may end in between.
    await run.begin();
    await run.section('tasks', `${range.from} to ${range.to}`, async () => {
      await this.#context.backfill.enqueue(dates.map((date) => ({ id, date })));
      return dates.length;
    });
    const { outcome } = await run.close();
    if (outcome === 'succeeded') return;
    throw new KpiError('internal', 'The days could not be handed to the queue; the log has the details.', {
      reference: id,
      hint: 'Start the backfill of the same days again: it is taken up where it stands.',
    });
  }

  async #unfinished(range: DateRange): Promise<{ readonly id: string; readonly dates: UtcDate[] } | undefined> {
    const recent = await this.#context.store.latestRuns(RECENT_BACKFILLS, { job: BACKFILL });
    const run = recent.find(({ from, to }) => from === range.from && to === range.to);
    if (run === undefined) return undefined;
    const days = await this.#days(run);
    const dates = days.flatMap(({ date, run: day }) => (day?.outcome === 'succeeded' ? [] : [date]));
    return dates.length === 0 || this.#isOver(run, days) ? undefined : { id: run.id, dates };
  }

  /**
   * How far a backfill has come.
   * @throws KpiError `not-found`
   */
  async progress(id: string): Promise<BackfillProgress> {
    const { store, reader } = this.#context;
    const parent = await store.get('kpiRuns', id);
    if (parent?.job !== BACKFILL) throw new KpiError('not-found', 'There is no backfill of this id.', { field: 'id' });
    const days = await this.#days(parent);
    const succeeded = days.filter(({ run }) => run?.outcome === 'succeeded');
    const failed = days.filter(({ run }) => run !== undefined && run.outcome !== 'succeeded');
    const waiting = days.filter(({ run }) => run === undefined);
    const isRunning = waiting.length > 0 && !this.#isOver(parent, days);
    const lost = isRunning ? failed : [...failed, ...waiting];
    return {
      id,
      startDate: parent.from as UtcDate,
      endDate: parent.to as UtcDate,
      state: isRunning ? 'running' : lost.length > 0 ? 'failed' : 'succeeded',
      days: { total: days.length, succeeded: succeeded.length, failed: failed.length, waiting: waiting.length },
      failedDates: lost.map(({ date }) => date).sort(),
      reads: reader.billedReads === undefined ? null : days.reduce((sum, { run }) => sum + (run?.reads ?? 0), 0),
      startedAt: parent.startedAt,
      lastUpdated: lastSignOf(parent, days),
    };
  }

  /** A queue gives a task up after a few attempts: days that have waited for so long are not worked on any more. */
  #isOver(parent: RunRecord, days: readonly DayOfBackfill[]): boolean {
    return lastSignOf(parent, days) < toIso(this.#context.clock() - GIVEN_UP_AFTER_MS);
  }

  async #days({ id, from, to }: RunRecord): Promise<DayOfBackfill[]> {
    const done = this.#done.get(id) ?? new Map<UtcDate, RunRecord>();
    this.#done.delete(id);
    this.#done.set(id, done);
    for (const oldest of this.#done.keys()) if (this.#done.size > REMEMBERED) this.#done.delete(oldest);
    return mapLimited(datesOf({ from: from as UtcDate, to: to as UtcDate }), RECORDS_AT_ONCE, async (date) => {
      const run = done.get(date) ?? (await this.#context.store.get('kpiRuns', dayRunId({ id, date })));
      if (run?.outcome === 'succeeded') done.set(date, run);
      return { date, run };
    });
  }
}

interface Quoted {
  /** Of the backfill that is taken up. */
  readonly id: string | undefined;
  readonly dates: readonly UtcDate[];
  readonly quote: Omit<BackfillStart, 'started' | 'id'>;
}

function justBeingStarted({ from, to }: DateRange): KpiError {
  return new KpiError('failed-precondition', `A backfill of ${from} to ${to} is just being started.`, {
    hint: 'Ask again in a moment: it is then taken up, not begun a second time.',
  });
}

function assertBelowCap({ reads, maxReads }: Quoted['quote']): void {
  if (reads === null || reads <= maxReads) return;
  throw new KpiError('failed-precondition', `The backfill would bill about ${reads} document reads, and maxReads is ${maxReads}.`, {
    field: 'maxReads',
    expected: `maxReads of at least ${reads}, or a shorter range`,
  });
}

/** When a backfill was last heard of: its start, or the end of a day. */
function lastSignOf(parent: RunRecord, days: readonly DayOfBackfill[]): string {
  return [parent.endedAt, ...days.flatMap(({ run }) => run?.endedAt ?? [])].sort().at(-1) ?? parent.endedAt;
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
