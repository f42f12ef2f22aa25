import { aggregateDays, type CreatorKpiDaily, type DateRange, type KpiCollection, type StoreChange, type UtcDate } from '@pack324a/core';
import { oracleDays, questionOf, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/documents/batches.ts';
import { documentBytes, MAX_DOCUMENT_BYTES, writeBytes } from '../../src/documents/size.ts';
import { FirestoreTime, GRPC, type Write } from '../../src/index.ts';
import { DAY, fixture, NOW_MS, ONE_DAY } from './fixture.ts';

const MEBIBYTE = 1024 * 1024;

const earned = (creators: number) =>
  rowsOf(
    ...Array.from({ length: creators }, (_, index) => ({
      createdAt: `${DAY}T12:00:00Z`,
      type: 'SPEND',
      userId: 'payer',
      receiverId: `creator ${index}`,
      amount: 1,
      context: 'CHAT',
    })),
  );

const TEMPLATE = [
  ...oracleDays(questionOf({ walletTransactions: earned(1) }, RULES(), NOW_MS), ONE_DAY).creatorKpiDaily.values(),
][0] as CreatorKpiDaily;

function RULES() {
  return { platformAccountIds: [], nonEarningTypes: [], earningTypes: null, contextsBookedElsewhere: [] };
}

function putCreators(count: number, more: object = {}): StoreChange {
  const documents = Array.from({ length: count }, (_, index) => {
    const userId = `creator ${index}`;
    return { id: `${userId}_${DAY}`, data: { ...TEMPLATE, userId, ...more } };
  });
  return { kind: 'put', collection: 'creatorKpiDaily', documents };
}

describe('commits', () => {
  it.each([
    [1, [1]],
    [500, [500]],
    [501, [500, 1]],
    [2500, [500, 500, 500, 500, 500]],
  ])('%i creators are all stored, in batches of at most 500', async (creators, sizes) => {
    const { double, store } = await fixture();
    await store.write([putCreators(creators)]);
    expect(commitsOf(double.requests)).toEqual(sizes.map((size) => Array(size).fill('creatorKpiDaily')));
    expect(double.documents('creatorKpiDaily')).toHaveLength(creators);
    expect(await store.listDays('creatorKpiDaily', ONE_DAY)).toHaveLength(creators);
  });

  it.each([1000, 2500])('a day of %i creators is stored whole, its pack last', async (creators) => {
    const { double, context, meter } = await fixture({ platform: { walletTransactions: earned(creators) } });
    const run = await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' });
    expect(run).toMatchObject({ outcome: 'succeeded', sections: { creators: { status: 'stored', documents: creators } } });
    expect(double.documents('creatorKpiDaily')).toHaveLength(creators);
    const commits = commitsOf(double.requests).filter((commit) => commit.some((name) => name === 'creatorKpiDaily' || name === 'kpiPacks'));
    expect(commits.flat().indexOf('kpiPacks')).toBe(creators);
    expect(Math.max(...commits.map((commit) => commit.length))).toBeLessThanOrEqual(500);
    expect(meter.writes).toBe(creators + 4);
    expect(run.reads).toBe(double.meter.reads);
    expect(meter).toEqual({ reads: double.meter.reads, writes: double.meter.writes, roundTrips: double.meter.roundTrips });
  });

  it('can be made smaller by the configuration', async () => {
    const { double, store } = await fixture({ batchSize: 2 });
    await store.write([putCreators(5)]);
    expect(commitsOf(double.requests).map((commit) => commit.length)).toEqual([2, 2, 1]);
  });

  it('hold at most 4 MiB', async () => {
    const { double, store } = await fixture();
    const text = 'x'.repeat(900_000);
    await store.write([putCreators(10, { text })]);
    expect(commitsOf(double.requests).map((commit) => commit.length)).toEqual([4, 4, 2]);
    expect(double.documents('creatorKpiDaily')).toHaveLength(10);
  });

  it('that fail leave none of their writes behind, and the earlier ones in place', async () => {
    const { double, store } = await fixture({ batchSize: 2 });
    await store.write([putCreators(2)]);
    double.faults.add({ operation: 'commit', collection: 'safetyKpiDaily', code: GRPC.PERMISSION_DENIED });
    const other = { kind: 'put', collection: 'safetyKpiDaily', documents: [{ id: DAY, data: TEMPLATE }] } as unknown as StoreChange;
    await expect(store.write([putCreators(4), other])).rejects.toMatchObject({ code: 'database-failed' });
    expect(double.documents('creatorKpiDaily')).toHaveLength(4);
    expect(double.documents('safetyKpiDaily')).toEqual([]);
  });

  it('of a replaced range write what is new before they delete what is gone', async () => {
    const { double, store } = await fixture({ batchSize: 1 });
    await store.write([putCreators(2)]);
    double.requests.length = 0;
    const [change] = [putCreators(1)];
    const documents = change?.kind === 'put' ? change.documents : [];
    await store.write([{ kind: 'replaceDays', collection: 'creatorKpiDaily', range: ONE_DAY, documents } as StoreChange]);
    const ids = double.requests.flatMap(({ operation, keys }) => (operation === 'commit' ? (keys ?? []) : [])).map(({ id }) => id);
    expect(ids).toEqual([`creator 0_${DAY}`, `creator 1_${DAY}`]);
    expect(double.documents('creatorKpiDaily').map(({ id }) => id)).toEqual([`creator 0_${DAY}`]);
  });

  it('write a document once that is changed twice, where its last change stands', async () => {
    const { double, store } = await fixture();
    await store.write([putCreators(1, { totalEarnedTokens: 1 }), putCreators(2), putCreators(1, { totalEarnedTokens: 7 })]);
    expect(double.requests[0]?.keys?.map(({ id }) => id)).toEqual([`creator 1_${DAY}`, `creator 0_${DAY}`]);
    expect((await store.get('creatorKpiDaily', `creator 0_${DAY}`))?.totalEarnedTokens).toBe(7);
  });

  it('delete thousands of old documents page by page', async () => {
    const { double, store, meter } = await fixture();
    await store.write([putCreators(1201), putCreators(1, { date: '2025-03-10' })]);
    expect(await store.deleteBefore('creatorKpiDaily', '2025-03-10' as UtcDate)).toBe(1200);
    expect(double.documents('creatorKpiDaily')).toHaveLength(1);
    expect(meter.writes).toBe(double.meter.writes);
  });
});

describe('sizes', () => {
  it('a document above 1 MiB is refused before anything is written', async () => {
    const { double, store } = await fixture();
    const tooLarge = putCreators(1, { text: 'ü'.repeat(MEBIBYTE / 2) });
    await expect(store.write([putCreators(3), tooLarge])).rejects.toMatchObject({
      code: 'data-loss',
      message: expect.stringMatching(/^A document for creatorKpiDaily has 10\d\d\d\d\d bytes; nothing was written\.$/),
      expected: expect.stringContaining('1048576'),
    });
    expect(double.requests).toEqual([]);
  });

  it('a document of exactly 1 MiB is stored, and one byte more is not', async () => {
    const { double, store } = await fixture();
    const key = { collection: 'kpiRuns', id: 'run' };
    const padding = MAX_DOCUMENT_BYTES - documentBytes(key, { text: '' });
    const put = (length: number): Promise<void> =>
      store.write([
        { kind: 'put', collection: 'kpiRuns', documents: [{ id: 'run', data: { text: 'x'.repeat(length) } }] } as unknown as StoreChange,
      ]);
    await put(padding);
    expect(double.documents('kpiRuns')).toHaveLength(1);
    await expect(put(padding + 1)).rejects.toMatchObject({ code: 'data-loss' });
    expect(() => double.load('kpiRuns', [{ id: 'run', data: { text: 'x'.repeat(padding + 1) } }])).toThrow(/exceeds/);
  });

  it('are counted as Firestore counts them', () => {
    const data = { a: null, b: true, c: 1, d: 1.5, e: new FirestoreTime(0), f: 'é', g: [1, 'x'], h: { i: 1 } };
    const name = 16 + 'kpiRuns'.length + 1 + 'id'.length + 1;
    const values = 1 + 1 + 8 + 8 + 8 + 3 + (8 + 2) + (32 + 2 + 8);
    expect(documentBytes({ collection: 'kpiRuns', id: 'id' }, data)).toBe(name + 32 + 8 * 2 + values);
  });

  it('what a write takes in a request is never reckoned below what it holds', () => {
    const write: Write = {
      kind: 'set',
      key: { collection: 'kpiRuns', id: 'run' },
      data: { text: 'ü'.repeat(100), list: Array(50).fill(true) },
    };
    expect(writeBytes(write)).toBeGreaterThan(200 + 50 * 6);
    expect(batchesOf([], 500)).toEqual([]);
  });
});

function commitsOf(requests: readonly { readonly operation: string; readonly keys?: readonly { readonly collection: string }[] }[]) {
  return requests
    .filter(({ operation }) => operation === 'commit')
    .map(({ keys = [] }) => keys.map(({ collection }) => collection as KpiCollection));
}

describe('ranges', () => {
  it('of creators are read a few days at a time, and years without any are not asked for', async () => {
    const { double, store } = await fixture();
    await store.write([putCreators(2), putCreators(1, { date: '2025-03-20' })]);
    double.requests.length = 0;
    const century = { from: '1970-01-01', to: '2069-12-31' } as unknown as DateRange;
    expect(await store.listDays('creatorKpiDaily', century)).toHaveLength(2);
    expect(double.requests.length).toBeLessThanOrEqual(2 + 4);
    expect((await store.rankCreators(century, 10)).totalCreators).toBe(2);
    expect(await store.listDays('safetyKpiDaily', century)).toEqual([]);
  });
});
