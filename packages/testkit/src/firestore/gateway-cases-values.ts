import { FirestoreTime, type FoundDocument, GRPC } from '@pack324a/firestore';
import { expect } from 'vitest';
import type { GatewayBench, GatewayCase } from './gateway-case.ts';

const INSTANT = new FirestoreTime(1_741_500_000, 123_456_000);

/** What is stored and comes back. */
export const VALUE_CASES: readonly GatewayCase[] = [
  {
    name: 'gives back values of every type',
    check: async (bench) => {
      const data = {
        nothing: null,
        yes: true,
        no: false,
        whole: 42,
        negative: -7,
        large: Number.MAX_SAFE_INTEGER,
        fraction: 1.5,
        huge: 1e300,
        infinite: Number.NEGATIVE_INFINITY,
        notANumber: Number.NaN,
        text: 'zażółć \u{1F600} \0 "quoted"',
        empty: '',
        instant: INSTANT,
        list: [1, 'a', null, { deep: [INSTANT] }],
        map: { inner: { innermost: false }, emptyMap: {}, emptyList: [] },
      };
      await bench.store({ a: data });
      expect((await bench.gateway.get({ collection: bench.collection, id: 'a' }))?.data).toEqual(data);
      expect((await bench.find())[0]).toEqual({ id: 'a', data });
    },
  },
  {
    name: 'gives back bytes',
    check: async (bench) => {
      await bench.store({ a: { bytes: Uint8Array.of(0, 255, 7) } });
      const [found] = (await bench.find()) as [FoundDocument];
      expect([...(found.data['bytes'] as Uint8Array)]).toEqual([0, 255, 7]);
    },
  },
  {
    name: 'gives back instants before 1970',
    check: async (bench) => {
      const data = { early: FirestoreTime.fromMillis(-1), earliest: new FirestoreTime(-62_135_596_800) };
      await bench.store({ a: data });
      expect((await bench.find())[0]?.data).toEqual(data);
    },
  },
  {
    name: 'cuts instants off after the microsecond',
    check: async (bench) => {
      await bench.store({ a: { instant: new FirestoreTime(10, 123_456_789) } });
      expect((await bench.find())[0]?.data).toEqual({ instant: new FirestoreTime(10, 123_456_000) });
    },
  },
  {
    name: 'knows nothing under an id that nothing was stored under',
    check: async ({ gateway, collection }) => {
      expect(await gateway.get({ collection, id: 'nobody' })).toBeUndefined();
    },
  },
  {
    name: 'keeps documents under ids of many kinds apart',
    check: async (bench) => {
      const ids = [
        'a',
        'A',
        'é',
        'e\u0301',
        ' ',
        '10',
        '9',
        "o'b",
        'a b',
        'back\\slash',
        'a.b',
        '%2F',
        '\u{10000}',
        '_x',
        'x'.repeat(1500),
      ];
      await bench.store(Object.fromEntries(ids.map((id) => [id, { own: id }])));
      for (const id of ids) {
        expect(await bench.gateway.get({ collection: bench.collection, id })).toEqual({ id, data: { own: id } });
      }
      expect((await bench.ids()).sort()).toEqual([...ids].sort());
    },
  },
  {
    name: 'keeps documents under ids that objects in JavaScript are born with',
    check: async (bench) => {
      await bench.store({ constructor: { own: 1 }, toString: { own: 2 } });
      expect((await bench.ids()).sort()).toEqual(['constructor', 'toString']);
    },
  },
  {
    name: 'keeps fields of strange names',
    check: async (bench) => {
      const data = { 'a.b': 1, 'a b': 2, '0': 3, 'ä`\\': 4, constructor: 5, "o'b": { 'x/y': 6 } };
      await bench.store({ a: data });
      expect((await bench.find())[0]?.data).toEqual(data);
    },
  },
  {
    name: 'replaces a document whole',
    check: async (bench) => {
      await bench.store({ a: { old: 1, both: 1 } });
      await bench.store({ a: { both: 2, new: 2 } });
      expect((await bench.find())[0]?.data).toEqual({ both: 2, new: 2 });
    },
  },
  {
    name: 'shares nothing with the caller',
    check: async (bench) => {
      const data = { list: [1], map: { inner: 1 } };
      await bench.store({ a: data });
      data.list.push(2);
      data.map.inner = 2;
      const [found] = (await bench.find()) as [FoundDocument];
      expect(found.data).toEqual({ list: [1], map: { inner: 1 } });
      (found.data['list'] as number[]).push(3);
      expect((await bench.find())[0]?.data['list']).toEqual([1]);
    },
  },
];

/** What is refused, and how. */
export const REFUSAL_CASES: readonly GatewayCase[] = [
  {
    name: 'refuses ids that are paths or reserved, or no text',
    check: async ({ gateway, collection }) => {
      for (const id of ['', '.', '..', 'a/b', 'a/b/c', '__x__', '\uD800']) {
        const key = { collection, id };
        const refusal = { code: GRPC.INVALID_ARGUMENT };
        await expect(gateway.get(key), id).rejects.toMatchObject(refusal);
        await expect(gateway.commit([{ kind: 'set', key, data: {} }]), id).rejects.toMatchObject(refusal);
        await expect(gateway.commit([{ kind: 'delete', key }]), id).rejects.toMatchObject(refusal);
        await expect(
          gateway.transact(key, () => ({ result: 1 })),
          id,
        ).rejects.toMatchObject(refusal);
      }
    },
  },
  {
    name: 'refuses values that Firestore has no type for',
    check: async (bench) => {
      const strange = [
        undefined,
        () => 1,
        Symbol('s'),
        new Date(0),
        new Map(),
        '\uDC00',
        new FirestoreTime(1e15),
        [undefined],
        { deep: undefined },
      ];
      for (const value of strange) await expectRefused(bench, { value });
      await expectRefused(bench, { '\uD800': 1 });
      expect(await bench.ids()).toEqual([]);
    },
  },
  { name: 'refuses a list directly in a list', check: async (bench) => await expectRefused(bench, { list: [[1]] }) },
  {
    name: 'refuses fields whose names are empty or reserved',
    check: async (bench) => {
      await expectRefused(bench, { '': 1 });
      await expectRefused(bench, { __x__: 1 });
    },
  },
  {
    name: 'refuses a document of more than 1 MiB',
    check: async (bench) => {
      await bench.store({ a: { text: 'x'.repeat(1_048_000) } });
      await expectRefused(bench, { text: 'x'.repeat(1_048_576) });
    },
  },
];

async function expectRefused({ gateway, collection }: GatewayBench, data: Readonly<Record<string, unknown>>): Promise<void> {
  const writing = gateway.commit([{ kind: 'set', key: { collection, id: 'refused' }, data }]);
  await expect(writing, Object.keys(data).join()).rejects.toMatchObject({ code: GRPC.INVALID_ARGUMENT });
}
