import {
  type Api,
  aggregateDays,
  catalogueFor,
  createApi,
  DEFAULT_CONFIG,
  type JobContext,
  type KpiConfig,
  type LogEvent,
  withDayLease,
} from '@pack324a/core';
import { type MemoryReader, memoryReader, memoryStore, type Platform, rowsOf } from '@pack324a/testkit';

export interface HostDouble {
  /** What every run works with. */
  readonly jobs: JobContext & { readonly reader: MemoryReader };
  readonly openRun: () => JobContext;
  readonly api: Api;
  readonly logged: LogEvent[];
}

/** A spend of 5 tokens at noon of the first of March, and its creator. */
const PLATFORM: Platform = {
  walletTransactions: rowsOf({
    createdAt: '2026-03-01T12:00:00Z',
    type: 'SPEND',
    userId: 'payer',
    receiverId: 'creator',
    amount: 5,
    context: 'CHAT',
  }),
};

/** What the functions of an instance share, over rows in memory; `admin` is the only admin. */
export function hostDouble(config: Partial<KpiConfig> = {}, platform = PLATFORM): HostDouble {
  const logged: LogEvent[] = [];
  const catalogue = catalogueFor();
  let ids = 0;
  const newId = (): string => `id-${++ids}`;
  const jobs = {
    catalogue,
    config: { ...DEFAULT_CONFIG, ...config } as KpiConfig,
    reader: memoryReader(platform, catalogue),
    store: memoryStore(),
    clock: () => Date.parse('2026-03-04T09:30:00Z'),
    newRunId: newId,
    log: (event: LogEvent) => void logged.push(event),
  };
  const api = createApi({
    ...jobs,
    newId,
    isAdmin: async (uid) => uid === 'admin',
    aggregateDay: (date, trigger, _isMade, onStep) => aggregateDays(jobs, { range: { from: date, to: date }, trigger, onStep }),
    aggregateHours: async () => undefined,
    backfill: { enqueue: async () => undefined },
    sleep: async () => undefined,
    checkResponses: true,
  });
  const openRun = (): JobContext => ({ ...jobs, withDay: (date, work) => withDayLease(jobs, date, newId(), work) });
  return { jobs, openRun, api, logged };
}
