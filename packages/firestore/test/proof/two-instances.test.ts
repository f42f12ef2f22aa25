import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Api, type ApiContext, aggregateDays, aggregateHours, createApi, type PlatformDailyResponse } from '@pack324a/core';
import { busyDay, type FirestoreDouble, firestoreDouble, firestoreRows, jobContext } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { openFirestore } from '../../src/index.ts';
import { contractOptions } from '../adapter/firestore-adapter.ts';
import { DAY, NOW_MS } from '../adapter/fixture.ts';
import { ownIndexesOnly } from './indexed.ts';

const MINUTE_MS = 60_000;
const PLATFORM = busyDay({ date: DAY, creators: 40, ledgerRows: 400 });
const ADMIN = { uid: 'admin-1' };

/** Instances of the functions over one database; each has connections, leases and answers of its own, and all have one clock. */
class Instances {
  readonly double: FirestoreDouble = firestoreDouble(ownIndexesOnly());
  /** Aggregations that any instance has begun. */
  begun = 0;
  nowMs = NOW_MS;
  #ids = 0;

  constructor() {
    for (const [collection, rows] of firestoreRows(PLATFORM)) this.double.load(collection, rows);
    this.double.load('users', [{ id: ADMIN.uid, data: { role: 'admin' } }]);
  }

  start(): Api {
    const options = { ...contractOptions({ ...RULES }), clock: () => this.nowMs, sleep: async () => undefined };
    const { reader, store } = openFirestore({ gateway: this.double, ...options });
    const jobs = { ...jobContext({ reader, store }, { rules: RULES, now: () => this.nowMs }), newRunId: () => `run-${++this.#ids}` };
    const context: ApiContext = {
      ...jobs,
      isAdmin: (uid) => reader.isAdmin(uid),
      aggregateDay: (date, trigger) => {
        this.begun++;
        return aggregateDays(jobs, { range: { from: date, to: date }, trigger });
      },
      aggregateHours: (hours, trigger) => aggregateHours(jobs, { hours, trigger }),
      backfill: { enqueue: async () => undefined },
      // Whoever sleeps lets the others go on, and finds the clock where the sleep has ended.
      sleep: async (ms) => {
        const untilMs = this.nowMs + ms;
        await nextTurn();
        this.nowMs = Math.max(this.nowMs, untilMs);
      },
      newId: () => `id-${++this.#ids}`,
      checkResponses: true,
    };
    return createApi(context);
  }
}

const RULES = { platformAccountIds: [], nonEarningTypes: ['REFUND'], earningTypes: null, contextsBookedElsewhere: [] };

const ask = (api: Api): Promise<PlatformDailyResponse> =>
  api.call('kpi_getPlatformDaily', ADMIN, { date: DAY }) as Promise<PlatformDailyResponse>;

/** Queries for the rows of the day's ledger: 24 for each aggregation. */
function ledgerQueries({ requests }: FirestoreDouble): number {
  return requests.filter(({ operation, query }) => operation === 'stream' && query?.collection === 'walletTransactions').length;
}

describe('two instances that are asked for the same missing day at once', () => {
  it('aggregate it once, and both answer with it', async () => {
    const instances = new Instances();
    const answers = await Promise.all([ask(instances.start()), ask(instances.start())]);
    expect(instances.begun).toBe(1);
    expect(ledgerQueries(instances.double)).toBe(24);
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]?.users.paying).toBeGreaterThan(0);
    expect(instances.double.documents('kpiLeases')).toEqual([]);
  });

  it('and many more calls, for the figures of all sections, do so too', async () => {
    const instances = new Instances();
    const apis = [instances.start(), instances.start(), instances.start()];
    const calls = Array.from({ length: 150 }, (_, index) => {
      const api = apis[index % 3] as Api;
      const name = (['kpi_getPlatformDaily', 'kpi_getSafetyDaily', 'kpi_getCreatorDaily'] as const)[(index % 5) % 3] as string;
      return api.call(name, ADMIN, { date: DAY, ...(name === 'kpi_getCreatorDaily' ? { userId: 'creator-1' } : {}) });
    });
    expect(await Promise.all(calls)).toHaveLength(150);
    expect(instances.begun).toBe(1);
  });

  it('wait for a third that holds the lease, and one of them goes to work once that has expired', async () => {
    const instances = new Instances();
    const expiresAtMs = NOW_MS + 5 * MINUTE_MS;
    const { store } = openFirestore({ gateway: instances.double, ...contractOptions(RULES) });
    expect(await store.acquireLease(`day_${DAY}`, { holder: 'dead', nowMs: NOW_MS, expiresAtMs })).toBe(true);
    const answers = await Promise.all([ask(instances.start()), ask(instances.start())]);
    expect(instances.nowMs).toBeGreaterThanOrEqual(expiresAtMs);
    expect(instances.begun).toBe(1);
    expect(answers[0]).toEqual(answers[1]);
    expect(instances.double.documents('kpiLeases')).toEqual([]);
  });

  it('do not wait for a lease that has expired already', async () => {
    const instances = new Instances();
    const { store } = openFirestore({ gateway: instances.double, ...contractOptions(RULES) });
    await store.acquireLease(`day_${DAY}`, { holder: 'dead', nowMs: NOW_MS - 10 * MINUTE_MS, expiresAtMs: NOW_MS - 1 });
    await Promise.all([ask(instances.start()), ask(instances.start())]);
    expect(instances.begun).toBe(1);
    expect(instances.nowMs - NOW_MS).toBeLessThan(MINUTE_MS);
  });
});
