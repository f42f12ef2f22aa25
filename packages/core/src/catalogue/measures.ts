import type { Measure, Predicate } from './model.ts';

const context = {
  chat: ['CHAT', 'AI_SESSION'],
  voice: ['VOICE', 'AI_VOICE'],
  video: ['VIDEO', 'AI_VIDEO'],
  tips: ['TIP'],
  ai: ['AI_SESSION', 'AI_VOICE', 'AI_VIDEO'],
} as const;

const inContext = (contexts: readonly string[]): readonly Predicate[] => [{ field: 'context', in: contexts }];
const notInContext = (...contexts: (readonly string[])[]): readonly Predicate[] => [{ field: 'context', notIn: contexts.flat() }];

const spent = (id: string, where?: readonly Predicate[]): Measure => ({
  id,
  flow: 'spending',
  aggregate: 'quantity',
  ...(where === undefined ? {} : { where }),
});
const earned = (id: string, where: readonly Predicate[]): Measure => ({
  id,
  flow: 'earnings',
  aggregate: 'quantity',
  perCreator: true,
  where,
});
const rows = (id: string, flow: Measure['flow'], where?: readonly Predicate[]): Measure => ({
  id,
  flow,
  aggregate: 'rows',
  ...(where === undefined ? {} : { where }),
});

/** Every number that is taken from a source, each defined once. */
export const MEASURES = {
  newUsers: rows('newUsers', 'signUps'),
  verifiedNewUsers: rows('verifiedNewUsers', 'signUps', [{ field: 'verified', is: true }]),

  payers: { id: 'payers', flow: 'spending', aggregate: { distinct: 'userId' } } as Measure,
  tokensSpent: spent('tokensSpent'),
  tokensSpentChat: spent('tokensSpentChat', inContext(context.chat)),
  tokensSpentVoice: spent('tokensSpentVoice', inContext(context.voice)),
  tokensSpentVideo: spent('tokensSpentVideo', inContext(context.video)),
  tokensSpentTips: spent('tokensSpentTips', inContext(context.tips)),
  tokensSpentOther: spent('tokensSpentOther', notInContext(context.chat, context.voice, context.video, context.tips)),
  tokensSpentAi: spent('tokensSpentAi', inContext(context.ai)),

  earnedChat: earned('earnedChat', inContext(context.chat)),
  earnedVoice: earned('earnedVoice', inContext(context.voice)),
  earnedVideo: earned('earnedVideo', inContext(context.video)),
  earnedOther: earned('earnedOther', notInContext(context.chat, context.voice, context.video)),
  earnedCalendar: { id: 'earnedCalendar', flow: 'bookingEarnings', aggregate: 'quantity', perCreator: true } as Measure,
  earnedEvents: { id: 'earnedEvents', flow: 'ticketEarnings', aggregate: 'quantity', perCreator: true } as Measure,
  creatorSessions: { id: 'creatorSessions', flow: 'chats', aggregate: 'rows', perCreator: true } as Measure,

  voiceMinutes: { id: 'voiceMinutes', flow: 'voiceCalls', aggregate: 'quantity' } as Measure,
  videoMinutes: { id: 'videoMinutes', flow: 'videoCalls', aggregate: 'quantity' } as Measure,
  chatsStarted: rows('chatsStarted', 'chats'),
  bookings: rows('bookings', 'bookings'),
  tickets: rows('tickets', 'tickets'),

  reports: rows('reports', 'reports'),
  reportsAi: rows('reportsAi', 'reports', [{ field: 'source', in: ['AI', 'AUTO'] }]),
  reportsHuman: rows('reportsHuman', 'reports', [{ field: 'source', is: 'USER' }]),
  bans: rows('bans', 'enforcement', [{ field: 'action', is: 'BAN' }]),
  autoBlocks: rows('autoBlocks', 'enforcement', [{ field: 'action', is: 'AUTO_BLOCK' }]),
  panicEvents: rows('panicEvents', 'alerts', [{ field: 'type', is: 'PANIC' }]),
} as const satisfies Record<string, Measure>;

/** Spent tokens by what they were spent on; the parts add up to all of them. */
export const SPENT_BY_SOURCE = {
  chat: MEASURES.tokensSpentChat,
  voice: MEASURES.tokensSpentVoice,
  video: MEASURES.tokensSpentVideo,
  tips: MEASURES.tokensSpentTips,
  other: MEASURES.tokensSpentOther,
} as const;
