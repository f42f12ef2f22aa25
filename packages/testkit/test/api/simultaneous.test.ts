import { aggregateDays } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../support.ts';
import { type ApiBench, apiBench, type Host, refusalOf, settle } from './bench.ts';
import { DAY, EARLIER, spend, TODAY, withSpending } from './example-platform.ts';

const MINUTE_MS = 60_000;
const LEASE_MS = 10 * MINUTE_MS;

/** So many calls at once, in turn for the platform, for creators who are and are not there, and for safety. */
function manyCalls(hosts: readonly Host[], calls: number, date: string): Promise<{ readonly lastUpdated: string }[]> {
  return Promise.all(
    Array.from({ length: calls }, (_, index) => {
      const host = hosts[index % hosts.length] as Host;
      if (index % 4 === 0) return host.ask('kpi_getPlatformDaily', { date });
      if (index % 4 === 1) return host.ask('kpi_getCreatorDaily', { userId: 'anna', date });
      if (index % 4 === 2) return host.ask('kpi_getCreatorDaily', { userId: `nobody-${index}`, date });
      return host.ask('kpi_getSafetyDaily', { date });
    }),
  );
}

describe('simultaneous requests for one day', () => {
  it('1,000 calls over all three endpoints cause one aggregation, and all are answered from it', async () => {
    const bench = apiBench();
    const answers = await manyCalls([bench], 1_000, DAY);
    expect(bench.begun).toEqual([{ what: DAY, trigger: 'on-demand' }]);
    expect(answers).toHaveLength(1_000);
    expect(new Set(answers.map(({ lastUpdated }) => lastUpdated)).size).toBe(1);
  });

  it('1,000 calls for a running day whose figures are old cause one refresh', async () => {
    const bench = apiBench();
    await manyCalls([bench], 1, TODAY);
    bench.setPlatform(withSpending(spend(`${TODAY}T09:31:00.000Z`, 12)));
    bench.advance(5 * MINUTE_MS + 1);
    await manyCalls([bench], 1_000, TODAY);
    expect(bench.begun).toHaveLength(2);
    expect(await bench.ask('kpi_getPlatformDaily', { date: TODAY })).toMatchObject({ revenue: { tokensSpent: 12 } });
  });

  it('1,000 calls on ten hosts over one store cause one aggregation', async () => {
    const bench = apiBench();
    const hosts = [bench, ...Array.from({ length: 9 }, () => bench.another())];
    const answers = await manyCalls(hosts, 1_000, DAY);
    expect(bench.begun).toHaveLength(1);
    expect(new Set(answers.map(({ lastUpdated }) => lastUpdated)).size).toBe(1);
  });

  it('calls that come while the aggregation runs wait for it', async () => {
    const bench = apiBench();
    const release = bench.hold();
    const first = bench.ask('kpi_getPlatformDaily', { date: DAY });
    await bench.untilBegun(1);
    const more = Promise.all(Array.from({ length: 100 }, () => bench.ask('kpi_getPlatformDaily', { date: DAY })));
    await settle();
    release();
    expect(new Set([await first, ...(await more)].map(({ lastUpdated }) => lastUpdated)).size).toBe(1);
    expect(bench.begun).toHaveLength(1);
    expect(bench.slept).toEqual([]);
    expect(bench.written.filter((collection) => collection === 'kpiLeases')).toHaveLength(1);
  });

  it('1,000 calls for the hours of one day cause one aggregation of hours', async () => {
    const bench = apiBench();
    const hosts = [bench, bench.another()];
    const answers = await Promise.all(
      Array.from({ length: 1_000 }, (_, index) => (hosts[index % 2] as Host).ask('kpi_getPlatformHourly', { date: TODAY })),
    );
    expect(bench.begun).toEqual([{ what: `${TODAY} 0-9`, trigger: 'on-demand' }]);
    expect(new Set(answers.map(({ hours }) => hours.length))).toEqual(new Set([10]));
  });
});

describe('two hosts over one store', () => {
  async function busy(bench: ApiBench): Promise<{ release: () => void; first: Promise<{ readonly lastUpdated: string }> }> {
    const release = bench.hold();
    const first = bench.ask('kpi_getPlatformDaily', { date: DAY });
    await bench.untilBegun(1);
    return { release, first };
  }

  it.each([
    'kpi_getPlatformDaily',
    'kpi_getSafetyDaily',
  ] as const)('%s on the second waits by looking again and again, and serves what the first has made', async (name) => {
    const bench = apiBench();
    const { release, first } = await busy(bench);
    bench.whenSlept((sleeps) => {
      if (sleeps === 7) release();
    });
    const second = await bench.another().ask(name, { date: DAY });
    expect(bench.slept.length).toBeGreaterThanOrEqual(7);
    expect(Math.max(...bench.slept)).toBeLessThanOrEqual(1_000);
    expect(second.lastUpdated).toBe((await first).lastUpdated);
    expect(bench.begun).toHaveLength(1);
  });

  it('the second goes to work when the first fails', async () => {
    const bench = apiBench();
    let calls = 0;
    const failing = bench.another({
      aggregateDay: async () => {
        calls += 1;
        await settle();
        throw new Error('out of memory');
      },
    });
    const [failed, made] = await Promise.all([
      refusalOf(failing.ask('kpi_getPlatformDaily', { date: DAY })),
      bench.ask('kpi_getPlatformDaily', { date: DAY }),
    ]);
    expect(failed.code).toBe('internal');
    expect(made.revenue.tokensSpent).toBe(36.25);
    expect([calls, bench.begun.length]).toEqual([1, 1]);
  });

  it('the second takes over from a first that has died, once its lease has expired and not before', async () => {
    const bench = apiBench();
    const startMs = bench.context.clock();
    const { release, first } = await busy(bench);
    let takenOverMs = 0;
    const second = bench.another({
      aggregateDay: (date, trigger) => {
        takenOverMs = bench.context.clock();
        release();
        return bench.context.aggregateDay(date, trigger);
      },
    });
    await second.ask('kpi_getPlatformDaily', { date: DAY });
    expect(takenOverMs - startMs).toBeGreaterThanOrEqual(LEASE_MS);
    expect(takenOverMs - startMs).toBeLessThan(LEASE_MS + 1_000);
    expect(bench.begun).toHaveLength(2);
    await first;
  });

  it('whoever waits is served as soon as there are figures, whoever made them and whoever holds the lease', async () => {
    const bench = apiBench();
    const nowMs = bench.context.clock();
    await bench.store.acquireLease(`day_${DAY}`, { holder: 'dead', nowMs, expiresAtMs: nowMs + 5 * MINUTE_MS });
    let job: Promise<unknown> = Promise.resolve();
    bench.whenSlept((sleeps) => {
      if (sleeps === 3) job = aggregateDays(bench.jobs, { range: rangeOf(DAY), trigger: 'scheduled' });
    });
    expect((await bench.ask('kpi_getPlatformDaily', { date: DAY })).provenance.trigger).toBe('scheduled');
    await job;
    expect(bench.slept.length).toBeLessThan(10);
    expect(bench.begun).toEqual([]);
  });

  it('whoever gets the lease looks first whether the figures have been made meanwhile', async () => {
    let jobs = 0;
    const bench = apiBench({
      store: (store) => ({
        async acquireLease(id, lease) {
          if (++jobs === 1) await aggregateDays(bench.jobs, { range: rangeOf(DAY), trigger: 'scheduled' });
          return store.acquireLease(id, lease);
        },
      }),
    });
    expect((await bench.ask('kpi_getPlatformDaily', { date: DAY })).provenance.trigger).toBe('scheduled');
    expect(bench.begun).toEqual([]);
  });

  it('one that comes back after its lease was taken over does not give the other’s back', async () => {
    const bench = apiBench();
    const { release, first } = await busy(bench);
    bench.advance(LEASE_MS);
    const other = { holder: 'other', nowMs: bench.context.clock(), expiresAtMs: bench.context.clock() + MINUTE_MS };
    expect(await bench.store.acquireLease(`day_${DAY}`, other)).toBe(true);
    release();
    await first;
    expect(await bench.store.acquireLease(`day_${DAY}`, { ...other, holder: 'third' })).toBe(false);
  });

  it('a host that is kept waiting beyond its own lease makes the day once for all its sections', async () => {
    const bench = apiBench();
    const { release, first } = await busy(bench);
    bench.advance(LEASE_MS + 1);
    const others = manyCalls([bench], 100, DAY);
    await settle();
    release();
    await Promise.all([first, others]);
    expect(bench.begun).toHaveLength(1);
  });

  it('days do not wait for each other', async () => {
    const bench = apiBench();
    const { release, first } = await busy(bench);
    const free = bench.another({
      aggregateDay: (date, trigger) => aggregateDays(bench.jobs, { range: { from: date, to: date }, trigger }),
    });
    await free.ask('kpi_getPlatformDaily', { date: EARLIER });
    expect(bench.slept).toEqual([]);
    release();
    await first;
  });
});
