import type { CreatorKpiDaily, PlatformKpiDaily, PlatformKpiHourly, Provenance, SafetyKpiDaily } from '../documents/types.ts';
import { MINUTE_DECIMALS, TOKEN_DECIMALS } from '../money/decimal.ts';
import { groszeToNumber, minutesToNumber, plnGrosze, tokensToNumber } from '../money/tokens.ts';
import { exactQuantity } from './exact.ts';
import type { CreatorDailyResponse, PlatformDailyResponse, PlatformHourlyResponse, ProvenanceView, SafetyDailyResponse } from './shapes.ts';

/** A frozen document is shared by everyone who asks for it and stays as it is: so does its response. */
function oncePerDocument<D extends object, R extends object>(make: (document: D) => R): (document: D) => R {
  const made = new WeakMap<D, R>();
  return (document) => {
    const known = made.get(document);
    if (known !== undefined) return known;
    const response = make(document);
    if (Object.isFrozen(document)) made.set(document, Object.freeze(response));
    return response;
  };
}

export function provenanceView(provenance: Provenance): ProvenanceView {
  return {
    complete: provenance.complete,
    trigger: provenance.trigger,
    generatedAt: provenance.generatedAt,
    rowsUsed:
      provenance.creatorRows ?? Object.fromEntries(Object.entries(provenance.rows).map(([source, account]) => [source, account.used])),
    rowsRejected: provenance.rejectedRows,
    missingSources: provenance.missingSources,
    activeUsers: provenance.activeUsers ?? null,
    verifiedAt: provenance.verifiedAt,
  };
}

export const platformDailyResponse = oncePerDocument(
  (document: PlatformKpiDaily): PlatformDailyResponse => ({
    date: document.date,
    users: { new: document.newUsers, verified: document.verifiedUsers, active: document.activeUsers, paying: document.payingUsers },
    revenue: { tokensSpent: document.totalTokensSpent, revenuePLN: document.totalTokenRevenuePLN },
    activity: {
      chats: document.totalChats,
      voiceMinutes: document.totalVoiceMinutes,
      videoMinutes: document.totalVideoMinutes,
      calendarBookings: document.totalCalendarBookings,
      eventTickets: document.totalEventTickets,
    },
    lastUpdated: document.updatedAt,
    provenance: provenanceView(document.provenance),
  }),
);

/** @param documents the hours of a day that have a document, in order */
export function platformHourlyResponse(date: string, documents: readonly PlatformKpiHourly[]): PlatformHourlyResponse {
  const soFar = daySoFarOf(documents);
  const hours = documents.map((document, index) => ({
    hour: document.hour,
    users: { active: document.activeUsers, daySoFar: document.dayActiveUsers },
    revenue: { tokensSpent: document.tokensSpent, revenuePLN: document.tokenRevenuePLN },
    activity: { chats: document.chatsStarted, voiceMinutes: document.voiceMinutes, videoMinutes: document.videoMinutes },
    daySoFar: soFar[index] ?? null,
    lastUpdated: document.updatedAt,
    provenance: provenanceView(document.provenance),
  }));
  return { date, hours };
}

/** What the hours of a day come to from its first to each of them, exactly; null from the first hour on that has no document. */
function daySoFarOf(documents: readonly PlatformKpiHourly[]): PlatformHourlyResponse['hours'][number]['daySoFar'][] {
  let microTokens = 0n;
  let chats = 0;
  let voice = 0n;
  let video = 0n;
  return documents.map((document, index) => {
    if (document.hour !== index) return null;
    microTokens += exactQuantity(document, 'walletTransactions', document.tokensSpent, TOKEN_DECIMALS);
    chats += document.chatsStarted;
    voice += exactQuantity(document, 'aiVoiceCallSessions', document.voiceMinutes, MINUTE_DECIMALS);
    video += exactQuantity(document, 'aiVideoCallSessions', document.videoMinutes, MINUTE_DECIMALS);
    return {
      tokensSpent: tokensToNumber(microTokens),
      revenuePLN: groszeToNumber(plnGrosze(microTokens)),
      chats,
      voiceMinutes: minutesToNumber(voice),
      videoMinutes: minutesToNumber(video),
    };
  });
}

export const creatorDailyResponse = oncePerDocument(
  (document: CreatorKpiDaily): CreatorDailyResponse => ({
    date: document.date,
    userId: document.userId,
    earnings: {
      chat: document.earnedTokensChat,
      voice: document.earnedTokensVoice,
      video: document.earnedTokensVideo,
      calendar: document.earnedTokensCalendar,
      events: document.earnedTokensEvents,
      other: document.earnedTokensOther,
      total: document.totalEarnedTokens,
    },
    earningsPLN: document.totalEarnedPLN,
    sessions: document.sessionsCount,
    lastUpdated: document.updatedAt,
    provenance: provenanceView(document.provenance),
  }),
);

export const safetyDailyResponse = oncePerDocument(
  (document: SafetyKpiDaily): SafetyDailyResponse => ({
    date: document.date,
    reports: { total: document.reportsTotal, aiDetected: document.reportsAI, userReported: document.reportsHuman },
    enforcement: { bans: document.bansIssued, autoBlocks: document.autoBlocks, panicEvents: document.panicEvents },
    lastUpdated: document.updatedAt,
    provenance: provenanceView(document.provenance),
  }),
);
