import { addDays, parseUtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { apiBench, refusalOf } from './bench.ts';
import { ADMIN, DAY, EARLIER, NOW, spend, TODAY, withSpending } from './example-platform.ts';

const today = parseUtcDate(TODAY);
/** 365 days before today: the oldest that is kept, and so the oldest that can be made. */
const OLDEST = '2024-12-12';
const TOO_OLD = '2024-12-11';
const DAILY = ['kpi_getPlatformDaily', 'kpi_getCreatorDaily', 'kpi_getSafetyDaily', 'kpi_admin_triggerAggregation'] as const;

const requestOf = (name: (typeof DAILY)[number], date: string) => (name === 'kpi_getCreatorDaily' ? { userId: 'anna', date } : { date });

describe('days older than the daily retention', () => {
  it.each(DAILY)('%s is out of range without figures, and names the oldest day that can be made', async (name) => {
    const bench = apiBench();
    for (const date of [TOO_OLD, '2020-02-29', '0001-01-01']) {
      const error = await refusalOf(bench.send(name, requestOf(name, date), { uid: ADMIN }));
      expect(error).toMatchObject({ code: 'out-of-range', field: 'date' });
      expect(error.expected).toContain(OLDEST);
    }
    expect(bench.written).toEqual([]);
  });

  it.each(DAILY)('%s makes the oldest day that is kept', async (name) => {
    const bench = apiBench();
    expect(await bench.send(name, requestOf(name, OLDEST), { uid: ADMIN })).toMatchObject({ date: OLDEST });
    expect(bench.begun).toHaveLength(1);
  });

  it('are served for as long as they are stored, finished or not', async () => {
    const bench = apiBench({ now: `${DAY}T20:00:00.000Z` });
    const unfinished = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    const finished = await bench.ask('kpi_getPlatformDaily', { date: EARLIER });
    bench.setClock('2027-06-01T00:00:00.000Z');
    expect(await bench.ask('kpi_getPlatformDaily', { date: DAY })).toEqual(unfinished);
    expect(await bench.ask('kpi_getPlatformDaily', { date: EARLIER })).toEqual(finished);
    expect(await bench.ask('kpi_getCreatorDaily', { userId: 'nobody', date: DAY })).toMatchObject({ sessions: 0 });
    expect(bench.begun).toHaveLength(2);
  });

  it.each([
    [1, DAY, EARLIER],
    [30, addDays(today, -30), addDays(today, -31)],
  ])('follow a retention of %d days', async (dailyDays, oldest, tooOld) => {
    const bench = apiBench({ config: { retention: { hourlyDays: 1, dailyDays } } });
    await bench.ask('kpi_getPlatformDaily', { date: oldest });
    expect(await refusalOf(bench.ask('kpi_getPlatformDaily', { date: tooOld }))).toMatchObject({
      code: 'out-of-range',
      expected: expect.stringContaining(oldest),
    });
  });

  it('can all be made when everything is kept', async () => {
    const platform = withSpending(spend('1999-07-04T12:00:00.000Z', 3));
    const bench = apiBench({ platform, config: { retention: { hourlyDays: null, dailyDays: null } } });
    expect(await bench.ask('kpi_getPlatformDaily', { date: '1999-07-04' })).toMatchObject({ revenue: { tokensSpent: 3 } });
    expect((await bench.ask('kpi_getPlatformHourly', { date: '1999-07-04' })).hours[12]).toMatchObject({ revenue: { tokensSpent: 3 } });
    await bench.ask('kpi_getPlatformDaily', { date: '0001-01-01' });
    await bench.ask('kpi_admin_triggerAggregation', { date: '1999-07-04' });
  });
});

describe('hours older than the hourly retention', () => {
  it('are out of range without figures, and the oldest day that is kept is not', async () => {
    const bench = apiBench();
    const error = await refusalOf(bench.ask('kpi_getPlatformHourly', { date: '2025-12-04' }));
    expect(error).toMatchObject({ code: 'out-of-range', field: 'date', expected: expect.stringContaining('2025-12-05') });
    expect(bench.written).toEqual([]);
    expect((await bench.ask('kpi_getPlatformHourly', { date: '2025-12-05' })).hours).toHaveLength(24);
  });

  it('are served as far as they are stored', async () => {
    const bench = apiBench({ now: `${DAY}T05:20:00.000Z` });
    const stored = await bench.ask('kpi_getPlatformHourly', { date: DAY });
    expect(stored.hours).toHaveLength(6);
    bench.setClock('2026-03-01T00:00:00.000Z');
    expect(await bench.ask('kpi_getPlatformHourly', { date: DAY })).toEqual(stored);
    expect(bench.begun).toHaveLength(1);
  });
});

describe('while jobs are paused', () => {
  const paused = { paused: true };

  it.each([...DAILY, 'kpi_getPlatformHourly'] as const)('%s makes nothing, and says why', async (name) => {
    const bench = apiBench({ config: paused });
    const data = name === 'kpi_getPlatformHourly' ? { date: DAY } : requestOf(name, DAY);
    for (let call = 0; call < 2; call++) {
      const error = await refusalOf(bench.send(name, data, { uid: ADMIN }));
      expect(error.code).toBe('failed-precondition');
      expect(error.message).toContain('paused');
    }
    expect(bench.written.filter((collection) => collection !== 'kpiLeases')).toEqual([]);
  });

  it('what is stored is served, however old, even of a running day', async () => {
    const running = apiBench({ now: `${DAY}T20:00:00.000Z` });
    const host = running.another({ config: { ...running.context.config, ...paused } });
    const day = await running.ask('kpi_getPlatformDaily', { date: DAY });
    const hours = await running.ask('kpi_getPlatformHourly', { date: DAY });
    for (const instant of [`${DAY}T22:00:00.000Z`, NOW, '2026-06-01T00:00:00.000Z']) {
      running.setClock(instant);
      expect(await host.ask('kpi_getPlatformDaily', { date: DAY })).toEqual(day);
      expect(await host.ask('kpi_getPlatformHourly', { date: DAY })).toEqual(hours);
      expect((await host.ask('kpi_getCreatorDaily', { userId: 'nobody', date: DAY })).provenance.complete).toBe(false);
    }
    expect(running.begun).toHaveLength(2);
  });

  it('ranges and the state of the monitor are answered', async () => {
    const bench = apiBench({ config: paused });
    expect(await bench.ask('kpi_admin_getSummary', { startDate: DAY, endDate: DAY })).toMatchObject({ summary: { totalDays: 0 } });
    expect(await bench.ask('kpi_getStatus', {})).toMatchObject({ paused: true });
    expect(bench.written).toEqual([]);
  });
});

describe('a host that is about to stop', () => {
  it.each([...DAILY] as const)('%s is unavailable when its aggregation is abandoned, and tried again at once', async (name) => {
    let isStopping = true;
    const bench = apiBench({ stopping: () => isStopping });
    const error = await refusalOf(bench.send(name, requestOf(name, DAY), { uid: ADMIN }));
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(await bench.store.get('platformKpiDaily', DAY)).toBeUndefined();
    isStopping = false;
    expect(await bench.send(name, requestOf(name, DAY), { uid: ADMIN })).toMatchObject({ date: DAY });
  });

  it('serves what it has', async () => {
    let isStopping = false;
    const bench = apiBench({ stopping: () => isStopping, now: `${DAY}T20:00:00.000Z` });
    const stored = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    isStopping = true;
    bench.setClock(NOW);
    expect(await bench.ask('kpi_getPlatformDaily', { date: DAY })).toEqual(stored);
  });
});
