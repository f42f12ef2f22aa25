import { SOURCE_NAMES } from '@pack324a/core';
import { at, type ContractCase, spend } from './contract-case.ts';
import { type Platform, rowsOf } from './platform.ts';

const call = (durationMinutes: unknown) => ({ createdAt: at(), durationMinutes });
const emptyCollections = Object.fromEntries(SOURCE_NAMES.map((name) => [name, []])) as Platform;

/** Users, calls, safety, and collections that are not there. */
export const OTHER_CASES: readonly ContractCase[] = [
  {
    name: 'verified is the boolean true and nothing else',
    now: '2025-03-10T00:10:00.000Z',
    platform: {
      users: rowsOf(...[true, false, 'true', 1, null, {}].map((verified) => ({ createdAt: at(), verified })), { createdAt: at() }),
    },
    platformDay: { newUsers: 7, verifiedUsers: 1, verifiedUsersTotal: 1 },
  },
  {
    name: 'unreadable and negative minutes add none, and are counted by reason',
    platform: {
      aiVoiceCallSessions: rowsOf(...[1.5, -2, null, '3', Number.NaN, 1e10, 0, -0].map(call), { createdAt: at() }),
      aiVideoCallSessions: rowsOf(call(2.25), call(Number.POSITIVE_INFINITY)),
    },
    platformDay: {
      totalVoiceMinutes: 1.5,
      totalVideoMinutes: 2.25,
      provenance: {
        rows: { aiVoiceCallSessions: { seen: 9, used: 3, unreadable: 6 } },
        rejectedRows: {
          aiVoiceCallSessions: { negative: 1, null: 1, text: 1, NaN: 1, tooLarge: 1, missing: 1 },
          aiVideoCallSessions: { Infinity: 1 },
        },
      },
    },
  },
  {
    name: 'minutes are rounded to six decimals after summing',
    platform: {
      aiVoiceCallSessions: rowsOf(call(0.0000004), call(0.0000004)),
      aiVideoCallSessions: rowsOf(call(1 / 3), call(1 / 3), call(1 / 3)),
    },
    platformDay: { totalVoiceMinutes: 0.000001, totalVideoMinutes: 1 },
  },
  {
    name: 'a report from an unknown source counts in the total only',
    platform: {
      moderationQueue: rowsOf(
        ...['AI', 'AUTO', 'USER', 'USER', 'ai', 'SYSTEM', '', null, 1].map((source) => ({ createdAt: at(), source })),
        { createdAt: at() },
      ),
    },
    safetyDay: { reportsTotal: 10, reportsAI: 2, reportsHuman: 2 },
  },
  {
    name: 'bans, automatic blocks and panic events match exactly',
    platform: {
      enforcement_logs: rowsOf(...['BAN', 'BAN', 'AUTO_BLOCK', 'ban', 'WARN', null].map((action) => ({ createdAt: at(), action }))),
      safetyAlerts: rowsOf(...['PANIC', 'panic', 'SOS', null].map((type) => ({ createdAt: at(), type }))),
    },
    safetyDay: {
      reportsTotal: 0,
      bansIssued: 2,
      autoBlocks: 1,
      panicEvents: 1,
      provenance: { rows: { enforcement_logs: { seen: 6, used: 6 } } },
    },
  },
  {
    name: 'collections that do not exist count as empty and are named',
    now: '2025-03-10T00:10:00.000Z',
    platform: { walletTransactions: rowsOf(spend()), safetyAlerts: [] },
    platformDay: {
      totalTokensSpent: 1,
      totalChats: 0,
      verifiedUsersTotal: 0,
      provenance: {
        missingSources: ['users', 'aiChatSessions', 'aiVoiceCallSessions', 'aiVideoCallSessions', 'calendarBookings', 'eventTickets'],
      },
    },
    safetyDay: { reportsTotal: 0, provenance: { missingSources: ['moderationQueue', 'enforcement_logs'] } },
    pack: { creators: 1, provenance: { missingSources: ['aiChatSessions', 'calendarBookings', 'eventTickets'] } },
  },
  {
    name: 'empty collections give zeros, and a pack that says there were no creators',
    platform: emptyCollections,
    platformDay: { newUsers: 0, totalTokensSpent: 0, totalVoiceMinutes: 0, provenance: { missingSources: [] } },
    safetyDay: { reportsTotal: 0, provenance: { missingSources: [] } },
    creators: {},
    pack: { creators: 0, totalEarnedTokens: 0 },
  },
  {
    name: 'a platform without any collection gives zeros as well',
    platform: {},
    platformDay: { newUsers: 0, activeUsers: 0, payingUsers: 0 },
    safetyDay: { reportsTotal: 0 },
    creators: {},
    pack: { creators: 0 },
  },
];
