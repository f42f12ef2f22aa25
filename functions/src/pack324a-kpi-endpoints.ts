import type { EndpointName } from '@pack324a/core';
import { type CallableFunction, type CallableRequest, onCall } from 'firebase-functions/https';
import { assertApp, httpsError } from './callable-errors.ts';
import { openHost } from './host.ts';
import { REGION } from './parameters.ts';

type Callable = CallableFunction<unknown, Promise<unknown>>;

const OPTIONS = {
  region: REGION,
  // A call for a missing day aggregates it; its creators are held at once.
  memory: '512MiB',
  // Below the ten minutes of the lease on a day: whoever holds one has ended before it expires.
  timeoutSeconds: 540,
  // A dashboard asks for a screenful at a time; more at once would share the memory of days being aggregated.
  concurrency: 20,
  // A few admins need no more, and a loop in a client costs no more.
  maxInstances: 5,
} as const;

export const kpi_getPlatformDaily = callable('kpi_getPlatformDaily');
export const kpi_getPlatformHourly = callable('kpi_getPlatformHourly');
export const kpi_getCreatorDaily = callable('kpi_getCreatorDaily');
export const kpi_getCreatorTrend = callable('kpi_getCreatorTrend');
export const kpi_getSafetyDaily = callable('kpi_getSafetyDaily');
export const kpi_getMetrics = callable('kpi_getMetrics');
export const kpi_getStatus = callable('kpi_getStatus');
export const kpi_admin_getSummary = callable('kpi_admin_getSummary');
export const kpi_admin_getTrend = callable('kpi_admin_getTrend');
export const kpi_admin_getTopCreators = callable('kpi_admin_getTopCreators');
export const kpi_admin_triggerAggregation = callable('kpi_admin_triggerAggregation');
export const kpi_admin_startBackfill = callable('kpi_admin_startBackfill');
export const kpi_admin_getBackfill = callable('kpi_admin_getBackfill');

/** One endpoint as a callable function; a client that accepts streaming is told how far the work has come. */
function callable(name: EndpointName): Callable {
  return onCall(OPTIONS, async (request: CallableRequest<unknown>, response) => {
    try {
      assertApp(request);
      const { api } = await openHost();
      const caller = request.auth === undefined ? undefined : { uid: request.auth.uid };
      // A client that has gone away misses its progress, and nothing else.
      const notify = (progress: object): void => void response?.sendChunk(progress).catch(() => undefined);
      return await api.call(name, caller, request.data, request.acceptsStreaming ? notify : undefined);
    } catch (error) {
      throw httpsError(name, error);
    }
  });
}
