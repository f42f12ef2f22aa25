import type {
  ActiveUserBounds,
  CreatorKpiDaily,
  PlatformKpiDaily,
  PlatformKpiHourly,
  Provenance,
  SafetyKpiDaily,
} from '../documents/types.ts';

/** What a response says of a document's provenance. */
export interface ProvenanceView {
  readonly complete: boolean;
  readonly trigger: string;
  readonly generatedAt: string;
  readonly rowsUsed: Readonly<Record<string, number>>;
  readonly rowsRejected: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly missingSources: readonly string[];
  readonly activeUsers: ActiveUserBounds | null;
  readonly verifiedAt: string | null;
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

/** The response of `kpi_getPlatformDaily`. */
export interface PlatformDailyResponse {
  readonly date: string;
  readonly users: { readonly new: number; readonly verified: number; readonly active: number; readonly paying: number };
  readonly revenue: { readonly tokensSpent: number; readonly revenuePLN: number };
  readonly activity: {
    readonly chats: number;
    readonly voiceMinutes: number;
    readonly videoMinutes: number;
    readonly calendarBookings: number;
    readonly eventTickets: number;
  };
  readonly lastUpdated: string;
  readonly provenance: ProvenanceView;
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

/** One hour of `kpi show hourly`. */
export interface PlatformHourResponse {
  readonly hour: number;
  readonly users: { readonly active: number; readonly daySoFar: number };
  readonly revenue: { readonly tokensSpent: number; readonly revenuePLN: number };
  readonly activity: { readonly chats: number; readonly voiceMinutes: number; readonly videoMinutes: number };
  readonly lastUpdated: string;
  readonly provenance: ProvenanceView;
}

/** The hours of a day that have a document, in order. */
export function platformHourlyResponse(
  date: string,
  documents: readonly PlatformKpiHourly[],
): { date: string; hours: PlatformHourResponse[] } {
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

/** The response of `kpi_getCreatorDaily`. */
export interface CreatorDailyResponse {
  readonly date: string;
  readonly userId: string;
  readonly earnings: {
    readonly chat: number;
    readonly voice: number;
    readonly video: number;
    readonly calendar: number;
    readonly events: number;
    readonly other: number;
    readonly total: number;
  };
  readonly earningsPLN: number;
  readonly sessions: number;
  readonly lastUpdated: string;
  readonly provenance: ProvenanceView;
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

/** The response of `kpi_getSafetyDaily`. */
export interface SafetyDailyResponse {
  readonly date: string;
  readonly reports: { readonly total: number; readonly aiDetected: number; readonly userReported: number };
  readonly enforcement: { readonly bans: number; readonly autoBlocks: number; readonly panicEvents: number };
  readonly lastUpdated: string;
  readonly provenance: ProvenanceView;
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
