import { describe, expect, it } from 'vitest';
import { apiBench, refusalOf, settle } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, NOW, spend, TODAY, withSpending } from './example-platform.ts';

const TRIGGER = 'kpi_admin_triggerAggregation';

describe(TRIGGER, () => {
  it('aggregates every time, and by hand', async () => {
    const bench = apiBench();
    await bench.ask('kpi_getPlatformDaily', { date: DAY });
    for (let call = 1; call <= 3; call++) {
      bench.setPlatform(withSpending(spend(`${DAY}T13:00:00.000Z`, call)));
      bench.advance(1_000);
      const { platformKpi } = await bench.ask(TRIGGER, { date: DAY });
      expect(platformKpi).toMatchObject({ totalTokensSpent: 36.25 + call, createdAt: NOW, provenance: { trigger: 'manual' } });
    }
    expect(bench.begun.map(({ trigger }) => trigger)).toEqual(['on-demand', 'manual', 'manual', 'manual']);
    expect((await bench.ask('kpi_getPlatformDaily', { date: DAY })).revenue.tokensSpent).toBe(39.25);
  });

  it('aggregates the running day as far as it has come', async () => {
    const bench = apiBench();
    const { platformKpi, safetyKpi, creatorsProcessed } = await bench.ask(TRIGGER, { date: TODAY });
    expect(platformKpi).toMatchObject({ date: TODAY, provenance: { complete: false } });
    expect(safetyKpi.provenance.complete).toBe(false);
    expect(creatorsProcessed).toBe(0);
  });

  it('counts the creators of that day', async () => {
    const bench = apiBench();
    expect((await bench.ask(TRIGGER, { date: DAY })).creatorsProcessed).toBe(2);
    expect((await bench.ask(TRIGGER, { date: EARLIER })).creatorsProcessed).toBe(1);
  });

  it('calls that come while one runs share the next', async () => {
    const bench = apiBench();
    const release = bench.hold();
    const first = bench.ask(TRIGGER, { date: DAY });
    await bench.untilBegun(1);
    const more = Promise.all(Array.from({ length: 100 }, () => bench.ask(TRIGGER, { date: DAY })));
    await settle();
    expect(bench.begun).toHaveLength(1);
    release();
    const answers = await more;
    expect((await first).platformKpi.totalTokensSpent).toBe(36.25);
    expect(bench.begun).toHaveLength(2);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });

  it('a row that arrives while one runs is in the answer of whoever asks afterwards', async () => {
    const bench = apiBench();
    let reads = 0;
    let asked: Promise<unknown> = Promise.resolve();
    const host = bench.another({
      async aggregateDay(date, trigger) {
        reads += 1;
        const run = await bench.context.aggregateDay(date, trigger);
        if (reads === 1) {
          bench.setPlatform(withSpending(spend(`${DAY}T13:00:00.000Z`, 1)));
          asked = host.ask(TRIGGER, { date: DAY });
          await settle();
        }
        return run;
      },
    });
    await host.ask(TRIGGER, { date: DAY });
    expect(await asked).toMatchObject({ platformKpi: { totalTokensSpent: 37.25 } });
    expect(reads).toBe(2);
  });

  it('waits for an aggregation that is under way on another host, and then makes its own', async () => {
    const bench = apiBench();
    const release = bench.hold();
    const shown = bench.ask('kpi_getPlatformDaily', { date: DAY });
    await bench.untilBegun(1);
    bench.whenSlept((sleeps) => {
      if (sleeps === 3) release();
    });
    const { platformKpi } = await bench.another().ask(TRIGGER, { date: DAY });
    await shown;
    expect(bench.begun.map(({ trigger }) => trigger)).toEqual(['on-demand', 'manual']);
    expect(platformKpi.provenance.trigger).toBe('manual');
  });

  it('serves whoever asks for the day meanwhile', async () => {
    const bench = apiBench();
    const release = bench.hold();
    const triggered = bench.ask(TRIGGER, { date: DAY });
    await bench.untilBegun(1);
    bench.whenSlept((sleeps) => {
      if (sleeps === 3) release();
    });
    const shown = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    await triggered;
    expect(shown.provenance.trigger).toBe('manual');
    expect(bench.begun).toHaveLength(1);
  });
});

describe(`${TRIGGER} that fails`, () => {
  it('names the sections, refers to the run, and keeps what could be stored', async () => {
    const bench = apiBench();
    bench.reader.failSource('walletTransactions', new Error('password hunter2'));
    const error = await refusalOf(bench.ask(TRIGGER, { date: DAY }));
    expect(error.code).toBe('internal');
    expect(error.message).toMatch(/platform.*creators/);
    expect(error.message).not.toMatch(/safety|hunter2/);
    expect(await bench.store.get('kpiRuns', error.reference ?? '')).toMatchObject({ outcome: 'failed', from: DAY, to: DAY });
    expect(await bench.store.get('safetyKpiDaily', DAY)).toMatchObject({ reportsTotal: 6 });
    expect(await bench.store.get('platformKpiDaily', DAY)).toBeUndefined();
  });

  it('also when the failed section has an earlier document, which stays', async () => {
    const bench = apiBench();
    await bench.ask(TRIGGER, { date: DAY });
    const stored = await bench.store.get('safetyKpiDaily', DAY);
    bench.reader.failSource('enforcement_logs', new Error('down'));
    bench.advance(1_000);
    expect((await refusalOf(bench.ask(TRIGGER, { date: DAY }))).message).toContain('safety');
    expect(await bench.store.get('safetyKpiDaily', DAY)).toEqual(stored);
    expect((await bench.ask('kpi_getSafetyDaily', { date: DAY })).reports.total).toBe(6);
  });

  it('can be tried again at once', async () => {
    const bench = apiBench();
    bench.reader.failSource('safetyAlerts', new Error('down'));
    await refusalOf(bench.ask(TRIGGER, { date: DAY }));
    await refusalOf(bench.ask(TRIGGER, { date: DAY }));
    bench.reader.repairSource('safetyAlerts');
    expect(await bench.ask(TRIGGER, { date: DAY })).toMatchObject({ success: true });
    expect(bench.begun).toHaveLength(3);
  });

  it('gives its lease back when the aggregation throws', async () => {
    const bench = apiBench({ platform: EXAMPLE });
    const failing = bench.another({ aggregateDay: () => Promise.reject(new Error('down')) });
    expect((await refusalOf(failing.ask(TRIGGER, { date: DAY }))).code).toBe('internal');
    await bench.ask(TRIGGER, { date: DAY });
    expect(bench.slept).toEqual([]);
  });
});
