import { describe, expect, it } from 'vitest';
import { apiBench } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, NOW, TODAY } from './example-platform.ts';

/** Equal in every value, and in the order of the fields. */
function expectExactly(actual: unknown, expected: unknown): void {
  expect(actual).toEqual(expected);
  expect(JSON.stringify(actual)).toBe(JSON.stringify(expected));
}

/** The described fields of a response, without what was added to them. */
function described(response: object): Record<string, unknown> {
  const { provenance: _added, ...rest } = response as Record<string, unknown>;
  return rest;
}

const PLATFORM_DAY = {
  date: DAY,
  users: { new: 3, verified: 2, active: 4, paying: 6 },
  revenue: { tokensSpent: 36.25, revenuePLN: 7.25 },
  activity: { chats: 5, voiceMinutes: 12.75, videoMinutes: 7.75, calendarBookings: 1, eventTickets: 2 },
  lastUpdated: NOW,
};

const PLATFORM_EARLIER = {
  date: EARLIER,
  users: { new: 0, verified: 0, active: 0, paying: 1 },
  revenue: { tokensSpent: 8, revenuePLN: 1.6 },
  activity: { chats: 1, voiceMinutes: 0, videoMinutes: 0, calendarBookings: 0, eventTickets: 0 },
  lastUpdated: NOW,
};

const MADE_NOW = { complete: true, trigger: 'on-demand', generatedAt: NOW };

describe('kpi_getPlatformDaily', () => {
  it('has the described fields in the described order, and provenance', async () => {
    const { ask } = apiBench();
    const response = await ask('kpi_getPlatformDaily', { date: DAY });
    expectExactly(response, {
      ...PLATFORM_DAY,
      provenance: {
        ...MADE_NOW,
        rowsUsed: {
          users: 3,
          walletTransactions: 6,
          aiChatSessions: 5,
          aiVoiceCallSessions: 2,
          aiVideoCallSessions: 1,
          calendarBookings: 1,
          eventTickets: 2,
        },
        rowsRejected: { walletTransactions: { text: 1 } },
        missingSources: [],
        activeUsers: { method: 'reconstructed', lower: 4, upper: 5 },
        verifiedAt: null,
      },
    });
  });

  it('names collections that do not exist', async () => {
    const { eventTickets: _gone, aiVideoCallSessions: _goneToo, ...platform } = EXAMPLE;
    const { ask } = apiBench({ platform });
    const response = await ask('kpi_getPlatformDaily', { date: DAY });
    expect(response.activity).toEqual({ ...PLATFORM_DAY.activity, videoMinutes: 0, eventTickets: 0 });
    expect(response.provenance.missingSources.toSorted()).toEqual(['aiVideoCallSessions', 'eventTickets']);
  });

  it('of a running day says so', async () => {
    const { provenance } = await apiBench().ask('kpi_getPlatformDaily', { date: TODAY });
    expect(provenance).toMatchObject({ complete: false, activeUsers: { method: 'captured', lower: 1, upper: 1 } });
  });
});

describe('kpi_getCreatorDaily', () => {
  it('has the described fields in the described order, and provenance with the rows behind this creator', async () => {
    const { ask } = apiBench();
    expectExactly(await ask('kpi_getCreatorDaily', { userId: 'anna', date: DAY }), {
      date: DAY,
      userId: 'anna',
      earnings: { chat: 10.5, voice: 5.25, video: 4, calendar: 6.5, events: 2.75, other: 1.5, total: 30.5 },
      earningsPLN: 6.1,
      sessions: 3,
      lastUpdated: NOW,
      provenance: {
        ...MADE_NOW,
        rowsUsed: { aiChatSessions: 3, calendarBookings: 1, eventTickets: 2, walletTransactions: 4 },
        rowsRejected: { walletTransactions: { text: 1 } },
        missingSources: [],
        activeUsers: null,
        verifiedAt: null,
      },
    });
  });

  it('is zeros, from no rows, for one who did nothing', async () => {
    const { ask } = apiBench();
    const response = await ask('kpi_getCreatorDaily', { userId: 'nobody', date: DAY });
    expectExactly(described(response), {
      date: DAY,
      userId: 'nobody',
      earnings: { chat: 0, voice: 0, video: 0, calendar: 0, events: 0, other: 0, total: 0 },
      earningsPLN: 0,
      sessions: 0,
      lastUpdated: NOW,
    });
    expect(response.provenance).toMatchObject({ ...MADE_NOW, rowsUsed: {} });
  });
});

it('kpi_getSafetyDaily has the described fields in the described order, and provenance', async () => {
  const { ask } = apiBench();
  expectExactly(await ask('kpi_getSafetyDaily', { date: DAY }), {
    date: DAY,
    reports: { total: 6, aiDetected: 3, userReported: 2 },
    enforcement: { bans: 1, autoBlocks: 4, panicEvents: 5 },
    lastUpdated: NOW,
    provenance: {
      ...MADE_NOW,
      rowsUsed: { moderationQueue: 6, enforcement_logs: 6, safetyAlerts: 6 },
      rowsRejected: {},
      missingSources: [],
      activeUsers: null,
      verifiedAt: null,
    },
  });
});

it('kpi_admin_getSummary has the described fields in the described order, and the further totals inside summary', async () => {
  const { ask } = apiBench();
  await ask('kpi_getPlatformDaily', { date: DAY });
  await ask('kpi_getPlatformDaily', { date: EARLIER });
  const response = await ask('kpi_admin_getSummary', { startDate: '2025-12-09', endDate: DAY });
  expect(Object.keys(response)).toEqual(['success', 'startDate', 'endDate', 'dailyData', 'summary']);
  expectExactly(response.dailyData.map(described), [PLATFORM_EARLIER, PLATFORM_DAY]);
  expect(response.dailyData).toEqual([
    await ask('kpi_getPlatformDaily', { date: EARLIER }),
    await ask('kpi_getPlatformDaily', { date: DAY }),
  ]);
  expectExactly(
    { ...response, dailyData: [] },
    {
      success: true,
      startDate: '2025-12-09',
      endDate: DAY,
      dailyData: [],
      summary: {
        totalDays: 2,
        totalNewUsers: 3,
        totalRevenuePLN: 8.85,
        averageDailyRevenue: 4.43,
        missingDates: ['2025-12-09'],
        totalVerifiedUsers: 2,
        totalTokensSpent: 44.25,
        totalChats: 6,
        totalVoiceMinutes: 12.75,
        totalVideoMinutes: 7.75,
        totalCalendarBookings: 1,
        totalEventTickets: 2,
      },
    },
  );
});

it('kpi_admin_getTopCreators has the described fields in the described order, and nothing else', async () => {
  const { ask } = apiBench();
  await ask('kpi_getPlatformDaily', { date: DAY });
  await ask('kpi_getPlatformDaily', { date: EARLIER });
  expectExactly(await ask('kpi_admin_getTopCreators', { startDate: EARLIER, endDate: DAY }), {
    success: true,
    startDate: EARLIER,
    endDate: DAY,
    topCreators: [
      { userId: 'anna', totalEarningsTokens: 30.5, totalEarningsPLN: 6.1, totalSessions: 3, activeDays: 1, averageDailyEarnings: 30.5 },
      { userId: 'bert', totalEarningsTokens: 13, totalEarningsPLN: 2.6, totalSessions: 2, activeDays: 2, averageDailyEarnings: 6.5 },
    ],
    totalCreators: 2,
  });
});

describe('kpi_admin_triggerAggregation', () => {
  const DESCRIBED_PLATFORM = {
    date: DAY,
    newUsers: 3,
    verifiedUsers: 2,
    activeUsers: 4,
    payingUsers: 6,
    totalTokensSpent: 36.25,
    totalTokenRevenuePLN: 7.25,
    totalChats: 5,
    totalVoiceMinutes: 12.75,
    totalVideoMinutes: 7.75,
    totalCalendarBookings: 1,
    totalEventTickets: 2,
    createdAt: NOW,
  };
  const OURS = {
    verifiedUsersTotal: 3,
    tokensBySource: { chat: 10.5, voice: 5.25, video: 4, tips: 1.5, other: 15 },
    aiTokens: 5.25,
    updatedAt: NOW,
  };
  const DESCRIBED_SAFETY = {
    date: DAY,
    reportsTotal: 6,
    reportsAI: 3,
    reportsHuman: 2,
    bansIssued: 1,
    autoBlocks: 4,
    panicEvents: 5,
    createdAt: NOW,
  };

  it('returns the two stored documents, with the described fields in the described order and ours between them', async () => {
    const { ask, store } = apiBench();
    const response = await ask('kpi_admin_triggerAggregation', { date: DAY });
    expect(Object.keys(response)).toEqual(['success', 'date', 'creatorsProcessed', 'platformKpi', 'safetyKpi']);
    expect(response).toMatchObject({ success: true, date: DAY, creatorsProcessed: 2 });

    const { provenance, verifiedUsersTotal, tokensBySource, aiTokens, updatedAt, ...platform } = response.platformKpi;
    expectExactly(platform, DESCRIBED_PLATFORM);
    expectExactly({ verifiedUsersTotal, tokensBySource, aiTokens, updatedAt }, OURS);
    expect(provenance).toMatchObject({ complete: true, trigger: 'manual', generatedAt: NOW });

    const { provenance: safetyProvenance, updatedAt: safetyUpdatedAt, ...safety } = response.safetyKpi;
    expectExactly(safety, DESCRIBED_SAFETY);
    expect(safetyUpdatedAt).toBe(NOW);
    expect(safetyProvenance).toMatchObject({ complete: true, trigger: 'manual', generatedAt: NOW });

    expect(response.platformKpi).toEqual(await store.get('platformKpiDaily', DAY));
    expect(response.safetyKpi).toEqual(await store.get('safetyKpiDaily', DAY));
  });
});

it('kpi_getPlatformHourly gives the hours that have begun, each like a day', async () => {
  const { ask } = apiBench({ now: `${DAY}T09:40:00.000Z` });
  const response = await ask('kpi_getPlatformHourly', { date: DAY });
  expect(Object.keys(response)).toEqual(['date', 'hours']);
  expect(response.hours.map(({ hour }) => hour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expectExactly(described(response.hours[9] ?? {}), {
    hour: 9,
    users: { active: 0, daySoFar: 1 },
    revenue: { tokensSpent: 15.75, revenuePLN: 3.15 },
    activity: { chats: 0, voiceMinutes: 0, videoMinutes: 0 },
    daySoFar: { tokensSpent: 15.75, revenuePLN: 3.15, chats: 5, voiceMinutes: 12.5, videoMinutes: 7.75 },
    lastUpdated: `${DAY}T09:40:00.000Z`,
  });
  expectExactly(described(response.hours[8] ?? {}), {
    hour: 8,
    users: { active: 1, daySoFar: 1 },
    revenue: { tokensSpent: 0, revenuePLN: 0 },
    activity: { chats: 5, voiceMinutes: 12.5, videoMinutes: 7.75 },
    daySoFar: { tokensSpent: 0, revenuePLN: 0, chats: 5, voiceMinutes: 12.5, videoMinutes: 7.75 },
    lastUpdated: `${DAY}T09:40:00.000Z`,
  });
  expect(response.hours.map(({ provenance }) => provenance.complete)).toEqual([...Array(9).fill(true), false]);
  expect(Object.keys(response.hours[9]?.provenance ?? {})).toEqual([
    'complete',
    'trigger',
    'generatedAt',
    'rowsUsed',
    'rowsRejected',
    'missingSources',
    'activeUsers',
    'verifiedAt',
  ]);
});
