import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CreatorTotal,
  type KpiStore,
  type PlatformKpiDaily,
  type Provenance,
  parseUtcDate,
  platformDailyResponse,
  summaryOf,
  topCreatorsOf,
} from '../src/index.ts';
import { PROPERTY } from './property.ts';

const RANGE = { from: parseUtcDate('2025-12-01'), to: parseUtcDate('2025-12-03') };

const PROVENANCE: Provenance = {
  window: { start: '2025-12-01T00:00:00.000Z', endExclusive: '2025-12-02T00:00:00.000Z' },
  complete: true,
  generatedAt: '2025-12-02T00:10:00.000Z',
  trigger: 'scheduled',
  engineVersion: '1.0.0',
  catalogueVersion: 1,
  rows: { walletTransactions: { seen: 3, used: 2, unreadable: 1, excluded: {} } },
  rejectedRows: { walletTransactions: { text: 1 } },
  unreadableIds: {},
  missingSources: ['eventTickets'],
  sums: {},
  verifiedAt: null,
  activeUsers: { method: 'captured', lower: 5, upper: 6 },
};

const platformDay = (date: string, figures: Partial<PlatformKpiDaily> = {}, exactTokens?: string): PlatformKpiDaily => ({
  date,
  newUsers: 1,
  verifiedUsers: 1,
  verifiedUsersTotal: null,
  activeUsers: 5,
  payingUsers: 2,
  totalTokensSpent: 0,
  totalTokenRevenuePLN: 0,
  tokensBySource: { chat: 0, voice: 0, video: 0, tips: 0, other: 0 },
  aiTokens: 0,
  totalChats: 2,
  totalVoiceMinutes: 0.1,
  totalVideoMinutes: 0.2,
  totalCalendarBookings: 3,
  totalEventTickets: 4,
  createdAt: '2025-12-02T00:10:00.000Z',
  updatedAt: '2025-12-02T00:10:01.000Z',
  provenance: { ...PROVENANCE, sums: exactTokens === undefined ? {} : { walletTransactions: exactTokens } },
  ...figures,
});

const storeWith = (days: readonly PlatformKpiDaily[], creators: CreatorTotal[] = []): KpiStore =>
  ({
    listDays: async () => days,
    rankCreators: async (_range: unknown, limit: number) => ({ ranked: creators.slice(0, limit), totalCreators: creators.length }),
  }) as unknown as KpiStore;

describe('summaryOf', () => {
  it('has no days, no average and every date missing where nothing is stored', async () => {
    const response = await summaryOf(storeWith([]), RANGE);
    expect(response).toEqual({
      success: true,
      startDate: '2025-12-01',
      endDate: '2025-12-03',
      dailyData: [],
      summary: {
        totalDays: 0,
        totalNewUsers: 0,
        totalRevenuePLN: 0,
        averageDailyRevenue: 0,
        missingDates: ['2025-12-01', '2025-12-02', '2025-12-03'],
        totalVerifiedUsers: 0,
        totalTokensSpent: 0,
        totalChats: 0,
        totalVoiceMinutes: 0,
        totalVideoMinutes: 0,
        totalCalendarBookings: 0,
        totalEventTickets: 0,
      },
    });
  });

  it('rounds the revenue of the range once, not day by day', async () => {
    // 0.024 tokens a day are 0.48 grosze: nothing by the day, 1.44 and so 1 grosz over three.
    const days = ['01', '02', '03'].map((day) => platformDay(`2025-12-${day}`, { totalTokensSpent: 0.024 }, '0.024'));
    const { summary } = await summaryOf(storeWith(days), RANGE);
    expect(summary.totalRevenuePLN).toBe(0.01);
    expect(summary.totalTokensSpent).toBe(0.072);
    expect(summary.averageDailyRevenue).toBe(0);
    expect(summary.missingDates).toEqual([]);
  });

  it('adds up decimals exactly and divides by the days that have a document', async () => {
    const days = [
      platformDay('2025-12-01', { totalTokensSpent: 10.1 }, '10.1'),
      platformDay('2025-12-03', { totalTokensSpent: 0.2 }, '0.2'),
    ];
    const { summary, dailyData } = await summaryOf(storeWith(days), RANGE);
    expect(summary).toMatchObject({
      totalDays: 2,
      totalNewUsers: 2,
      totalTokensSpent: 10.3,
      totalRevenuePLN: 2.06,
      averageDailyRevenue: 1.03,
    });
    expect(summary).toMatchObject({ totalVoiceMinutes: 0.2, totalVideoMinutes: 0.4, missingDates: ['2025-12-02'] });
    expect(dailyData.map(({ date }) => date)).toEqual(['2025-12-01', '2025-12-03']);
    expect(dailyData[0]).toEqual({
      date: '2025-12-01',
      users: { new: 1, verified: 1, active: 5, paying: 2 },
      revenue: { tokensSpent: 10.1, revenuePLN: 0 },
      activity: { chats: 2, voiceMinutes: 0.1, videoMinutes: 0.2, calendarBookings: 3, eventTickets: 4 },
      lastUpdated: '2025-12-02T00:10:01.000Z',
      provenance: {
        complete: true,
        trigger: 'scheduled',
        generatedAt: '2025-12-02T00:10:00.000Z',
        rowsUsed: { walletTransactions: 2 },
        rowsRejected: { walletTransactions: { text: 1 } },
        missingSources: ['eventTickets'],
        activeUsers: { method: 'captured', lower: 5, upper: 6 },
        verifiedAt: null,
      },
    });
    expect(Object.keys(dailyData[0] ?? {})).toEqual(['date', 'users', 'revenue', 'activity', 'lastUpdated', 'provenance']);
  });

  it('takes the exact text of the provenance before the nearest number', async () => {
    const days = [platformDay('2025-12-01', { totalTokensSpent: 1e12 }, '1000000000000.125')];
    const { summary } = await summaryOf(storeWith(days), RANGE);
    expect(summary.totalRevenuePLN).toBe(200_000_000_000.03);
  });

  it('agrees with sums in whole units', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 10 ** 9 }), { maxLength: 30 }), async (micros) => {
        const days = micros.map((micro) => platformDay('2025-12-01', { totalTokensSpent: micro / 1e6, totalVoiceMinutes: micro / 1e6 }));
        const { summary } = await summaryOf(storeWith(days), RANGE);
        const total = micros.reduce((sum, micro) => sum + BigInt(micro), 0n);
        expect(BigInt(Math.round(summary.totalTokensSpent * 1e6))).toBe(total);
        expect(summary.totalVoiceMinutes).toBe(summary.totalTokensSpent);
        const grosze = (total * 20n * 2n + 1_000_000n) / 2_000_000n;
        expect(BigInt(Math.round(summary.totalRevenuePLN * 100))).toBe(grosze);
      }),
      PROPERTY,
    );
  });
});

describe('topCreatorsOf', () => {
  it('divides by the days with a document, and rounds half up', async () => {
    const creators: CreatorTotal[] = [
      { userId: 'b', microTokens: 100_000_000n, sessions: 7, activeDays: 3 },
      { userId: 'a', microTokens: 5n, sessions: 0, activeDays: 2 },
      { userId: 'c', microTokens: 0n, sessions: 1, activeDays: 1 },
    ];
    const response = await topCreatorsOf(storeWith([], creators), RANGE, 2);
    expect(response).toEqual({
      success: true,
      startDate: '2025-12-01',
      endDate: '2025-12-03',
      topCreators: [
        { userId: 'b', totalEarningsTokens: 100, totalEarningsPLN: 20, totalSessions: 7, activeDays: 3, averageDailyEarnings: 33.333333 },
        {
          userId: 'a',
          totalEarningsTokens: 0.000005,
          totalEarningsPLN: 0,
          totalSessions: 0,
          activeDays: 2,
          averageDailyEarnings: 0.000003,
        },
      ],
      totalCreators: 3,
    });
  });

  it('averages nothing over no days', async () => {
    const response = await topCreatorsOf(storeWith([], [{ userId: 'a', microTokens: 0n, sessions: 0, activeDays: 0 }]), RANGE, 50);
    expect(response.topCreators[0]?.averageDailyEarnings).toBe(0);
  });
});

describe('platformDailyResponse', () => {
  it('is made once for a frozen document, and cannot be changed', () => {
    const document = Object.freeze(platformDay('2025-12-01'));
    const response = platformDailyResponse(document);
    expect(platformDailyResponse(document)).toBe(response);
    expect(Object.isFrozen(response)).toBe(true);
    expect(platformDailyResponse(Object.freeze({ ...document, newUsers: 7 })).users.new).toBe(7);
  });

  it('is made anew for a document that can change', () => {
    const document = { ...platformDay('2025-12-01') };
    expect(platformDailyResponse(document).users.new).toBe(1);
    document.newUsers = 2;
    expect(platformDailyResponse(document).users.new).toBe(2);
  });
});
