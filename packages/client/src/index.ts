/** The admin API as typed functions, over Firebase's own SDK. */
export { createKpiClient, type KpiClient } from './client.ts';
export type { WithDates } from './dates.ts';
export { errorDetails } from './error-details.ts';
export { connectLocalHost, type LocalHost } from './local-host.ts';
