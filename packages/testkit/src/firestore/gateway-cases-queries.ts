import { FirestoreTime, GRPC, type Operator, type Scalar } from '@pack324a/firestore';
import { expect } from 'vitest';
import type { GatewayBench, GatewayCase } from './gateway-case.ts';

const time = (seconds: number): FirestoreTime => new FirestoreTime(seconds);
const filter = (path: string, operator: Operator, value: Scalar | readonly Scalar[]) => ({ path, operator, value });

/** The ids found by one filter, in order of the alphabet: what is found is one question, in which order another. */
async function found(bench: GatewayBench, path: string, operator: Operator, value: Scalar | readonly Scalar[]): Promise<string> {
  return (await bench.ids({ where: [filter(path, operator, value)] })).sort().join(' ');
}

const OF_EVERY_TYPE = {
  absent: { other: 1 },
  nothing: { v: null },
  no: { v: false },
  yes: { v: true },
  nan: { v: Number.NaN },
  minus: { v: -3 },
  one: { v: 1 },
  two: { v: 2 },
  time1: { v: time(1) },
  time2: { v: time(2) },
  empty: { v: '' },
  textA: { v: 'A' },
  texta: { v: 'a' },
  list: { v: ['a'] },
  map: { v: { a: 1 } },
};

/** Which documents a filter finds. */
export const FILTER_CASES: readonly GatewayCase[] = [
  {
    name: 'finds by equality what has the type and the value',
    check: async (bench) => {
      await bench.store(OF_EVERY_TYPE);
      expect(await found(bench, 'v', '==', 'a')).toBe('texta');
      expect(await found(bench, 'v', '==', '')).toBe('empty');
      expect(await found(bench, 'v', '==', 1)).toBe('one');
      expect(await found(bench, 'v', '==', true)).toBe('yes');
      expect(await found(bench, 'v', '==', time(2))).toBe('time2');
      expect(await found(bench, 'nowhere', '==', 1)).toBe('');
    },
  },
  {
    name: 'finds null by null alone',
    check: async (bench) => {
      await bench.store(OF_EVERY_TYPE);
      expect(await found(bench, 'v', '==', null)).toBe('nothing');
    },
  },
  {
    name: 'finds NaN by NaN alone',
    check: async (bench) => {
      await bench.store(OF_EVERY_TYPE);
      expect(await found(bench, 'v', '==', Number.NaN)).toBe('nan');
    },
  },
  {
    name: 'finds by ranges what has the type of the bound',
    check: async (bench) => {
      await bench.store(OF_EVERY_TYPE);
      expect(await found(bench, 'v', '>=', '')).toBe('empty textA texta');
      expect(await found(bench, 'v', '<=', 'A')).toBe('empty textA');
      expect(await found(bench, 'v', '>', 'A')).toBe('texta');
      expect(await found(bench, 'v', '<', 'a')).toBe('empty textA');
      expect(await found(bench, 'v', '>=', time(1))).toBe('time1 time2');
      expect(await found(bench, 'v', '>', time(1))).toBe('time2');
      expect(await found(bench, 'v', '<', time(2))).toBe('time1');
      expect(await found(bench, 'v', '>=', 1)).toBe('one two');
      expect(await found(bench, 'v', '>', 1)).toBe('two');
    },
  },
  {
    name: 'compares integers and doubles as numbers',
    check: async (bench) => {
      await bench.store({ half: { v: 0.5 }, one: { v: 1 }, oneAndHalf: { v: 1.5 }, zero: { v: 0 }, minusZero: { v: -0 } });
      expect(await found(bench, 'v', '>=', 0)).toBe('half minusZero one oneAndHalf zero');
      expect(await found(bench, 'v', '>', 0.5)).toBe('one oneAndHalf');
      expect(await found(bench, 'v', '==', 0)).toBe('minusZero zero');
    },
  },
  {
    name: 'orders text by code points, in ranges too',
    check: async (bench) => {
      await bench.store({ last: { v: '\u{10000}' }, first: { v: '\uFFFD' } });
      expect(await found(bench, 'v', '>', '\uFFFF')).toBe('last');
    },
  },
  {
    name: 'holds all filters at once',
    check: async (bench) => {
      await bench.store({ a: { n: 1, t: 'x' }, b: { n: 2, t: 'x' }, c: { n: 3, t: 'y' }, d: { n: 4, t: 'x' }, e: { n: 2 } });
      const where = [filter('n', '>', 1), filter('n', '<', 4), filter('t', '==', 'x')];
      expect(await bench.ids({ where })).toEqual(['b']);
    },
  },
  {
    name: 'includes or leaves out the bound of a range, whichever filter narrows more',
    check: async (bench) => {
      const others = Array.from({ length: 12 }, (_, index) => [`other${index}`, { n: index % 2 === 0 ? 1 : 3, t: 'y' }] as const);
      await bench.store({ low: { n: 1, t: 'x' }, middle: { n: 2, t: 'x' }, top: { n: 3, t: 'x' }, ...Object.fromEntries(others) });
      const among = async (operator: Operator): Promise<string[]> =>
        (await bench.ids({ where: [filter('n', operator, 2), filter('t', '==', 'x')] })).sort();
      expect(await among('<')).toEqual(['low']);
      expect(await among('<=')).toEqual(['low', 'middle']);
      expect(await among('>')).toEqual(['top']);
      expect(await among('>=')).toEqual(['middle', 'top']);
    },
  },
  {
    name: 'finds any of several values',
    check: async (bench) => {
      await bench.store({ a: { v: 'x' }, b: { v: 'y' }, c: { v: 'z' }, d: { v: 1 }, e: { w: 'x' } });
      expect(await found(bench, 'v', 'in', ['x', 'z', 'x', 1])).toBe('a c d');
      const thirty = Array.from({ length: 30 }, (_, index) => `v${index}`);
      expect(await found(bench, 'v', 'in', [...thirty.slice(1), 'y'])).toBe('b');
    },
  },
  {
    name: 'refuses more than 30 values',
    check: async (bench) => {
      const values = Array.from({ length: 31 }, (_, index) => `v${index}`);
      await expect(found(bench, 'v', 'in', values)).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
    },
  },
  {
    name: 'looks into maps by dotted paths',
    check: async (bench) => {
      await bench.store({ a: { roles: { admin: true } }, b: { roles: { admin: false } }, c: { roles: true }, d: { 'roles.admin': true } });
      expect(await found(bench, 'roles.admin', '==', true)).toBe('a');
    },
  },
  {
    name: 'looks for fields of strange names',
    check: async (bench) => {
      await bench.store({ a: { 'a-b': 1, '0': 1, 'ä`\\': 1, 'a b': 1 }, b: { 'a-b': 2 } });
      for (const path of ['a-b', '0', 'ä`\\', 'a b']) expect(await found(bench, path, '==', 1), path).toBe('a');
    },
  },
  {
    name: 'finds nothing in a collection that does not exist',
    check: async (bench) => {
      expect(await bench.ids()).toEqual([]);
      expect(await found(bench, 'v', '>', 1)).toBe('');
    },
  },
];

/** In which order documents come, and how many. */
export const ORDER_CASES: readonly GatewayCase[] = [
  {
    name: 'orders by a field, both ways, and stops at the limit',
    check: async (bench) => {
      await bench.store({ a: { v: 3 }, b: { v: 1 }, c: { v: 2 } });
      expect(await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'asc' }] })).toEqual(['b', 'c', 'a']);
      expect(await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'desc' }], limit: 2 })).toEqual(['a', 'c']);
      expect(await bench.ids({ where: [filter('v', '>', 1)], orderBy: [{ path: 'v', direction: 'asc' }], limit: 1 })).toEqual(['c']);
    },
  },
  {
    name: 'orders by several fields',
    check: async (bench) => {
      await bench.store({ a: { v: 1, w: 'x' }, b: { v: 1, w: 'z' }, c: { v: 2, w: 'y' }, d: { v: 1, w: 'y' } });
      const orderBy = [
        { path: 'v', direction: 'desc' },
        { path: 'w', direction: 'asc' },
      ] as const;
      expect(await bench.ids({ where: [], orderBy })).toEqual(['c', 'a', 'd', 'b']);
    },
  },
  {
    name: 'orders by id without an order',
    check: async (bench) => {
      await bench.store({ b: { v: 1 }, a: { v: 1 }, '\u{10000}': { v: 1 }, '\uFFFD': { v: 1 }, B: { v: 1 } });
      expect(await bench.ids()).toEqual(['B', 'a', 'b', '\uFFFD', '\u{10000}']);
      expect(await bench.ids({ where: [filter('v', '==', 1)], limit: 2 })).toEqual(['B', 'a']);
    },
  },
  {
    name: 'orders by the field of a range without an order',
    check: async (bench) => {
      await bench.store({ a: { v: 3 }, b: { v: 1 }, c: { v: 2 } });
      expect(await bench.ids({ where: [filter('v', '>', 0)] })).toEqual(['b', 'c', 'a']);
    },
  },
  {
    name: 'orders equals by id in the direction of the last order',
    check: async (bench) => {
      await bench.store({ a: { v: 1 }, c: { v: 1 }, b: { v: 2 } });
      expect(await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'asc' }] })).toEqual(['a', 'c', 'b']);
      expect(await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'desc' }] })).toEqual(['b', 'c', 'a']);
    },
  },
  {
    name: 'leaves out what lacks the field of the order',
    check: async (bench) => {
      await bench.store({ a: { v: 1 }, b: { w: 1 }, c: { v: null } });
      expect(await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'asc' }] })).toEqual(['c', 'a']);
    },
  },
  {
    name: 'orders values of all types',
    check: async (bench) => {
      await bench.store(OF_EVERY_TYPE);
      const inOrder = 'nothing no yes nan minus one two time1 time2 empty textA texta list map';
      expect((await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'asc' }] })).join(' ')).toBe(inOrder);
    },
  },
  {
    name: 'gives many documents, each once',
    check: async (bench) => {
      const ids = Array.from({ length: 450 }, (_, index) => `d${String(index).padStart(3, '0')}`);
      await bench.store(Object.fromEntries(ids.map((id, index) => [id, { v: index, text: 'x'.repeat(500) }])));
      expect(await bench.ids({ where: [], orderBy: [{ path: 'v', direction: 'asc' }] })).toEqual(ids);
    },
  },
  {
    name: 'can be left before its end',
    check: async (bench) => {
      await bench.store({ a: { v: 1 }, b: { v: 2 }, c: { v: 3 } });
      const seen: string[] = [];
      for await (const { id } of bench.gateway.stream({ collection: bench.collection, where: [filter('v', '>', 0)] })) {
        seen.push(id);
        if (seen.length === 2) break;
      }
      expect(seen).toEqual(['a', 'b']);
      expect(await bench.ids()).toHaveLength(3);
    },
  },
];

/** Which fields come. */
export const SELECT_CASES: readonly GatewayCase[] = [
  {
    name: 'gives at least the fields selected',
    check: async (bench) => {
      await bench.store({ a: { v: 1, w: 2, deep: { x: 1, y: 2 } } });
      expect((await bench.find({ where: [], select: ['v', 'deep.x', 'nowhere'] }))[0]?.data).toMatchObject({ v: 1, deep: { x: 1 } });
      expect(await bench.ids({ where: [], select: [] })).toEqual(['a']);
    },
  },
  {
    name: 'gives only the fields selected',
    check: async (bench) => {
      await bench.store({ a: { v: 1, w: 2, deep: { x: 1, y: 2 } } });
      expect((await bench.find({ where: [], select: ['v', 'deep.x', 'nowhere'] }))[0]?.data).toEqual({ v: 1, deep: { x: 1 } });
      expect(await bench.find({ where: [], select: [] })).toEqual([{ id: 'a', data: {} }]);
    },
  },
];
