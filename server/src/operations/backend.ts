import type { DateRange, JobContext, UtcDate } from '@pack324a/core';

/** What operations work on: sources and KPI documents that are open, wherever they are kept. */
export interface Backend extends JobContext {
  /** The UTC day that it is now: a backend may stay open over midnight. */
  readonly today: UtcDate;
  /**
   * The days of the first and the last source row up to today, and today itself where the last row is of yesterday; undefined
   * without rows. Sign-ups alone do not make a day: they may reach back far beyond everything else.
   */
  readonly sourceExtent: () => Promise<DateRange | undefined>;
  /** The last day that the sources tell of: today on a platform that is running; undefined without any rows but sign-ups. */
  readonly lastDay: () => Promise<UtcDate | undefined>;
  readonly advice: Advice;
  /** What an operation may cost, where reading is billed. */
  readonly budget?: Budget;
}

/** What people are told to do next. */
interface Advice {
  /** What a command needs beside its own words to work on the same backend: ` --backend firestore`, or nothing. */
  readonly options: string;
  /** For sources without a row. */
  readonly withoutRows: string;
}

/** What an operation may cost where reading is billed. */
export interface Budget {
  /** Document reads. */
  readonly maxReads: number;
  /** Told what an operation will bill, about, before it begins. */
  readonly onEstimate: (text: string) => void;
}
