import { DEFAULT_CONFIG, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../src/index.ts';
import { type ApiBench, apiBench } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, NOW, TODAY } from './example-platform.ts';

const BEFORE = '2025-12-09';
const RANGE = { startDate: BEFORE, endDate: TODAY };
const NOTHING = { earnings: null, earningsPLN: null, sessions: null, lastUpdated: null };
const ZERO = { chat: 0, voice: 0, video: 0, calendar: 0, events: 0, other: 0, total: 0 };

const trend = (bench: ApiBench, userId = 'anna', range = RANGE) => bench.ask('kpi_getCreatorTrend', { userId, ...range });

async function make(bench: ApiBench, ...dates: readonly string[]): Promise<void> {
  for (const date of dates) await bench.ask('kpi_getPlatformDaily', { date });
}

/** A creator with so many tokens of tips on each day, and the example’s bookings and tickets. */
function tipping(tokens: Readonly<Record<string, number>>) {
  const rows = Object.entries(tokens).map(([date, amount]) => ({
    createdAt: `${date}T08:00:00.000Z`,
    type: 'SPEND',
    userId: 'payer-1',
    receiverId: 'anna',
    amount,
    context: 'TIP',
  }));
  return { ...EXAMPLE, walletTransactions: rowsOf(...rows) };
}

describe('kpi_getCreatorTrend', () => {
  it('has every day of the range: figures, zeros where the creator did nothing, nulls where nothing was aggregated', async () => {
    const bench = apiBench();
    await make(bench, EARLIER, DAY, TODAY);
    const response = await trend(bench);
    const earnings = { chat: 10.5, voice: 5.25, video: 4, calendar: 6.5, events: 2.75, other: 1.5, total: 30.5 };
    expect(response).toEqual({
      success: true,
      userId: 'anna',
      ...RANGE,
      days: [
        { date: BEFORE, state: 'missing', reason: 'not-aggregated', ...NOTHING },
        { date: EARLIER, state: 'stored', reason: null, earnings: ZERO, earningsPLN: 0, sessions: 0, lastUpdated: NOW },
        { date: DAY, state: 'stored', reason: null, earnings, earningsPLN: 6.1, sessions: 3, lastUpdated: NOW },
        { date: TODAY, state: 'running', reason: null, earnings: ZERO, earningsPLN: 0, sessions: 0, lastUpdated: NOW },
      ],
      summary: { totalDays: 3, activeDays: 1, earnings, totalEarningsPLN: 6.1, totalSessions: 3, averageDailyEarnings: 30.5 },
    });
    expect(Object.keys(response)).toEqual(['success', 'userId', 'startDate', 'endDate', 'days', 'summary']);
  });

  it('makes nothing and writes nothing', async () => {
    const bench = apiBench();
    const { days, summary } = await trend(bench);
    expect(new Set(days.map(({ state }) => state))).toEqual(new Set(['missing']));
    expect(summary).toEqual({
      totalDays: 0,
      activeDays: 0,
      earnings: ZERO,
      totalEarningsPLN: 0,
      totalSessions: 0,
      averageDailyEarnings: 0,
    });
    expect([bench.begun, bench.written]).toEqual([[], []]);
  });

  it('agrees with the ranking, and each day with the day itself', async () => {
    const bench = apiBench();
    await make(bench, EARLIER, DAY);
    const { topCreators } = await bench.ask('kpi_admin_getTopCreators', RANGE);
    expect(topCreators.map(({ userId }) => userId)).toEqual(['anna', 'bert']);
    for (const ranked of topCreators) {
      const { days, summary } = await trend(bench, ranked.userId);
      const { activeDays, averageDailyEarnings, totalEarningsPLN, totalSessions, earnings } = summary;
      expect({ activeDays, averageDailyEarnings, totalEarningsPLN, totalSessions, totalEarningsTokens: earnings.total }).toEqual({
        ...ranked,
        userId: undefined,
      });
      for (const { date, earnings: ofDay, earningsPLN, sessions } of days.filter(({ state }) => state === 'stored')) {
        const day = await bench.ask('kpi_getCreatorDaily', { userId: ranked.userId, date });
        expect([ofDay, earningsPLN, sessions]).toEqual([day.earnings, day.earningsPLN, day.sessions]);
      }
    }
  });

  it('adds tokens up exactly, rounds PLN once, and averages half up over the days with figures of the creator', async () => {
    const bench = apiBench({ platform: tipping({ [BEFORE]: 0.1, [EARLIER]: 0.2, [TODAY]: 0.000001 }) });
    await make(bench, BEFORE, EARLIER, DAY, TODAY);
    const { days, summary } = await trend(bench);
    expect(days.map(({ earningsPLN }) => earningsPLN)).toEqual([0.02, 0.04, 1.85, 0]);
    expect(summary).toMatchObject({
      totalDays: 4,
      activeDays: 4,
      earnings: { other: 0.300001, calendar: 6.5, events: 2.75, total: 9.550001 },
      totalEarningsPLN: 1.91,
      averageDailyEarnings: 2.3875,
    });
  });

  it('rounds PLN of the range and not of each day', async () => {
    const {
      calendarBookings: _bookings,
      eventTickets: _tickets,
      aiChatSessions: _chats,
      ...platform
    } = tipping({
      [BEFORE]: 0.02,
      [EARLIER]: 0.02,
      [DAY]: 0.02,
    });
    const bench = apiBench({ platform });
    await make(bench, BEFORE, EARLIER, DAY);
    const { days, summary } = await trend(bench, 'anna', { startDate: BEFORE, endDate: DAY });
    expect(days.map(({ earningsPLN }) => earningsPLN)).toEqual([0, 0, 0]);
    expect(summary).toMatchObject({ totalEarningsPLN: 0.01, activeDays: 3, averageDailyEarnings: 0.02 });
  });

  it('knows the days on which the creators’ section alone failed, is unfinished, or too old', async () => {
    const bench = apiBench({ config: { retention: { ...DEFAULT_CONFIG.retention, dailyDays: 1 } }, now: `${DAY}T09:30:00.000Z` });
    await make(bench, DAY);
    bench.setClock(NOW);
    expect((await trend(bench)).days.map(({ state, reason }) => [state, reason])).toEqual([
      ['missing', 'too-old'],
      ['missing', 'too-old'],
      ['unfinished', 'not-aggregated'],
      ['missing', 'not-aggregated'],
    ]);
    bench.reader.failSource('eventTickets', new Error('down'));
    await bench.ask('kpi_admin_triggerAggregation', { date: DAY }).catch(() => undefined);
    await bench.ask('kpi_admin_triggerAggregation', { date: TODAY }).catch(() => undefined);
    expect((await trend(bench)).days.slice(2).map(({ state, reason }) => [state, reason])).toEqual([
      ['unfinished', 'failed'],
      ['missing', 'failed'],
    ]);
  });

  it('knows where a history begins and ends', async () => {
    const bench = apiBench({ context: { firstDay: async () => EARLIER as UtcDate, lastDay: async () => DAY as UtcDate } });
    expect((await trend(bench)).days.map(({ reason }) => reason)).toEqual([
      'before-data',
      'not-aggregated',
      'not-aggregated',
      'after-data',
    ]);
  });

  it('is of that creator and no other, whatever the ids are like', async () => {
    const ids = ['a', `a_${DAY}`, 'A', 'a ', '__proto__'];
    const rows = ids.map((receiverId, index) => ({
      createdAt: `${DAY}T08:00:00.000Z`,
      type: 'SPEND',
      userId: 'payer-1',
      receiverId,
      amount: index + 1,
      context: 'CHAT',
    }));
    const bench = apiBench({ platform: { ...EXAMPLE, walletTransactions: rowsOf(...rows) } });
    await make(bench, DAY);
    for (const [index, userId] of ids.entries()) {
      const { summary } = await trend(bench, userId);
      expect(summary).toMatchObject({ activeDays: 1, earnings: { chat: index + 1, total: index + 1 } });
    }
  });

  it('reads the creator’s own days and, where there are none, what the day’s creators share; nobody else’s', async () => {
    const read: string[] = [];
    const bench = apiBench({
      store: (store) => ({
        listCreatorDays: (userId, range) => {
          read.push(`${userId} ${range.from} to ${range.to}`);
          return store.listCreatorDays(userId, range);
        },
        listDays: (collection, range) => {
          read.push(`${collection} ${range.from} to ${range.to}`);
          return store.listDays(collection, range);
        },
        rankCreators: () => Promise.reject(new Error('ranked')),
      }),
    });
    await make(bench, DAY);
    read.length = 0;
    await trend(bench);
    expect(read).toEqual([`anna ${BEFORE} to ${TODAY}`, `kpiPacks ${BEFORE} to ${TODAY}`]);
    read.length = 0;
    await trend(bench, 'anna', { startDate: EARLIER, endDate: DAY });
    expect(read).toEqual([`anna ${EARLIER} to ${DAY}`, `kpiPacks ${EARLIER} to ${EARLIER}`]);
    read.length = 0;
    await trend(bench, 'anna', { startDate: DAY, endDate: DAY });
    expect(read).toEqual([`anna ${DAY} to ${DAY}`]);
  });
});
