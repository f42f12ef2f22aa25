import { describe, expect, it } from 'vitest';
import { type DemoDay, generateDay, truthOf } from '../src/index.ts';
import { daysOf, PARAMS, rowsOf, SMALL, startMsOf, usersAfter } from './platform.ts';

const MS_PER_HOUR = 3_600_000;
const days = daysOf(PARAMS, 0, PARAMS.days);
const truth = truthOf(PARAMS, startMsOf(PARAMS.days) - 1).days;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values: readonly number[]): number => values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
/** 2025-10-01, day 0, was a Wednesday. */
const isWeekend = (index: number): boolean => [0, 5, 6].includes((index + 3) % 7);
const spends = (day: DemoDay) => day.rows.walletTransactions.filter((row) => row.data['type'] === 'SPEND');

describe('the demo platform by default', () => {
  it('has the size of a small platform', () => {
    const count = (source: keyof DemoDay['rows']): number => days.reduce((sum, day) => sum + day.rows[source].length, 0);
    expect(count('walletTransactions')).toBeGreaterThan(40_000);
    expect(count('walletTransactions')).toBeLessThan(80_000);
    expect(count('aiChatSessions')).toBeGreaterThan(30_000);
    expect(count('aiChatSessions')).toBeLessThan(60_000);
    const calls = count('aiVoiceCallSessions') + count('aiVideoCallSessions');
    expect(calls).toBeGreaterThan(5000);
    expect(calls).toBeLessThan(10_000);
    const users = usersAfter(PARAMS, days, startMsOf(PARAMS.days) - 1);
    expect(users).toHaveLength(PARAMS.users);
    const active = truth.map((day) => day.platform.activeUsers);
    expect(mean(active)).toBeGreaterThan(600);
    expect(mean(active)).toBeLessThan(1100);
  });

  it('is busier from Friday to Sunday, and in the evening', () => {
    const weeks = truth.slice(0, 56).map((day) => day.platform.activeUsers);
    const weekend = mean(weeks.filter((_, index) => isWeekend(index)));
    expect(weekend).toBeGreaterThan(1.1 * mean(weeks.filter((_, index) => !isWeekend(index))));
    const hours = days.flatMap((day) => day.activity.map(({ atMs }) => Math.floor((atMs - day.startMs) / MS_PER_HOUR)));
    const inHours = (from: number, endExclusive: number): number => hours.filter((hour) => hour >= from && hour < endExclusive).length;
    expect(inHours(18, 21)).toBeGreaterThan(5 * inHours(2, 5));
  });

  it('grows', () => {
    const week = (from: number): number => mean(truth.slice(from, from + 7).map((day) => day.platform.activeUsers));
    expect(week(53)).toBeGreaterThan(1.4 * week(0));
    const signUps = truth.map((day) => day.platform.newUsers);
    expect(mean(signUps.slice(46))).toBeGreaterThan(mean(signUps.slice(0, 14)));
    const lastWeekOfAYear = Array.from({ length: 7 }, (_, offset) => generateDay(PARAMS, 200 + offset));
    expect(mean(lastWeekOfAYear.map((day) => new Set(day.activity.map(({ userId }) => userId)).size))).toBeGreaterThan(week(53));
  });

  it('has about 6 % creators of different specialities, and its staff', () => {
    const users = usersAfter(PARAMS, days, startMsOf(PARAMS.days) - 1);
    const creators = users.filter((user) => user.data['role'] === 'creator');
    expect(creators.length / users.length).toBeGreaterThan(0.04);
    expect(creators.length / users.length).toBeLessThan(0.08);
    expect(users.find((user) => user.id === 'demo-admin')?.data).toMatchObject({ role: 'admin' });
    expect(users.find((user) => user.id === 'demo-owner')?.data).toMatchObject({ roles: { admin: true } });
    const verified = users.filter((user) => user.data['verified'] === true).length;
    expect(verified / users.length).toBeGreaterThan(0.7);
    expect(verified / users.length).toBeLessThan(0.95);
    const contexts = new Set(days.flatMap(spends).map((row) => row.data['context']));
    for (const context of ['CHAT', 'VOICE', 'VIDEO', 'AI_SESSION', 'AI_VOICE', 'AI_VIDEO', 'TIP', 'CALENDAR', 'EVENT']) {
      expect(contexts).toContain(context);
    }
  });

  it.each([324, 1, 7])('has few whales and many small payers (seed %i)', (seed) => {
    const spent = new Map<string, number>();
    for (const { data } of daysOf({ ...PARAMS, seed }, 0, PARAMS.days).flatMap(spends)) {
      const { userId, amount } = data;
      if (typeof userId === 'string' && typeof amount === 'number') spent.set(userId, (spent.get(userId) ?? 0) + amount);
    }
    const sums = [...spent.values()].sort((left, right) => right - left);
    const total = mean(sums) * sums.length;
    const top = sums.slice(0, Math.ceil(sums.length / 100));
    expect(mean(top) * top.length).toBeGreaterThan(0.2 * total);
    expect(median(sums)).toBeLessThan(mean(sums) / 2);
  });

  it('keeps purchases, payouts, refunds and commissions beside the spending', () => {
    const ledger = days.flatMap((day) => day.rows.walletTransactions.map(({ data }) => data));
    const sum = (type: string): number =>
      ledger.reduce((total, row) => (row['type'] === type ? total + (Number(row['amount']) || 0) : total), 0);
    for (const type of ['PURCHASE', 'PAYOUT', 'REFUND', 'COMMISSION']) expect(sum(type)).toBeGreaterThan(0);
    expect(sum('PURCHASE') / sum('SPEND')).toBeGreaterThan(0.9);
    expect(sum('PURCHASE') / sum('SPEND')).toBeLessThan(1.3);
    expect(ledger.some((row) => row['receiverId'] === 'avalo_platform')).toBe(true);
    expect(ledger.some((row) => row['type'] === 'EARN')).toBe(false);
    expect(ledger.some((row) => row['type'] === 'SPEND' && row['receiverId'] === row['userId'])).toBe(false);
    expect(ledger.some((row) => typeof row['amount'] === 'number' && !Number.isInteger(row['amount']))).toBe(true);
  });
});

describe('its stories', () => {
  const reports = truth.map((day) => day.safety.reportsTotal);

  it('have an incident day, and a day on which moderation cleans up', () => {
    const incident = truth[42];
    const aftermath = truth[43];
    expect(incident?.safety.reportsTotal).toBeGreaterThan(4 * median(reports));
    expect(Math.max(...reports)).toBe(incident?.safety.reportsTotal);
    expect(incident?.safety.panicEvents).toBeGreaterThanOrEqual(5);
    expect(aftermath?.safety.bansIssued).toBeGreaterThan(5 * Math.max(1, median(truth.map((day) => day.safety.bansIssued))));
    expect(aftermath?.safety.autoBlocks).toBeGreaterThan(5 * Math.max(1, median(truth.map((day) => day.safety.autoBlocks))));
  });

  it('have a payment outage of seven hours without a purchase or a spend', () => {
    const paid = (index: number): number[] =>
      rowsOf(days)
        .filter((row) => ['SPEND', 'PURCHASE'].includes(String(row.data['type'])))
        .map((row) => Number(row.data['createdAt']) - startMsOf(index))
        .filter((offset) => offset >= 0 && offset < 24 * MS_PER_HOUR);
    const hoursOf = (index: number): Set<number> => new Set(paid(index).map((offset) => Math.floor(offset / MS_PER_HOUR)));
    const silent = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => hour >= 12 && !hoursOf(30).has(hour));
    expect(silent).toHaveLength(7);
    expect((silent.at(-1) ?? 0) - (silent[0] ?? 0)).toBe(6);
    expect([29, 31].every((index) => [13, 16, 19, 22].every((hour) => hoursOf(index).has(hour)))).toBe(true);
    expect(days[30]?.rows.aiChatSessions.length).toBeGreaterThan(300);
  });

  it('come again about every 45 days when the platform is continued', () => {
    const panics = Array.from({ length: 160 }, (_, index) => generateDay(SMALL, index))
      .filter((day) => day.rows.safetyAlerts.filter((row) => row.data['type'] === 'PANIC').length >= 5)
      .map((day) => day.index);
    expect(panics[0]).toBe(14);
    expect(panics).toHaveLength(4);
    for (const [position, index] of panics.slice(1).entries()) {
      expect(Math.abs(index - (14 + 45 * (position + 1)))).toBeLessThanOrEqual(3);
    }
  });

  it('have rows that arrive one to three days late', () => {
    const late = rowsOf(days)
      .map((row) => row.arrivesAtMs - Number(row.data['createdAt']))
      .filter((delay) => delay > 0);
    expect(late.length).toBeGreaterThan(20);
    expect(late.length).toBeLessThan(200);
    expect(Math.min(...late)).toBeGreaterThanOrEqual(24 * MS_PER_HOUR);
    expect(Math.max(...late)).toBeLessThanOrEqual(72 * MS_PER_HOUR);
  });

  it('have a few unreadable rows of every kind', () => {
    const rows = rowsOf(days);
    const spend = rows.filter((row) => row.data['type'] === 'SPEND').map((row) => row.data);
    const calls = rows.filter((row) => row.source === 'aiVoiceCallSessions' || row.source === 'aiVideoCallSessions').map((row) => row.data);
    expect(spend.some((row) => row['amount'] === null)).toBe(true);
    expect(spend.some((row) => typeof row['amount'] === 'string')).toBe(true);
    expect(spend.some((row) => !('amount' in row))).toBe(true);
    expect(spend.some((row) => !('userId' in row))).toBe(true);
    expect(calls.some((row) => Number(row['durationMinutes']) < 0)).toBe(true);
    expect(calls.some((row) => row['durationMinutes'] === null)).toBe(true);
    expect(rows.some((row) => row.source === 'calendarBookings' && typeof row.data['hostEarnings'] === 'string')).toBe(true);
    const unreadable = spend.filter((row) => typeof row['amount'] !== 'number');
    expect(unreadable.length).toBeLessThan(60);
  });
});
