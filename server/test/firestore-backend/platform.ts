import type { SourceName } from '@pack324a/core';
import type { RawRow } from '@pack324a/testkit';

const MS_PER_DAY = 86_400_000;

/**
 * A small platform over some days, rows of every source on each: amounts that binary fractions do not hold, users who came back
 * later, a ledger row that cannot be read, one that is booked elsewhere, one of the platform's own account.
 * @param firstMs when its first day begins, epoch milliseconds
 */
export function smallPlatform(firstMs: number, days: number): Readonly<Record<SourceName, RawRow[]>> {
  const rows = (perDay: number, fields: (index: number, day: number) => Record<string, unknown>): RawRow[] =>
    Array.from({ length: perDay * days }, (_, index) => {
      const day = index % days;
      const createdAt = new Date(firstMs + day * MS_PER_DAY + ((index * 7_919_003) % MS_PER_DAY)).toISOString();
      return { id: `r${index}`, data: { createdAt, ...fields(index, day) } };
    });
  const creator = (index: number): string => `creator${index % 4}`;
  return {
    users: rows(6, (index) => ({
      lastActiveAt: new Date(firstMs + (index % days) * MS_PER_DAY + index * 60_000).toISOString(),
      verified: index % 3 === 0,
      role: index === 0 ? 'admin' : 'user',
    })),
    walletTransactions: rows(16, (index) => ({
      type: ['SPEND', 'SPEND', 'SPEND', 'REFUND'][index % 4],
      userId: `payer${index % 5}`,
      receiverId: index % 11 === 0 ? 'avalo_platform' : creator(index),
      amount: index === 13 ? 'much' : (index + 1) / 10,
      context: ['CHAT', 'AI_VOICE', 'VIDEO', 'TIP', 'CALENDAR'][index % 5],
    })),
    aiChatSessions: rows(5, (index) => ({ creatorId: creator(index) })),
    aiVoiceCallSessions: rows(3, (index) => ({ durationMinutes: index + 1 })),
    aiVideoCallSessions: rows(2, (index) => ({ durationMinutes: 2 * index })),
    calendarBookings: rows(2, (index) => ({ hostId: creator(index), hostEarnings: 10.7 })),
    eventTickets: rows(2, (index) => ({ eventOrganizerId: creator(index), organizerEarnings: 3.3 })),
    moderationQueue: rows(4, (index) => ({ source: ['AI', 'AUTO', 'USER', 'OTHER'][index % 4] })),
    enforcement_logs: rows(2, (index) => ({ action: ['BAN', 'AUTO_BLOCK'][index % 2] })),
    safetyAlerts: rows(1, () => ({ type: 'PANIC' })),
  };
}

/** Other names for collections and fields, and times that are written in each of the ways there are. */
export const MAPPING = {
  walletTransactions: { collection: 'ledger', fields: { amount: 'tokenAmount', receiverId: 'toUser' } },
  aiChatSessions: { fields: { createdAt: { field: 'startedAtMs', encoding: 'epochMillis' } } },
  moderationQueue: { collection: 'reports', timestamps: 'iso', fields: { createdAt: 'reportedAt' } },
} as const;

/** A platform as it is under those names. */
export function mapped(platform: Readonly<Record<SourceName, RawRow[]>>): Record<string, RawRow[]> {
  const { walletTransactions, aiChatSessions, moderationQueue, ...others } = platform;
  return {
    ...others,
    ledger: walletTransactions.map(({ id, data: { amount, receiverId, ...data } }) => ({
      id,
      data: { ...data, tokenAmount: amount, toUser: receiverId },
    })),
    aiChatSessions: aiChatSessions.map(({ id, data: { createdAt, ...data } }) => ({
      id,
      data: { ...data, startedAtMs: Date.parse(String(createdAt)) },
    })),
    reports: moderationQueue.map(({ id, data: { createdAt, ...data } }) => ({ id, data: { ...data, reportedAt: createdAt } })),
  };
}
