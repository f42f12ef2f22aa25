import { type DateRange, DEFAULT_COUNTING_RULES, type KpiDocumentCollection, type KpiStore, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { CASE_DAY, CASE_NOW, CASE_RANGE, runRecord, spend } from './contract-case.ts';
import { type Adapter, questionOf } from './harness.ts';
import { oracleDays, oracleHours } from './oracle.ts';
import { rowsOf } from './platform.ts';

const RULES = DEFAULT_COUNTING_RULES;
const RANGE = CASE_RANGE as unknown as DateRange;
const QUESTION = questionOf({ walletTransactions: rowsOf(spend()) }, RULES, Date.parse(CASE_NOW));

const entriesOf = <T>(documents: ReadonlyMap<string, T>) => [...documents].map(([id, data]) => ({ id, data }));

/** What a store says of its contents as a whole: the latest runs, and how much there is. */
export function describeStoreLists(adapter: () => Adapter): void {
  const emptyStore = async (): Promise<KpiStore> => (await adapter().load({}, RULES)).store;
  describeRuns(emptyStore);
  describeInventory(emptyStore);
}

function describeRuns(emptyStore: () => Promise<KpiStore>): void {
  describe('latest runs', () => {
    const putRuns = (store: KpiStore, ...runs: readonly ReturnType<typeof runRecord>[]): Promise<void> =>
      store.write([{ kind: 'put', collection: 'kpiRuns', documents: runs.map((run) => ({ id: run.id, data: run })) }]);
    const idsOf = (runs: readonly { readonly id: string }[]): string[] => runs.map(({ id }) => id);

    it('come newest first by their start, ties in code-point order of their ids', async () => {
      const store = await emptyStore();
      const at = (startedAt: string) => ({ startedAt, endedAt: '2025-03-12T00:00:00.000Z' });
      await putRuns(
        store,
        runRecord('middle', at('2025-03-10T23:59:59.999Z')),
        runRecord('z', at('2025-03-11T00:00:00.000Z')),
        runRecord('\u{10000}', at('2025-03-11T00:00:00.000Z')),
        runRecord('\uFFFD', at('2025-03-11T00:00:00.000Z')),
        runRecord('Z', at('2025-03-11T00:00:00.000Z')),
        runRecord('oldest', { ...at('2024-12-31T00:00:00.000Z'), endedAt: '2025-04-01T00:00:00.000Z' }),
        runRecord('newest', at('2025-03-11T00:00:00.001Z')),
      );
      expect(idsOf(await store.latestRuns(100))).toEqual(['newest', 'Z', 'z', '\uFFFD', '\u{10000}', 'middle', 'oldest']);
      expect(idsOf(await store.latestRuns(3))).toEqual(['newest', 'Z', 'z']);
      expect(idsOf(await store.latestRuns(1))).toEqual(['newest']);
    });

    it('come as they were put, and each once', async () => {
      const store = await emptyStore();
      await putRuns(store, runRecord('run 1'));
      await putRuns(store, runRecord('run 1', { outcome: 'abandoned', reads: 5 }));
      expect(await store.latestRuns(10)).toEqual([runRecord('run 1', { outcome: 'abandoned', reads: 5 })]);
    });

    it('are those of one job where it is named', async () => {
      const store = await emptyStore();
      const names = ['daily', 'hourly', `o'job "x"`, 'daily', 'Daily'];
      const start = (index: number): string => `2025-03-11T00:00:00.00${index}Z`;
      await putRuns(store, ...names.map((job, index) => runRecord(`run ${index}`, { job, startedAt: start(index) })));
      expect(idsOf(await store.latestRuns(10, { job: 'daily' }))).toEqual(['run 3', 'run 0']);
      expect(idsOf(await store.latestRuns(1, { job: 'daily' }))).toEqual(['run 3']);
      expect(idsOf(await store.latestRuns(10, { job: `o'job "x"` }))).toEqual(['run 2']);
      expect(await store.latestRuns(10, { job: 'cleanup' })).toEqual([]);
    });

    it('are those with one outcome where it is named', async () => {
      const store = await emptyStore();
      const outcomes = ['failed', 'succeeded', 'abandoned', 'failed'] as const;
      const runs = outcomes.map((outcome, index) =>
        runRecord(`run ${index}`, { outcome, job: index === 0 ? 'daily' : 'hourly', startedAt: `2025-03-11T00:00:00.00${index}Z` }),
      );
      await putRuns(store, ...runs);
      expect(idsOf(await store.latestRuns(10, { outcome: 'failed' }))).toEqual(['run 3', 'run 0']);
      expect(idsOf(await store.latestRuns(10, { outcome: 'failed', job: 'daily' }))).toEqual(['run 0']);
      expect(idsOf(await store.latestRuns(10, {}))).toEqual(['run 3', 'run 2', 'run 1', 'run 0']);
    });

    it('are deleted by the day on which they started', async () => {
      const store = await emptyStore();
      const [before, after] = ['2025-03-10T23:59:59.999Z', '2025-03-11T00:00:00.000Z'];
      await putRuns(store, runRecord('old', { startedAt: before, endedAt: after }), runRecord('new', { startedAt: after, endedAt: after }));
      expect(await store.deleteBefore('kpiRuns', '2025-03-11' as UtcDate)).toBe(1);
      expect(idsOf(await store.latestRuns(10))).toEqual(['new']);
    });

    it('are none where there are none', async () => {
      expect(await (await emptyStore()).latestRuns(10)).toEqual([]);
    });
  });
}

function describeInventory(emptyStore: () => Promise<KpiStore>): void {
  describe('the inventory', () => {
    const COLLECTIONS: readonly KpiDocumentCollection[] = ['platformKpiDaily', 'platformKpiHourly', 'creatorKpiDaily', 'safetyKpiDaily'];

    it('names every kind of document in the catalogue’s order, empty ones too', async () => {
      const nothing = { documents: 0, oldest: null, newest: null };
      expect(await (await emptyStore()).inventory()).toEqual(COLLECTIONS.map((collection) => ({ collection, ...nothing })));
    });

    it('counts documents, and gives the dates of the oldest and the newest', async () => {
      const store = await emptyStore();
      const days = oracleDays(QUESTION, RANGE);
      const hours = oracleHours(
        QUESTION,
        [23, 0, 7].map((hour) => ({ date: CASE_DAY, hour })),
      );
      await store.write([
        { kind: 'put', collection: 'platformKpiDaily', documents: entriesOf(days.platformKpiDaily) },
        { kind: 'put', collection: 'creatorKpiDaily', documents: entriesOf(days.creatorKpiDaily) },
        { kind: 'put', collection: 'kpiPacks', documents: entriesOf(days.kpiPacks) },
        { kind: 'put', collection: 'platformKpiHourly', documents: entriesOf(hours) },
        { kind: 'put', collection: 'kpiRuns', documents: [{ id: 'run 1', data: runRecord('run 1') }] },
      ]);
      expect(await store.inventory()).toEqual([
        { collection: 'platformKpiDaily', documents: 3, oldest: '2025-03-08', newest: '2025-03-10' },
        { collection: 'platformKpiHourly', documents: 3, oldest: CASE_DAY, newest: CASE_DAY },
        { collection: 'creatorKpiDaily', documents: 1, oldest: CASE_DAY, newest: CASE_DAY },
        { collection: 'safetyKpiDaily', documents: 0, oldest: null, newest: null },
      ]);
      await store.deleteBefore('platformKpiDaily', '2025-03-10' as UtcDate);
      expect((await store.inventory())[0]).toEqual({
        collection: 'platformKpiDaily',
        documents: 1,
        oldest: '2025-03-10',
        newest: '2025-03-10',
      });
    });
  });
}
