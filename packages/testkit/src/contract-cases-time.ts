import { at, CASE_DAY, type ContractCase, spend } from './contract-case.ts';
import { rowsOf } from './platform.ts';

const chatsAt = (...instants: readonly unknown[]) => rowsOf(...instants.map((createdAt) => ({ createdAt, creatorId: 'creator' })));
const startMs = Date.parse(at('00:00'));

/** What belongs to which day, and what is known of users as they are now. */
export const TIME_CASES: readonly ContractCase[] = [
  {
    name: 'a day includes its first instant and excludes the next day’s',
    platform: {
      aiChatSessions: chatsAt(
        '2025-03-08T23:59:59.999Z',
        '2025-03-09T00:00:00.000Z',
        '2025-03-09T23:59:59.999Z',
        '2025-03-10T00:00:00.000Z',
      ),
    },
    platformDay: { totalChats: 2 },
    otherDays: { '2025-03-08': { totalChats: 1 }, '2025-03-10': { totalChats: 1 } },
  },
  {
    name: 'nothing falls between the last millisecond and midnight, and nothing finer is rounded up into the next day',
    platform: {
      aiChatSessions: chatsAt(
        '2025-03-09T23:59:59.999999Z',
        '2025-03-09T23:59:59.9999999Z',
        '2025-03-09T23:59:59.999999999Z',
        startMs + 86_399_999.9995,
        { _seconds: startMs / 1000 + 86_399, _nanoseconds: 999_999_999 },
      ),
    },
    platformDay: { totalChats: 5 },
    otherDays: { '2025-03-10': { totalChats: 0 } },
  },
  {
    name: 'the same instant counts the same in every encoding',
    platform: {
      aiChatSessions: chatsAt(
        startMs,
        { _seconds: startMs / 1000, _nanoseconds: 0 },
        { seconds: startMs / 1000, nanoseconds: 0 },
        CASE_DAY,
        '2025-03-09T00:00Z',
        '2025-03-09 00:00:00',
        '2025-03-09T02:00:00+02:00',
        '2025-03-08T18:30:00-05:30',
        '2025-03-09T14:00:00+14',
      ),
    },
    platformDay: { totalChats: 9 },
  },
  {
    name: 'an offset moves a row into the UTC day it belongs to',
    platform: { aiChatSessions: chatsAt('2025-03-09T01:59:59.999+02:00', '2025-03-08T23:59:59-01:00') },
    platformDay: { totalChats: 1 },
    otherDays: { '2025-03-08': { totalChats: 1 } },
  },
  {
    name: 'a row without a readable timestamp belongs to no day',
    platform: {
      aiChatSessions: [
        ...chatsAt(null, 'yesterday', '2025-02-30T10:00:00Z', true, Number.NaN, {}, '2025-03-09T24:00:00Z', '2025-03-09T23:59:60Z', ''),
        { id: 'none', data: { creatorId: 'creator' } },
      ],
    },
    platformDay: { totalChats: 0 },
    otherDays: { '2025-03-08': { totalChats: 0 }, '2025-03-10': { totalChats: 0 } },
    creators: {},
  },
  {
    name: 'a day on which clocks change elsewhere still has 24 hours of UTC',
    platform: { aiChatSessions: chatsAt(...Array.from({ length: 24 }, (_, hour) => startMs + hour * 3_600_000)) },
    platformDay: { totalChats: 24 },
    creators: { creator: { sessionsCount: 24 } },
  },
  {
    name: 'active users are counted by their last activity, and bounded by those who came back later',
    platform: {
      users: rowsOf(
        { createdAt: '2025-01-01T00:00:00Z', lastActiveAt: at('00:00') },
        { createdAt: '2025-01-01T00:00:00Z', lastActiveAt: at('23:59') },
        { createdAt: '2025-01-01T00:00:00Z', lastActiveAt: '2025-03-10T00:00:00.000Z' },
        { createdAt: '2025-01-01T00:00:00Z', lastActiveAt: '2025-03-08T23:59:59.999Z' },
        { createdAt: '2025-01-01T00:00:00Z', lastActiveAt: 'unknown' },
        { createdAt: '2025-01-01T00:00:00Z' },
      ),
    },
    platformDay: { newUsers: 0, activeUsers: 2, provenance: { activeUsers: { method: 'reconstructed', lower: 2, upper: 3 } } },
    otherDays: { '2025-03-08': { activeUsers: 1, provenance: { activeUsers: { method: 'reconstructed', lower: 1, upper: 4 } } } },
  },
  {
    name: 'a running day says so',
    now: at('15:30'),
    platform: { walletTransactions: rowsOf(spend()), users: rowsOf({ createdAt: at(), lastActiveAt: at(), verified: true }) },
    platformDay: {
      verifiedUsersTotal: 1,
      activeUsers: 1,
      provenance: { complete: false, activeUsers: { method: 'captured', lower: 1, upper: 1 }, usersCountedAt: at('15:30') },
    },
    otherDays: { '2025-03-08': { provenance: { complete: true } } },
  },
  {
    name: 'all verified users are known up to 24 hours after the day’s end',
    now: '2025-03-11T00:00:00.000Z',
    platform: { users: rowsOf({ createdAt: at(), verified: true }, { verified: true }, { createdAt: at(), verified: false }) },
    platformDay: { newUsers: 2, verifiedUsers: 1, verifiedUsersTotal: 2 },
    otherDays: { '2025-03-08': { verifiedUsersTotal: null } },
  },
  {
    name: 'all verified users are not known more than 24 hours after the day’s end',
    now: '2025-03-11T00:00:00.001Z',
    platform: { users: rowsOf({ createdAt: at(), verified: true }) },
    platformDay: { verifiedUsers: 1, verifiedUsersTotal: null },
  },
];
