import { z } from 'zod';
import { amount, count, date, earningsSchema, instant } from '../reports/shapes.ts';

/** How a day of a range stands, and for one without final figures why. */
const dayState = {
  state: z.enum(['stored', 'running', 'unfinished', 'missing']),
  reason: z.enum(['not-aggregated', 'failed', 'too-old', 'before-data', 'after-data']).nullable(),
};

const figure = z
  .strictObject({
    name: z.string(),
    values: z.array(amount.nullable()).readonly(),
    total: amount.nullable(),
    dailyAverage: amount.nullable(),
    atLeast: z.array(date).readonly(),
  })
  .readonly();

export const trendSchema = z
  .strictObject({
    success: z.literal(true),
    startDate: date,
    endDate: date,
    collections: z
      .array(
        z
          .strictObject({
            collection: z.enum(['platformKpiDaily', 'safetyKpiDaily']),
            days: z.array(z.strictObject({ date, ...dayState, lastUpdated: instant.nullable() }).readonly()).readonly(),
            figures: z.array(figure).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();

export const creatorTrendSchema = z
  .strictObject({
    success: z.literal(true),
    userId: z.string(),
    startDate: date,
    endDate: date,
    days: z
      .array(
        z
          .strictObject({
            date,
            ...dayState,
            earnings: earningsSchema.nullable(),
            earningsPLN: amount.nullable(),
            sessions: count.nullable(),
            lastUpdated: instant.nullable(),
          })
          .readonly(),
      )
      .readonly(),
    summary: z
      .strictObject({
        totalDays: count,
        activeDays: count,
        earnings: earningsSchema,
        totalEarningsPLN: amount,
        totalSessions: count,
        averageDailyEarnings: amount,
      })
      .readonly(),
  })
  .readonly();

/** The response of `kpi_admin_getTrend`. */
export type TrendResponse = z.infer<typeof trendSchema>;
/** The response of `kpi_getCreatorTrend`. */
export type CreatorTrendResponse = z.infer<typeof creatorTrendSchema>;
/** How a day of a range stands. */
export type DayState = Pick<CreatorTrendResponse['days'][number], 'state' | 'reason'>;
