import type { z } from 'zod';
import { parsePastOrPresentDate, utcDateOf } from '../calendar/utc.ts';
import { KpiError } from '../errors.ts';
import { summaryOf, topCreatorsOf } from '../reports/ranges.ts';
import { creatorDailyResponse, platformDailyResponse, platformHourlyResponse, safetyDailyResponse } from '../reports/responses.ts';
import {
  creatorDailySchema,
  platformDailySchema,
  platformHourlySchema,
  safetyDailySchema,
  summarySchema,
  topCreatorsSchema,
} from '../reports/shapes.ts';
import type { Backfills } from './backfill.ts';
import type { ApiContext, Notify } from './context.ts';
import { creatorTrendOf } from './creator-trend.ts';
import { type DayFigures, stoppedBefore } from './day-figures.ts';
import { metricsOf } from './metrics.ts';
import { REQUESTS, requestedRange } from './requests.ts';
import { backfillProgressSchema, backfillStartSchema, metricsSchema, statusSchema, triggerAggregationSchema } from './shapes.ts';
import { statusOf } from './status.ts';
import { trendOf } from './trend.ts';
import { creatorTrendSchema, trendSchema } from './trend-shapes.ts';

/** What a handler works with. */
export interface Desk {
  readonly context: ApiContext;
  readonly days: DayFigures;
  readonly backfills: Backfills;
}

/** One call of the admin API. It knows nothing of HTTP or of Firebase. */
export interface Endpoint<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  readonly description: string;
  readonly request: I;
  readonly response: O;
  /** A request for the reference page. */
  readonly example: z.input<I>;
  /**
   * @param notify told how far the work has come, where the caller wants to know
   * @returns what the response schema describes
   */
  handle(desk: Desk, request: z.output<I>, notify?: Notify): Promise<z.output<O>>;
}

function endpoint<I extends z.ZodObject, O extends z.ZodType>(definition: Endpoint<I, O>): Endpoint<I, O> {
  return definition;
}

const DATE = '2025-12-11';

const TREND = `Every figure of the platform and of safety over a range, day by day, from what is stored; makes nothing. The collections stand
apart, since each is aggregated, or fails, on its own. \`values\` go with \`days\`, which has every day of the range.

A day is \`stored\`; \`running\`, with its figures so far; \`unfinished\` when it is over and its figures are from before its end; or
\`missing\`, and its values are null. The last two have a \`reason\`: \`not-aggregated\`; \`failed\` when its last aggregation did,
\`kpi_getStatus\` says why; \`too-old\` when it cannot be aggregated any more;
\`before-data\` when the sources begin after it, and \`after-data\` when they end before it.

\`total\` and \`dailyAverage\` go over all days with a figure, the running one included, as those of \`kpi_admin_getSummary\` do; they are
null without any. Active, paying and all verified users do not add up over days and have an average only. Averages are rounded half up, PLN to
grosze and everything else to six decimals. \`atLeast\` names the days whose figure is a lower bound.`;

/** The admin API. Every call is for admins only; every request and response is JSON. */
export const ENDPOINTS = {
  kpi_getPlatformDaily: endpoint({
    description: 'The platform’s figures of one day; made first when the day has none.',
    request: REQUESTS.day,
    response: platformDailySchema,
    example: { date: DATE },
    handle: async (desk, request) => platformDailyResponse(await desk.days.platform(dateOf(desk, request))),
  }),
  kpi_getPlatformHourly: endpoint({
    description:
      'The platform’s figures of the hours of one day that have begun. `daySoFar` is their exact sum up to each, null where an earlier hour has none.',
    request: REQUESTS.day,
    response: platformHourlySchema,
    example: { date: DATE },
    async handle(desk, request) {
      const date = dateOf(desk, request);
      return platformHourlyResponse(date, await desk.days.hours(date));
    },
  }),
  kpi_getCreatorDaily: endpoint({
    description: 'One creator’s figures of one day: zeros when the creator did nothing that day.',
    request: REQUESTS.creatorDay,
    response: creatorDailySchema,
    example: { userId: 'creator123', date: DATE },
    handle: async (desk, request) => creatorDailyResponse(await desk.days.creator(request.userId, dateOf(desk, request))),
  }),
  kpi_getCreatorTrend: endpoint({
    description:
      'One creator’s stored days of a range; makes nothing. Every day has an entry: zeros where its creators were aggregated without this one, nulls where they were not. `totalDays` are the days with figures, `activeDays` those of them on which the creator has any; `averageDailyEarnings` divides by the latter, as in `kpi_admin_getTopCreators`. How a day stands is said under `kpi_admin_getTrend`.',
    request: REQUESTS.creatorRange,
    response: creatorTrendSchema,
    example: { userId: 'creator123', startDate: '2025-12-01', endDate: DATE },
    handle: ({ context }, request) => creatorTrendOf(context, request.userId, requestedRange(request, utcDateOf(context.clock()))),
  }),
  kpi_getSafetyDaily: endpoint({
    description: 'Reports, enforcement and panic events of one day, as counts.',
    request: REQUESTS.day,
    response: safetyDailySchema,
    example: { date: DATE },
    handle: async (desk, request) => safetyDailyResponse(await desk.days.safety(dateOf(desk, request))),
  }),
  kpi_admin_getSummary: endpoint({
    description: 'The stored days of a range and what they add up to; makes nothing.',
    request: REQUESTS.range,
    response: summarySchema,
    example: { startDate: '2025-12-01', endDate: DATE },
    handle: (desk, request) => summaryOf(desk.context.store, requestedRange(request, todayOf(desk))),
  }),
  kpi_admin_getTrend: endpoint({
    description: TREND,
    request: REQUESTS.range,
    response: trendSchema,
    example: { startDate: '2025-12-01', endDate: DATE },
    handle: ({ context }, request) => trendOf(context, requestedRange(request, utcDateOf(context.clock()))),
  }),
  kpi_admin_getTopCreators: endpoint({
    description: 'The best earners of a range, from what is stored; makes nothing.',
    request: REQUESTS.ranking,
    response: topCreatorsSchema,
    example: { startDate: '2025-12-01', endDate: DATE, limit: 5 },
    handle: (desk, request) => topCreatorsOf(desk.context.store, requestedRange(request, todayOf(desk)), request.limit),
  }),
  kpi_admin_triggerAggregation: endpoint({
    description: 'Aggregates one day anew and returns the stored documents.',
    request: REQUESTS.day,
    response: triggerAggregationSchema,
    example: { date: DATE },
    handle: triggerAggregation,
  }),
  kpi_admin_startBackfill: endpoint({
    description:
      'Quotes what aggregating a range of days anew takes; with `confirm: true` puts its days into the queue. One of the same days that has not ended is taken up again.',
    request: REQUESTS.backfill,
    response: backfillStartSchema,
    example: { startDate: '2025-12-01', endDate: DATE },
    handle: (desk, request) =>
      desk.backfills.start({
        range: requestedRange(request, todayOf(desk)),
        confirm: request.confirm,
        maxReads: request.maxReads,
      }),
  }),
  kpi_admin_getBackfill: endpoint({
    description: 'How far a backfill has come. A day that failed may still be tried again by the queue.',
    request: REQUESTS.backfillId,
    response: backfillProgressSchema,
    example: { id: 'backfill123' },
    handle: ({ backfills }, request) => backfills.progress(request.id),
  }),
  kpi_getMetrics: endpoint({
    description: 'What every figure means: label, unit, description, sources.',
    request: REQUESTS.none,
    response: metricsSchema,
    example: {},
    handle: async ({ context }) => metricsOf(context.catalogue),
  }),
  kpi_getStatus: endpoint({
    description: 'The state of the monitor: last runs, what is stored, which days are stale, what failed.',
    request: REQUESTS.none,
    response: statusSchema,
    example: {},
    handle: ({ context }) => statusOf(context),
  }),
};

export type EndpointName = keyof typeof ENDPOINTS;
/** What a caller may send. */
export type RequestOf<N extends EndpointName> = z.input<(typeof ENDPOINTS)[N]['request']>;
/** What a caller gets, as it goes over the wire. */
export type ResponseOf<N extends EndpointName> = z.output<(typeof ENDPOINTS)[N]['response']>;

function todayOf({ context }: Desk): ReturnType<typeof utcDateOf> {
  return utcDateOf(context.clock());
}

function dateOf(desk: Desk, request: { readonly date: string }): ReturnType<typeof utcDateOf> {
  return parsePastOrPresentDate(request.date, todayOf(desk));
}

async function triggerAggregation(
  desk: Desk,
  request: { readonly date: string },
  notify?: Notify,
): Promise<z.output<typeof triggerAggregationSchema>> {
  const date = dateOf(desk, request);
  const run = await desk.days.trigger(date, notify);
  if (run.outcome === 'abandoned') throw stoppedBefore(date);
  const failed = Object.entries(run.sections).flatMap(([name, { status }]) => (status === 'failed' ? [name] : []));
  const { store } = desk.context;
  const platformKpi = await store.get('platformKpiDaily', date);
  const safetyKpi = await store.get('safetyKpiDaily', date);
  if (failed.length > 0 || platformKpi === undefined || safetyKpi === undefined) {
    throw new KpiError('internal', `The aggregation of ${date} failed in: ${failed.join(', ')}. What could be stored is stored.`, {
      reference: run.id,
      hint: 'kpi_getStatus lists what failed.',
    });
  }
  return { success: true, date, creatorsProcessed: run.sections['creators']?.documents ?? 0, platformKpi, safetyKpi };
}
