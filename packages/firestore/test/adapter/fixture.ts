import { type DateRange, DEFAULT_COUNTING_RULES, type JobContext, type KpiConfig, type LogEvent } from '@pack324a/core';
import { type DoubleOptions, type FirestoreDouble, firestoreDouble, jobContext, type Platform } from '@pack324a/testkit';
import { type FirestoreBackend, openFirestore } from '../../src/index.ts';
import { contractOptions, fillWith } from './firestore-adapter.ts';

export const DAY = '2025-03-09';
export const ONE_DAY = { from: DAY, to: DAY } as unknown as DateRange;
/** Ten minutes after the day's end, as the daily job runs. */
export const NOW_MS = Date.parse('2025-03-10T00:10:00.000Z');

export interface Fixture extends FirestoreBackend {
  readonly double: FirestoreDouble;
  /** How long each wait was to be, in milliseconds. */
  readonly waits: number[];
  readonly context: JobContext;
  readonly logged: LogEvent[];
}

export interface FixtureOptions extends DoubleOptions {
  readonly platform?: Platform;
  readonly sources?: KpiConfig['sources'];
  readonly batchSize?: number;
  readonly clock?: () => number;
}

/** Reader and store over a double with a platform in it; waiting takes no time and is written down. */
export async function fixture({ platform = {}, sources = {}, batchSize = 500, clock, ...options }: FixtureOptions = {}): Promise<Fixture> {
  const double = firestoreDouble(options);
  await fillWith({ gateway: double, fill: async (collection, rows) => double.load(collection, rows) }, platform, sources);
  const waits: number[] = [];
  const given = contractOptions(DEFAULT_COUNTING_RULES, sources);
  const backend = openFirestore({
    ...given,
    gateway: double,
    config: { ...given.config, batchSize },
    clock: clock ?? (() => NOW_MS),
    sleep: async (ms) => void waits.push(ms),
    // Waits are as long as their base then.
    random: () => 0.5,
  });
  const logged: LogEvent[] = [];
  const context = jobContext(backend, { rules: DEFAULT_COUNTING_RULES, now: NOW_MS, logged });
  return { ...backend, double, waits, context, logged };
}
