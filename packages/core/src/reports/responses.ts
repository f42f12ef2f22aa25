import type { CreatorKpiDaily, PlatformKpiDaily, PlatformKpiHourly, Provenance, SafetyKpiDaily } from '../documents/types.ts';
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

/** The hours of a day that have a document, in order. */
export function platformHourlyResponse(date: string, documents: readonly PlatformKpiHourly[]): PlatformHourlyResponse {
  const hours = documents.map((document) => ({
    hour: document.hour,
    users: { active: document.activeUsers, daySoFar: document.dayActiveUsers },
    revenue: { tokensSpent: document.tokensSpent, revenuePLN: document.tokenRevenuePLN },
    activity: { chats: document.chatsStarted, voiceMinutes: document.voiceMinutes, videoMinutes: document.videoMinutes },
    lastUpdated: document.updatedAt,
    provenance: provenanceView(document.provenance),
  }));
  return { date, hours };
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
