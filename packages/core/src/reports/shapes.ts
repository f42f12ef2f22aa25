import { z } from 'zod';

/**
 * The shapes of reports, in the order in which their fields are sent. Types are derived from them, tests hold every response
 * to them, and the reference page prints them.
 */
export const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
export const instant = z.iso.datetime({ precision: 3 });
export const count = z.int().nonnegative();
export const amount = z.number().nonnegative();
export const counts = z.record(z.string(), count);
export const countsByReason = z.record(z.string(), counts);

export const activeUserBounds = z.strictObject({ method: z.enum(['captured', 'reconstructed']), lower: count, upper: count }).readonly();

/** What a response says of its document's provenance. */
export const provenanceViewSchema = z
  .strictObject({
    complete: z.boolean(),
    trigger: z.enum(['scheduled', 'on-demand', 'manual', 'backfill']),
    generatedAt: instant,
    rowsUsed: counts,
    rowsRejected: countsByReason,
    missingSources: z.array(z.string()).readonly(),
    activeUsers: activeUserBounds.nullable(),
    verifiedAt: instant.nullable(),
  })
  .readonly();

export const platformDailySchema = z
  .strictObject({
    date,
    users: z.strictObject({ new: count, verified: count, active: count, paying: count }).readonly(),
    revenue: z.strictObject({ tokensSpent: amount, revenuePLN: amount }).readonly(),
    activity: z
      .strictObject({ chats: count, voiceMinutes: amount, videoMinutes: amount, calendarBookings: count, eventTickets: count })
      .readonly(),
    lastUpdated: instant,
    provenance: provenanceViewSchema,
  })
  .readonly();

export const platformHourlySchema = z
  .strictObject({
    date,
    hours: z
      .array(
        z
          .strictObject({
            hour: z.int().min(0).max(23),
            users: z.strictObject({ active: count, daySoFar: count }).readonly(),
            revenue: z.strictObject({ tokensSpent: amount, revenuePLN: amount }).readonly(),
            activity: z.strictObject({ chats: count, voiceMinutes: amount, videoMinutes: amount }).readonly(),
            daySoFar: z
              .strictObject({ tokensSpent: amount, revenuePLN: amount, chats: count, voiceMinutes: amount, videoMinutes: amount })
              .readonly()
              .nullable(),
            lastUpdated: instant,
            provenance: provenanceViewSchema,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export const earningsSchema = z
  .strictObject({ chat: amount, voice: amount, video: amount, calendar: amount, events: amount, other: amount, total: amount })
  .readonly();

export const creatorDailySchema = z
  .strictObject({
    date,
    userId: z.string(),
    earnings: earningsSchema,
    earningsPLN: amount,
    sessions: count,
    lastUpdated: instant,
    provenance: provenanceViewSchema,
  })
  .readonly();

export const safetyDailySchema = z
  .strictObject({
    date,
    reports: z.strictObject({ total: count, aiDetected: count, userReported: count }).readonly(),
    enforcement: z.strictObject({ bans: count, autoBlocks: count, panicEvents: count }).readonly(),
    lastUpdated: instant,
    provenance: provenanceViewSchema,
  })
  .readonly();

export const summarySchema = z
  .strictObject({
    success: z.literal(true),
    startDate: date,
    endDate: date,
    dailyData: z.array(platformDailySchema).readonly(),
    summary: z
      .strictObject({
        totalDays: count,
        totalNewUsers: count,
        totalRevenuePLN: amount,
        averageDailyRevenue: amount,
        missingDates: z.array(date).readonly(),
        totalVerifiedUsers: count,
        totalTokensSpent: amount,
        totalChats: count,
        totalVoiceMinutes: amount,
        totalVideoMinutes: amount,
        totalCalendarBookings: count,
        totalEventTickets: count,
      })
      .readonly(),
  })
  .readonly();

export const topCreatorsSchema = z
  .strictObject({
    success: z.literal(true),
    startDate: date,
    endDate: date,
    topCreators: z
      .array(
        z
          .strictObject({
            userId: z.string(),
            totalEarningsTokens: amount,
            totalEarningsPLN: amount,
            totalSessions: count,
            activeDays: count,
            averageDailyEarnings: amount,
          })
          .readonly(),
      )
      .readonly(),
    totalCreators: count,
  })
  .readonly();

export type ProvenanceView = z.infer<typeof provenanceViewSchema>;
/** The response of `kpi_getPlatformDaily`. */
export type PlatformDailyResponse = z.infer<typeof platformDailySchema>;
/** The response of `kpi_getPlatformHourly`. */
export type PlatformHourlyResponse = z.infer<typeof platformHourlySchema>;
/** The response of `kpi_getCreatorDaily`. */
export type CreatorDailyResponse = z.infer<typeof creatorDailySchema>;
/** The response of `kpi_getSafetyDaily`. */
export type SafetyDailyResponse = z.infer<typeof safetyDailySchema>;
/** The response of `kpi_admin_getSummary`. */
export type SummaryResponse = z.infer<typeof summarySchema>;
/** The response of `kpi_admin_getTopCreators`. */
export type TopCreatorsResponse = z.infer<typeof topCreatorsSchema>;
