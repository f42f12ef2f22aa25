import {
  addDays,
  aggregateDays,
  aggregateHours,
  catalogueFor,
  cleanup,
  type DateRange,
  DEFAULT_COUNTING_RULES,
  daysBetween,
  hoursOf,
  KpiError,
  type UtcDate,
} from '@pack324a/core';
import { jobContext, type LoadedAdapter, type Mode, rowsOf, storedDays } from '@pack324a/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Database, DuckDbKpiStore, DuckDbRangeEngine, DuckDbSourceReader } from '../src/index.ts';
import { type Fixture, ndjson, openFixture } from './import-fixture.ts';

const RULES = DEFAULT_COUNTING_RULES;
const CATALOGUE = catalogueFor(RULES);
const MODES: readonly Mode[] = ['slices', 'engine'];
const DAY = '2025-03-09' as UtcDate;
const RANGE = { from: '2025-03-08', to: '2025-03-10' } as unknown as DateRange;
const NOW = Date.parse('2025-03-11T00:10:00.000Z');

let fixture: Fixture;
let loaded: LoadedAdapter & { readonly engine: DuckDbRangeEngine; readonly store: DuckDbKpiStore };
beforeEach(async () => {
  fixture = await openFixture();
  const { database } = fixture;
  const store = new DuckDbKpiStore(database, CATALOGUE);
  loaded = { reader: new DuckDbSourceReader(database, CATALOGUE), store, engine: new DuckDbRangeEngine(database, CATALOGUE, store) };
});
afterEach(() => fixture.close());

const aggregate = (mode: Mode, now = NOW, range = RANGE) =>
  aggregateDays(jobContext(loaded, { rules: RULES, now, mode }), { range, trigger: 'manual' });

async function load(source: string, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  await fixture.load(fixture.write(`${source}.ndjson`, ndjson(rowsOf(...rows).map(({ id, data }) => ({ id, ...data })))));
}

const spends = (day: string, amounts: readonly number[]) =>
  amounts.map((amount, index) => ({
    createdAt: `${day}T10:00:00Z`,
    type: 'SPEND',
    userId: 'payer',
    receiverId: `c${index}`,
    amount,
    context: 'CHAT',
  }));

async function loadAll(): Promise<void> {
  await load('users', [
    { createdAt: `${DAY}T01:00:00Z`, lastActiveAt: `${DAY}T23:00:00Z`, verified: true, role: 'admin' },
    { createdAt: 5, verified: 'no' },
  ]);
  await load('walletTransactions', [
    ...spends(DAY, [1, 2.5, 0]),
    ...spends('2025-03-10', [7]),
    { createdAt: `${DAY}T10:00:00Z`, amount: 'x' },
    {},
  ]);
  await load('aiChatSessions', [
    { createdAt: `${DAY}T10:00:00Z`, creatorId: 'c1' },
    { createdAt: `${DAY}T10:00:00Z`, creatorId: 7 },
  ]);
  await load('aiVoiceCallSessions', [{ createdAt: `${DAY}T10:00:00Z`, durationMinutes: 1.5 }]);
  await load('calendarBookings', [{ createdAt: `${DAY}T10:00:00Z`, hostId: 'host', hostEarnings: 9 }]);
  await load('moderationQueue', [{ createdAt: `${DAY}T10:00:00Z`, source: 'USER' }]);
}

describe('parts of a range', () => {
  /** An engine over a ledger that says it has as many rows in any range. */
  const engineOver = (rows: number): DuckDbRangeEngine => {
    const database = { hasTable: async () => true, all: async () => [{ n: String(rows) }] } as unknown as Database;
    return new DuckDbRangeEngine(database, CATALOGUE, loaded.store);
  };
  const ranges = fc
    .tuple(fc.integer({ min: 0, max: 20_000 }), fc.oneof(fc.nat(40), fc.nat(5000)))
    .map(
      ([start, days]): DateRange => ({ from: addDays('1990-01-01' as UtcDate, start), to: addDays('1990-01-01' as UtcDate, start + days) }),
    );
  const rowCounts = fc.oneof(fc.nat(3_000_000), fc.nat(2_000_000_000));

  it('follow each other without a gap from its first day to its last', async () => {
    const property = fc.asyncProperty(ranges, rowCounts, async (range, rows) => {
      const parts = await engineOver(rows).partition(range);
      expect(parts[0]?.from).toBe(range.from);
      expect(parts.at(-1)?.to).toBe(range.to);
      for (const [index, part] of parts.entries()) {
        expect(daysBetween(part.from, part.to)).toBeGreaterThanOrEqual(0);
        const next = parts[index + 1];
        if (next !== undefined) expect(next.from).toBe(addDays(part.to, 1));
      }
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it('are as many as keep each of them small', async () => {
    const year = { from: '2025-01-01', to: '2025-12-31' } as unknown as DateRange;
    expect(await engineOver(10_000_000).partition(year)).toEqual([year]);
    expect(await engineOver(36_000_000).partition(year)).toHaveLength(3);
    expect(await engineOver(1000).partition(year)).toHaveLength(12);
    expect(await engineOver(2_000_000_000).partition({ from: DAY, to: DAY })).toEqual([{ from: DAY, to: DAY }]);
    expect(await loaded.engine.partition(year)).toHaveLength(12);
  });
});

describe('aggregating', () => {
  it('leaves every source as it is', async () => {
    await loadAll();
    const before = await hashes();
    expect(Object.keys(before)).toHaveLength(6);
    for (const mode of MODES) {
      expect((await aggregate(mode)).outcome).toBe('succeeded');
      const context = jobContext(loaded, { rules: RULES, now: NOW, mode });
      expect((await aggregateHours(context, { hours: hoursOf(DAY), trigger: 'manual' })).outcome).toBe('succeeded');
      expect((await cleanup(context)).outcome).toBe('succeeded');
      await loaded.reader.sample('walletTransactions', 100);
      expect(await hashes(), mode).toEqual(before);
    }
  });

  it('again keeps when a document came to be, in either way and after the other', async () => {
    await loadAll();
    for (const [index, mode] of (['engine', 'slices', 'engine', 'engine'] as const).entries()) {
      await aggregate(mode, NOW + index * 1000);
      for (const documents of Object.values(await storedDays(loaded.store, RANGE))) {
        expect(documents.size).toBeGreaterThan(0);
        for (const { createdAt, updatedAt } of documents.values() as Iterable<{ createdAt: string; updatedAt: string }>) {
          expect([createdAt, updatedAt]).toEqual([new Date(NOW), new Date(NOW + index * 1000)].map((time) => time.toISOString()));
        }
      }
    }
  });

  it.each(MODES)('stores all of 2,500 creators of one day, by %s', async (mode) => {
    const rows = Array.from({ length: 2500 }, (_, index) => ({
      createdAt: `${DAY}T10:00:00Z`,
      type: 'SPEND',
      userId: 'payer',
      receiverId: `creator ${index}`,
      amount: 0.1,
      context: 'CHAT',
    }));
    await load('walletTransactions', rows);
    expect((await aggregate(mode)).outcome).toBe('succeeded');
    const day = { from: DAY, to: DAY };
    const creators = await loaded.store.listDays('creatorKpiDaily', day);
    expect(new Set(creators.map(({ userId }) => userId)).size).toBe(2500);
    expect(creators.every(({ totalEarnedTokens }) => totalEarnedTokens === 0.1)).toBe(true);
    const { ranked, totalCreators } = await loaded.store.rankCreators(day, 2);
    expect([ranked.length, totalCreators]).toEqual([2, 2500]);
    expect((await loaded.store.get('platformKpiDaily', DAY))?.totalTokensSpent).toBe(250);
  });
});

describe('creators that do not add up', () => {
  const stamp = { nowMs: NOW + 1000, trigger: 'manual' } as const;

  it('leave the documents and packs from before', async () => {
    await loadAll();
    await aggregate('engine');
    const before = await storedDays(loaded.store, RANGE);
    await load('walletTransactions', [...spends(DAY, [99]), ...spends('2025-03-08', [1])]);
    const refused = loaded.engine.storeCreators(RANGE, stamp, async (totals) => {
      expect(totals.map(({ creators }) => creators)).not.toEqual([]);
      throw new KpiError('data-loss', 'they do not add up');
    });
    await expect(refused).rejects.toThrow('they do not add up');
    expect(await storedDays(loaded.store, RANGE)).toEqual(before);
    expect((await aggregate('engine', NOW + 2000)).outcome).toBe('succeeded');
    expect(await loaded.store.get('creatorKpiDaily', `c0_${DAY}`)).toMatchObject({ totalEarnedTokens: 99 });
  });

  it('fail their section and no other', async () => {
    await loadAll();
    await aggregate('engine');
    const before = await storedDays(loaded.store, RANGE);
    const tallied = loaded.engine.tallyWindows.bind(loaded.engine);
    // Between the tally and the statement that stores the creators, a row comes in.
    loaded.engine.tallyWindows = async (source, windows) => {
      const tallies = await tallied(source, windows);
      if (source === 'walletTransactions') await load('walletTransactions', spends(DAY, [50]));
      return tallies;
    };
    const run = await aggregate('engine', NOW + 1000);
    expect([run.outcome, run.sections['creators']?.status, run.sections['platform']?.status]).toEqual(['failed', 'failed', 'stored']);
    const after = await storedDays(loaded.store, RANGE);
    expect([after.creatorKpiDaily, after.kpiPacks]).toEqual([before.creatorKpiDaily, before.kpiPacks]);
  });

  it('are shown to whoever accepts them, day by day', async () => {
    await loadAll();
    const seen: unknown[] = [];
    await loaded.engine.storeCreators(RANGE, stamp, async (totals) => {
      seen.push(...totals.map(({ date, creators, microTokens }) => [date, creators, microTokens]));
      return [];
    });
    expect(seen).toEqual([
      ['2025-03-08', 0, 0n],
      ['2025-03-09', 4, 12_500_000n],
      ['2025-03-10', 1, 7_000_000n],
    ]);
  });
});

/** What is in each source table, in whatever order. */
async function hashes(): Promise<Record<string, unknown>> {
  const tables = await fixture.database.all(`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'source'`);
  const found: Record<string, unknown> = {};
  for (const { name } of tables) {
    [found[String(name)]] = await fixture.database.all(`SELECT count(*) AS n, bit_xor(hash(t)) AS hash FROM source."${name}" AS t`);
  }
  return found;
}
