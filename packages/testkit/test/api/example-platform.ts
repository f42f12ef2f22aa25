import { type Platform, type RawRow, rowsOf } from '../../src/index.ts';

/** The running day of these tests, the day before, and the one before that. */
export const TODAY = '2025-12-12';
export const DAY = '2025-12-11';
export const EARLIER = '2025-12-10';
/** The instant at which most tests begin. */
export const NOW = `${TODAY}T09:30:00.000Z`;

export const ADMIN = 'boss';

const at = (time: string, fields: Readonly<Record<string, unknown>>, date = DAY): Readonly<Record<string, unknown>> => ({
  createdAt: `${date}T${time}:00.000Z`,
  ...fields,
});

const user = (id: string, fields: Readonly<Record<string, unknown>>): RawRow => ({ id, data: fields });

const LONG_AGO = '2025-01-01T00:00:00.000Z';

/** Two admins, three who only look like it, and three sign-ups of `DAY`, of whom two are verified; four were active on `DAY`. */
const USERS: readonly RawRow[] = [
  user(ADMIN, { createdAt: LONG_AGO, lastActiveAt: `${DAY}T23:59:59.999Z`, role: 'admin' }),
  user('nested-boss', { createdAt: LONG_AGO, lastActiveAt: LONG_AGO, verified: true, roles: { admin: true } }),
  user('capital', { createdAt: LONG_AGO, lastActiveAt: LONG_AGO, role: 'Admin' }),
  user('texty', { createdAt: LONG_AGO, lastActiveAt: `${TODAY}T00:00:00.000Z`, roles: { admin: 'true' } }),
  user('moderator', { createdAt: LONG_AGO, lastActiveAt: LONG_AGO, role: 'moderator', roles: { admin: false } }),
  user('new-1', at('00:00', { lastActiveAt: `${DAY}T08:00:00.000Z`, verified: true })),
  user('new-2', at('12:00', { lastActiveAt: `${DAY}T12:00:00.000Z`, verified: true })),
  user('new-3', at('23:59', { lastActiveAt: `${DAY}T23:59:00.000Z`, verified: 'true' })),
];

/** 36.25 tokens are spent by six payers on `DAY`, 10 of them on a booking; 8 on the day before. One amount cannot be read. */
const LEDGER = rowsOf(
  at('09:00', { type: 'SPEND', userId: 'payer-1', receiverId: 'anna', amount: 10.5, context: 'CHAT' }),
  at('09:30', { type: 'SPEND', userId: 'payer-2', receiverId: 'anna', amount: -5.25, context: 'AI_VOICE' }),
  at('10:00', { type: 'SPEND', userId: 'payer-3', receiverId: 'anna', amount: 4, context: 'VIDEO' }),
  at('10:30', { type: 'SPEND', userId: 'payer-4', receiverId: 'anna', amount: 1.5, context: 'TIP' }),
  at('11:00', { type: 'SPEND', userId: 'payer-5', receiverId: 'anna', amount: 10, context: 'CALENDAR' }),
  at('11:30', { type: 'SPEND', userId: 'payer-6', receiverId: 'bert', amount: 5, context: 'SOMETHING' }),
  at('12:00', { type: 'SPEND', userId: 'payer-3', receiverId: 'bert', amount: 'ten', context: 'CHAT' }),
  at('12:30', { type: 'REFUND', userId: 'payer-3', receiverId: 'bert', amount: 7, context: 'CHAT' }),
  at('09:00', { type: 'SPEND', userId: 'payer-1', receiverId: 'bert', amount: 8, context: 'CHAT' }, EARLIER),
);

/** Every figure of `DAY` is a different number where that can be, so that no two can be taken for each other. */
export const EXAMPLE: Platform = {
  users: USERS,
  walletTransactions: LEDGER,
  aiChatSessions: rowsOf(
    at('08:00', { creatorId: 'anna' }),
    at('08:10', { creatorId: 'anna' }),
    at('08:20', { creatorId: 'anna' }),
    at('08:30', { creatorId: 'bert' }),
    at('08:40', {}),
    at('08:00', { creatorId: 'bert' }, EARLIER),
  ),
  aiVoiceCallSessions: rowsOf(at('08:00', { durationMinutes: 12.5 }), at('20:00', { durationMinutes: 0.25 })),
  aiVideoCallSessions: rowsOf(at('08:00', { durationMinutes: 7.75 })),
  calendarBookings: rowsOf(at('08:00', { hostId: 'anna', hostEarnings: 6.5 })),
  eventTickets: rowsOf(
    at('08:00', { eventOrganizerId: 'anna', organizerEarnings: 2 }),
    at('09:00', { eventOrganizerId: 'anna', organizerEarnings: 0.75 }),
  ),
  moderationQueue: rowsOf(
    at('01:00', { source: 'AI' }),
    at('02:00', { source: 'AUTO' }),
    at('03:00', { source: 'AUTO' }),
    at('04:00', { source: 'USER' }),
    at('05:00', { source: 'USER' }),
    at('06:00', { source: 'UNHEARD_OF' }),
  ),
  enforcement_logs: rowsOf(
    at('01:00', { action: 'BAN' }),
    at('02:00', { action: 'AUTO_BLOCK' }),
    at('03:00', { action: 'AUTO_BLOCK' }),
    at('04:00', { action: 'AUTO_BLOCK' }),
    at('05:00', { action: 'AUTO_BLOCK' }),
    at('06:00', { action: 'WARNING' }),
  ),
  safetyAlerts: rowsOf(
    at('01:00', { type: 'PANIC' }),
    at('02:00', { type: 'PANIC' }),
    at('03:00', { type: 'PANIC' }),
    at('04:00', { type: 'PANIC' }),
    at('05:00', { type: 'PANIC' }),
    at('06:00', { type: 'DRILL' }),
  ),
};

/** A ledger row of any instant. */
export function spend(createdAt: string, amount: number, userId = 'payer-1'): RawRow {
  return {
    id: `${createdAt}-${userId}-${amount}`,
    data: { createdAt, type: 'SPEND', userId, receiverId: 'anna', amount, context: 'CHAT' },
  };
}

/** The example with further ledger rows. */
export function withSpending(...rows: readonly RawRow[]): Platform {
  return { ...EXAMPLE, walletTransactions: [...LEDGER, ...rows] };
}

/** The example with the users' last activity as given, by user id. */
export function withActivity(lastActiveAt: Readonly<Record<string, string>>): Platform {
  const users = USERS.map(({ id, data }) => ({ id, data: { ...data, lastActiveAt: lastActiveAt[id] ?? data['lastActiveAt'] } }));
  return { ...EXAMPLE, users };
}
