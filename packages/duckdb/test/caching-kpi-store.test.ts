import { catalogueFor, type DateRange, type Entry, type KpiStore, type SafetyKpiDaily, type UtcDate } from '@pack324a/core';
import { oracleDays, questionOf } from '@pack324a/testkit';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROPERTY } from '../../core/test/property.ts';
import { CachingKpiStore, type Database, DuckDbKpiStore } from '../src/index.ts';
import { type Databases, databases, ENDLESS, gate } from './database-fixture.ts';

const CATALOGUE = catalogueFor();
const DAY = '2025-03-09';
const RANGE = { from: DAY, to: DAY } as unknown as DateRange;
const TEMPLATE = oracleDays(questionOf({}, CATALOGUE.rules, Date.parse('2025-03-11T00:10:00.000Z')), RANGE).safetyKpiDaily.get(DAY);

let files: Databases;
let database: Database;
let inner: DuckDbKpiStore;
let cache: CachingKpiStore;
beforeEach(async () => {
  files = databases();
  await use(await files.open({ file: ':memory:' }));
});
afterEach(() => files.close());

async function use(opened: Database, maxDocuments?: number): Promise<void> {
  database = opened;
  inner = new DuckDbKpiStore(database, CATALOGUE);
  cache = new CachingKpiStore(inner, database, maxDocuments);
}

/** A day's document that says which version it is. */
function version(reportsTotal: number, date = DAY): Entry<SafetyKpiDaily> {
  if (TEMPLATE === undefined) throw new Error('the oracle has no such day');
  return { id: date, data: { ...TEMPLATE, date, reportsTotal } };
}

const put = (store: KpiStore, ...documents: readonly Entry<SafetyKpiDaily>[]): Promise<void> =>
  store.write([{ kind: 'put', collection: 'safetyKpiDaily', documents }]);
const versionIn = async (store: KpiStore, id = DAY): Promise<number | undefined> => (await store.get('safetyKpiDaily', id))?.reportsTotal;
const dates = (count: number): string[] => Array.from({ length: count }, (_, n) => `2025-03-${String(n + 1).padStart(2, '0')}`);

describe('a cached document', () => {
  it('is read once while nothing changes, and is the same for everyone', async () => {
    await put(inner, version(1));
    const read = vi.spyOn(inner, 'get');
    const first = await cache.get('safetyKpiDaily', DAY);
    expect(first).toEqual(await inner.get('safetyKpiDaily', DAY));
    read.mockClear();
    expect(await cache.get('safetyKpiDaily', DAY)).toBe(first);
    expect(read).not.toHaveBeenCalled();
  });

  it('is remembered as missing as well', async () => {
    const read = vi.spyOn(inner, 'get');
    for (let time = 0; time < 3; time += 1) expect(await cache.get('safetyKpiDaily', DAY)).toBeUndefined();
    expect(read).toHaveBeenCalledTimes(1);
  });

  it('cannot be changed, however deep', async () => {
    await put(inner, version(1));
    const document = await cache.get('safetyKpiDaily', DAY);
    const isFrozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
    expect(document?.provenance.rows).toBeTypeOf('object');
    expect(isFrozen(document)).toBe(true);
  });

  it('is told from another collection’s under the same id', async () => {
    await put(inner, version(1));
    expect(await versionIn(cache)).toBe(1);
    expect(await cache.get('platformKpiDaily', DAY)).toBeUndefined();
    expect(await versionIn(cache)).toBe(1);
  });

  it.each<readonly [string, () => Promise<unknown>, number | undefined]>([
    ['written through the cache', () => put(cache, version(2)), 2],
    ['written past the cache', () => put(inner, version(2)), 2],
    ['replaced', () => cache.write([{ kind: 'replaceDays', collection: 'safetyKpiDaily', range: RANGE, documents: [] }]), undefined],
    ['deleted', () => cache.deleteBefore('safetyKpiDaily', '2025-03-10' as UtcDate), undefined],
    ['changed in SQL', () => database.run('UPDATE kpi."safetyKpiDaily" SET "reportsTotal" = 2'), 2],
    ['written in a transaction', () => database.transaction(() => inner.writeWithin([change(2)])), 2],
  ])('is forgotten when it is %s', async (_, alter, expected) => {
    await put(inner, version(1));
    expect(await versionIn(cache)).toBe(1);
    await alter();
    expect(await versionIn(cache)).toBe(expected);
  });

  it('is not kept when a change began while it was read', async () => {
    await put(inner, version(1));
    const [begun, written] = [gate(), gate()];
    const get = inner.get.bind(inner);
    vi.spyOn(inner, 'get').mockImplementationOnce(async (collection, id) => {
      const document = await get(collection, id);
      begun.open();
      await written.passed;
      return document;
    });
    const slow = versionIn(cache);
    await begun.passed;
    await put(inner, version(2));
    expect(await versionIn(cache, '2025-03-10')).toBeUndefined();
    written.open();
    expect(await slow).toBe(1);
    expect(await versionIn(cache)).toBe(2);
  });

  it('is read anew while a change is taking effect', async () => {
    await put(inner, version(1));
    await cache.get('safetyKpiDaily', DAY);
    const read = vi.spyOn(inner, 'get');
    const changing = expect(database.run(ENDLESS)).rejects.toMatchObject({ code: 'unavailable' });
    expect(database.isChanging).toBe(true);
    expect(await versionIn(cache)).toBe(1);
    expect(await versionIn(cache)).toBe(1);
    expect(read).toHaveBeenCalledTimes(2);
    await database.interrupt();
    await changing;
    expect(database.isChanging).toBe(false);
  });

  it('of an open transaction is seen in it, and by nobody else', async () => {
    await put(inner, version(1));
    const [written, read] = [gate(), gate()];
    const failing = database.transaction(async () => {
      expect(await versionIn(cache)).toBe(1);
      await inner.writeWithin([change(2)]);
      expect(await versionIn(cache)).toBe(2);
      written.open();
      await read.passed;
      throw new Error('given up');
    });
    await written.passed;
    expect(await versionIn(cache)).toBe(1);
    read.open();
    await expect(failing).rejects.toThrow('given up');
    expect(await versionIn(cache)).toBe(1);
  });

  it('goes when there are too many, the oldest first', async () => {
    await use(database, 3);
    await put(inner, ...dates(4).map((date, n) => version(n, date)));
    for (const date of dates(4)) await cache.get('safetyKpiDaily', date);
    const read = vi.spyOn(inner, 'get');
    for (const date of dates(4).slice(1)) await cache.get('safetyKpiDaily', date);
    expect(read).not.toHaveBeenCalled();
    await cache.get('safetyKpiDaily', '2025-03-01');
    await cache.get('safetyKpiDaily', '2025-03-02');
    expect(read).toHaveBeenCalledTimes(2);
  });
});

function change(reportsTotal: number) {
  return { kind: 'put', collection: 'safetyKpiDaily', documents: [version(reportsTotal)] } as const;
}

describe('the cache is exact', () => {
  it('whatever is read, written and rolled back in whatever order', async () => {
    const steps = fc.array(
      fc.oneof(
        { arbitrary: fc.record({ act: fc.constant('get' as const), day: fc.nat(3) }), weight: 6 },
        { arbitrary: fc.record({ act: fc.constantFrom('put', 'put past', 'roll back', 'delete'), day: fc.nat(3) }), weight: 2 },
      ),
      { maxLength: 30 },
    );
    const property = fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (list, maxDocuments) => {
      await use(database, maxDocuments);
      await database.run('DELETE FROM kpi."safetyKpiDaily"');
      const model = new Map<string, number>();
      for (const [step, { act, day }] of list.entries()) {
        const date = dates(4)[day] ?? DAY;
        if (act === 'get') expect(await versionIn(cache, date)).toBe(model.get(date));
        else if (act === 'delete') {
          await cache.deleteBefore('safetyKpiDaily', date as UtcDate);
          for (const stored of model.keys()) if (stored < date) model.delete(stored);
        } else if (act === 'roll back') {
          const write = { kind: 'put', collection: 'safetyKpiDaily', documents: [version(step, date)] } as const;
          const failing = database.transaction(async () => {
            await inner.writeWithin([write]);
            expect(await versionIn(cache, date)).toBe(step);
            throw new Error('given up');
          });
          await expect(failing).rejects.toThrow('given up');
        } else {
          await put(act === 'put' ? cache : inner, version(step, date));
          model.set(date, step);
        }
      }
    });
    await fc.assert(property, { ...PROPERTY, numRuns: Math.min(PROPERTY.numRuns, 100) });
  });

  it('while many read and write at once: nobody sees an older version than anybody saw before', async () => {
    await put(cache, version(0));
    let newestSeen = 0;
    let written = 0;
    let isWriting = true;
    let hits = 0;
    const read = vi.spyOn(inner, 'get');
    const reader = async (look: () => Promise<number | undefined>): Promise<void> => {
      while (isWriting) {
        const atLeast = newestSeen;
        const seen = (await look()) ?? -1;
        expect(seen).toBeGreaterThanOrEqual(atLeast);
        expect(seen).toBeLessThanOrEqual(written);
        newestSeen = Math.max(newestSeen, seen);
        hits += 1;
        // A cached answer comes without any I/O, and the writers need the event loop to come round.
        await new Promise(setImmediate);
      }
    };
    const throughCache = Array.from({ length: 6 }, () => reader(() => versionIn(cache)));
    const pastCache = reader(async () => (await inner.listDays('safetyKpiDaily', RANGE))[0]?.reportsTotal);
    for (let n = 1; n <= 100; n += 1) {
      written = n;
      await put(n % 2 === 0 ? cache : inner, version(n));
      newestSeen = Math.max(newestSeen, n);
      if (n % 10 === 0) for (let tick = 0; tick < 20; tick += 1) await new Promise(setImmediate);
    }
    isWriting = false;
    await Promise.all([...throughCache, pastCache]);
    expect(await versionIn(cache)).toBe(100);
    expect(read.mock.calls.length).toBeLessThan(hits);
  });
});
