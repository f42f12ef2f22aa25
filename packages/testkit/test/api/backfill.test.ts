import { type BackfillTask, type KpiStore, type RequestOf, type RunStep, runBackfillDay, SOURCE_NAMES } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { type ApiBench, apiBench, refusalOf, settle } from './bench.ts';
import { ADMIN, DAY, EARLIER, EXAMPLE, TODAY } from './example-platform.ts';

type Start = RequestOf<'kpi_admin_startBackfill'>;

const RANGE = { startDate: '2025-12-09', endDate: DAY };
const DATES = ['2025-12-09', EARLIER, DAY];
const READS = 1_000;

/** A bench whose sources bill their reads. */
function billedBench(options: Parameters<typeof apiBench>[0] = {}): ApiBench {
  const bench = apiBench(options);
  const reader = { ...bench.reader, billedReads: () => 0, estimateReads: async () => READS };
  return { ...bench, ...bench.another({ reader }) };
}

async function start(bench: ApiBench, more: Partial<Start> = {}): Promise<string> {
  const { id, started } = await bench.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true, ...more });
  if (id === null || !started) throw new Error('the backfill was not started');
  return id;
}

/** Works on the tasks as a queue does, and takes them off it. */
async function work({ jobs, enqueued }: ApiBench, tasks: readonly BackfillTask[] = enqueued.splice(0)): Promise<void> {
  for (const task of tasks) await runBackfillDay(jobs, task).catch(() => undefined);
}

describe('kpi_admin_startBackfill', () => {
  it('answers with a quote and begins nothing, unless it is confirmed', async () => {
    const bench = billedBench();
    const quote = { ...RANGE, days: 3, tasks: 3, reads: READS, maxReads: 1_000_000, started: false, id: null };
    for (const confirm of [undefined, false]) {
      const request = confirm === undefined ? RANGE : { ...RANGE, confirm };
      expect(await bench.ask('kpi_admin_startBackfill', request)).toEqual(quote);
    }
    expect(bench.enqueued).toEqual([]);
    expect(bench.written).toEqual([]);
  });

  it('says that reading bills nothing where it does not', async () => {
    expect(await apiBench().ask('kpi_admin_startBackfill', RANGE)).toMatchObject({ reads: null });
  });

  it('hands each day to the queue when it is confirmed', async () => {
    const bench = billedBench();
    const id = await start(bench);
    expect(bench.enqueued).toEqual(DATES.map((date) => ({ id, date })));
    expect(await bench.store.get('kpiRuns', id)).toMatchObject({ job: 'backfill', from: DATES[0], to: DAY, outcome: 'succeeded' });
  });

  it('begins nothing above the cap, and says which one would do', async () => {
    const bench = billedBench();
    const error = await refusalOf(bench.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true, maxReads: READS - 1 }));
    expect(error).toMatchObject({ code: 'failed-precondition', field: 'maxReads' });
    expect(error.expected).toContain(String(READS));
    expect(bench.enqueued).toEqual([]);
    await start(bench, { maxReads: READS });
  });

  it('refuses days that are older than the retention, and pauses with the jobs', async () => {
    const old = apiBench({ config: { retention: { hourlyDays: 7, dailyDays: 2 } } });
    const error = await refusalOf(old.ask('kpi_admin_startBackfill', RANGE));
    expect(error.code).toBe('out-of-range');
    expect(error.expected).toContain(EARLIER);
    const paused = apiBench({ config: { paused: true } });
    expect(await paused.ask('kpi_admin_startBackfill', RANGE)).toMatchObject({ started: false });
    expect(await refusalOf(paused.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true }))).toMatchObject({
      code: 'failed-precondition',
    });
  });

  it('is taken up where it stands: the same id, and only the days that are left', async () => {
    const bench = billedBench();
    const id = await start(bench);
    await work(bench, bench.enqueued.splice(0).slice(0, 1));
    const quote = await bench.ask('kpi_admin_startBackfill', RANGE);
    expect(quote).toMatchObject({ id, days: 3, tasks: 2, reads: Math.ceil((READS * 2) / 3), started: false });
    expect(await start(bench)).toBe(id);
    expect(bench.enqueued.map(({ date }) => date)).toEqual(DATES.slice(1));
  });

  it('is another one once the first has ended, for other days, and a day later', async () => {
    const bench = billedBench();
    const first = await start(bench);
    const others = await start(bench, { startDate: EARLIER });
    expect(others).not.toBe(first);
    await work(bench);
    const second = await start(bench);
    expect(second).not.toBe(first);
    bench.advance(86_400_001);
    expect(await start(bench)).not.toBe(second);
  });

  it('of any number who confirm at once, one hands over the days', async () => {
    const bench = billedBench();
    const asked = Array.from({ length: 20 }, () => start(bench).catch((error: unknown) => (error as { code: string }).code));
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => answer !== 'failed-precondition')).toHaveLength(1);
    expect(bench.enqueued).toHaveLength(DATES.length);
  });

  it('is found, and taken up, when its host died while it was handing over the days', async () => {
    const bench = billedBench();
    const begun: BackfillTask[] = [];
    const dying = bench.another({
      backfill: {
        enqueue(tasks) {
          begun.push(...tasks.slice(0, 2));
          return new Promise(() => undefined);
        },
      },
    });
    void dying.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true });
    while (begun.length === 0) await settle();
    await work(bench, begun);
    const [{ id } = { id: '' }] = begun;
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject({ state: 'running', days: { succeeded: 2, waiting: 1 } });
    expect(await refusalOf(bench.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true }))).toMatchObject({
      code: 'failed-precondition',
    });
    bench.advance(120_001);
    expect(await start(bench)).toBe(id);
    expect(bench.enqueued).toEqual([{ id, date: DAY }]);
  });

  it('can be started again when the queue did not take its days', async () => {
    const bench = billedBench();
    const { enqueue } = bench.context.backfill;
    let isDown = true;
    const host = bench.another({
      backfill: { enqueue: (tasks) => (isDown ? Promise.reject(new Error('queue down')) : enqueue(tasks)) },
    });
    const error = await refusalOf(host.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true }));
    expect(error).toMatchObject({ code: 'internal', hint: expect.stringContaining('again') });
    isDown = false;
    const again = await host.ask('kpi_admin_startBackfill', { ...RANGE, confirm: true });
    expect(again).toMatchObject({ id: error.reference, started: true });
    expect(bench.enqueued).toHaveLength(DATES.length);
  });
});

describe('kpi_admin_getBackfill', () => {
  it('follows the backfill to its end', async () => {
    const bench = apiBench();
    const id = await start(bench);
    const progress = async () => (await bench.ask('kpi_admin_getBackfill', { id })).days;
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject({ ...RANGE, state: 'running', failedDates: [], reads: null });
    expect(await progress()).toEqual({ total: 3, succeeded: 0, failed: 0, waiting: 3 });
    const [first, ...rest] = bench.enqueued.splice(0);
    await work(bench, first === undefined ? [] : [first]);
    expect(await progress()).toEqual({ total: 3, succeeded: 1, failed: 0, waiting: 2 });
    await work(bench, rest);
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject({ state: 'succeeded', days: { succeeded: 3, waiting: 0 } });
    expect(await bench.store.get('platformKpiDaily', DAY)).toMatchObject({ totalTokensSpent: 36.25, provenance: { trigger: 'backfill' } });
  });

  it('names the days that failed, until they are done', async () => {
    const bench = apiBench();
    const id = await start(bench);
    const [first, second, third] = bench.enqueued.splice(0) as [BackfillTask, BackfillTask, BackfillTask];
    bench.reader.failSource('safetyAlerts', new Error('down'));
    await expect(runBackfillDay(bench.jobs, first)).rejects.toMatchObject({ code: 'internal', reference: `${id}_${first.date}` });
    bench.reader.repairSource('safetyAlerts');
    await work(bench, [second, third]);
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject({ state: 'failed', failedDates: [first.date] });
    expect(await bench.store.get('platformKpiDaily', first.date)).toBeDefined();
    await work(bench, [first]);
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject({ state: 'succeeded', failedDates: [] });
  });

  it('has failed when nothing has been heard of it for a day, and can then be begun anew', async () => {
    const bench = apiBench();
    const id = await start(bench);
    const [first] = bench.enqueued.splice(0) as [BackfillTask];
    bench.advance(80_000_000);
    await work(bench, [first]);
    bench.advance(80_000_000);
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject({ state: 'running' });
    bench.advance(6_400_001);
    const given = { state: 'failed', failedDates: DATES.slice(1), days: { total: 3, succeeded: 1, failed: 0, waiting: 2 } };
    expect(await bench.ask('kpi_admin_getBackfill', { id })).toMatchObject(given);
    expect(await start(bench)).not.toBe(id);
    expect(bench.enqueued).toHaveLength(DATES.length);
  });

  it('reads a day that is done once, however often it is asked for', async () => {
    const asked: string[] = [];
    const bench = apiBench({
      store: (store) => ({
        get(collection, id) {
          asked.push(`${collection} ${id}`);
          return store.get(collection, id);
        },
      }),
    });
    const id = await start(bench);
    await work(bench);
    asked.length = 0;
    for (let times = 0; times < 5; times++) await bench.ask('kpi_admin_getBackfill', { id });
    expect(asked.filter((each) => each.endsWith(DAY))).toHaveLength(1);
    expect(asked.filter((each) => each === `kpiRuns ${id}`)).toHaveLength(5);
  });

  it('does not find what is no backfill', async () => {
    const bench = apiBench();
    await bench.runJob('daily', `${TODAY}T00:10:00.000Z`);
    const [daily] = await bench.store.latestRuns(1);
    for (const id of ['nothing', '__proto__', daily?.id ?? '', `${await start(bench)}_${DAY}`]) {
      expect(await refusalOf(bench.ask('kpi_admin_getBackfill', { id })), id).toMatchObject({ code: 'not-found' });
    }
  });
});

describe('a task', () => {
  it('that is dispatched twice is worked on once when it had succeeded', async () => {
    const bench = apiBench();
    await start(bench);
    const [task] = bench.enqueued as [BackfillTask];
    const first = await runBackfillDay(bench.jobs, task);
    bench.advance(60_000);
    expect(await runBackfillDay(bench.jobs, task)).toEqual(first);
    expect(await bench.store.get('platformKpiDaily', task.date)).toMatchObject({ updatedAt: first.startedAt });
  });

  it('that is dispatched twice at once ends in the same documents', async () => {
    const bench = apiBench();
    await start(bench);
    const [, , task] = bench.enqueued as [BackfillTask, BackfillTask, BackfillTask];
    await Promise.all([runBackfillDay(bench.jobs, task), runBackfillDay(bench.jobs, task)]);
    const other = apiBench();
    await other.ask('kpi_admin_triggerAggregation', { date: DAY });
    const figures = async (store: KpiStore) => (await store.rankCreators({ from: DAY, to: DAY } as never, 100)).ranked;
    expect(await figures(bench.store)).toEqual(await figures(other.store));
  });
});

describe('the progress of a trigger', () => {
  it('is told step by step to whoever wants to know', async () => {
    const bench = apiBench();
    const steps: RunStep[] = [];
    await bench.api.call('kpi_admin_triggerAggregation', { uid: ADMIN }, { date: DAY }, (step) => steps.push(step));
    const read = steps.filter(({ step }) => step === 'read');
    expect(read.map((step) => 'source' in step && step.source).sort()).toEqual([...SOURCE_NAMES].sort());
    expect(read).toContainEqual({ step: 'read', part: DAY, source: 'aiChatSessions', rows: (EXAMPLE.aiChatSessions?.length ?? 0) - 1 });
    expect(steps.slice(read.length)).toEqual([
      { step: 'stored', part: DAY, section: 'platform', documents: 1 },
      { step: 'stored', part: DAY, section: 'creators', documents: expect.any(Number) },
      { step: 'stored', part: DAY, section: 'safety', documents: 1 },
    ]);
  });

  it('tells of a section that failed', async () => {
    const bench = apiBench();
    bench.reader.failSource('safetyAlerts', new Error('down'));
    const steps: RunStep[] = [];
    await refusalOf(bench.api.call('kpi_admin_triggerAggregation', { uid: ADMIN }, { date: DAY }, (step) => steps.push(step)));
    expect(steps.at(-1)).toEqual({ step: 'failed', part: DAY, section: 'safety' });
  });

  it('is told to all who wait for the same aggregation', async () => {
    const bench = apiBench();
    const release = bench.hold();
    const told = [0, 0];
    const calls = told.map((_, index) =>
      bench.api.call('kpi_admin_triggerAggregation', { uid: ADMIN }, { date: DAY }, () => {
        told[index] = (told[index] ?? 0) + 1;
      }),
    );
    await bench.untilBegun(1);
    release();
    await Promise.all(calls);
    expect(told[0]).toBeGreaterThan(0);
    expect(Math.min(...told)).toBeGreaterThan(0);
  });
});
