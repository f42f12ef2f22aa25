import {
  type FirestoreDouble,
  FirestoreFailure,
  firestoreDouble,
  GeoPointValue,
  missingIndexFailure,
  ReferenceValue,
} from '@pack324a/testkit';
import { beforeEach, describe, expect, it } from 'vitest';
import { type DocumentQuery, FirestoreTime, GRPC, type Write } from '../../src/gateway.ts';

const KEY = { collection: 'c', id: 'a' };
const ALL: DocumentQuery = { collection: 'c', where: [] };

let double: FirestoreDouble;
beforeEach(() => {
  double = firestoreDouble();
});

function rows(count: number): { id: string; data: { v: number } }[] {
  return Array.from({ length: count }, (_, v) => ({ id: `d${String(v).padStart(6, '0')}`, data: { v } }));
}

async function idsOf(query: DocumentQuery): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of double.stream(query)) ids.push(id);
  return ids;
}

/** The ids that arrive before a stream breaks, and with what it breaks. */
async function brokenStream(query: DocumentQuery): Promise<{ ids: string[]; code: unknown }> {
  const ids: string[] = [];
  try {
    for await (const { id } of double.stream(query)) ids.push(id);
  } catch (error) {
    return { ids, code: (error as FirestoreFailure).code };
  }
  return { ids, code: undefined };
}

describe('the meter', () => {
  it('bills documents, a thousand index entries, and one for nothing', async () => {
    double.load('c', rows(2001));
    expect(double.meter).toMatchObject({ reads: 0, writes: 0, roundTrips: 0 });
    const costs: [string, () => Promise<unknown>, number][] = [
      ['documents', () => idsOf({ ...ALL, limit: 7 }), 7],
      ['no document', () => idsOf({ collection: 'none', where: [] }), 1],
      ['a count of 2,001', () => double.aggregate({ ...ALL, aggregates: { n: 'count' } }), 3],
      ['a count of 1,000', () => double.aggregate({ ...ALL, limit: 1000, aggregates: { n: 'count', v: { sum: 'v' } } }), 1],
      ['a count of none', () => double.aggregate({ collection: 'none', where: [], aggregates: { n: 'count' } }), 1],
      ['a document that is not there', () => double.get(KEY), 1],
      [
        'the entries of the best of two ranges',
        () => double.aggregate({ ...ALL, where: [above('v', 500), above('w', 0)], aggregates: { n: 'count' } }),
        1,
      ],
    ];
    for (const [what, request, reads] of costs) {
      double.meter.reset();
      await request();
      expect(double.meter, what).toMatchObject({ reads, writes: 0, roundTrips: 1 });
    }
  });

  it('counts writes and the two round trips of a transaction', async () => {
    await double.commit([
      { kind: 'set', key: KEY, data: {} },
      { kind: 'delete', key: { collection: 'c', id: 'b' } },
    ]);
    expect(double.meter).toMatchObject({ reads: 0, writes: 2, roundTrips: 1 });
    double.meter.reset();
    await double.transact(KEY, () => ({ result: 1, write: { kind: 'set', data: { v: 1 } } }));
    expect(double.meter).toMatchObject({ reads: 1, writes: 1, roundTrips: 2 });
  });

  it('bills index entries that only one of two ranges finds', async () => {
    double.load(
      'c',
      rows(3000).map(({ id, data: { v } }) => ({ id, data: { v, w: 3000 - v } })),
    );
    const where = [above('v', 999), above('w', 1500)];
    expect(await double.aggregate({ ...ALL, where, aggregates: { n: 'count' } })).toEqual({ n: 500 });
    expect(double.meter.reads).toBe(2);
    const wide = { ...ALL, where: [above('v', 1999), above('w', 0)], aggregates: { n: 'count' } } as const;
    double.meter.reset();
    await double.aggregate(wide);
    expect(double.meter.reads).toBe(1);
    await double.aggregate({ ...wide, orderBy: [{ path: 'w', direction: 'asc' }] });
    expect(double.meter.reads).toBe(1 + 3);
  });
});

function above(path: string, value: number) {
  return { path, operator: '>', value } as const;
}

describe('faults', () => {
  it('fail as often as told, where they are told', async () => {
    double.faults.add({ operation: 'aggregate', collection: 'c', times: 2, code: GRPC.UNAVAILABLE });
    double.faults.add({ collection: 'other', code: GRPC.PERMISSION_DENIED, message: 'not yours' });
    const count = (collection: string) => double.aggregate({ collection, where: [], aggregates: { n: 'count' } });
    expect(await idsOf(ALL)).toEqual([]);
    for (let time = 0; time < 2; time++) await expect(count('c')).rejects.toMatchObject({ code: GRPC.UNAVAILABLE });
    expect(await count('c')).toEqual({ n: 0 });
    for (let time = 0; time < 3; time++) await expect(count('other')).rejects.toThrow('7 PERMISSION_DENIED: not yours');
    const writes: Write[] = [
      { kind: 'set', key: KEY, data: {} },
      { kind: 'set', key: { collection: 'other', id: 'x' }, data: {} },
    ];
    await expect(double.commit(writes)).rejects.toMatchObject({ code: GRPC.PERMISSION_DENIED });
    expect(await double.get(KEY)).toBeUndefined();
    double.faults.clear();
    await double.commit(writes);
    expect(double.collections()).toEqual(['c', 'other']);
  });

  it('break a stream after some documents, and repeat some', async () => {
    double.load('c', rows(4));
    double.faults.add({ operation: 'stream', times: 1, code: GRPC.DEADLINE_EXCEEDED, afterDocuments: 2 });
    double.faults.add({ operation: 'stream', times: 1, afterDocuments: 3, repeat: 2 });
    const ids = rows(4).map(({ id }) => id);
    expect(await brokenStream(ALL)).toEqual({ ids: ids.slice(0, 2), code: GRPC.DEADLINE_EXCEEDED });
    expect(double.meter.reads).toBe(2);
    expect(await idsOf(ALL)).toEqual([...ids.slice(0, 3), ...ids.slice(1, 3), ...ids.slice(3)]);
    expect(await idsOf(ALL)).toEqual(ids);
  });

  it('lose the answer to a commit that was made', async () => {
    double.faults.add({ operation: 'commit', times: 1, code: GRPC.UNAVAILABLE, isApplied: true });
    const create: Write = { kind: 'create', key: KEY, data: { v: 1 } };
    await expect(double.commit([create])).rejects.toMatchObject({ code: GRPC.UNAVAILABLE });
    await expect(double.commit([create])).rejects.toMatchObject({ code: GRPC.ALREADY_EXISTS });
  });

  it('hold a request back', async () => {
    let letGo = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    double.faults.add({ operation: 'get', times: 1, hold: () => held });
    double.load('c', rows(1));
    const getting = double.get({ collection: 'c', id: 'd000000' });
    await double.commit([{ kind: 'delete', key: { collection: 'c', id: 'd000000' } }]);
    letGo();
    expect(await getting).toBeUndefined();
  });
});

describe('a look inside', () => {
  it('lists documents and tells equal collections by their hash', () => {
    const data = {
      n: 1,
      t: new FirestoreTime(1),
      at: new GeoPointValue(1, 2),
      to: new ReferenceValue('users/ann'),
      x: { b: null, a: '1' },
    };
    double.load('c', [
      { id: 'b', data },
      { id: 'a', data: {} },
    ]);
    double.load('same', [
      { id: 'a', data: {} },
      { id: 'b', data: { ...data, x: { a: '1', b: null } } },
    ]);
    double.load('other', [
      { id: 'a', data: {} },
      { id: 'b', data: { ...data, x: { a: 1, b: null } } },
    ]);
    const [, second] = double.documents('c');
    expect(double.documents('c').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(second?.data).toMatchObject({ at: { latitude: 1, longitude: 2 }, to: { path: 'users/ann' } });
    expect(double.hash('same')).toBe(double.hash('c'));
    expect(double.hash('other')).not.toBe(double.hash('c'));
  });

  it('lists the requests', async () => {
    await idsOf(ALL);
    await double.get(KEY);
    expect(double.requests).toEqual([
      { operation: 'stream', query: ALL },
      { operation: 'get', keys: [KEY] },
    ]);
  });

  it('refuses queries that the caller finds no index for', async () => {
    double = firestoreDouble({
      assertIndexed: ({ where }) => {
        if (where.length > 1) throw missingIndexFailure();
      },
    });
    expect(await idsOf({ ...ALL, where: [above('v', 1)] })).toEqual([]);
    await expect(idsOf({ ...ALL, where: [above('v', 1), above('w', 1)] })).rejects.toThrow(
      '9 FAILED_PRECONDITION: The query requires an index',
    );
  });
});

describe('limits', () => {
  const write = (count: number, data: Readonly<Record<string, unknown>> = {}): Write[] =>
    Array.from({ length: count }, (_, index) => ({ kind: 'set', key: { collection: 'c', id: `d${index}` }, data }));

  it('are 500 writes and 10 MiB a commit', async () => {
    await expect(double.commit(write(501))).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
    const half = { text: 'x'.repeat(512 * 1024) };
    await double.commit(write(19, half));
    await expect(double.commit(write(20, half))).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
    expect(double.documents('c')).toHaveLength(19);
  });

  it('are 40,000 index entries a document, without exempt fields', async () => {
    const wide = { map: Object.fromEntries(Array.from({ length: 20_001 }, (_, index) => [`f${index}`, 1])) };
    await expect(double.commit(write(1, wide))).rejects.toThrow('too many index entries');
    double = firestoreDouble({ isExempt: (collection, field) => collection === 'c' && field === 'map' });
    await double.commit(write(1, wide));
  });

  it('are 20 levels of maps', async () => {
    const deep = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { m: deep(levels - 1) });
    await double.commit(write(1, deep(20)));
    await expect(double.commit(write(1, deep(21)))).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
  });

  it('are 30 alternatives a query', async () => {
    const list = (path: string, values: number) => ({ path, operator: 'in', value: Array.from({ length: values }, (_, v) => v) }) as const;
    expect(await idsOf({ ...ALL, where: [list('v', 5), list('w', 6)] })).toEqual([]);
    await expect(idsOf({ ...ALL, where: [list('v', 5), list('w', 7)] })).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
  });

  it('stop everything once it is closed', async () => {
    await double.close();
    await expect(double.get(KEY)).rejects.toBeInstanceOf(FirestoreFailure);
  });
});

describe('hundreds of thousands of documents', () => {
  it('are loaded and asked about in seconds', async () => {
    const started = performance.now();
    double.load('c', rows(200_000));
    const window = [
      { path: 'v', operator: '>=', value: 100_000 },
      { path: 'v', operator: '<', value: 101_000 },
    ] as const;
    for (let time = 0; time < 100; time++) {
      expect(await double.aggregate({ ...ALL, where: window, aggregates: { n: 'count' } })).toEqual({ n: 1000 });
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});
