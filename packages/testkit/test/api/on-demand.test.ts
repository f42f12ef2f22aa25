import { describe, expect, it } from 'vitest';
import { apiBench } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, NOW, spend, TODAY, withActivity, withSpending } from './example-platform.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

describe('a day without figures', () => {
  it('is aggregated once, stored, and served from then on', async () => {
    const bench = apiBench();
    const first = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    expect(bench.begun).toEqual([{ what: DAY, trigger: 'on-demand' }]);
    const stored = await bench.store.get('platformKpiDaily', DAY);
    expect(stored).toMatchObject({ totalTokensSpent: 36.25, createdAt: NOW, provenance: { trigger: 'on-demand', complete: true } });
    expect(await bench.ask('kpi_getPlatformDaily', { date: DAY })).toEqual(first);
    await bench.ask('kpi_getSafetyDaily', { date: DAY });
    await bench.ask('kpi_getCreatorDaily', { userId: 'anna', date: DAY });
    await bench.ask('kpi_getCreatorDaily', { userId: 'nobody', date: DAY });
    expect(bench.begun).toHaveLength(1);
  });

  it.each(['kpi_getPlatformDaily', 'kpi_getSafetyDaily', 'kpi_getCreatorDaily'] as const)('%s alone makes all sections', async (name) => {
    const bench = apiBench();
    await bench.send(name, name === 'kpi_getCreatorDaily' ? { userId: 'nobody', date: DAY } : { date: DAY }, { uid: 'boss' });
    expect(bench.begun).toHaveLength(1);
    expect(await bench.store.get('platformKpiDaily', DAY)).toBeDefined();
    expect(await bench.store.get('safetyKpiDaily', DAY)).toBeDefined();
    expect(await bench.store.get('kpiPacks', `creatorKpiDaily_${DAY}`)).toMatchObject({ creators: 2 });
  });

  it('writes nothing but KPI documents, the run and the lease', async () => {
    const bench = apiBench();
    await bench.ask('kpi_getPlatformDaily', { date: DAY });
    const allowed = ['creatorKpiDaily', 'kpiLeases', 'kpiPacks', 'kpiRuns', 'platformKpiDaily', 'safetyKpiDaily'];
    expect([...new Set(bench.written)].toSorted()).toEqual(allowed);
  });

  it('gives its lease back', async () => {
    const bench = apiBench();
    await bench.ask('kpi_getPlatformDaily', { date: DAY });
    const lease = { holder: 'somebody', nowMs: bench.context.clock(), expiresAtMs: bench.context.clock() + 1 };
    expect(await bench.store.acquireLease(`day_${DAY}`, lease)).toBe(true);
  });

  it('on which nobody earned is aggregated once, whoever is asked for', async () => {
    const bench = apiBench({
      platform: { ...EXAMPLE, walletTransactions: [], aiChatSessions: [], calendarBookings: [], eventTickets: [] },
    });
    for (const userId of ['anna', 'bert', 'nobody']) {
      expect(await bench.ask('kpi_getCreatorDaily', { userId, date: DAY })).toMatchObject({ userId, earnings: { total: 0 } });
    }
    expect(bench.begun).toHaveLength(1);
  });
});

describe('a finished day', () => {
  it.each([1, DAY_MS, DAY_MS + 1, 30 * DAY_MS, 364 * DAY_MS, 500 * DAY_MS])('is served %d ms later as it is stored', async (later) => {
    const bench = apiBench();
    const creator = { userId: 'anna', date: DAY };
    const first = [await bench.ask('kpi_getPlatformDaily', { date: DAY }), await bench.ask('kpi_getCreatorDaily', creator)];
    bench.setPlatform(withSpending(spend(`${DAY}T13:00:00.000Z`, 99)));
    bench.advance(later);
    const second = [await bench.ask('kpi_getPlatformDaily', { date: DAY }), await bench.ask('kpi_getCreatorDaily', creator)];
    expect(second).toEqual(first);
    expect(bench.begun).toHaveLength(1);
  });

  it.each(['platform', 'creator', 'safety'] as const)('whose %s figures date from before its end is made anew', async (section) => {
    const bench = apiBench({ now: `${DAY}T23:59:59.999Z` });
    const ask = () =>
      section === 'creator'
        ? bench.ask('kpi_getCreatorDaily', { userId: 'anna', date: DAY })
        : bench.ask(section === 'platform' ? 'kpi_getPlatformDaily' : 'kpi_getSafetyDaily', { date: DAY });
    expect((await ask()).provenance.complete).toBe(false);
    bench.advance(1);
    const response = await ask();
    expect(response.provenance.complete).toBe(true);
    expect(response.lastUpdated).toBe(`${TODAY}T00:00:00.000Z`);
    expect(bench.begun).toHaveLength(2);
    await ask();
    expect(bench.begun).toHaveLength(2);
  });

  it('keeps the time at which its documents first came to be', async () => {
    const bench = apiBench({ now: `${DAY}T20:00:00.000Z` });
    await bench.ask('kpi_getPlatformDaily', { date: DAY });
    bench.setClock(NOW);
    await bench.ask('kpi_getPlatformDaily', { date: DAY });
    expect(await bench.store.get('platformKpiDaily', DAY)).toMatchObject({ createdAt: `${DAY}T20:00:00.000Z`, updatedAt: NOW });
  });
});

describe('the running day', () => {
  it('is refreshed once its figures are older than five minutes, and not before', async () => {
    const bench = apiBench();
    await bench.ask('kpi_getPlatformDaily', { date: TODAY });
    bench.setPlatform(withSpending(spend(`${TODAY}T09:29:00.000Z`, 12)));
    bench.advance(5 * MINUTE_MS);
    for (let call = 0; call < 3; call++) {
      const { revenue, lastUpdated } = await bench.ask('kpi_getPlatformDaily', { date: TODAY });
      expect({ revenue, lastUpdated }).toEqual({ revenue: { tokensSpent: 0, revenuePLN: 0 }, lastUpdated: NOW });
    }
    expect(bench.begun).toHaveLength(1);
    bench.advance(1);
    const refreshed = await bench.ask('kpi_getPlatformDaily', { date: TODAY });
    expect(refreshed.revenue).toEqual({ tokensSpent: 12, revenuePLN: 2.4 });
    expect(refreshed.lastUpdated).toBe(`${TODAY}T09:35:00.001Z`);
    expect(bench.begun).toHaveLength(2);
  });

  it('is refreshed for creators and safety by the same aggregation', async () => {
    const bench = apiBench();
    await bench.ask('kpi_getSafetyDaily', { date: TODAY });
    bench.setPlatform(withSpending(spend(`${TODAY}T09:31:00.000Z`, 12)));
    bench.advance(5 * MINUTE_MS + 1);
    expect(await bench.ask('kpi_getCreatorDaily', { userId: 'anna', date: TODAY })).toMatchObject({ earnings: { chat: 12, total: 12 } });
    await bench.ask('kpi_getSafetyDaily', { date: TODAY });
    await bench.ask('kpi_getPlatformDaily', { date: TODAY });
    await bench.ask('kpi_getCreatorDaily', { userId: 'nobody', date: TODAY });
    expect(bench.begun).toHaveLength(2);
  });

  it('at its first millisecond has figures already', async () => {
    const bench = apiBench({ now: `${TODAY}T00:00:00.000Z` });
    const response = await bench.ask('kpi_getPlatformDaily', { date: TODAY });
    expect(response.provenance.complete).toBe(false);
    expect(response.users.active).toBe(1);
  });
});

describe('active users', () => {
  it('are never lowered by a refresh of the running day', async () => {
    const bench = apiBench({ platform: withActivity({ 'new-1': `${TODAY}T08:00:00.000Z`, 'new-2': `${TODAY}T09:00:00.000Z` }) });
    expect((await bench.ask('kpi_getPlatformDaily', { date: TODAY })).users.active).toBe(3);
    bench.setPlatform({ ...EXAMPLE, users: (EXAMPLE.users ?? []).filter(({ id }) => id === 'boss') });
    bench.advance(5 * MINUTE_MS + 1);
    const refreshed = await bench.ask('kpi_getPlatformDaily', { date: TODAY });
    expect(bench.begun).toHaveLength(2);
    expect(refreshed.users.active).toBe(3);
    expect(refreshed.provenance.activeUsers).toMatchObject({ method: 'captured', lower: 3 });
  });

  it('are not lowered when the day is finished after everybody has come back, nor when it is triggered', async () => {
    const bench = apiBench({ now: `${DAY}T23:59:59.999Z` });
    expect((await bench.ask('kpi_getPlatformDaily', { date: DAY })).users.active).toBe(4);
    const back = `${TODAY}T01:00:00.000Z`;
    bench.setPlatform(withActivity({ boss: back, 'new-1': back, 'new-2': back, 'new-3': back }));
    bench.setClock(NOW);
    expect((await bench.ask('kpi_getPlatformDaily', { date: DAY })).users.active).toBe(4);
    await bench.ask('kpi_admin_triggerAggregation', { date: DAY });
    expect((await bench.ask('kpi_getPlatformDaily', { date: DAY })).users.active).toBe(4);
  });

  it('of the hourly runs count for the day', async () => {
    const bench = apiBench({ platform: withActivity({ 'new-1': `${DAY}T08:00:00.000Z`, 'new-2': `${DAY}T08:05:00.000Z` }) });
    await bench.runJob('hourly', `${DAY}T08:10:00.000Z`);
    const back = `${TODAY}T01:00:00.000Z`;
    bench.setPlatform(withActivity({ boss: back, 'new-1': back, 'new-2': back, 'new-3': back }));
    bench.setClock(NOW);
    const { users, provenance } = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    expect(users.active).toBe(2);
    expect(provenance.activeUsers?.lower).toBe(users.active);
  });
});

it('days do not mix', async () => {
  const bench = apiBench();
  const [one, other] = await Promise.all([
    bench.ask('kpi_getPlatformDaily', { date: DAY }),
    bench.ask('kpi_getPlatformDaily', { date: EARLIER }),
  ]);
  expect([one.revenue.tokensSpent, other.revenue.tokensSpent]).toEqual([36.25, 8]);
  expect(bench.begun.map(({ what }) => what).toSorted()).toEqual([EARLIER, DAY]);
});
