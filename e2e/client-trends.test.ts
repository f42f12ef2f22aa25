import { readFileSync } from 'node:fs';
import { connectLocalHost, createKpiClient, type KpiClient } from '@pack324a/client';
import type { DemoTruth } from '@pack324a/demo';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { getFunctions } from 'firebase/functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { temporaryFolder } from './kpi.ts';

const folder = temporaryFolder();
const db = folder.file('trends.duckdb');
let app: FirebaseApp;
let host: HostProcess;
let client: KpiClient;
/** Finished days, the oldest first, and what the generator knows of them. */
let range: DemoTruth['days'];

beforeAll(async () => {
  await makeDemo(db);
  range = (JSON.parse(readFileSync(`${db}.truth.json`, 'utf8')) as DemoTruth).days.slice(-7, -1);
  host = await startHostProcess({ db });
  app = initializeApp({ projectId: 'demo-kpi' }, 'trends');
  const functions = getFunctions(app, 'europe-central2');
  connectLocalHost(functions, { url: host.url, token: await host.token('demo-admin') });
  client = createKpiClient(functions);
});
afterAll(async () => {
  await deleteApp(app);
  await host?.stop();
  folder.remove();
});

function asked(): { readonly startDate: string; readonly endDate: string } {
  return { startDate: range[0]?.date ?? '', endDate: range.at(-1)?.date ?? '' };
}

/** Figures of at most six decimals, added up. */
function sum(values: readonly number[]): number {
  return Math.round(values.reduce((total, value) => total + value, 0) * 1e6) / 1e6;
}

describe('trends of the demo platform', () => {
  it('kpi_admin_getTrend has what the demo platform was made with, day by day, and its totals', async () => {
    const { collections } = await client.getTrend(asked());
    const standing = range.map(({ date }) => ({ date, state: 'stored', reason: null }));
    for (const collection of collections) expect(collection.days).toMatchObject(standing);
    const figures = new Map(collections.flatMap(({ figures: ofCollection }) => ofCollection.map((figure) => [figure.name, figure])));
    const known = [
      ...(['newUsers', 'totalTokensSpent', 'totalTokenRevenuePLN', 'totalChats', 'totalVoiceMinutes', 'totalEventTickets'] as const).map(
        (name) => [name, range.map(({ platform }) => Number(platform[name]))] as const,
      ),
      ...(['reportsTotal', 'bansIssued', 'panicEvents'] as const).map(
        (name) => [name, range.map(({ safety }) => Number(safety[name]))] as const,
      ),
    ];
    for (const [name, values] of known) expect(figures.get(name), name).toMatchObject({ values, total: expect.any(Number) });
    for (const [name, values] of known.filter(([name]) => name !== 'totalTokenRevenuePLN'))
      expect(figures.get(name)?.total).toBe(sum(values));
    expect(figures.get('payingUsers')).toMatchObject({ values: range.map(({ platform }) => platform.payingUsers), total: null });
    const { summary } = await client.getSummary(asked());
    expect(figures.get('totalTokenRevenuePLN')).toMatchObject({
      total: summary.totalRevenuePLN,
      dailyAverage: summary.averageDailyRevenue,
    });
  });

  it('kpi_getCreatorTrend has what the creator earned, day by day, and agrees with the ranking', async () => {
    const [userId = ''] = Object.keys(range.at(-1)?.creators ?? {});
    const trend = await client.getCreatorTrend({ userId, ...asked() });
    expect(trend.days).toMatchObject(
      range.map(({ date, creators }) => ({ date, state: 'stored', earnings: { total: Number(creators[userId] ?? 0) } })),
    );
    expect(trend.summary.earnings.total).toBe(sum(range.map(({ creators }) => Number(creators[userId] ?? 0))));
    const { topCreators } = await client.getTopCreators({ ...asked(), limit: 100 });
    expect(topCreators.find((ranked) => ranked.userId === userId)).toEqual({
      userId,
      totalEarningsTokens: trend.summary.earnings.total,
      totalEarningsPLN: trend.summary.totalEarningsPLN,
      totalSessions: trend.summary.totalSessions,
      activeDays: trend.summary.activeDays,
      averageDailyEarnings: trend.summary.averageDailyEarnings,
    });
  });

  it('the hours of a finished day add up to it', async () => {
    const { endDate: date } = asked();
    const { hours } = await client.getPlatformHourly({ date });
    const { revenue, activity } = await client.getPlatformDaily({ date });
    const { chats, voiceMinutes, videoMinutes } = activity;
    expect(hours).toHaveLength(24);
    expect(hours[23]?.daySoFar).toEqual({ ...revenue, chats, voiceMinutes, videoMinutes });
    const soFar = hours.map(({ daySoFar }) => daySoFar?.tokensSpent ?? -1);
    expect(soFar).toEqual(soFar.toSorted((left, right) => left - right));
  });
});
