import { aggregateDays, catalogueFor, type DateRange, DEFAULT_COUNTING_RULES } from '@pack324a/core';
import { jobContext } from '@pack324a/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Database, DuckDbKpiStore, DuckDbRangeEngine, DuckDbSourceReader } from '../src/index.ts';
import { type Databases, databases, gate } from './database-fixture.ts';
import { ndjson, openFixture } from './import-fixture.ts';

const CATALOGUE = catalogueFor();
const DAY = '2025-03-09';
const RANGE = { from: DAY, to: DAY } as unknown as DateRange;
const NOW_MS = Date.parse('2025-03-11T00:10:00.000Z');
const MINUTE_MS = 60_000;

let files: Databases;
let database: Database;
let store: DuckDbKpiStore;
beforeEach(async () => {
  files = databases();
  database = await files.open();
  store = new DuckDbKpiStore(database, CATALOGUE);
});
afterEach(() => files.close());

describe('stored leases', () => {
  const lease = (holder: string, nowMs = NOW_MS) => ({ holder, nowMs, expiresAtMs: nowMs + MINUTE_MS });
  const stored = async () =>
    (await database.all(`SELECT id, CAST("date" AS VARCHAR) AS date, data FROM kpi."kpiLeases" ORDER BY id`)).map(({ data, ...row }) => ({
      ...row,
      data: JSON.parse(data as string) as unknown,
    }));

  it('say who holds them, since when and until when', async () => {
    await store.acquireLease('day', lease(`it's "me"`));
    const data = { holder: `it's "me"`, acquiredAt: '2025-03-11T00:10:00.000Z', expiresAt: '2025-03-11T00:11:00.000Z' };
    expect(await stored()).toEqual([{ id: 'day', date: '2025-03-11', data }]);
  });

  it('keep the time at which they were taken when they last longer', async () => {
    await store.acquireLease('day', lease('first'));
    await store.acquireLease('day', lease('first', NOW_MS + MINUTE_MS / 2));
    const data = { holder: 'first', acquiredAt: '2025-03-11T00:10:00.000Z', expiresAt: '2025-03-11T00:11:30.000Z' };
    expect(await stored()).toMatchObject([{ data }]);
  });

  it('begin anew once they had expired', async () => {
    await store.acquireLease('day', lease('first'));
    await store.acquireLease('day', lease('first', NOW_MS + MINUTE_MS));
    const data = { holder: 'first', acquiredAt: '2025-03-11T00:11:00.000Z', expiresAt: '2025-03-11T00:12:00.000Z' };
    expect(await stored()).toMatchObject([{ data }]);
  });

  it('that a killed process left behind can all be dropped', async () => {
    for (const id of ['a', 'b', 'c']) await store.acquireLease(id, lease('killed'));
    database.close();
    database = await files.open();
    store = new DuckDbKpiStore(database, CATALOGUE);
    expect(await store.acquireLease('a', lease('new'))).toBe(false);
    expect(await store.dropLeases()).toBe(3);
    expect(await stored()).toEqual([]);
    expect(await store.acquireLease('a', lease('new'))).toBe(true);
    expect(await store.dropLeases()).toBe(1);
    expect(await store.dropLeases()).toBe(0);
  });
});

describe('creators whose day has their provenance', () => {
  it('are of one aggregation, even when another one is stored while they are read', async () => {
    const fixture = await openFixture();
    const row = { createdAt: `${DAY}T12:00:00Z`, type: 'SPEND', userId: 'payer', receiverId: 'creator', amount: 5, context: 'CHAT' };
    await fixture.load(fixture.write('walletTransactions.ndjson', ndjson([{ id: 'r1', ...row }])));
    store = new DuckDbKpiStore(fixture.database, CATALOGUE);
    const reader = new DuckDbSourceReader(fixture.database, CATALOGUE);
    const loaded = { reader, store, engine: new DuckDbRangeEngine(fixture.database, CATALOGUE, store) };
    const aggregate = (now: number) =>
      aggregateDays(jobContext(loaded, { rules: DEFAULT_COUNTING_RULES, now, mode: 'engine' }), { range: RANGE, trigger: 'manual' });
    await aggregate(NOW_MS);

    const [rowRead, aggregated] = [gate(), gate()];
    const again = rowRead.passed.then(() => aggregate(NOW_MS + MINUTE_MS)).then(aggregated.open);
    const all = fixture.database.all.bind(fixture.database);
    const spy = vi.spyOn(fixture.database, 'all').mockImplementation(async (sql, parameters) => {
      const rows = await all(sql, parameters);
      if (sql.includes('FROM kpi."creatorKpiDaily" WHERE id = $1')) {
        rowRead.open();
        await aggregated.passed;
      }
      return rows;
    });
    const document = await store.get('creatorKpiDaily', `creator_${DAY}`);
    await again;
    spy.mockRestore();
    expect([document?.updatedAt, document?.provenance.generatedAt]).toEqual(Array(2).fill('2025-03-11T00:10:00.000Z'));
    const later = await store.get('creatorKpiDaily', `creator_${DAY}`);
    expect([later?.updatedAt, later?.provenance.generatedAt]).toEqual(Array(2).fill('2025-03-11T00:11:00.000Z'));
    fixture.close();
  });
});
