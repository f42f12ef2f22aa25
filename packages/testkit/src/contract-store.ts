import { type CreatorKpiDaily, type DateRange, DEFAULT_COUNTING_RULES, type KpiStore, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { CASE_DAY, CASE_NOW, CASE_RANGE, runRecord, spend } from './contract-case.ts';
import { differences } from './differences.ts';
import { type Adapter, questionOf } from './harness.ts';
import { oracleDays, oracleHours } from './oracle.ts';
import { rowsOf } from './platform.ts';

const RULES = DEFAULT_COUNTING_RULES;
const RANGE = CASE_RANGE as unknown as DateRange;
const DATED_COLLECTIONS = ['platformKpiDaily', 'platformKpiHourly', 'creatorKpiDaily', 'safetyKpiDaily', 'kpiPacks'] as const;
const ONE_DAY = { from: CASE_DAY, to: CASE_DAY } as unknown as DateRange;
const QUESTION = questionOf({ walletTransactions: rowsOf(spend()) }, RULES, Date.parse(CASE_NOW));
const DOCUMENTS = oracleDays(QUESTION, RANGE);

/** A creator's document with what ranking looks at. */
function creator(userId: string, date: string, totalEarnedTokens = 1, sessionsCount = 0): { id: string; data: CreatorKpiDaily } {
  const template = DOCUMENTS.creatorKpiDaily.get(`creator_${CASE_DAY}`);
  if (template === undefined) throw new Error('the template has no creator');
  const data = { ...template, userId, date, earnedTokensChat: totalEarnedTokens, totalEarnedTokens, sessionsCount };
  return { id: `${userId}_${date}`, data };
}

const entriesOf = <T>(documents: ReadonlyMap<string, T>) => [...documents].map(([id, data]) => ({ id, data }));

/** What every store does alike. */
export function describeStore(adapter: () => Adapter): void {
  const emptyStore = async (): Promise<KpiStore> => (await adapter().load({}, RULES)).store;
  describe('store', () => {
    describeWriting(emptyStore);
    describeListing(emptyStore);
    describeDeleting(emptyStore);
    describeRanking(emptyStore);
    describeRefusing(adapter, emptyStore);
  });
}

function describeWriting(emptyStore: () => Promise<KpiStore>): void {
  it('gives back what was put, field by field, in every collection', async () => {
    const store = await emptyStore();
    const hourly = oracleHours(QUESTION, [{ date: CASE_DAY, hour: 7 }]);
    const run = runRecord('run 1');
    await store.write([
      { kind: 'put', collection: 'platformKpiDaily', documents: entriesOf(DOCUMENTS.platformKpiDaily) },
      { kind: 'put', collection: 'creatorKpiDaily', documents: entriesOf(DOCUMENTS.creatorKpiDaily) },
      { kind: 'put', collection: 'safetyKpiDaily', documents: entriesOf(DOCUMENTS.safetyKpiDaily) },
      { kind: 'put', collection: 'kpiPacks', documents: entriesOf(DOCUMENTS.kpiPacks) },
      { kind: 'put', collection: 'platformKpiHourly', documents: entriesOf(hourly) },
      { kind: 'put', collection: 'kpiRuns', documents: [{ id: run.id, data: run }] },
    ]);
    for (const [collection, documents] of Object.entries({ ...DOCUMENTS, platformKpiHourly: hourly, kpiRuns: new Map([[run.id, run]]) })) {
      for (const [id, document] of documents) {
        expect(differences(await store.get(collection as keyof typeof DOCUMENTS, id), document, `${collection} ${id}`)).toEqual([]);
      }
    }
    expect(await store.get('platformKpiDaily', '2020-01-01')).toBeUndefined();
  });

  it('putting a document replaces the one before, and no other', async () => {
    const store = await emptyStore();
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents: [creator('a', CASE_DAY, 1), creator('b', CASE_DAY, 2)] }]);
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents: [creator('a', CASE_DAY, 3)] }]);
    expect((await store.listDays('creatorKpiDaily', ONE_DAY)).map((document) => document.totalEarnedTokens)).toEqual([3, 2]);
  });

  it('replacing days removes what is gone from them, and leaves other days alone', async () => {
    const store = await emptyStore();
    const dates = ['2025-03-07', '2025-03-08', CASE_DAY, '2025-03-10', '2025-03-11'];
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents: dates.map((date) => creator('old', date)) }]);
    await store.write([{ kind: 'put', collection: 'safetyKpiDaily', documents: entriesOf(DOCUMENTS.safetyKpiDaily) }]);
    await store.write([{ kind: 'replaceDays', collection: 'creatorKpiDaily', range: RANGE, documents: [creator('new', CASE_DAY)] }]);
    const left = await store.listDays('creatorKpiDaily', { from: '2025-03-01', to: '2025-03-31' } as unknown as DateRange);
    expect(left.map(({ userId, date }) => `${userId}_${date}`)).toEqual([`new_${CASE_DAY}`, 'old_2025-03-07', 'old_2025-03-11']);
    expect(await store.get('creatorKpiDaily', `old_${CASE_DAY}`)).toBeUndefined();
    expect(await store.listDays('safetyKpiDaily', RANGE)).toHaveLength(3);
  });

  it('makes the changes of one write in their order', async () => {
    const store = await emptyStore();
    await store.write([
      { kind: 'put', collection: 'creatorKpiDaily', documents: [creator('a', CASE_DAY)] },
      { kind: 'replaceDays', collection: 'creatorKpiDaily', range: ONE_DAY, documents: [] },
      { kind: 'put', collection: 'creatorKpiDaily', documents: [creator('b', CASE_DAY, 1)] },
      { kind: 'put', collection: 'creatorKpiDaily', documents: [creator('b', CASE_DAY, 2)] },
    ]);
    expect((await store.listDays('creatorKpiDaily', ONE_DAY)).map(({ userId, totalEarnedTokens }) => [userId, totalEarnedTokens])).toEqual([
      ['b', 2],
    ]);
  });

  it('writing nothing is allowed', async () => {
    const store = await emptyStore();
    await store.write([]);
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents: [] }]);
    expect(await store.listDays('creatorKpiDaily', RANGE)).toEqual([]);
  });
}

function describeListing(emptyStore: () => Promise<KpiStore>): void {
  it('lists the days of a range, both ends included, in code-point order of the ids', async () => {
    const store = await emptyStore();
    const ids = ['b', 'a', 'B', 'é', '\uFFFD', '\u{10000}', 'a b', `o'b`, 'a_b', '__proto__', '10', '9'];
    const documents = ids.map((id) => creator(id, CASE_DAY));
    await store.write([
      { kind: 'put', collection: 'creatorKpiDaily', documents: [...documents, creator('a', '2025-03-10'), creator('a', '2025-03-08')] },
    ]);
    const listed = await store.listDays('creatorKpiDaily', ONE_DAY);
    const inOrder = [...ids].sort((left, right) => Buffer.compare(Buffer.from(`${left}_${CASE_DAY}`), Buffer.from(`${right}_${CASE_DAY}`)));
    expect(listed.map((document) => document.userId)).toEqual(inOrder);
    const days = { from: CASE_DAY, to: '2025-03-10' } as unknown as DateRange;
    expect(
      (await store.listDays('creatorKpiDaily', days)).filter((document) => document.userId === 'a').map((document) => document.date),
    ).toEqual([CASE_DAY, '2025-03-10']);
  });

  it('lists hours in order', async () => {
    const store = await emptyStore();
    const hours = oracleHours(
      QUESTION,
      [23, 0, 10, 9, 2].map((hour) => ({ date: CASE_DAY, hour })),
    );
    await store.write([{ kind: 'put', collection: 'platformKpiHourly', documents: entriesOf(hours) }]);
    expect((await store.listDays('platformKpiHourly', ONE_DAY)).map((document) => document.hour)).toEqual([0, 2, 9, 10, 23]);
  });

  it('finds documents under strange ids', async () => {
    const store = await emptyStore();
    const ids = [
      `o'brien`,
      'say "hi"',
      '\u{1F600}',
      '__proto__',
      'constructor',
      ' ',
      'u_%',
      'back\\slash',
      'line\nbreak',
      '\u{10000}',
      'x'.repeat(128),
    ];
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents: ids.map((id) => creator(id, CASE_DAY)) }]);
    for (const id of ids) expect((await store.get('creatorKpiDaily', `${id}_${CASE_DAY}`))?.userId).toBe(id);
    expect(await store.get('creatorKpiDaily', `toString_${CASE_DAY}`)).toBeUndefined();
  });

  it('finds nothing under an id that only looks like a stored one, or that can be nobody’s', async () => {
    const store = await emptyStore();
    const documents = ['\uFFFD', 'creator'].map((id) => creator(id, CASE_DAY));
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents }]);
    const strangers = ['\uD800', '\uDC00', 'creator\0', '\0creator', '\0', '', '\u{1F600}'.repeat(128)];
    for (const id of strangers) {
      expect(await store.get('creatorKpiDaily', `${id}_${CASE_DAY}`), JSON.stringify(id)).toBeUndefined();
      expect(await store.get('platformKpiDaily', id), JSON.stringify(id)).toBeUndefined();
      expect(await store.get('kpiRuns', id), JSON.stringify(id)).toBeUndefined();
    }
  });
}

function describeDeleting(emptyStore: () => Promise<KpiStore>): void {
  it('deletes documents with an earlier date, says how many, and leaves other collections alone', async () => {
    const store = await emptyStore();
    await store.write([
      { kind: 'put', collection: 'platformKpiDaily', documents: entriesOf(DOCUMENTS.platformKpiDaily) },
      { kind: 'put', collection: 'safetyKpiDaily', documents: entriesOf(DOCUMENTS.safetyKpiDaily) },
    ]);
    expect(await store.deleteBefore('platformKpiDaily', CASE_DAY as UtcDate)).toBe(1);
    expect((await store.listDays('platformKpiDaily', RANGE)).map((document) => document.date)).toEqual([CASE_DAY, '2025-03-10']);
    expect(await store.deleteBefore('platformKpiDaily', CASE_DAY as UtcDate)).toBe(0);
    expect(await store.listDays('safetyKpiDaily', RANGE)).toHaveLength(3);
  });

  it('deletes hours by the date of their day', async () => {
    const store = await emptyStore();
    const hours = oracleHours(
      QUESTION,
      ['2025-03-08', CASE_DAY].flatMap((date) => [0, 23].map((hour) => ({ date, hour }))),
    );
    await store.write([{ kind: 'put', collection: 'platformKpiHourly', documents: entriesOf(hours) }]);
    expect(await store.deleteBefore('platformKpiHourly', CASE_DAY as UtcDate)).toBe(2);
    expect((await store.listDays('platformKpiHourly', RANGE)).map(({ date, hour }) => [date, hour])).toEqual([
      [CASE_DAY, 0],
      [CASE_DAY, 23],
    ]);
  });
}

function describeRanking(emptyStore: () => Promise<KpiStore>): void {
  it('ranks creators by exact tokens, ties by id in code-point order, and counts all of them', async () => {
    const store = await emptyStore();
    const tied = ['b', 'a', '\u{10000}', '\uFFFD', 'B', '__proto__'];
    await store.write([
      {
        kind: 'put',
        collection: 'creatorKpiDaily',
        documents: [
          creator('best', '2025-03-08', 0.1, 2),
          creator('best', CASE_DAY, 0.2, 3),
          creator('best', '2025-03-10', 100, 0),
          ...tied.map((id) => creator(id, CASE_DAY, 0.3, 1)),
          creator('nothing', CASE_DAY, 0, 1),
          creator('earlier', '2025-03-07', 1e6),
        ],
      },
    ]);
    const { ranked, totalCreators } = await store.rankCreators(RANGE, 100);
    expect(ranked.map(({ userId }) => userId)).toEqual(['best', 'B', '__proto__', 'a', 'b', '\uFFFD', '\u{10000}', 'nothing']);
    expect(ranked[0]).toEqual({ userId: 'best', microTokens: 100_300_000n, sessions: 5, activeDays: 3 });
    expect(ranked.at(-1)).toEqual({ userId: 'nothing', microTokens: 0n, sessions: 1, activeDays: 1 });
    expect(totalCreators).toBe(8);
    const twoDays = await store.rankCreators({ from: '2025-03-08', to: CASE_DAY } as unknown as DateRange, 3);
    expect(twoDays.ranked.map(({ userId, microTokens }) => [userId, microTokens])).toEqual([
      ['B', 300_000n],
      ['__proto__', 300_000n],
      ['a', 300_000n],
    ]);
    expect(twoDays.totalCreators).toBe(8);
  });

  it('lists the days of one creator in order, by exactly that id', async () => {
    const store = await emptyStore();
    const ids = ['a', 'A', 'a_', `a_${CASE_DAY}`, '__proto__', '\u{10000}', '%', "o'brien"];
    const dates = ['2025-03-10', '2025-03-08', CASE_DAY, '2025-03-07'];
    const documents = dates.flatMap((date, index) => ids.map((id, other) => creator(id, date, other + index)));
    await store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents }]);
    const twoDays = { from: '2025-03-08', to: CASE_DAY } as unknown as DateRange;
    for (const id of ids) {
      const listed = await store.listCreatorDays(id, twoDays);
      const tokens = [1, 2].map((day) => ids.indexOf(id) + day);
      expect(listed.map(({ userId, date, totalEarnedTokens }) => [userId, date, totalEarnedTokens])).toEqual([
        [id, '2025-03-08', tokens[0]],
        [id, CASE_DAY, tokens[1]],
      ]);
      for (const document of listed) expect(document).toEqual(await store.get('creatorKpiDaily', `${id}_${document.date}`));
    }
    for (const stranger of ['b', 'a%', '', '\uD800', '_', '\u{1F600}'.repeat(128)]) {
      expect(await store.listCreatorDays(stranger, RANGE), JSON.stringify(stranger)).toEqual([]);
    }
    expect(await store.listCreatorDays('a', { from: '2024-01-01', to: '2024-12-31' } as unknown as DateRange)).toEqual([]);
  });

  it('ranks nobody where there is nobody', async () => {
    expect(await (await emptyStore()).rankCreators(RANGE, 10)).toEqual({ ranked: [], totalCreators: 0 });
  });
}

function describeRefusing(adapter: () => Adapter, emptyStore: () => Promise<KpiStore>): void {
  it('refuses to write to or delete from a collection that is not ours', async () => {
    const { store, reader } = await adapter().load({ walletTransactions: rowsOf(spend()) }, RULES);
    for (const foreign of [
      'walletTransactions',
      'users',
      'kpiUnknown',
      'platformkpidaily',
      '__proto__',
      '',
      'kpiRuns; DROP TABLE kpiRuns',
    ]) {
      const collection = foreign as 'platformKpiDaily';
      await expect(store.write([{ kind: 'put', collection, documents: [] }]), foreign).rejects.toMatchObject({ code: 'permission-denied' });
      await expect(store.write([{ kind: 'replaceDays', collection, range: RANGE, documents: [] }]), foreign).rejects.toMatchObject({
        code: 'permission-denied',
      });
      await expect(store.deleteBefore(collection, '2030-01-01' as UtcDate), foreign).rejects.toMatchObject({ code: 'permission-denied' });
    }
    expect(await reader.sample('walletTransactions', 10)).toMatchObject({ present: true, totalRows: 1 });
  });

  it('deletes from each collection that has dates', async () => {
    const store = await emptyStore();
    for (const collection of DATED_COLLECTIONS) expect(await store.deleteBefore(collection, CASE_DAY as UtcDate)).toBe(0);
  });
}
