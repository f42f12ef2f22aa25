import type { FieldKind } from '../readings/readings.ts';
import type { Source, SourceField, SourceName } from './model.ts';

const expected = (kind: FieldKind, withoutIt: string): SourceField => ({ kind, withoutIt, expected: true });
const optional = (kind: FieldKind, withoutIt: string): SourceField => ({ kind, withoutIt, expected: false });

const createdAt = expected('instant', 'no row belongs to any day');

/** The collections that are read, under their default names, with the fields that are read of them. */
export const SOURCES: Readonly<Record<SourceName, Source>> = {
  users: {
    name: 'users',
    description: 'Everyone who signed up.',
    fields: {
      createdAt,
      lastActiveAt: expected('instant', 'active users will be 0'),
      verified: expected('flag', 'verified users will be 0'),
      role: optional('text', 'nobody is an admin by role'),
      'roles.admin': optional('flag', 'nobody is an admin by roles.admin'),
    },
  },
  walletTransactions: {
    name: 'walletTransactions',
    description: 'The token ledger: spending, earnings, purchases, payouts.',
    fields: {
      createdAt,
      type: expected('text', 'tokens spent and paying users will be 0'),
      userId: expected('id', 'paying users will be 0'),
      receiverId: expected('id', 'no creator earns anything from the ledger'),
      amount: expected('tokens', 'tokens spent will be 0'),
      context: expected('text', 'all spending and earnings fall under "other"'),
    },
    quantity: { field: 'amount', kind: 'tokens' },
  },
  aiChatSessions: {
    name: 'aiChatSessions',
    description: 'Chat sessions.',
    fields: { createdAt, creatorId: expected('id', 'no creator has any session') },
  },
  aiVoiceCallSessions: {
    name: 'aiVoiceCallSessions',
    description: 'Voice calls.',
    fields: { createdAt, durationMinutes: expected('minutes', 'voice minutes will be 0') },
    quantity: { field: 'durationMinutes', kind: 'minutes' },
  },
  aiVideoCallSessions: {
    name: 'aiVideoCallSessions',
    description: 'Video calls.',
    fields: { createdAt, durationMinutes: expected('minutes', 'video minutes will be 0') },
    quantity: { field: 'durationMinutes', kind: 'minutes' },
  },
  calendarBookings: {
    name: 'calendarBookings',
    description: 'Bookings of a creator’s time.',
    fields: {
      createdAt,
      hostId: expected('id', 'no creator earns anything from bookings'),
      hostEarnings: expected('tokens', 'earnings from bookings will be 0'),
    },
    quantity: { field: 'hostEarnings', kind: 'tokens' },
  },
  eventTickets: {
    name: 'eventTickets',
    description: 'Tickets sold for creators’ events.',
    fields: {
      createdAt,
      eventOrganizerId: expected('id', 'no creator earns anything from events'),
      organizerEarnings: expected('tokens', 'earnings from events will be 0'),
    },
    quantity: { field: 'organizerEarnings', kind: 'tokens' },
  },
  moderationQueue: {
    name: 'moderationQueue',
    description: 'Reports waiting for or decided by moderation.',
    fields: { createdAt, source: expected('text', 'reports are split into neither AI nor human') },
  },
  enforcement_logs: {
    name: 'enforcement_logs',
    description: 'What moderation did.',
    fields: { createdAt, action: expected('text', 'bans and automatic blocks will be 0') },
  },
  safetyAlerts: {
    name: 'safetyAlerts',
    description: 'Alerts raised by people in danger.',
    fields: { createdAt, type: expected('text', 'panic events will be 0') },
  },
};

export const SOURCE_NAMES = Object.keys(SOURCES) as readonly SourceName[];
