import { KpiError, type SourceName } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../support.ts';
import { type ApiBench, apiBench, refusalOf } from './bench.ts';
import { ADMIN, DAY, EXAMPLE, NOW, spend, TODAY, withSpending } from './example-platform.ts';

const SECRET = 'password of db-7 is hunter2';
const RETRY_AFTER_MS = 30_000;

/** A bench of which one source cannot be read. */
function broken(source: SourceName, now = NOW): ApiBench {
  const bench = apiBench({ now });
  bench.reader.failSource(source, new Error(SECRET));
  return bench;
}

const platform = (bench: ApiBench, date = DAY) => bench.ask('kpi_getPlatformDaily', { date });
const creator = (bench: ApiBench, date = DAY) => bench.ask('kpi_getCreatorDaily', { userId: 'nobody', date });
const safety = (bench: ApiBench, date = DAY) => bench.ask('kpi_getSafetyDaily', { date });

/** That a call fails as `internal`, with a reference that the log has beside the cause. */
async function expectInternal(bench: ApiBench, call: Promise<unknown>): Promise<string> {
  const error = await refusalOf(call);
  expect(error.code).toBe('internal');
  expect(error.reference).toMatch(/^\S+$/);
  expect(error.message).toContain(error.reference);
  expect(`${error.message} ${error.expected} ${error.hint}`).not.toMatch(/password|hunter2|db-7|\bat \w+.*:\d+/);
  const entries = bench.logged.filter((entry) => entry.level === 'error' && Object.values(entry).includes(error.reference));
  expect(JSON.stringify(entries)).toContain(SECRET);
  return error.reference ?? '';
}

describe('a section that fails', () => {
  it('safety: that endpoint fails, the others are answered, nothing becomes zero', async () => {
    const bench = broken('moderationQueue');
    await expectInternal(bench, safety(bench));
    expect((await platform(bench)).revenue.tokensSpent).toBe(36.25);
    expect((await creator(bench)).sessions).toBe(0);
    expect(await bench.store.get('safetyKpiDaily', DAY)).toBeUndefined();
    expect(bench.begun).toHaveLength(1);
  });

  it('the ledger: platform and creators fail, nobody is told of zeros, safety is answered', async () => {
    const bench = broken('walletTransactions');
    await expectInternal(bench, platform(bench));
    await expectInternal(bench, creator(bench));
    await expectInternal(bench, bench.ask('kpi_getCreatorDaily', { userId: 'anna', date: DAY }));
    expect((await safety(bench)).reports.total).toBe(6);
    expect(await bench.store.get('platformKpiDaily', DAY)).toBeUndefined();
    expect(await bench.store.get('kpiPacks', `creatorKpiDaily_${DAY}`)).toBeUndefined();
  });

  it('hours fail alone', async () => {
    const bench = broken('aiChatSessions');
    await expectInternal(bench, bench.ask('kpi_getPlatformHourly', { date: DAY }));
    expect(await bench.store.listDays('platformKpiHourly', rangeOf(DAY))).toEqual([]);
    await safety(bench);
  });

  it('a summary shows the day as missing, and no zeros', async () => {
    const bench = broken('walletTransactions');
    await refusalOf(platform(bench));
    const { dailyData, summary } = await bench.ask('kpi_admin_getSummary', { startDate: DAY, endDate: DAY });
    expect({ dailyData, days: summary.totalDays, missing: summary.missingDates }).toEqual({ dailyData: [], days: 0, missing: [DAY] });
  });

  it('1,000 calls over the three endpoints cause one aggregation, also when it fails', async () => {
    const bench = broken('walletTransactions');
    const calls = Array.from({ length: 1_000 }, (_, index) => [platform, creator, safety][index % 3]?.(bench) as Promise<unknown>);
    const outcomes = await Promise.allSettled(calls);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(333);
    expect(bench.begun).toHaveLength(1);
  });
});

describe('a section that fails with an earlier document', () => {
  it('keeps and serves it', async () => {
    const bench = apiBench({ now: `${DAY}T20:00:00.000Z` });
    const earlier = await safety(bench);
    const stored = await bench.store.get('safetyKpiDaily', DAY);
    bench.reader.failSource('safetyAlerts', new Error(SECRET));
    bench.setClock(NOW);
    expect(await safety(bench)).toEqual(earlier);
    expect(await bench.store.get('safetyKpiDaily', DAY)).toEqual(stored);
    expect(bench.begun).toHaveLength(2);
    expect(bench.logged).toContainEqual(expect.objectContaining({ level: 'error', section: 'safety', error: SECRET }));
    expect(bench.logged).toContainEqual(expect.objectContaining({ level: 'warn', section: 'safety', date: DAY }));
  });

  it('of a running day is served until it can be refreshed', async () => {
    const bench = apiBench();
    const earlier = await platform(bench, TODAY);
    bench.reader.failSource('walletTransactions', new Error(SECRET));
    bench.setPlatform(withSpending(spend(`${TODAY}T09:31:00.000Z`, 12)));
    bench.advance(5 * 60_000 + 1);
    expect(await platform(bench, TODAY)).toEqual(earlier);
    bench.reader.repairSource('walletTransactions');
    bench.advance(RETRY_AFTER_MS);
    expect((await platform(bench, TODAY)).revenue.tokensSpent).toBe(12);
  });

  it('and the hours that are stored are served too', async () => {
    const bench = apiBench();
    const earlier = await bench.ask('kpi_getPlatformHourly', { date: TODAY });
    bench.reader.failSource('walletTransactions', new Error(SECRET));
    bench.advance(60 * 60_000);
    expect(await bench.ask('kpi_getPlatformHourly', { date: TODAY })).toEqual(earlier);
  });
});

describe('after a failure', () => {
  it('nothing is tried for 30 seconds, and the answer stays the same', async () => {
    const bench = broken('walletTransactions');
    const first = await refusalOf(platform(bench));
    bench.reader.repairSource('walletTransactions');
    bench.advance(RETRY_AFTER_MS - 1);
    for (let call = 0; call < 3; call++) {
      const again = await refusalOf(platform(bench));
      expect([again.code, again.reference]).toEqual([first.code, first.reference]);
    }
    expect(bench.begun).toHaveLength(1);
    bench.advance(1);
    expect((await platform(bench)).revenue.tokensSpent).toBe(36.25);
    expect(bench.begun).toHaveLength(2);
  });

  it('a call that fails again counts anew', async () => {
    const bench = broken('walletTransactions');
    await refusalOf(platform(bench));
    bench.advance(RETRY_AFTER_MS);
    await refusalOf(platform(bench));
    bench.advance(RETRY_AFTER_MS - 1);
    await refusalOf(platform(bench));
    expect(bench.begun).toHaveLength(2);
  });

  it('other days, and sections that did not fail, do not wait', async () => {
    const bench = broken('moderationQueue');
    await refusalOf(safety(bench));
    bench.reader.repairSource('moderationQueue');
    expect((await safety(bench, '2025-12-10')).reports.total).toBe(0);
    await platform(bench);
    expect(bench.begun.map(({ what }) => what)).toEqual([DAY, '2025-12-10']);
  });

  it('triggering the day helps at once', async () => {
    const bench = broken('walletTransactions');
    await refusalOf(platform(bench));
    await refusalOf(creator(bench));
    bench.reader.repairSource('walletTransactions');
    await bench.ask('kpi_admin_triggerAggregation', { date: DAY });
    expect((await platform(bench)).revenue.tokensSpent).toBe(36.25);
    expect((await creator(bench)).sessions).toBe(0);
  });

  it('triggering the day ends the waiting, also when that fails', async () => {
    const bench = broken('walletTransactions');
    await refusalOf(platform(bench));
    await refusalOf(creator(bench));
    await refusalOf(bench.ask('kpi_admin_triggerAggregation', { date: DAY }));
    bench.reader.repairSource('walletTransactions');
    expect((await creator(bench)).sessions).toBe(0);
    expect((await platform(bench)).revenue.tokensSpent).toBe(36.25);
  });

  it('a day that is made by a scheduled job is served at once', async () => {
    const bench = broken('walletTransactions', `${TODAY}T00:09:50.000Z`);
    await refusalOf(platform(bench));
    bench.reader.repairSource('walletTransactions');
    await bench.runJob('daily', `${TODAY}T00:10:00.000Z`);
    expect((await platform(bench)).revenue.tokensSpent).toBe(36.25);
  });
});

describe('what nobody foresaw', () => {
  it.each([
    'kpi_admin_getSummary',
    'kpi_admin_getTrend',
    'kpi_admin_getTopCreators',
    'kpi_getCreatorTrend',
    'kpi_getStatus',
    'kpi_getPlatformDaily',
  ] as const)('%s: a store that throws becomes internal, with a reference that only the log explains', async (name) => {
    const down = async () => {
      throw new Error(SECRET);
    };
    const bench = apiBench({
      store: () => ({ get: down, listDays: down, listCreatorDays: down, rankCreators: down, inventory: down, latestRuns: down }),
    });
    const range = { startDate: DAY, endDate: DAY };
    const requests = { kpi_getStatus: {}, kpi_getPlatformDaily: { date: DAY }, kpi_getCreatorTrend: { userId: 'anna', ...range } } as const;
    const data = name in requests ? requests[name as keyof typeof requests] : range;
    await expectInternal(bench, bench.send(name, data, { uid: ADMIN }));
  });

  it.each([
    ['an error', new Error(SECRET)],
    ['a text', SECRET],
    ['an object without a text', Object.assign(Object.create(null), { SECRET })],
  ])('an aggregation that throws %s is internal', async (_what, thrown) => {
    const bench = apiBench();
    const host = bench.another({ aggregateDay: () => Promise.reject(thrown) });
    const error = await refusalOf(host.ask('kpi_getPlatformDaily', { date: DAY }));
    expect(error.code).toBe('internal');
    expect(`${error.message} ${error.hint}`).not.toContain('hunter2');
  });

  it('each failure has a reference of its own', async () => {
    const bench = apiBench({ context: { isAdmin: () => Promise.reject(new Error(SECRET)) } });
    const references = await Promise.all(Array.from({ length: 10 }, () => expectInternal(bench, bench.ask('kpi_getStatus', {}))));
    expect(new Set(references).size).toBe(10);
  });

  it('errors about our own data are not for the caller', async () => {
    for (const code of ['data-loss', 'invalid-config', 'database-failed'] as const) {
      const bench = apiBench({
        store: () => ({
          listDays: async () => {
            throw new KpiError(code, SECRET, { expected: SECRET, hint: SECRET });
          },
        }),
      });
      await expectInternal(bench, bench.ask('kpi_admin_getSummary', { startDate: DAY, endDate: DAY }));
    }
  });

  it('an answer in another shape is found out where answers are checked', async () => {
    const bench = apiBench({ store: () => ({ rankCreators: async () => ({ ranked: [], totalCreators: -1 }) }) });
    expect(await refusalOf(bench.ask('kpi_admin_getTopCreators', { startDate: DAY, endDate: DAY }))).toMatchObject({ code: 'internal' });
  });

  it('the log tells of no user', async () => {
    const bench = apiBench({ platform: EXAMPLE });
    bench.reader.failSource('walletTransactions', new Error('down'));
    await refusalOf(bench.ask('kpi_getCreatorDaily', { userId: 'anna', date: DAY }));
    await refusalOf(bench.send('kpi_getStatus', {}, { uid: 'moderator' }));
    expect(JSON.stringify(bench.logged)).not.toMatch(/anna|moderator|boss/);
  });
});

it('logs beside a failure what the engine itself said, and tells a caller nothing of it', async () => {
  const failure = new KpiError('database-failed', 'A query needs an index.', { hint: 'Merge the indexes.' });
  failure.cause = new Error('create it here: https://console');
  const bench = apiBench({ store: () => ({ latestRuns: () => Promise.reject(failure) }) });
  const refusal = await refusalOf(bench.ask('kpi_getStatus', {}));
  expect(bench.logged).toContainEqual(expect.objectContaining({ event: 'call-failed', cause: 'create it here: https://console' }));
  expect(JSON.stringify([refusal.message, refusal.hint, refusal.expected])).not.toContain('https');

  bench.reader.failSource('moderationQueue', failure);
  await bench.ask('kpi_admin_triggerAggregation', { date: DAY }).catch(() => undefined);
  expect(bench.logged).toContainEqual(expect.objectContaining({ event: 'section-failed', cause: 'create it here: https://console' }));
  expect(JSON.stringify(await bench.store.latestRuns(1))).not.toContain('https');
});
