import type { UtcDate } from '../calendar/utc.ts';
import type { Catalogue } from '../catalogue/model.ts';
import type { KpiConfig } from '../config/schema.ts';
import { KpiError } from '../errors.ts';
import type { KpiStore, RangeEngine, SourceReader } from '../ports.ts';

/** One line of the log: counts and dates, never anything about a person. */
export interface LogEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** What the jobs work with; every effect is passed in. */
export interface JobContext {
  readonly catalogue: Catalogue;
  readonly config: KpiConfig;
  readonly reader: SourceReader;
  readonly store: KpiStore;
  /** Set where the engine aggregates whole ranges itself. */
  readonly engine?: RangeEngine | undefined;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly newRunId: () => string;
  readonly log: (event: LogEvent) => void;
  /** True once the process has been asked to stop: a job then ends before its next part. */
  readonly stopping?: () => boolean;
  /**
   * Does the work on one day while nobody else does, see `withDayLease`; absent where jobs take turns anyway, and where the day is
   * held already.
   * @throws KpiError `unavailable` when somebody else is at work on the day
   */
  readonly withDay?: (date: UtcDate, work: () => Promise<void>) => Promise<void>;
}

/** Refuses to start a job while the configuration pauses them. */
export function assertNotPaused(config: KpiConfig): void {
  if (config.paused) {
    throw new KpiError('failed-precondition', 'Jobs are paused by the configuration; nothing was written.', {
      hint: 'Set "paused": false in the configuration to go on.',
    });
  }
}
