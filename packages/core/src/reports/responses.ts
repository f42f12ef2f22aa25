import type { CreatorKpiDaily, PlatformKpiDaily, PlatformKpiHourly, Provenance, SafetyKpiDaily } from '../documents/types.ts';
import type { CreatorDailyResponse, PlatformDailyResponse, PlatformHourlyResponse, ProvenanceView, SafetyDailyResponse } from './shapes.ts';

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

export function platformDailyResponse(document: PlatformKpiDaily): PlatformDailyResponse {
  return {
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
  };
}

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

export function creatorDailyResponse(document: CreatorKpiDaily): CreatorDailyResponse {
  return {
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
  };
}

export function safetyDailyResponse(document: SafetyKpiDaily): SafetyDailyResponse {
  return {
    date: document.date,
    reports: { total: document.reportsTotal, aiDetected: document.reportsAI, userReported: document.reportsHuman },
    enforcement: { bans: document.bansIssued, autoBlocks: document.autoBlocks, panicEvents: document.panicEvents },
    lastUpdated: document.updatedAt,
    provenance: provenanceView(document.provenance),
  };
}
