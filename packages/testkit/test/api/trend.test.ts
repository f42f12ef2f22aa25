import { aggregateDays, DEFAULT_CONFIG, type TrendResponse, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { rangeOf } from '../support.ts';
import { type ApiBench, apiBench, refusalOf } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, NOW, spend, TODAY, withActivity, withSpending } from './example-platform.ts';

const BEFORE = '2025-12-09';
const RANGE = { startDate: BEFORE, endDate: TODAY };

type Series = TrendResponse['collections'][number];

const trend = (bench: ApiBench, range = RANGE) => bench.ask('kpi_admin_getTrend', range);

async function seriesOf(bench: ApiBench, collection: Series['collection'], range = RANGE): Promise<Series> {
  const found = (await trend(bench, range)).collections.find((series) => series.collection === collection);
  if (found === undefined) throw new RangeError(`no series of ${collection}`);
  return found;
}

function figure(series: Series, name: string): Series['figures'][number] {
  const found = series.figures.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(`no figure ${name}`);
  return found;
}

const standing = ({ days }: Series) => days.map(({ date, state, reason }) => [date, state, reason]);

async function make(bench: ApiBench, ...dates: readonly string[]): Promise<void> {
  for (const date of dates) await bench.ask('kpi_getPlatformDaily', { date });
}

describe('kpi_admin_getTrend', () => {
  it('has every day and every figure of both collections, in order', async () => {
    const bench = apiBench();
    await make(bench, EARLIER, DAY);
    const response = await trend(bench, { startDate: EARLIER, endDate: DAY });
    expect(Object.keys(response)).toEqual(['success', 'startDate', 'endDate', 'collections']);
    const [platform, safety] = response.collections;
    const days = [EARLIER, DAY].map((date) => ({ date, state: 'stored', reason: null, lastUpdated: NOW }));
    expect(response).toMatchObject({ success: true, startDate: EARLIER, endDate: DAY });
    expect(platform).toEqual({
      collection: 'platformKpiDaily',
      days,
      figures: [
        { name: 'newUsers', values: [0, 3], total: 3, dailyAverage: 1.5, atLeast: [] },
        { name: 'verifiedUsers', values: [0, 2], total: 2, dailyAverage: 1, atLeast: [] },
        { name: 'verifiedUsersTotal', values: [null, 3], total: null, dailyAverage: 3, atLeast: [] },
        { name: 'activeUsers', values: [0, 4], total: null, dailyAverage: 2, atLeast: [EARLIER, DAY] },
        { name: 'payingUsers', values: [1, 6], total: null, dailyAverage: 3.5, atLeast: [] },
        { name: 'totalTokensSpent', values: [8, 36.25], total: 44.25, dailyAverage: 22.125, atLeast: [] },
        { name: 'totalTokenRevenuePLN', values: [1.6, 7.25], total: 8.85, dailyAverage: 4.43, atLeast: [] },
        { name: 'aiTokens', values: [0, 5.25], total: 5.25, dailyAverage: 2.625, atLeast: [] },
        { name: 'totalChats', values: [1, 5], total: 6, dailyAverage: 3, atLeast: [] },
        { name: 'totalVoiceMinutes', values: [0, 12.75], total: 12.75, dailyAverage: 6.375, atLeast: [] },
        { name: 'totalVideoMinutes', values: [0, 7.75], total: 7.75, dailyAverage: 3.875, atLeast: [] },
        { name: 'totalCalendarBookings', values: [0, 1], total: 1, dailyAverage: 0.5, atLeast: [] },
        { name: 'totalEventTickets', values: [0, 2], total: 2, dailyAverage: 1, atLeast: [] },
      ],
    });
    expect(safety).toEqual({
      collection: 'safetyKpiDaily',
      days,
      figures: [
        { name: 'reportsTotal', values: [0, 6], total: 6, dailyAverage: 3, atLeast: [] },
        { name: 'reportsAI', values: [0, 3], total: 3, dailyAverage: 1.5, atLeast: [] },
        { name: 'reportsHuman', values: [0, 2], total: 2, dailyAverage: 1, atLeast: [] },
        { name: 'bansIssued', values: [0, 1], total: 1, dailyAverage: 0.5, atLeast: [] },
        { name: 'autoBlocks', values: [0, 4], total: 4, dailyAverage: 2, atLeast: [] },
        { name: 'panicEvents', values: [0, 5], total: 5, dailyAverage: 2.5, atLeast: [] },
      ],
    });
  });

  it('makes nothing and writes nothing', async () => {
    const bench = apiBench();
    await trend(bench);
    expect([bench.begun, bench.written]).toEqual([[], []]);
  });

  it('without figures has neither totals nor averages, and no zeros', async () => {
    for (const { figures } of (await trend(apiBench())).collections) {
      for (const { values, total, dailyAverage, atLeast } of figures) {
        expect({ values, total, dailyAverage, atLeast }).toEqual({
          values: [null, null, null, null],
          total: null,
          dailyAverage: null,
          atLeast: [],
        });
      }
    }
  });

  it('leaves gaps out of totals and averages, and counts the running day in, as the summary does', async () => {
    const bench = apiBench({ platform: withSpending(spend(`${TODAY}T08:00:00.000Z`, 0.35)) });
    await make(bench, EARLIER, TODAY);
    const platform = await seriesOf(bench, 'platformKpiDaily');
    const { summary } = await bench.ask('kpi_admin_getSummary', RANGE);
    const revenue = figure(platform, 'totalTokenRevenuePLN');
    expect(revenue).toMatchObject({ values: [null, 1.6, null, 0.07], total: 1.67, dailyAverage: 0.84 });
    expect([revenue.total, revenue.dailyAverage]).toEqual([summary.totalRevenuePLN, summary.averageDailyRevenue]);
    expect(figure(platform, 'totalTokensSpent')).toMatchObject({ total: summary.totalTokensSpent, dailyAverage: 4.175 });
    expect(figure(platform, 'totalChats').total).toBe(summary.totalChats);
  });

  it('rounds PLN once, after summing, and averages half up', async () => {
    const spending = [BEFORE, EARLIER, DAY].map((date) => spend(`${date}T12:00:00.000Z`, 0.025));
    const bench = apiBench({ platform: { ...EXAMPLE, walletTransactions: spending } });
    await make(bench, BEFORE, EARLIER, DAY);
    const platform = await seriesOf(bench, 'platformKpiDaily', { startDate: BEFORE, endDate: DAY });
    expect(figure(platform, 'totalTokenRevenuePLN')).toMatchObject({ values: [0.01, 0.01, 0.01], total: 0.02, dailyAverage: 0.01 });
    expect(figure(platform, 'payingUsers').dailyAverage).toBe(1);
    expect(figure(platform, 'totalChats').dailyAverage).toBe(2);
    expect(figure(platform, 'totalVoiceMinutes').dailyAverage).toBe(4.25);
    expect(figure(platform, 'newUsers')).toMatchObject({ total: 3, dailyAverage: 1 });
    expect(figure(platform, 'totalEventTickets')).toMatchObject({ total: 2, dailyAverage: 0.666667 });
  });

  it('names the days of which active users are only a lower bound', async () => {
    const bench = apiBench({ platform: withActivity({ 'new-1': `${TODAY}T09:05:00.000Z`, texty: `${BEFORE}T09:05:00.000Z` }) });
    await make(bench, BEFORE, EARLIER, DAY, TODAY);
    const platform = await seriesOf(bench, 'platformKpiDaily');
    expect(figure(platform, 'activeUsers')).toMatchObject({ values: [1, 0, 3, 1], atLeast: [BEFORE, EARLIER, DAY] });
    expect(platform.figures.filter(({ atLeast }) => atLeast.length > 0)).toHaveLength(1);
  });
});

describe('how a day stands', () => {
  it('stored, running, or missing because nobody has aggregated it', async () => {
    const bench = apiBench();
    await make(bench, DAY, TODAY);
    const platform = await seriesOf(bench, 'platformKpiDaily');
    expect(standing(platform)).toEqual([
      [BEFORE, 'missing', 'not-aggregated'],
      [EARLIER, 'missing', 'not-aggregated'],
      [DAY, 'stored', null],
      [TODAY, 'running', null],
    ]);
    expect(platform.days.map(({ lastUpdated }) => lastUpdated)).toEqual([null, null, NOW, NOW]);
  });

  it('unfinished when it was aggregated while it ran, and not since; its figures are shown', async () => {
    const bench = apiBench({ now: `${DAY}T10:15:00.000Z` });
    await make(bench, DAY);
    bench.setClock(NOW);
    const platform = await seriesOf(bench, 'platformKpiDaily', { startDate: DAY, endDate: DAY });
    expect(standing(platform)).toEqual([[DAY, 'unfinished', 'not-aggregated']]);
    expect(platform.days[0]?.lastUpdated).toBe(`${DAY}T10:15:00.000Z`);
    expect(figure(platform, 'totalChats').values).toEqual([5]);
  });

  it('unfinished because its aggregation failed after its end', async () => {
    const bench = apiBench({ now: `${DAY}T10:15:00.000Z` });
    await make(bench, DAY);
    bench.setClock(NOW);
    bench.reader.failSource('walletTransactions', new Error('down'));
    await make(bench, DAY);
    const range = { startDate: DAY, endDate: DAY };
    expect(standing(await seriesOf(bench, 'platformKpiDaily', range))).toEqual([[DAY, 'unfinished', 'failed']]);
    expect(standing(await seriesOf(bench, 'safetyKpiDaily', range))).toEqual([[DAY, 'stored', null]]);
  });

  it('missing where one section failed, and stored where the other did not', async () => {
    const bench = apiBench();
    bench.reader.failSource('moderationQueue', new Error('down'));
    await make(bench, DAY);
    const range = { startDate: EARLIER, endDate: DAY };
    expect(standing(await seriesOf(bench, 'platformKpiDaily', range))).toEqual([
      [EARLIER, 'missing', 'not-aggregated'],
      [DAY, 'stored', null],
    ]);
    const safety = await seriesOf(bench, 'safetyKpiDaily', range);
    expect(standing(safety)).toEqual([
      [EARLIER, 'missing', 'not-aggregated'],
      [DAY, 'missing', 'failed'],
    ]);
    expect(figure(safety, 'reportsTotal').values).toEqual([null, null]);
  });

  it('stored again once the section that failed has been made', async () => {
    const bench = apiBench();
    bench.reader.failSource('moderationQueue', new Error('down'));
    await make(bench, DAY);
    bench.reader.repairSource('moderationQueue');
    bench.advance(60_000);
    await bench.ask('kpi_admin_triggerAggregation', { date: DAY });
    expect(standing(await seriesOf(bench, 'safetyKpiDaily', { startDate: DAY, endDate: DAY }))).toEqual([[DAY, 'stored', null]]);
  });

  it('failed on each day of a run that failed, and on no other', async () => {
    const bench = apiBench();
    bench.reader.failSource('safetyAlerts', new Error('down'));
    await aggregateDays(bench.jobs, { range: rangeOf(EARLIER, DAY), trigger: 'backfill' });
    expect(standing(await seriesOf(bench, 'safetyKpiDaily'))).toEqual([
      [BEFORE, 'missing', 'not-aggregated'],
      [EARLIER, 'missing', 'failed'],
      [DAY, 'missing', 'failed'],
      [TODAY, 'missing', 'not-aggregated'],
    ]);
  });

  it('not failed when figures were made after the failure, even unfinished ones', async () => {
    const bench = apiBench({ now: `${DAY}T08:00:00.000Z` });
    bench.reader.failSource('safetyAlerts', new Error('down'));
    await make(bench, DAY);
    bench.reader.repairSource('safetyAlerts');
    bench.setClock(`${DAY}T10:15:00.000Z`);
    await make(bench, DAY);
    bench.setClock(NOW);
    expect(standing(await seriesOf(bench, 'safetyKpiDaily', { startDate: DAY, endDate: DAY }))).toEqual([
      [DAY, 'unfinished', 'not-aggregated'],
    ]);
  });

  it('too old where it cannot be aggregated any more, and stored all the same where it has been', async () => {
    const bench = apiBench({ config: { retention: { ...DEFAULT_CONFIG.retention, dailyDays: 2 } } });
    const [oldest, older] = [EARLIER, BEFORE];
    await make(bench, oldest);
    bench.setClock('2025-12-14T09:00:00.000Z');
    const series = await seriesOf(bench, 'platformKpiDaily', { startDate: older, endDate: '2025-12-13' });
    expect(standing(series)).toEqual([
      [older, 'missing', 'too-old'],
      [oldest, 'stored', null],
      [DAY, 'missing', 'too-old'],
      [TODAY, 'missing', 'not-aggregated'],
      ['2025-12-13', 'missing', 'not-aggregated'],
    ]);
    const refusal = await refusalOf(bench.ask('kpi_getPlatformDaily', { date: DAY }));
    expect(refusal).toMatchObject({ code: 'out-of-range' });
  });

  it('before the beginning of the platform, where there is nothing to aggregate, unless it was aggregated all the same', async () => {
    const bench = apiBench({ context: { firstDay: async () => DAY as UtcDate } });
    await make(bench, BEFORE);
    expect(standing(await seriesOf(bench, 'platformKpiDaily'))).toEqual([
      [BEFORE, 'stored', null],
      [EARLIER, 'missing', 'before-data'],
      [DAY, 'missing', 'not-aggregated'],
      [TODAY, 'missing', 'not-aggregated'],
    ]);
  });

  it('after the end of a history, where there is nothing to aggregate', async () => {
    const bench = apiBench({ context: { lastDay: async () => EARLIER as UtcDate } });
    await make(bench, EARLIER);
    expect(standing(await seriesOf(bench, 'platformKpiDaily'))).toEqual([
      [BEFORE, 'missing', 'not-aggregated'],
      [EARLIER, 'stored', null],
      [DAY, 'missing', 'after-data'],
      [TODAY, 'missing', 'after-data'],
    ]);
  });

  it('of a platform without any rows is not aggregated, and not after its end', async () => {
    const bench = apiBench({ platform: {}, context: { lastDay: async () => undefined, isAdmin: async () => true } });
    expect(standing(await seriesOf(bench, 'platformKpiDaily', { startDate: DAY, endDate: DAY }))).toEqual([
      [DAY, 'missing', 'not-aggregated'],
    ]);
  });

  it('is looked into only where some day is without final figures and could be made', async () => {
    const asked: string[] = [];
    const counting = { lastDay: async () => void asked.push('last day') as undefined };
    const bench = apiBench({
      config: { retention: { ...DEFAULT_CONFIG.retention, dailyDays: 2 } },
      context: counting,
      store: (store) => ({
        latestRuns: (limit, only) => {
          asked.push('runs');
          return store.latestRuns(limit, only);
        },
      }),
    });
    await make(bench, EARLIER, DAY, TODAY);
    asked.length = 0;
    await trend(bench, { startDate: '2025-11-01', endDate: TODAY });
    expect(asked).toEqual([]);
    bench.setClock('2025-12-13T09:00:00.000Z');
    await trend(bench, { startDate: '2025-11-01', endDate: '2025-12-13' });
    expect(asked).toEqual(['last day', 'runs']);
  });
});
