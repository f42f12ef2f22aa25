import {
  catalogueFor,
  type DateRange,
  DEFAULT_COUNTING_RULES,
  type JobContext,
  type KpiConfig,
  type KpiStore,
  type LogEvent,
} from '@pack324a/core';
import { jobContext, type MemoryReader, memoryReader, memoryStore, type Platform } from '../src/index.ts';

export const RULES = DEFAULT_COUNTING_RULES;

export interface Bench {
  readonly reader: MemoryReader;
  readonly store: KpiStore;
  readonly logged: LogEvent[];
  readonly context: JobContext;
  /** Epoch milliseconds of the clock that the jobs see. */
  setClock(nowMs: number): void;
}

/** Jobs over a platform in memory, with a settable clock. */
export function bench(platform: Platform | (() => Platform), nowMs: number, config: Partial<KpiConfig> = {}): Bench {
  let clockMs = nowMs;
  const reader = memoryReader(platform, catalogueFor(RULES));
  const store = memoryStore();
  const logged: LogEvent[] = [];
  const setClock = (toMs: number): void => {
    clockMs = toMs;
  };
  const context = jobContext({ reader, store }, { rules: RULES, now: () => clockMs, config, logged });
  return { reader, store, logged, context, setClock };
}

export function rangeOf(from: string, to = from): DateRange {
  return { from, to } as unknown as DateRange;
}

export function ms(text: string): number {
  return Date.parse(text);
}
