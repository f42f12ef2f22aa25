import type { KpiClient } from '@pack324a/client';
import type { FigureName, Section } from './figures.ts';

export type PlatformDay = Awaited<ReturnType<KpiClient['getPlatformDaily']>>;
export type SafetyDay = Awaited<ReturnType<KpiClient['getSafetyDaily']>>;
type FigureOf<C> = Extract<Section, { collection: C }>['figures'][number];

/** A number for each figure that there is. */
export type Values = Readonly<Partial<Record<FigureName, number>>>;

/** The platform's figures by their names in the catalogue. */
export function platformValues({ users, revenue, activity }: PlatformDay): Readonly<Record<FigureOf<'platformKpiDaily'>, number>> {
  return {
    newUsers: users.new,
    verifiedUsers: users.verified,
    activeUsers: users.active,
    payingUsers: users.paying,
    totalTokenRevenuePLN: revenue.revenuePLN,
    totalTokensSpent: revenue.tokensSpent,
    totalChats: activity.chats,
    totalVoiceMinutes: activity.voiceMinutes,
    totalVideoMinutes: activity.videoMinutes,
    totalCalendarBookings: activity.calendarBookings,
    totalEventTickets: activity.eventTickets,
  };
}

/** The safety figures by their names in the catalogue. */
export function safetyValues({ reports, enforcement }: SafetyDay): Readonly<Record<FigureOf<'safetyKpiDaily'>, number>> {
  return {
    reportsTotal: reports.total,
    reportsAI: reports.aiDetected,
    reportsHuman: reports.userReported,
    bansIssued: enforcement.bans,
    autoBlocks: enforcement.autoBlocks,
    panicEvents: enforcement.panicEvents,
  };
}
