import type { UtcDate, UtcHour } from '../calendar/utc.ts';
import type { Trigger } from '../documents/types.ts';
import type { JobContext } from '../jobs/context.ts';
import type { RunStep } from '../jobs/run-record.ts';
import type { RunRecord } from '../ports.ts';
import type { BackfillQueue } from './backfill.ts';

/** Who is calling, as the host has made sure; undefined when nobody is signed in. */
export interface Caller {
  readonly uid: string;
}

/** Told of each step of the work behind a call, as plain data. */
export type Notify = (progress: RunStep) => void;

/** What the admin API works with; every effect is passed in. */
export interface ApiContext extends Pick<JobContext, 'catalogue' | 'config' | 'reader' | 'store' | 'clock' | 'log'> {
  /** Whether a user is an admin: by the stored users, and by whatever else the host knows. */
  readonly isAdmin: (uid: string) => Promise<boolean>;
  /**
   * Runs the aggregation of one day, in its turn where the host lets only one job run at a time.
   * @param onStep told of each step
   * @param isMade asked when the turn has come: a job before it may have made the day already, and then nothing is run
   */
  readonly aggregateDay: (
    date: UtcDate,
    trigger: Trigger,
    isMade?: () => Promise<boolean>,
    onStep?: Notify,
  ) => Promise<RunRecord | undefined>;
  /** The same for hours that follow each other. */
  readonly aggregateHours: (hours: readonly UtcHour[], trigger: Trigger, isMade?: () => Promise<boolean>) => Promise<RunRecord | undefined>;
  /** Where the days of a backfill go. */
  readonly backfill: BackfillQueue;
  /** The last day that the sources tell of: today on a platform that is running, undefined without any rows. Absent where it runs for sure. */
  readonly lastDay?: () => Promise<UtcDate | undefined>;
  /** The first day that the sources tell of, sign-ups aside; undefined without any rows. Absent where nobody can say. */
  readonly firstDay?: () => Promise<UtcDate | undefined>;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  /** A name that nothing else has: for leases and for references to failures. */
  readonly newId: () => string;
  /** Set in tests: an answer that does not have the shape it should have becomes an error. */
  readonly checkResponses?: boolean;
}

/** The admin API of one host. */
export interface Api {
  /**
   * Answers one call.
   * @param name of the endpoint, for example `kpi_getPlatformDaily`
   * @param data the request as it came
   * @param notify told how far the work has come; only some endpoints do
   * @returns the response, as it goes over the wire
   * @throws KpiError with a code of the callable protocol and a message for the caller; nothing else
   */
  call(name: string, caller: Caller | undefined, data: unknown, notify?: Notify): Promise<unknown>;
}
