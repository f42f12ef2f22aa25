import { describe, expect, it } from 'vitest';
import { type DayTruth, type DemoDay, type DemoParams, type DemoRow, keepTruth, truthOf } from '../src/index.ts';
import { dateOf, daysOf, PARAMS, rowsOf, SMALL, startMsOf, usersAfter } from './platform.ts';

/** A recount of one day from the rows alone, as somebody would do it by hand with the written definitions. */
function recount(params: DemoParams, days: readonly DemoDay[], dayIndex: number, untilMs: number): DayTruth {
  const [startMs, endMs] = [startMsOf(dayIndex), startMsOf(dayIndex + 1)];
  const created = (row: DemoRow): boolean => Number(row.data['createdAt']) >= startMs && Number(row.data['createdAt']) < endMs;
  const rows = rowsOf(days).filter((row) => created(row) && row.arrivesAtMs <= untilMs);
  const of = (source: DemoRow['source']): Readonly<Record<string, unknown>>[] =>
    rows.filter((row) => row.source === source).map(({ data }) => data);
  const where = (source: DemoRow['source'], field: string, ...values: string[]): number =>
    of(source).filter((data) => values.includes(String(data[field]))).length;
  const ledger = of('walletTransactions').filter((data) => typeof data['amount'] === 'number');
  const spend = ledger.filter((data) => data['type'] === 'SPEND');
  const spentOn = (...contexts: string[]): string =>
    sum(
      spend.filter((data) => contexts.includes(String(data['context']))),
      'amount',
    );
  const users = usersAfter(params, days, untilMs).filter(created);
  const active = days.flatMap((day) => day.activity).filter(({ atMs }) => atMs >= startMs && atMs < endMs && atMs <= untilMs);
  const spent = sum(spend, 'amount');
  return {
    date: dateOf(dayIndex),
    complete: untilMs >= endMs,
    platform: {
      newUsers: users.length,
      verifiedUsers: users.filter(({ data }) => data['verified'] === true).length,
      activeUsers: new Set(active.map(({ userId }) => userId)).size,
      payingUsers: new Set(spend.flatMap((data) => data['userId'] ?? [])).size,
      totalTokensSpent: spent,
      totalTokenRevenuePLN: text((micro(spent) * 20n + 500_000n) / 1_000_000n, 2),
      tokensBySource: {
        chat: spentOn('CHAT', 'AI_SESSION'),
        voice: spentOn('VOICE', 'AI_VOICE'),
        video: spentOn('VIDEO', 'AI_VIDEO'),
        tips: spentOn('TIP'),
        other: spentOn('CALENDAR', 'EVENT', 'BOOST'),
      },
      aiTokens: spentOn('AI_SESSION', 'AI_VOICE', 'AI_VIDEO'),
      totalChats: of('aiChatSessions').length,
      totalVoiceMinutes: sum(
        of('aiVoiceCallSessions').filter((data) => Number(data['durationMinutes']) > 0),
        'durationMinutes',
      ),
      totalVideoMinutes: sum(
        of('aiVideoCallSessions').filter((data) => Number(data['durationMinutes']) > 0),
        'durationMinutes',
      ),
      totalCalendarBookings: of('calendarBookings').length,
      totalEventTickets: of('eventTickets').length,
    },
    safety: {
      reportsTotal: of('moderationQueue').length,
      reportsAI: where('moderationQueue', 'source', 'AI', 'AUTO'),
      reportsHuman: where('moderationQueue', 'source', 'USER'),
      bansIssued: where('enforcement_logs', 'action', 'BAN'),
      autoBlocks: where('enforcement_logs', 'action', 'AUTO_BLOCK'),
      panicEvents: where('safetyAlerts', 'type', 'PANIC'),
    },
    creators: creatorsOf(ledger, of('aiChatSessions'), of('calendarBookings'), of('eventTickets')),
  };
}

type Data = readonly Readonly<Record<string, unknown>>[];

function creatorsOf(ledger: Data, chats: Data, bookings: Data, tickets: Data): Record<string, string> {
  const earned: [unknown, unknown][] = [
    ...ledger
      .filter((data) => !['REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'].includes(String(data['type'])))
      .filter((data) => !['CALENDAR', 'EVENT'].includes(String(data['context'])))
      .map((data): [unknown, unknown] => [data['receiverId'], data['amount']]),
    ...chats.map((data): [unknown, unknown] => [data['creatorId'], 0]),
    ...bookings.map((data): [unknown, unknown] => [data['hostId'], data['hostEarnings']]),
    ...tickets.map((data): [unknown, unknown] => [data['eventOrganizerId'], data['organizerEarnings']]),
  ];
  const sums = new Map<string, bigint>();
  for (const [id, amount] of earned) {
    if (typeof id !== 'string' || id === 'avalo_platform' || typeof amount !== 'number') continue;
    sums.set(id, (sums.get(id) ?? 0n) + micro(String(amount)));
  }
  return Object.fromEntries([...sums].map(([id, value]) => [id, text(value, 6)]));
}

function sum(rows: Data, field: string): string {
  return text(
    rows.reduce((total, data) => total + micro(String(data[field])), 0n),
    6,
  );
}

function micro(decimal: string): bigint {
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.padEnd(6, '0'));
}

function text(units: bigint, decimals: number): string {
  const digits = units.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`.replace(/\.?0+$/, '') || '0';
}

describe('the true figures', () => {
  it('are those of the rows, day by day', () => {
    const untilMs = startMsOf(20) - 1;
    const days = daysOf(SMALL, 0, 20);
    const truth = truthOf(SMALL, untilMs);
    expect(truth.days).toHaveLength(20);
    for (const [index, day] of truth.days.entries()) expect(day).toEqual(recount(SMALL, days, index, untilMs));
  });

  it.each([6.2, 13.75, 23.999])('are those of the rows when the running day is cut at hour %f', (hour) => {
    const untilMs = startMsOf(11) + Math.floor(hour * 3_600_000);
    const days = daysOf(SMALL, 0, 12);
    const truth = truthOf(SMALL, untilMs);
    expect(truth.days.map((day) => day.complete)).toEqual([...Array.from({ length: 11 }, () => true), false]);
    for (const index of [8, 9, 10, 11]) expect(truth.days[index]).toEqual(recount(SMALL, days, index, untilMs));
  });

  it('hold on days out of the ordinary of the full demo', () => {
    const untilMs = startMsOf(60) - 1;
    const days = daysOf(PARAMS, 0, 60);
    const truth = truthOf(PARAMS, untilMs);
    for (const index of [0, 30, 42, 43, 59]) expect(truth.days[index]).toEqual(recount(PARAMS, days, index, untilMs));
  });

  it('describe the users as they are at the instant', () => {
    const untilMs = startMsOf(9) + 40_000_000;
    const users = usersAfter(SMALL, daysOf(SMALL, 0, 10), untilMs);
    const truth = truthOf(SMALL, untilMs);
    expect(truth.usersTotal).toBe(users.length);
    expect(truth.verifiedUsersTotal).toBe(users.filter(({ data }) => data['verified'] === true).length);
  });

  it('change for a past day only through rows that arrive late', () => {
    const before = truthOf(SMALL, startMsOf(10) - 1).days;
    const after = truthOf(SMALL, startMsOf(16) - 1).days.slice(0, 10);
    expect(after.map((day) => day.platform.activeUsers)).toEqual(before.map((day) => day.platform.activeUsers));
    expect(after.slice(0, 7).map((day) => day.platform.totalTokensSpent)).toEqual(
      before.slice(0, 7).map((day) => day.platform.totalTokensSpent),
    );
    expect(after.map((day) => day.platform.totalChats + Number(day.platform.totalTokensSpent))).not.toEqual(
      before.map((day) => day.platform.totalChats + Number(day.platform.totalTokensSpent)),
    );
  });

  it('can be kept from a later day on while days are generated', () => {
    const untilMs = startMsOf(14) - 1;
    const keeper = keepTruth(SMALL, untilMs, 9);
    for (const day of daysOf(SMALL, 9, 14)) keeper.add(day);
    expect(keeper.result().days).toEqual(truthOf(SMALL, untilMs).days.slice(9));
  });
});
