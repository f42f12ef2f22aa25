import {
  type Api,
  addDays,
  createApi,
  type DateRange,
  type JobContext,
  type PlatformKpiHourly,
  platformHourlyResponse,
  utcDateOf,
} from '@pack324a/core';
import { differences } from './differences.ts';
import type { OracleDocuments } from './oracle.ts';
import { type OracleRange, oracleCreatorTrend, oracleDaySoFar, oracleTrend } from './oracle-ranges.ts';

/** Creators that are asked for on each platform: every one takes a read per day. */
const MOST_CREATORS = 3;
/** Days before the aggregated ones that are asked for as well. */
const DAYS_BEFORE = 2;
/** Up to here a JSON number holds tokens to the last of their six decimals: 2^33. */
const EXACT_TOKENS = 8_589_934_592;

interface Ranked {
  readonly userId: string;
  readonly totalEarningsTokens: number;
  readonly totalEarningsPLN: number;
  readonly totalSessions: number;
  readonly activeDays: number;
  readonly averageDailyEarnings: number;
}

/**
 * Where the range endpoints over an adapter's store differ from the oracle, or from each other, after all days of a range have
 * been aggregated; empty when nowhere.
 * @param documents what is stored of the range, and is right
 */
export async function rangeProblems(context: JobContext, aggregated: DateRange, documents: OracleDocuments): Promise<string[]> {
  const api = readingApi(context);
  const range = { ...aggregated, from: addDays(aggregated.from, -DAYS_BEFORE), today: utcDateOf(context.clock()) };
  const ask = <T>(name: string, data: object = {}): Promise<T> =>
    api.call(name, { uid: 'admin' }, { startDate: range.from, endDate: range.to, ...data }) as Promise<T>;

  const trend = await ask<ReturnType<typeof oracleTrend>>('kpi_admin_getTrend');
  const problems = differences(trend, oracleTrend(documents, range), 'trend');
  const { summary } = await ask<{ readonly summary: Readonly<Record<string, number>> }>('kpi_admin_getSummary');
  const revenue = trend.collections[0]?.figures.find(({ name }) => name === 'totalTokenRevenuePLN');
  problems.push(...differences(revenue?.total, summary['totalRevenuePLN'], 'trend and summary: revenue'));
  problems.push(...differences(revenue?.dailyAverage, summary['averageDailyRevenue'], 'trend and summary: average revenue'));

  const { topCreators } = await ask<{ readonly topCreators: readonly Ranked[] }>('kpi_admin_getTopCreators');
  for (const ranked of topCreators.slice(0, MOST_CREATORS)) problems.push(...(await creatorProblems(ask, ranked, documents, range)));
  const nobody = await ask('kpi_getCreatorTrend', { userId: 'nobody at all' });
  problems.push(...differences(nobody, oracleCreatorTrend(documents, 'nobody at all', range), 'nobody'));
  return problems;
}

async function creatorProblems(
  ask: (name: string, data: object) => Promise<unknown>,
  ranked: Ranked,
  documents: OracleDocuments,
  range: OracleRange,
): Promise<string[]> {
  const { userId } = ranked;
  const trend = await ask('kpi_getCreatorTrend', { userId });
  const expected = oracleCreatorTrend(documents, userId, range);
  const problems = differences(trend, expected, `creator ${userId}`);
  if (ranked.totalEarningsTokens > EXACT_TOKENS) return problems;
  const { earnings, totalEarningsPLN, totalSessions, activeDays, averageDailyEarnings } = expected.summary;
  const same = { userId, totalEarningsTokens: earnings.total, totalEarningsPLN, totalSessions, activeDays, averageDailyEarnings };
  return [...problems, ...differences(same, ranked, `creator ${userId} and the ranking`)];
}

/** Where the days so far of stored hours differ from the oracle's; empty when nowhere. */
export function daySoFarProblems(documents: Iterable<PlatformKpiHourly>): string[] {
  const byDate = new Map<string, PlatformKpiHourly[]>();
  for (const document of documents) byDate.set(document.date, [...(byDate.get(document.date) ?? []), document]);
  return [...byDate].flatMap(([date, hours]) => {
    const soFar = platformHourlyResponse(date, hours).hours.map(({ daySoFar }) => daySoFar);
    return differences(soFar, oracleDaySoFar(hours), `${date} day so far`);
  });
}

/** The API over a store that is only read. */
function readingApi({ catalogue, config, reader, store, clock, log, newRunId }: JobContext): Api {
  const refuse = (): Promise<never> => Promise.reject(new Error('a range was about to make something'));
  return createApi({
    catalogue,
    config,
    reader,
    store,
    clock,
    log,
    isAdmin: async () => true,
    aggregateDay: refuse,
    aggregateHours: refuse,
    backfill: { enqueue: refuse },
    sleep: refuse,
    newId: newRunId,
    checkResponses: true,
  });
}
