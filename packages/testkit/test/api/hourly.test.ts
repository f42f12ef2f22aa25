import { describe, expect, it } from 'vitest';
import { type ApiBench, apiBench } from './bench.ts';
import { DAY, EXAMPLE, NOW, spend, TODAY, withActivity, withSpending } from './example-platform.ts';

const MINUTE_MS = 60_000;

const hours = async (bench: ApiBench, date = TODAY) => (await bench.ask('kpi_getPlatformHourly', { date })).hours;
const upTo = (hour: number) => Array.from({ length: hour + 1 }, (_, index) => index);

describe('hours of a finished day', () => {
  it('are all made by one aggregation, and served from then on', async () => {
    const bench = apiBench();
    const first = await hours(bench, DAY);
    expect(first.map(({ hour }) => hour)).toEqual(upTo(23));
    expect(first.every(({ provenance }) => provenance.complete && provenance.trigger === 'on-demand')).toBe(true);
    expect(bench.begun).toEqual([{ what: `${DAY} 0-23`, trigger: 'on-demand' }]);
    bench.setClock('2026-03-01T00:00:00.000Z');
    expect(await hours(bench, DAY)).toEqual(first);
    expect(bench.begun).toHaveLength(1);
  });

  it('add up to the day', async () => {
    const bench = apiBench();
    const day = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    const all = await hours(bench, DAY);
    const sum = (pick: (hour: (typeof all)[number]) => number): number => all.reduce((total, hour) => total + pick(hour), 0);
    expect(sum(({ revenue }) => revenue.tokensSpent)).toBe(day.revenue.tokensSpent);
    expect(sum(({ activity }) => activity.chats)).toBe(day.activity.chats);
    expect(sum(({ activity }) => activity.voiceMinutes)).toBe(day.activity.voiceMinutes);
    expect(all[23]?.users.daySoFar).toBe(day.users.active);
  });

  it('that were unfinished are made anew, the finished ones stay as they are', async () => {
    const bench = apiBench({ now: `${DAY}T20:30:00.000Z` });
    const before = await hours(bench, DAY);
    bench.setClock(NOW);
    const after = await hours(bench, DAY);
    expect(bench.begun.map(({ what }) => what)).toEqual([`${DAY} 0-20`, `${DAY} 20-23`]);
    expect(after.slice(0, 20)).toEqual(before.slice(0, 20));
    expect(after[20]?.provenance).toMatchObject({ complete: true, generatedAt: NOW });
  });

  it('that a scheduled run has missed are made', async () => {
    const bench = apiBench();
    await bench.runJob('hourly', `${DAY}T04:10:00.000Z`);
    await bench.runJob('hourly', `${DAY}T05:10:00.000Z`);
    bench.setClock(NOW);
    expect((await hours(bench, DAY)).map(({ hour, provenance }) => [hour, provenance.complete])).toEqual(
      upTo(23).map((hour) => [hour, true]),
    );
  });
});

describe('the day so far', () => {
  it('is the exact sum of the hours up to each, and at the last hour the day', async () => {
    const amounts = [0.1, 0.2, 0.000001];
    const spending = amounts.map((amount, index) => spend(`${DAY}T0${index}:10:00.000Z`, amount));
    const bench = apiBench({ platform: { ...EXAMPLE, walletTransactions: spending } });
    const day = await bench.ask('kpi_getPlatformDaily', { date: DAY });
    const all = await hours(bench, DAY);
    expect(all.slice(0, 4).map(({ daySoFar }) => daySoFar?.tokensSpent)).toEqual([0.1, 0.3, 0.300001, 0.300001]);
    expect(all.slice(0, 4).map(({ daySoFar }) => daySoFar?.revenuePLN)).toEqual([0.02, 0.06, 0.06, 0.06]);
    expect(all.slice(7, 10).map(({ daySoFar }) => daySoFar?.chats)).toEqual([0, 5, 5]);
    expect(all.slice(18, 21).map(({ daySoFar }) => daySoFar?.voiceMinutes)).toEqual([12.5, 12.5, 12.75]);
    const { revenue, activity } = day;
    expect(all[23]?.daySoFar).toEqual({
      ...revenue,
      chats: activity.chats,
      voiceMinutes: activity.voiceMinutes,
      videoMinutes: activity.videoMinutes,
    });
  });

  it('rounds PLN once, and minutes from their exact sums', async () => {
    const spending = [0, 1, 2].map((hour) => spend(`${DAY}T0${hour}:10:00.000Z`, 0.02));
    const calls = [0, 1, 2].map((hour) => ({
      id: `call-${hour}`,
      data: { createdAt: `${DAY}T0${hour}:10:00.000Z`, durationMinutes: 0.0000004 },
    }));
    const bench = apiBench({ platform: { ...EXAMPLE, walletTransactions: spending, aiVoiceCallSessions: calls } });
    const all = await hours(bench, DAY);
    expect(all.slice(0, 3).map(({ revenue, activity }) => [revenue.revenuePLN, activity.voiceMinutes])).toEqual(Array(3).fill([0, 0]));
    expect(all.slice(0, 3).map(({ daySoFar }) => [daySoFar?.revenuePLN, daySoFar?.voiceMinutes])).toEqual([
      [0, 0],
      [0.01, 0.000001],
      [0.01, 0.000001],
    ]);
  });

  it('is not known from the first hour on that has no figures', async () => {
    const bench = apiBench({ now: `${DAY}T02:10:00.000Z` });
    await hours(bench, DAY);
    bench.reader.failSource('walletTransactions', new Error('down'));
    await bench.runJob('hourly', `${DAY}T05:10:00.000Z`);
    bench.reader.repairSource('walletTransactions');
    await bench.runJob('hourly', `${DAY}T08:10:00.000Z`);
    const paused = bench.another({ config: { ...bench.context.config, paused: true } });
    const { hours: stored } = await paused.ask('kpi_getPlatformHourly', { date: DAY });
    expect(stored.map(({ hour, daySoFar }) => [hour, daySoFar === null])).toEqual([
      [0, false],
      [1, false],
      [2, false],
      [7, true],
      [8, true],
    ]);
  });
});

describe('hours of the running day', () => {
  it('are those that have begun', async () => {
    const bench = apiBench();
    const first = await hours(bench);
    expect(first.map(({ hour }) => hour)).toEqual(upTo(9));
    expect(first.map(({ provenance }) => provenance.complete)).toEqual([...Array(9).fill(true), false]);
  });

  it.each([0, 1, 12, 23])('include hour %d from its first millisecond', async (hour) => {
    const bench = apiBench({ now: `${TODAY}T${String(hour).padStart(2, '0')}:00:00.000Z` });
    const begun = await hours(bench);
    expect(begun.map((entry) => entry.hour)).toEqual(upTo(hour));
    expect(begun.at(-1)?.provenance.complete).toBe(false);
  });

  it.each([1, 12, 23])('do not include hour %d a millisecond before', async (hour) => {
    const bench = apiBench({ now: `${TODAY}T${String(hour - 1).padStart(2, '0')}:59:59.999Z` });
    expect((await hours(bench)).map((entry) => entry.hour)).toEqual(upTo(hour - 1));
  });

  it('are refreshed when the running hour’s figures are older than five minutes, and not before', async () => {
    const bench = apiBench();
    const first = await hours(bench);
    bench.setPlatform(withSpending(spend(`${TODAY}T09:10:00.000Z`, 12)));
    bench.advance(5 * MINUTE_MS);
    expect(await hours(bench)).toEqual(first);
    bench.advance(1);
    const refreshed = await hours(bench);
    expect(bench.begun.map(({ what }) => what)).toEqual([`${TODAY} 0-9`, `${TODAY} 9-9`]);
    expect(refreshed[9]).toMatchObject({ revenue: { tokensSpent: 12, revenuePLN: 2.4 }, provenance: { complete: false } });
    expect(refreshed.slice(0, 9)).toEqual(first.slice(0, 9));
  });

  it('go on as the day does: the hour that has ended is finished, the next one begun', async () => {
    const bench = apiBench();
    await hours(bench);
    bench.setClock(`${TODAY}T10:00:00.001Z`);
    const next = await hours(bench);
    expect(next.map(({ provenance }) => provenance.complete)).toEqual([...Array(10).fill(true), false]);
    expect(bench.begun.map(({ what }) => what)).toEqual([`${TODAY} 0-9`, `${TODAY} 9-10`]);
  });

  it('never lose active users that were seen', async () => {
    const bench = apiBench({ platform: withActivity({ 'new-1': `${TODAY}T09:05:00.000Z` }) });
    expect((await hours(bench))[9]?.users).toEqual({ active: 1, daySoFar: 2 });
    bench.setPlatform({ ...EXAMPLE, users: (EXAMPLE.users ?? []).filter(({ id }) => id === 'boss') });
    bench.setClock(`${TODAY}T10:20:00.000Z`);
    const later = await hours(bench);
    expect(later[9]?.users).toEqual({ active: 1, daySoFar: 2 });
    expect(later[9]?.provenance.complete).toBe(true);
  });
});

it('hours and days are made independently of each other', async () => {
  const bench = apiBench();
  const release = bench.hold();
  const day = bench.ask('kpi_getPlatformDaily', { date: DAY });
  const ofDay = bench.ask('kpi_getPlatformHourly', { date: DAY });
  await bench.untilBegun(2);
  release();
  await Promise.all([day, ofDay]);
  expect(bench.slept).toEqual([]);
});

it('hours that have not begun, after the clock was put back, are left out, and the others made anew', async () => {
  const bench = apiBench({ now: `${TODAY}T11:30:00.000Z` });
  await bench.ask('kpi_getPlatformHourly', { date: TODAY });
  bench.setClock(`${TODAY}T09:30:00.000Z`);
  const { hours } = await bench.ask('kpi_getPlatformHourly', { date: TODAY });
  expect(hours.map(({ hour }) => hour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(hours.at(-1)).toMatchObject({ lastUpdated: `${TODAY}T09:30:00.000Z`, provenance: { complete: false } });
});
