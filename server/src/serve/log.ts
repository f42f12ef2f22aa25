import { KpiError, type LogEvent } from '@pack324a/core';
import { type DestinationStream, type Logger, pino } from 'pino';

const DEFAULT_LEVEL = 'warn';

/**
 * The host's log: JSON lines on standard error. `KPI_LOG` says from which level on.
 * @throws KpiError `invalid-argument` for a level that does not exist
 */
export function createLog(destination: DestinationStream = process.stderr): Logger {
  const level = process.env['KPI_LOG'] ?? DEFAULT_LEVEL;
  const levels = [...Object.values(pino.levels.labels), 'silent'];
  if (!levels.includes(level)) {
    throw new KpiError('invalid-argument', `KPI_LOG: "${level}" is not a level of the log.`, { expected: levels.join(', ') });
  }
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
}

/** Writes the events of the jobs and of the API into the log. */
export function eventLogger(log: Logger): (event: LogEvent) => void {
  return ({ level, event, ...details }) => log[level](details, event);
}
