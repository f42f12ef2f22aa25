import type { EndpointName, RequestOf, ResponseOf } from '@pack324a/core';
import { type Functions, type HttpsCallableOptions, httpsCallable } from 'firebase/functions';
import { type WithDates, withDates } from './dates.ts';

/** An endpoint's name in the client: without `kpi_` and `admin_`. */
type FunctionName<N extends EndpointName> = N extends `kpi_admin_${infer Rest}` ? Rest : N extends `kpi_${infer Rest}` ? Rest : never;

/** Every endpoint has its entry: one that is missing or misnamed does not compile. */
const ENDPOINT_OF = {
  /** The platform's figures of one UTC day; aggregated first when the day has none. */
  getPlatformDaily: 'kpi_getPlatformDaily',
  /** The platform's figures of the hours of one UTC day that have begun. */
  getPlatformHourly: 'kpi_getPlatformHourly',
  /** One creator's figures of one UTC day; zeros when the creator did nothing that day. */
  getCreatorDaily: 'kpi_getCreatorDaily',
  /** One creator’s stored days of a range, both ends included, and what they add up to. */
  getCreatorTrend: 'kpi_getCreatorTrend',
  /** Reports, enforcement and panic events of one UTC day, as counts. */
  getSafetyDaily: 'kpi_getSafetyDaily',
  /** The stored days of a range, both ends included, and what they add up to. */
  getSummary: 'kpi_admin_getSummary',
  /** Every figure of the platform and of safety over a range, both ends included, day by day. */
  getTrend: 'kpi_admin_getTrend',
  /** The best earners of a range, both ends included; 50 unless `limit` says otherwise. */
  getTopCreators: 'kpi_admin_getTopCreators',
  /** Aggregates one UTC day anew; the stored documents come back as they are, times as ISO text. */
  triggerAggregation: 'kpi_admin_triggerAggregation',
  /** What aggregating a range of UTC days anew takes; with `confirm: true` begins it. */
  startBackfill: 'kpi_admin_startBackfill',
  /** How far a backfill has come. */
  getBackfill: 'kpi_admin_getBackfill',
  /** What every figure means. */
  getMetrics: 'kpi_getMetrics',
  /** Last runs, what is stored, which days are stale and what failed. */
  getStatus: 'kpi_getStatus',
} as const satisfies { readonly [N in EndpointName as FunctionName<N>]: N };

type NoFields = Record<string, never>;
type Call<N extends EndpointName> = (
  ...request: NoFields extends RequestOf<N> ? [request?: RequestOf<N>] : [request: RequestOf<N>]
) => Promise<WithDates<ResponseOf<N>>>;

/** The admin API: a function for each endpoint. Days are UTC, `YYYY-MM-DD`; `lastUpdated` is a `Date`, or null where there is nothing. */
export type KpiClient = { readonly [F in keyof typeof ENDPOINT_OF]: Call<(typeof ENDPOINT_OF)[F]> };

/**
 * The admin API, called through `httpsCallable`: Cloud Functions or, after `connectLocalHost`, the local host.
 * @param functions of the region that the functions are deployed to
 * @param options for every call; the SDK gives up after 70 seconds unless `timeout` (milliseconds) says otherwise
 * @returns functions that reject with the SDK's `FunctionsError`; `errorDetails` reads what it says beyond its message
 */
export function createKpiClient(functions: Functions, options?: HttpsCallableOptions): KpiClient {
  const calls = Object.entries(ENDPOINT_OF).map(([name, endpoint]) => {
    const call = httpsCallable<Readonly<Record<string, unknown>>, object>(functions, endpoint, options);
    return [name, async (request: object = {}) => withDates((await call(givenFields(request))).data)] as const;
  });
  return Object.fromEntries(calls) as unknown as KpiClient;
}

/** The SDK sends `undefined` as `null`, which no field takes: what is not given is not sent. */
function givenFields(request: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
}
