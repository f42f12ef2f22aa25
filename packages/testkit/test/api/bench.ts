import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type Api,
  type ApiContext,
  aggregateDays,
  aggregateHours,
  type BackfillTask,
  type Caller,
  catalogueFor,
  createApi,
  type EndpointName,
  type JobContext,
  type KpiConfig,
  KpiError,
  type KpiStore,
  type LogEvent,
  type RequestOf,
  type ResponseOf,
  SCHEDULED_JOBS,
  type ScheduledJob,
} from '@pack324a/core';
import { jobContext, type MemoryReader, memoryReader, memoryStore, type Platform } from '../../src/index.ts';
import { ms, RULES } from '../support.ts';
import { ADMIN, EXAMPLE, NOW } from './example-platform.ts';

/** An aggregation that an API has asked for: of a day, or of the hours `first-last` of one. */
interface Begun {
  readonly what: string;
  readonly trigger: string;
}

/** One host's API. */
export interface Host {
  readonly api: Api;
  /** Calls as an admin. */
  ask<N extends EndpointName>(name: N, data: RequestOf<N>): Promise<ResponseOf<N>>;
  /** Calls with anything, as anybody. */
  send(name: string, data: unknown, caller?: Caller): Promise<unknown>;
}

/** What the tests of the API turn on and look at. */
export interface ApiBench extends Host {
  readonly context: ApiContext;
  readonly jobs: JobContext;
  readonly reader: MemoryReader;
  readonly store: KpiStore;
  readonly logged: LogEvent[];
  /** Every aggregation that any host has begun, in order. */
  readonly begun: Begun[];
  /** Collections that anything was written to, leases included, in order. */
  readonly written: string[];
  /** Milliseconds that hosts have slept, one entry per sleep. */
  readonly slept: number[];
  /** Tasks that were handed to the queue. */
  readonly enqueued: BackfillTask[];
  /** Told at the end of every sleep how many there were, before the sleeper goes on. */
  whenSlept(react: (sleeps: number) => void): void;
  setPlatform(platform: Platform): void;
  setClock(instant: string): void;
  advance(milliseconds: number): void;
  /** From now on every aggregation waits where it begins; the result lets them go, and all that come later. */
  hold(): () => void;
  /** Resolves once so many aggregations have begun. */
  untilBegun(aggregations: number): Promise<void>;
  /** Another host over the same store. */
  another(overrides?: Partial<ApiContext>): Host;
  /** Runs a scheduled job as of an instant. */
  runJob(id: ScheduledJob['id'], instant: string): Promise<void>;
}

export interface BenchOptions {
  readonly now?: string;
  readonly platform?: Platform;
  readonly config?: Partial<KpiConfig>;
  /** Replaces parts of the store that the hosts see. */
  readonly store?: (store: KpiStore) => Partial<KpiStore>;
  readonly context?: Partial<ApiContext>;
  /** True once the hosts are about to stop. */
  readonly stopping?: () => boolean;
}

export function apiBench(options: BenchOptions = {}): ApiBench {
  let clockMs = ms(options.now ?? NOW);
  let platform = options.platform ?? EXAMPLE;
  let gate: Promise<void> = Promise.resolve();
  let react: (sleeps: number) => void = () => undefined;
  let ids = 0;
  const begun: Begun[] = [];
  const written: string[] = [];
  const slept: number[] = [];
  const enqueued: BackfillTask[] = [];
  const logged: LogEvent[] = [];
  const { store, base } = watchedStore(written, options.store);
  const reader = memoryReader(() => platform, catalogueFor(RULES));
  const jobs: JobContext = {
    ...jobContext({ reader, store }, { rules: RULES, now: () => clockMs, logged, config: options.config ?? {} }),
    stopping: options.stopping ?? (() => false),
  };
  const context: ApiContext = {
    ...jobs,
    isAdmin: (uid) => reader.isAdmin(uid),
    backfill: { enqueue: async (tasks) => void enqueued.push(...tasks) },
    async aggregateDay(date, trigger, _isMade, onStep) {
      begun.push({ what: date, trigger });
      await gate;
      return aggregateDays(jobs, { range: { from: date, to: date }, trigger, onStep });
    },
    async aggregateHours(hours, trigger) {
      begun.push({ what: `${hours[0]?.date} ${hours[0]?.hour}-${hours.at(-1)?.hour}`, trigger });
      await gate;
      return aggregateHours(jobs, { hours, trigger });
    },
    // A sleeper goes on when everything else that can has come to a stop, and finds the clock where its sleep has ended.
    async sleep(milliseconds) {
      const dueMs = clockMs + milliseconds;
      await nextTurn();
      clockMs = Math.max(clockMs, dueMs);
      slept.push(milliseconds);
      react(slept.length);
    },
    newId: () => `id-${++ids}`,
    checkResponses: true,
    ...options.context,
  };
  return {
    ...hostOf(context),
    context,
    jobs,
    reader,
    store: base,
    logged,
    begun,
    written,
    slept,
    enqueued,
    whenSlept: (to) => {
      react = to;
    },
    setPlatform: (to) => {
      platform = to;
    },
    setClock: (instant) => {
      clockMs = ms(instant);
    },
    advance: (milliseconds) => {
      clockMs += milliseconds;
    },
    hold() {
      let release: () => void = () => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    async untilBegun(aggregations) {
      while (begun.length < aggregations) await nextTurn();
    },
    another: (overrides = {}) => hostOf({ ...context, ...overrides }),
    async runJob(id, instant) {
      clockMs = ms(instant);
      await SCHEDULED_JOBS.find((job) => job.id === id)?.run(jobs, clockMs);
    },
  };
}

/** Everything that is under way goes on until it waits for something that only the test can give. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await nextTurn();
}

function hostOf(context: ApiContext): Host {
  const api = createApi(context);
  return {
    api,
    ask: (name, data) => api.call(name, { uid: ADMIN }, data) as Promise<never>,
    send: (name, data, caller) => api.call(name, caller, data),
  };
}

function watchedStore(written: string[], replace: BenchOptions['store']): { store: KpiStore; base: KpiStore } {
  const base = memoryStore();
  const store: KpiStore = {
    ...base,
    write: async (changes) => {
      written.push(...changes.map(({ collection }) => collection));
      await base.write(changes);
    },
    acquireLease: (id, lease) => {
      written.push('kpiLeases');
      return base.acquireLease(id, lease);
    },
  };
  return { store: { ...store, ...replace?.(store) }, base };
}

/** The error that a call is refused with. A call that is answered fails the test, and so does anything thrown but a KpiError. */
export async function refusalOf(call: Promise<unknown>): Promise<KpiError> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in outcome) throw new Error(`answered: ${JSON.stringify(outcome.value)}`);
  if (!(outcome.error instanceof KpiError)) throw outcome.error;
  return outcome.error;
}
