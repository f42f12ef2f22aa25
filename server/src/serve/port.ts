import { KpiError } from '@pack324a/core';

/** Where the host is met unless `--port` or `KPI_PORT` says otherwise. */
export const DEFAULT_PORT = 3240;
export const MAX_PORT = 65_535;

/**
 * The port that the environment asks for.
 * @throws KpiError `invalid-argument`
 */
export function portOfEnvironment(): number | undefined {
  const text = process.env['KPI_PORT'];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port;
  throw new KpiError('invalid-argument', `KPI_PORT: "${text}" is not a port.`, { expected: `a whole number from 0 to ${MAX_PORT}` });
}
