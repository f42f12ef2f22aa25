import { type Decision, type FoundDocument, GRPC } from '@pack324a/firestore';
import { expect } from 'vitest';
import type { GatewayCase } from './gateway-case.ts';

/** Counts and sums. */
export const AGGREGATE_CASES: readonly GatewayCase[] = [
  {
    name: 'counts and sums what the filters find',
    check: async ({ gateway, collection, store }) => {
      await store({ a: { v: 1, w: 10 }, b: { v: 2, w: 20 }, c: { v: 3, w: 30 }, d: { v: 4, w: 40 } });
      const where = [{ path: 'v', operator: '>', value: 1 }] as const;
      const aggregates = { rows: 'count', v: { sum: 'v' }, w: { sum: 'w' } } as const;
      expect(await gateway.aggregate({ collection, where, aggregates })).toEqual({ rows: 3, v: 9, w: 90 });
      expect(await gateway.aggregate({ collection, where: [], limit: 2, aggregates: { rows: 'count' } })).toEqual({ rows: 2 });
    },
  },
  {
    name: 'sums integers and doubles, and skips what is no number',
    check: async ({ gateway, collection, store }) => {
      await store({ a: { v: 1 }, b: { v: 2.5 }, c: { v: '3' }, d: { v: null }, e: { w: 1 }, f: { v: [1] }, g: { v: true } });
      expect(await gateway.aggregate({ collection, where: [], aggregates: { v: { sum: 'v' } } })).toEqual({ v: 3.5 });
    },
  },
  {
    name: 'makes a sum NaN by one NaN',
    check: async ({ gateway, collection, store }) => {
      await store({ a: { v: 1 }, b: { v: Number.NaN } });
      expect(await gateway.aggregate({ collection, where: [], aggregates: { v: { sum: 'v' } } })).toEqual({ v: Number.NaN });
    },
  },
  {
    name: 'counts no document and sums it to zero where there is none',
    check: async ({ gateway, collection }) => {
      expect(await gateway.aggregate({ collection, where: [], aggregates: { rows: 'count', v: { sum: 'v' } } })).toEqual({ rows: 0, v: 0 });
    },
  },
  {
    name: 'considers only documents that have every field that is summed',
    check: async ({ gateway, collection, store }) => {
      await store({ a: { v: 1, w: 10 }, b: { v: 2 }, c: { w: 30 }, d: { v: 'text', w: 40 } });
      const aggregates = { rows: 'count', v: { sum: 'v' }, w: { sum: 'w' } } as const;
      expect(await gateway.aggregate({ collection, where: [], aggregates })).toEqual({ rows: 2, v: 1, w: 50 });
    },
  },
  {
    name: 'sums under dotted paths',
    check: async ({ gateway, collection, store }) => {
      await store({ a: { deep: { v: 1 } }, b: { deep: { v: 2 } }, c: { deep: 5 } });
      expect(await gateway.aggregate({ collection, where: [], aggregates: { v: { sum: 'deep.v' } } })).toEqual({ v: 3 });
    },
  },
  {
    name: 'answers five aggregates at once',
    check: async ({ gateway, collection, store }) => {
      await store({ a: { v: 1, w: 2, x: 3, y: 4 } });
      const aggregates = { n: 'count', v: { sum: 'v' }, w: { sum: 'w' }, x: { sum: 'x' }, y: { sum: 'y' } } as const;
      expect(await gateway.aggregate({ collection, where: [], aggregates })).toEqual({ n: 1, v: 1, w: 2, x: 3, y: 4 });
    },
  },
  {
    name: 'refuses six aggregates',
    check: async ({ gateway, collection }) => {
      const aggregates = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, { sum: name }]));
      await expect(gateway.aggregate({ collection, where: [], aggregates })).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
    },
  },
];

/** Commits. */
export const COMMIT_CASES: readonly GatewayCase[] = [
  {
    name: 'sets, creates and deletes in one commit, in order',
    check: async ({ gateway, collection, store, find }) => {
      await store({ gone: { v: 1 }, kept: { v: 1 } });
      await gateway.commit([
        { kind: 'delete', key: { collection, id: 'gone' } },
        { kind: 'delete', key: { collection, id: 'never' } },
        { kind: 'create', key: { collection, id: 'made' }, data: { v: 2 } },
        { kind: 'set', key: { collection, id: 'brief' }, data: { v: 3 } },
        { kind: 'delete', key: { collection, id: 'brief' } },
        { kind: 'set', key: { collection, id: 'twice' }, data: { v: 4 } },
        { kind: 'set', key: { collection, id: 'twice' }, data: { v: 5 } },
      ]);
      const found = (await find()).map(({ id, data }) => [id, data['v']]);
      expect(found.sort()).toEqual([
        ['kept', 1],
        ['made', 2],
        ['twice', 5],
      ]);
    },
  },
  {
    name: 'creates a document once',
    check: async ({ gateway, collection, find }) => {
      const key = { collection, id: 'a' };
      await gateway.commit([{ kind: 'create', key, data: { v: 1 } }]);
      const again = gateway.commit([{ kind: 'create', key, data: { v: 2 } }]);
      await expect(again).rejects.toMatchObject({ code: GRPC.ALREADY_EXISTS });
      expect(await find()).toEqual([{ id: 'a', data: { v: 1 } }]);
      await gateway.commit([{ kind: 'delete', key }]);
      await gateway.commit([{ kind: 'create', key, data: { v: 3 } }]);
      expect(await find()).toEqual([{ id: 'a', data: { v: 3 } }]);
    },
  },
  {
    name: 'lets one of many simultaneous creators through',
    check: async ({ gateway, collection, find }) => {
      const key = { collection, id: 'a' };
      const attempts = Array.from({ length: 10 }, (_, v) => gateway.commit([{ kind: 'create', key, data: { v } }]));
      const outcomes = await Promise.allSettled(attempts);
      const winners = outcomes.flatMap(({ status }, v) => (status === 'fulfilled' ? [v] : []));
      expect(winners).toHaveLength(1);
      expect(await find()).toEqual([{ id: 'a', data: { v: winners[0] } }]);
    },
  },
  {
    name: 'stores nothing of a commit that fails',
    check: async ({ gateway, collection, store, find }) => {
      await store({ b: { v: 1 } });
      const writes = [
        { kind: 'set', key: { collection, id: 'a' }, data: { v: 2 } },
        { kind: 'create', key: { collection, id: 'b' }, data: { v: 2 } },
        { kind: 'set', key: { collection, id: 'c' }, data: { v: 2 } },
      ] as const;
      await expect(gateway.commit(writes)).rejects.toMatchObject({ code: GRPC.ALREADY_EXISTS });
      expect(await find()).toEqual([{ id: 'b', data: { v: 1 } }]);
    },
  },
  {
    name: 'takes 500 writes, and none',
    check: async ({ gateway, collection, ids }) => {
      await gateway.commit([]);
      const keys = Array.from({ length: 500 }, (_, index) => ({ collection, id: `d${index}` }));
      await gateway.commit(keys.map((key) => ({ kind: 'create', key, data: {} })));
      expect(await ids()).toHaveLength(500);
      await gateway.commit(keys.map((key) => ({ kind: 'delete', key })));
      expect(await ids()).toEqual([]);
    },
  },
];

/** Transactions. */
export const TRANSACTION_CASES: readonly GatewayCase[] = [
  {
    name: 'writes what was decided upon the document that was read',
    check: async ({ gateway, collection, find }) => {
      const key = { collection, id: 'a' };
      const next = (found: FoundDocument | undefined): Decision<number> => {
        const v = ((found?.data['v'] as number | undefined) ?? 0) + 1;
        return { result: v, write: { kind: 'set', data: { v } } };
      };
      expect(await gateway.transact(key, (found) => ({ result: found }))).toBeUndefined();
      expect(await gateway.transact(key, next)).toBe(1);
      expect(await gateway.transact(key, next)).toBe(2);
      expect(await gateway.transact(key, (found) => ({ result: found?.id }))).toBe('a');
      expect(await find()).toEqual([{ id: 'a', data: { v: 2 } }]);
      expect(await gateway.transact(key, () => ({ result: 'gone', write: { kind: 'delete' } }))).toBe('gone');
      expect(await find()).toEqual([]);
    },
  },
  {
    name: 'hands on what deciding throws, and writes nothing',
    check: async ({ gateway, collection, find }) => {
      const failing = gateway.transact({ collection, id: 'a' }, () => {
        throw new Error('undecided');
      });
      await expect(failing).rejects.toThrow('undecided');
      expect(await find()).toEqual([]);
    },
  },
  {
    name: 'serialises transactions on one document',
    check: async ({ gateway, collection, find }) => {
      const increments = Array.from({ length: 4 }, () =>
        gateway.transact({ collection, id: 'a' }, (found) => {
          const v = ((found?.data['v'] as number | undefined) ?? 0) + 1;
          return { result: v, write: { kind: 'set', data: { v } } };
        }),
      );
      expect((await Promise.all(increments)).sort()).toEqual([1, 2, 3, 4]);
      expect(await find()).toEqual([{ id: 'a', data: { v: 4 } }]);
    },
  },
];
