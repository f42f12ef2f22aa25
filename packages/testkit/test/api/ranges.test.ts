import { describe, expect, it } from 'vitest';
import { type Platform, rowsOf } from '../../src/index.ts';
import { type ApiBench, apiBench } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, spend, TODAY } from './example-platform.ts';

const DAYS = ['2025-12-08', '2025-12-09', EARLIER, DAY] as const;
const WHOLE = { startDate: DAYS[0], endDate: DAY };

/** A platform on which one creator earned the given tokens on each of the days, and nothing else happened. */
function earning(tokens: readonly number[]): Platform {
  const walletTransactions = tokens.map((amount, index) => spend(`${DAYS[index]}T12:00:00.000Z`, amount));
  return { ...(EXAMPLE.users === undefined ? {} : { users: EXAMPLE.users }), walletTransactions };
}

/** One creator per id, each with the same tokens on `DAY`. */
function creators(ids: readonly string[], amount: (index: number) => number = () => 1): Platform {
  const rows = ids.map((receiverId, index) => ({
    createdAt: `${DAY}T12:00:00.000Z`,
    type: 'SPEND',
    userId: 'payer-1',
    receiverId,
    amount: amount(index),
    context: 'TIP',
  }));
  return { ...(EXAMPLE.users === undefined ? {} : { users: EXAMPLE.users }), walletTransactions: rowsOf(...rows) };
}

async function aggregated(platform: Platform, dates: readonly string[]): Promise<ApiBench> {
  const bench = apiBench({ platform });
  for (const date of dates) await bench.ask('kpi_getPlatformDaily', { date });
  bench.written.length = 0;
  bench.begun.length = 0;
  return bench;
}

describe('ranges', () => {
  it('make nothing and write nothing', async () => {
    const bench = await aggregated(EXAMPLE, [EARLIER]);
    await bench.ask('kpi_admin_getSummary', { startDate: '2025-01-01', endDate: TODAY });
    await bench.ask('kpi_admin_getTopCreators', { startDate: '2025-01-01', endDate: TODAY });
    expect([bench.begun, bench.written]).toEqual([[], []]);
  });

  it('reach as far back as anybody likes: they show what is stored', async () => {
    const bench = apiBench();
    const range = { startDate: '2019-01-01', endDate: '2019-12-31' };
    expect((await bench.ask('kpi_admin_getSummary', range)).summary.missingDates).toHaveLength(365);
    expect((await bench.ask('kpi_admin_getTopCreators', range)).topCreators).toEqual([]);
  });
});

describe('kpi_admin_getSummary', () => {
  it('without days is zeros, the average too, and names every day as missing', async () => {
    const { ask } = apiBench();
    const { dailyData, summary } = await ask('kpi_admin_getSummary', WHOLE);
    expect(dailyData).toEqual([]);
    expect(summary).toEqual({
      totalDays: 0,
      totalNewUsers: 0,
      totalRevenuePLN: 0,
      averageDailyRevenue: 0,
      missingDates: DAYS,
      totalVerifiedUsers: 0,
      totalTokensSpent: 0,
      totalChats: 0,
      totalVoiceMinutes: 0,
      totalVideoMinutes: 0,
      totalCalendarBookings: 0,
      totalEventTickets: 0,
    });
  });

  it('divides by the days that have a document', async () => {
    const { ask } = await aggregated(earning([10, 20, 30, 40]), [DAYS[0], DAYS[2]]);
    const { summary } = await ask('kpi_admin_getSummary', WHOLE);
    expect(summary).toMatchObject({ totalDays: 2, totalRevenuePLN: 8, averageDailyRevenue: 4, missingDates: [DAYS[1], DAYS[3]] });
  });

  it('rounds to grosze once, after summing', async () => {
    const { ask } = await aggregated(earning([0.02, 0.02, 0.02, 0.02]), DAYS);
    const { dailyData, summary } = await ask('kpi_admin_getSummary', WHOLE);
    expect(dailyData.map(({ revenue }) => revenue.revenuePLN)).toEqual([0, 0, 0, 0]);
    expect(summary).toMatchObject({ totalTokensSpent: 0.08, totalRevenuePLN: 0.02, averageDailyRevenue: 0.01 });
  });

  it('adds tokens up exactly', async () => {
    const { ask } = await aggregated(earning([0.1, 0.2, 1_000_000.7, 0.000001]), DAYS);
    const { summary } = await ask('kpi_admin_getSummary', WHOLE);
    expect(summary).toMatchObject({ totalTokensSpent: 1_000_001.000001, totalRevenuePLN: 200_000.2, averageDailyRevenue: 50_000.05 });
  });

  it('takes nothing from outside the range, and its ends from inside', async () => {
    const { ask } = await aggregated(earning([1, 10, 100, 1_000]), DAYS);
    const { dailyData, summary } = await ask('kpi_admin_getSummary', { startDate: DAYS[1], endDate: DAYS[2] });
    expect(dailyData.map(({ date }) => date)).toEqual([DAYS[1], DAYS[2]]);
    expect(summary).toMatchObject({ totalDays: 2, totalTokensSpent: 110, missingDates: [] });
  });
});

describe('kpi_admin_getTopCreators', () => {
  const range = { startDate: DAY, endDate: DAY };
  const many = Array.from({ length: 120 }, (_, index) => `creator-${String(index).padStart(3, '0')}`);

  it.each([
    [undefined, 50],
    [1, 1],
    [100, 100],
  ])('with limit %j lists %d of 120, and counts them all', async (limit, listed) => {
    const { ask } = await aggregated(
      creators(many, (index) => index + 1),
      [DAY],
    );
    const response = await ask('kpi_admin_getTopCreators', { ...range, ...(limit === undefined ? {} : { limit }) });
    expect(response.topCreators.map(({ userId }) => userId)).toEqual(many.toReversed().slice(0, listed));
    expect(response.totalCreators).toBe(120);
  });

  it('puts ties in the order of Unicode code points', async () => {
    const ids = ['b', '\u{1f600}', 'A', '～', 'a', 'é', 'aa', '10', '9'];
    const { ask } = await aggregated(creators(ids), [DAY]);
    const { topCreators } = await ask('kpi_admin_getTopCreators', range);
    expect(topCreators.map(({ userId }) => userId)).toEqual(['10', '9', 'A', 'a', 'aa', 'b', 'é', '～', '\u{1f600}']);
  });

  it('sorts by tokens as numbers, and lists who earned nothing', async () => {
    const ids = ['ten', 'nine', 'zero', 'hundred'];
    const { ask } = await aggregated(
      creators(ids, (index) => [10, 9, 0, 100][index] ?? 0),
      [DAY],
    );
    const { topCreators } = await ask('kpi_admin_getTopCreators', range);
    expect(topCreators.map(({ userId, totalEarningsTokens }) => [userId, totalEarningsTokens])).toEqual([
      ['hundred', 100],
      ['ten', 10],
      ['nine', 9],
      ['zero', 0],
    ]);
    expect(topCreators[3]).toMatchObject({ activeDays: 1, averageDailyEarnings: 0 });
  });

  it('averages over the days on which a creator has a document', async () => {
    const { ask } = await aggregated(earning([1, 0, 0, 1]), [DAYS[0], DAYS[1], DAYS[3]]);
    const { topCreators } = await ask('kpi_admin_getTopCreators', WHOLE);
    expect(topCreators).toEqual([
      { userId: 'anna', totalEarningsTokens: 2, totalEarningsPLN: 0.4, totalSessions: 0, activeDays: 3, averageDailyEarnings: 0.666667 },
    ]);
  });

  it('leaves the platform’s own accounts out', async () => {
    const { ask } = await aggregated(creators(['avalo_platform', 'anna']), [DAY]);
    const response = await ask('kpi_admin_getTopCreators', range);
    expect(response.topCreators.map(({ userId }) => userId)).toEqual(['anna']);
    expect(response.totalCreators).toBe(1);
  });
});
