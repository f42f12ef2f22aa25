import { at, type ContractCase, spend, without } from './contract-case.ts';
import { rowsOf } from './platform.ts';

const booking = (fields: Readonly<Record<string, unknown>>) => ({ createdAt: at(), hostId: 'host', hostEarnings: 10, ...fields });
const ticket = (fields: Readonly<Record<string, unknown>>) => ({
  createdAt: at(),
  eventOrganizerId: 'organizer',
  organizerEarnings: 7,
  ...fields,
});
const chat = (fields: Readonly<Record<string, unknown>>) => ({ createdAt: at(), creatorId: 'creator', ...fields });

/** Who earned what. */
export const CREATOR_CASES: readonly ContractCase[] = [
  {
    name: 'everyone who earned, hosted, sold a ticket or chatted is listed',
    platform: {
      walletTransactions: rowsOf(spend({ receiverId: 'earner', amount: 2 })),
      aiChatSessions: rowsOf(chat({ creatorId: 'chatter' }), chat({ creatorId: 'chatter' })),
      calendarBookings: rowsOf(booking({})),
      eventTickets: rowsOf(ticket({})),
    },
    creators: {
      earner: { totalEarnedTokens: 2, totalEarnedPLN: 0.4, sessionsCount: 0, provenance: { creatorRows: { walletTransactions: 1 } } },
      chatter: { totalEarnedTokens: 0, totalEarnedPLN: 0, sessionsCount: 2, provenance: { creatorRows: { aiChatSessions: 2 } } },
      host: { earnedTokensCalendar: 10, totalEarnedTokens: 10, totalEarnedPLN: 2, provenance: { creatorRows: { calendarBookings: 1 } } },
      organizer: { earnedTokensEvents: 7, totalEarnedTokens: 7, totalEarnedPLN: 1.4, provenance: { creatorRows: { eventTickets: 1 } } },
    },
    pack: { creators: 4, totalEarnedTokens: 19 },
  },
  {
    name: 'one creator’s sources add up, and rounding happens on the sum',
    platform: {
      walletTransactions: rowsOf(spend({ amount: 0.0125 })),
      calendarBookings: rowsOf(booking({ hostId: 'creator', hostEarnings: 0.0125 })),
      eventTickets: rowsOf(ticket({ eventOrganizerId: 'creator', organizerEarnings: -1 })),
      aiChatSessions: rowsOf(chat({})),
    },
    creators: { creator: { totalEarnedTokens: 1.025, totalEarnedPLN: 0.21, earnedTokensEvents: 1, sessionsCount: 1 } },
  },
  {
    name: 'the platform’s own accounts are never creators, but their tokens are accounted for',
    rules: { platformAccountIds: ['avalo_platform', '__proto__'] },
    platform: {
      walletTransactions: rowsOf(
        spend({ receiverId: 'avalo_platform', amount: 3 }),
        spend({ receiverId: '__proto__', amount: 4 }),
        spend({ amount: 5 }),
      ),
      aiChatSessions: rowsOf(chat({ creatorId: 'avalo_platform' })),
      calendarBookings: rowsOf(booking({ hostId: 'avalo_platform' })),
    },
    platformDay: { totalTokensSpent: 12, payingUsers: 1, totalChats: 1, totalCalendarBookings: 1 },
    creators: { creator: { totalEarnedTokens: 5 } },
    pack: {
      creators: 1,
      provenance: {
        distribution: {
          walletTransactions: { toCreators: '5', toPlatformAccounts: '7', toUnreadableIds: '0' },
          calendarBookings: { toCreators: '0', toPlatformAccounts: '10', toUnreadableIds: '0' },
          eventTickets: { toCreators: '0', toPlatformAccounts: '0', toUnreadableIds: '0' },
        },
      },
    },
  },
  {
    name: 'another platform’s account names replace the default',
    rules: { platformAccountIds: ['house'] },
    platform: { walletTransactions: rowsOf(spend({ receiverId: 'avalo_platform' }), spend({ receiverId: 'house' })) },
    creators: { avalo_platform: { totalEarnedTokens: 1 } },
  },
  {
    name: 'contexts that bookings and tickets bring are spending but not earnings',
    platform: {
      walletTransactions: rowsOf(
        spend({ context: 'CALENDAR' }),
        spend({ context: 'EVENT' }),
        spend({ context: 'calendar', receiverId: 'other' }),
      ),
    },
    platformDay: { totalTokensSpent: 3 },
    creators: { other: { earnedTokensOther: 1, totalEarnedTokens: 1 } },
    pack: { provenance: { rows: { walletTransactions: { seen: 3, used: 1, unreadable: 0, excluded: { bookedElsewhere: 2 } } } } },
  },
  {
    name: 'without contexts booked elsewhere those rows are earnings',
    rules: { contextsBookedElsewhere: [] },
    platform: { walletTransactions: rowsOf(spend({ context: 'CALENDAR' }), spend({ context: 'EVENT' })) },
    creators: { creator: { earnedTokensOther: 2 } },
  },
  {
    name: 'refunds, purchases and payouts are not earnings; rows of any other type and of none are',
    platform: {
      walletTransactions: rowsOf(
        ...['REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'].map((type) => spend({ type })),
        ...['SPEND', 'EARN', 'refund', null, 7].map((type) => spend({ type })),
        without(spend(), 'type'),
      ),
    },
    platformDay: { totalTokensSpent: 1 },
    creators: { creator: { totalEarnedTokens: 6 } },
    pack: { provenance: { rows: { walletTransactions: { seen: 10, used: 6, unreadable: 0, excluded: { notEarningType: 4 } } } } },
  },
  {
    name: 'a ledger with earning types of its own counts those alone',
    rules: { earningTypes: ['EARN'] },
    platform: { walletTransactions: rowsOf(spend({ amount: 10 }), spend({ type: 'EARN', amount: 6.5 }), spend({ type: null, amount: 1 })) },
    platformDay: { totalTokensSpent: 10 },
    creators: { creator: { totalEarnedTokens: 6.5 } },
  },
  {
    name: 'a row without a receiver is no earning; one whose receiver cannot be read is an earning of nobody',
    platform: {
      walletTransactions: rowsOf(
        without(spend(), 'receiverId'),
        spend({ receiverId: null }),
        ...['', 'a/b', 5, false, {}, 'x'.repeat(129)].map((receiverId) => spend({ receiverId })),
      ),
    },
    platformDay: { totalTokensSpent: 8, payingUsers: 1 },
    creators: {},
    pack: {
      creators: 0,
      provenance: {
        rows: { walletTransactions: { seen: 8, used: 6, unreadable: 0, excluded: { noReceiver: 2 } } },
        unreadableIds: { walletTransactions: { receiverId: 6 } },
        distribution: { walletTransactions: { toCreators: '0', toPlatformAccounts: '0', toUnreadableIds: '6' } },
      },
    },
  },
  {
    name: 'the same user may pay and earn, even from themselves',
    platform: {
      walletTransactions: rowsOf(spend({ userId: 'u1', receiverId: 'u1', amount: 2 }), spend({ userId: 'u1', receiverId: 'u2' })),
    },
    platformDay: { payingUsers: 1, totalTokensSpent: 3 },
    creators: { u1: { totalEarnedTokens: 2 }, u2: { totalEarnedTokens: 1 } },
  },
  {
    name: 'creators with strange ids are kept apart',
    platform: {
      walletTransactions: rowsOf(
        ...[
          'u1',
          'U1',
          'u1 ',
          'u_1',
          `o'brien`,
          'say "hi"',
          '\u{1F600}',
          'constructor',
          '\uFFFD',
          '\u{10000}',
          'é',
          'e\u0301',
          '=1+1',
          'line\nbreak',
        ].map((receiverId) => spend({ receiverId })),
      ),
    },
    pack: { creators: 14, totalEarnedTokens: 14 },
  },
  {
    name: 'a booking or ticket with unreadable earnings counts, but earns nothing and lists nobody',
    platform: {
      calendarBookings: rowsOf(
        ...[null, '10', Number.NaN].map((hostEarnings) => booking({ hostEarnings })),
        without(booking({}), 'hostEarnings'),
      ),
      eventTickets: rowsOf(ticket({ organizerEarnings: 1e10 }), ticket({ organizerEarnings: true })),
    },
    platformDay: {
      totalCalendarBookings: 4,
      totalEventTickets: 2,
      provenance: {
        rows: { calendarBookings: { seen: 4, used: 4, unreadable: 0 } },
        rejectedRows: { calendarBookings: { null: 1, text: 1, NaN: 1, missing: 1 }, eventTickets: { tooLarge: 1, notNumeric: 1 } },
      },
    },
    creators: {},
    pack: { provenance: { rows: { calendarBookings: { seen: 4, used: 0, unreadable: 4 } } } },
  },
  {
    name: 'earnings of zero list the host',
    platform: { calendarBookings: rowsOf(booking({ hostEarnings: 0 })) },
    creators: { host: { earnedTokensCalendar: 0, totalEarnedTokens: 0, sessionsCount: 0 } },
  },
  {
    name: 'a chat without a readable creator counts as a chat and for no creator',
    platform: { aiChatSessions: rowsOf({ createdAt: at() }, chat({ creatorId: null }), chat({ creatorId: 'a/b' }), chat({})) },
    platformDay: { totalChats: 4, provenance: { unreadableIds: { aiChatSessions: { creatorId: 3 } } } },
    creators: { creator: { sessionsCount: 1 } },
  },
];
