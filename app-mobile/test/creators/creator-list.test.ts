import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addressOfChoices,
  COLUMNS,
  choicesFromAddress,
  LIMITS,
  matching,
  type RankedCreator,
  ranked,
  sortedBy,
  sortedList,
} from '../../src/screens/creators/creator-list.ts';

function creator(userId: string, totalEarningsTokens: number, rest: Partial<RankedCreator> = {}) {
  return {
    userId,
    totalEarningsTokens,
    totalEarningsPLN: totalEarningsTokens / 5,
    totalSessions: 0,
    activeDays: 1,
    averageDailyEarnings: totalEarningsTokens,
    ...rest,
  };
}

const LIST = ranked([
  creator('anna', 500, { totalSessions: 3, activeDays: 5, averageDailyEarnings: 100 }),
  creator('Bea', 300, { totalSessions: 9, activeDays: 1, averageDailyEarnings: 300 }),
  creator('cyd', 300, { totalSessions: 3, activeDays: 2, averageDailyEarnings: 150 }),
  creator('ANN', 20, { totalSessions: 0, activeDays: 2, averageDailyEarnings: 10 }),
]);

const ids = (list: readonly RankedCreator[]) => list.map(({ userId }) => userId).join(' ');

describe('the list of creators', () => {
  it('ranks as the API orders', () => {
    expect(LIST.map(({ rank }) => rank)).toEqual([1, 2, 3, 4]);
  });

  it('is sorted by each column in both directions, equals by rank', () => {
    expect(ids(sortedList(LIST, { column: 'rank', isDescending: false }))).toBe('anna Bea cyd ANN');
    expect(ids(sortedList(LIST, { column: 'rank', isDescending: true }))).toBe('ANN cyd Bea anna');
    expect(ids(sortedList(LIST, { column: 'creator', isDescending: false }))).toBe('ANN Bea anna cyd');
    expect(ids(sortedList(LIST, { column: 'tokens', isDescending: true }))).toBe('anna Bea cyd ANN');
    expect(ids(sortedList(LIST, { column: 'tokens', isDescending: false }))).toBe('ANN Bea cyd anna');
    expect(ids(sortedList(LIST, { column: 'pln', isDescending: false }))).toBe('ANN Bea cyd anna');
    expect(ids(sortedList(LIST, { column: 'sessions', isDescending: true }))).toBe('Bea anna cyd ANN');
    expect(ids(sortedList(LIST, { column: 'days', isDescending: false }))).toBe('Bea cyd ANN anna');
    expect(ids(sortedList(LIST, { column: 'average', isDescending: true }))).toBe('Bea cyd anna ANN');
  });

  it('keeps every creator and its rank in any order', () => {
    for (const column of COLUMNS) {
      const sorted = sortedList(LIST, { column, isDescending: true });
      expect([...sorted].sort((one, other) => one.rank - other.rank)).toEqual(LIST);
    }
  });

  it('is searched by any part of the id, letter case and blanks around it aside', () => {
    expect(ids(matching(LIST, ' Ann '))).toBe('anna ANN');
    expect(ids(matching(LIST, ''))).toBe(ids(LIST));
    expect(matching(LIST, 'zoe')).toEqual([]);
  });
});

describe('choosing a column', () => {
  const byRank = { column: 'rank', isDescending: false } as const;

  it('puts the largest figures first, and turns the order round when it is chosen again', () => {
    const once = sortedBy('sessions', byRank);
    expect(once).toEqual({ column: 'sessions', isDescending: true });
    expect(sortedBy('sessions', once)).toEqual({ column: 'sessions', isDescending: false });
  });

  it('puts the first ids and ranks first', () => {
    expect(sortedBy('creator', byRank)).toEqual({ column: 'creator', isDescending: false });
    expect(sortedBy('rank', { column: 'days', isDescending: true })).toEqual(byRank);
  });
});

describe('the choices in the address', () => {
  it('come back as they were', () => {
    const choices = fc.record({
      limit: fc.constantFrom(...LIMITS),
      sorting: fc.record({ column: fc.constantFrom(...COLUMNS), isDescending: fc.boolean() }),
    });
    fc.assert(
      fc.property(choices, (made) => {
        expect(choicesFromAddress(addressOfChoices(made))).toEqual(made);
      }),
    );
  });

  it('leave the usual ones out', () => {
    expect(addressOfChoices(choicesFromAddress({}))).toEqual({ limit: undefined, sort: undefined });
  });

  it('are the usual ones where the address says nothing that is known', () => {
    const usual = { limit: '50', sorting: { column: 'rank', isDescending: false } };
    for (const params of [
      {},
      { limit: '1000' },
      { limit: ['10', '25'] },
      { sort: 'name' },
      { sort: '--rank' },
      { sort: ['pln', 'days'] },
    ]) {
      expect(choicesFromAddress(params)).toEqual(usual);
    }
  });
});
