import { MEASURES, SPENT_BY_SOURCE } from './measures.ts';
import type { DocumentField, KpiDocumentCollection, KpiDocumentKind, Measure, Unit } from './model.ts';

type Text = Pick<DocumentField, 'label' | 'description'> & Partial<Pick<DocumentField, 'downIsGood'>>;

const count = (name: string, unit: Unit, measure: Measure, text: Text): DocumentField => ({
  name,
  type: 'integer',
  unit,
  origin: { measure },
  ...text,
});
const tokens = (name: string, measure: Measure, text: Text): DocumentField => ({
  name,
  type: 'tokens',
  unit: 'tokens',
  origin: { measure },
  ...text,
});
const minutes = (name: string, measure: Measure, text: Text): DocumentField => ({
  name,
  type: 'minutes',
  unit: 'minutes',
  origin: { measure },
  ...text,
});
const pln = (name: string, of: string, text: Text): DocumentField => ({
  name,
  type: 'pln',
  unit: 'PLN',
  origin: { plnOf: of },
  ...text,
});

const date: DocumentField = {
  name: 'date',
  type: 'text',
  label: 'Date',
  description: 'The day in UTC, YYYY-MM-DD.',
  origin: { key: 'date' },
};

const activeUsers: DocumentField = {
  name: 'activeUsers',
  type: 'integer',
  unit: 'people',
  label: 'Active users',
  description:
    'Users whose last activity falls in the window. The time of last activity is overwritten when somebody comes back, so this is the largest count seen, and a lower bound; the provenance gives the upper one.',
  origin: { snapshot: 'activeUsers' },
};

const PLATFORM_DAILY: KpiDocumentKind = {
  collection: 'platformKpiDaily',
  grain: 'day',
  section: 'platform',
  idFormat: '{YYYY-MM-DD}',
  description: 'The platform over one UTC day.',
  fields: [
    date,
    count('newUsers', 'people', MEASURES.newUsers, { label: 'New users', description: 'Users created in the day.' }),
    count('verifiedUsers', 'people', MEASURES.verifiedNewUsers, {
      label: 'Verified users',
      description: 'Of the users created in the day, those verified when the day was aggregated.',
    }),
    {
      name: 'verifiedUsersTotal',
      type: 'integer',
      unit: 'people',
      label: 'Verified users in all',
      description: 'All users verified when the day was aggregated.',
      origin: { snapshot: 'verifiedUsersTotal' },
      nullMeans: 'The day was first aggregated more than 24 hours after its end, when this could no longer be known.',
    },
    activeUsers,
    count('payingUsers', 'people', MEASURES.payers, {
      label: 'Paying users',
      description: 'Distinct users with at least one SPEND row in the ledger.',
    }),
    tokens('totalTokensSpent', MEASURES.tokensSpent, {
      label: 'Tokens spent',
      description: 'Sum of the absolute amounts of the SPEND rows.',
    }),
    pln('totalTokenRevenuePLN', 'totalTokensSpent', {
      label: 'Revenue',
      description: 'Tokens spent × 0.20 PLN, rounded half up to whole grosze.',
    }),
    {
      name: 'tokensBySource',
      type: 'tokenMap',
      unit: 'tokens',
      label: 'Tokens spent by source',
      description: 'Tokens spent on chat, voice, video, tips and everything else; the parts add up to all tokens spent.',
      origin: { measures: SPENT_BY_SOURCE },
    },
    tokens('aiTokens', MEASURES.tokensSpentAi, {
      label: 'Tokens spent on AI',
      description: 'The part of the tokens spent with context AI_SESSION, AI_VOICE or AI_VIDEO.',
    }),
    count('totalChats', 'chats', MEASURES.chatsStarted, { label: 'Chats', description: 'Chat sessions created in the day.' }),
    minutes('totalVoiceMinutes', MEASURES.voiceMinutes, {
      label: 'Voice minutes',
      description: 'Minutes of the voice calls created in the day.',
    }),
    minutes('totalVideoMinutes', MEASURES.videoMinutes, {
      label: 'Video minutes',
      description: 'Minutes of the video calls created in the day.',
    }),
    count('totalCalendarBookings', 'bookings', MEASURES.bookings, {
      label: 'Bookings',
      description: 'Calendar bookings created in the day.',
    }),
    count('totalEventTickets', 'tickets', MEASURES.tickets, { label: 'Event tickets', description: 'Event tickets created in the day.' }),
  ],
};

const PLATFORM_HOURLY: KpiDocumentKind = {
  collection: 'platformKpiHourly',
  grain: 'hour',
  section: 'platform',
  idFormat: '{YYYY-MM-DD}_{HH}',
  description: 'The platform over one UTC hour.',
  fields: [
    date,
    { name: 'hour', type: 'integer', label: 'Hour', description: 'The hour of the day in UTC, 0 to 23.', origin: { key: 'hour' } },
    activeUsers,
    {
      name: 'dayActiveUsers',
      type: 'integer',
      unit: 'people',
      label: 'Active users of the day so far',
      description: 'Users active from 00:00 UTC to the end of this hour, as captured while the day ran.',
      origin: { snapshot: 'dayActiveUsers' },
    },
    tokens('tokensSpent', MEASURES.tokensSpent, { label: 'Tokens spent', description: 'Sum of the absolute amounts of the SPEND rows.' }),
    pln('tokenRevenuePLN', 'tokensSpent', { label: 'Revenue', description: 'Tokens spent × 0.20 PLN, rounded half up to whole grosze.' }),
    count('chatsStarted', 'chats', MEASURES.chatsStarted, { label: 'Chats', description: 'Chat sessions created in the hour.' }),
    minutes('voiceMinutes', MEASURES.voiceMinutes, {
      label: 'Voice minutes',
      description: 'Minutes of the voice calls created in the hour.',
    }),
    minutes('videoMinutes', MEASURES.videoMinutes, {
      label: 'Video minutes',
      description: 'Minutes of the video calls created in the hour.',
    }),
  ],
};

const CREATOR_DAILY: KpiDocumentKind = {
  collection: 'creatorKpiDaily',
  grain: 'day',
  section: 'creators',
  idFormat: '{userId}_{YYYY-MM-DD}',
  description: 'One creator over one UTC day: everyone who received tokens, hosted a booking, sold a ticket or had a chat session.',
  fields: [
    date,
    { name: 'userId', type: 'text', label: 'Creator', description: 'The creator’s user id.', origin: { key: 'userId' } },
    tokens('earnedTokensChat', MEASURES.earnedChat, {
      label: 'Earned by chat',
      description: 'Tokens received with context CHAT or AI_SESSION.',
    }),
    tokens('earnedTokensVoice', MEASURES.earnedVoice, {
      label: 'Earned by voice',
      description: 'Tokens received with context VOICE or AI_VOICE.',
    }),
    tokens('earnedTokensVideo', MEASURES.earnedVideo, {
      label: 'Earned by video',
      description: 'Tokens received with context VIDEO or AI_VIDEO.',
    }),
    tokens('earnedTokensCalendar', MEASURES.earnedCalendar, {
      label: 'Earned by bookings',
      description: 'The host’s earnings of the bookings created in the day.',
    }),
    tokens('earnedTokensEvents', MEASURES.earnedEvents, {
      label: 'Earned by events',
      description: 'The organizer’s earnings of the tickets created in the day.',
    }),
    tokens('earnedTokensOther', MEASURES.earnedOther, {
      label: 'Earned otherwise',
      description: 'Tokens received with context TIP, any other context, or none.',
    }),
    {
      name: 'totalEarnedTokens',
      type: 'tokens',
      unit: 'tokens',
      label: 'Earned',
      description: 'All tokens earned: chat, voice, video, bookings, events and otherwise.',
      origin: {
        sumOf: [
          'earnedTokensChat',
          'earnedTokensVoice',
          'earnedTokensVideo',
          'earnedTokensCalendar',
          'earnedTokensEvents',
          'earnedTokensOther',
        ],
      },
    },
    pln('totalEarnedPLN', 'totalEarnedTokens', {
      label: 'Earned in PLN',
      description: 'Tokens earned × 0.20 PLN, rounded half up to whole grosze.',
    }),
    count('sessionsCount', 'chats', MEASURES.creatorSessions, {
      label: 'Sessions',
      description: 'Chat sessions with this creator created in the day.',
    }),
  ],
};

const SAFETY_DAILY: KpiDocumentKind = {
  collection: 'safetyKpiDaily',
  grain: 'day',
  section: 'safety',
  idFormat: '{YYYY-MM-DD}',
  description: 'Safety and moderation over one UTC day, as counts only.',
  fields: [
    date,
    count('reportsTotal', 'reports', MEASURES.reports, {
      label: 'Reports',
      description: 'All reports created in the day.',
      downIsGood: true,
    }),
    count('reportsAI', 'reports', MEASURES.reportsAi, {
      label: 'Reports by AI',
      description: 'Reports with source AI or AUTO.',
      downIsGood: true,
    }),
    count('reportsHuman', 'reports', MEASURES.reportsHuman, {
      label: 'Reports by people',
      description: 'Reports with source USER.',
      downIsGood: true,
    }),
    count('bansIssued', 'actions', MEASURES.bans, { label: 'Bans', description: 'Enforcement entries with action BAN.', downIsGood: true }),
    count('autoBlocks', 'actions', MEASURES.autoBlocks, {
      label: 'Automatic blocks',
      description: 'Enforcement entries with action AUTO_BLOCK.',
      downIsGood: true,
    }),
    count('panicEvents', 'events', MEASURES.panicEvents, {
      label: 'Panic events',
      description: 'Safety alerts of type PANIC.',
      downIsGood: true,
    }),
  ],
};

export const DOCUMENTS: Readonly<Record<KpiDocumentCollection, KpiDocumentKind>> = {
  platformKpiDaily: PLATFORM_DAILY,
  platformKpiHourly: PLATFORM_HOURLY,
  creatorKpiDaily: CREATOR_DAILY,
  safetyKpiDaily: SAFETY_DAILY,
};
