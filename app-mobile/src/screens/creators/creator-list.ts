import type { KpiClient } from '@pack324a/client';

/** A creator's figures over a range, as the API gives them. */
type TopCreator = Awaited<ReturnType<KpiClient['getTopCreators']>>['topCreators'][number];

export interface RankedCreator extends TopCreator {
  /** By earnings among all creators of the range, from 1. */
  readonly rank: number;
}

export const LIMITS = ['10', '25', '50', '100'] as const;
type Limit = (typeof LIMITS)[number];
const DEFAULT_LIMIT: Limit = '50';

/** The columns of the table, in order; each can be sorted by. */
export const COLUMNS = ['rank', 'creator', 'tokens', 'pln', 'sessions', 'days', 'average'] as const;
export type Column = (typeof COLUMNS)[number];
export type FigureColumn = Exclude<Column, 'rank' | 'creator'>;

export interface Sorting {
  readonly column: Column;
  readonly isDescending: boolean;
}

export interface ListChoices {
  readonly limit: Limit;
  readonly sorting: Sorting;
}

const BY_RANK: Sorting = { column: 'rank', isDescending: false };
/** Before a column in the address when it is sorted from the largest value down, as in JSON:API. */
const DESCENDING = '-';

/** Reads what the address says about the list; what it does not say, or says wrongly, is as usual. */
export function choicesFromAddress(params: Readonly<Record<string, unknown>>): ListChoices {
  return { limit: LIMITS.find((limit) => limit === params['limit']) ?? DEFAULT_LIMIT, sorting: sortingFrom(params['sort']) };
}

function sortingFrom(text: unknown): Sorting {
  if (typeof text !== 'string') return BY_RANK;
  const isDescending = text.startsWith(DESCENDING);
  const column = COLUMNS.find((candidate) => candidate === (isDescending ? text.slice(DESCENDING.length) : text));
  return column === undefined ? BY_RANK : { column, isDescending };
}

/** The choices as parameters of an address; usual ones are undefined, so that a router takes them away. */
export function addressOfChoices({ limit, sorting }: ListChoices): Record<'limit' | 'sort', string | undefined> {
  const isUsual = sorting.column === BY_RANK.column && sorting.isDescending === BY_RANK.isDescending;
  return {
    limit: limit === DEFAULT_LIMIT ? undefined : limit,
    sort: isUsual ? undefined : `${sorting.isDescending ? DESCENDING : ''}${sorting.column}`,
  };
}

/** What choosing a column leads to: figures from the largest down and names from the first, and the other way round when chosen again. */
export function sortedBy(column: Column, current: Sorting): Sorting {
  if (column === current.column) return { column, isDescending: !current.isDescending };
  return { column, isDescending: column !== 'rank' && column !== 'creator' };
}

/** @param creators from the best earner down */
export function ranked(creators: readonly TopCreator[]): RankedCreator[] {
  return creators.map((creator, index) => ({ ...creator, rank: index + 1 }));
}

/** The list in another order; equals follow each other by rank. */
export function sortedList(creators: readonly RankedCreator[], { column, isDescending }: Sorting): RankedCreator[] {
  const sign = isDescending ? -1 : 1;
  return [...creators].sort((one, other) => sign * compare(one, other, column) || one.rank - other.rank);
}

function compare(one: RankedCreator, other: RankedCreator, column: Column): number {
  if (column === 'creator') return one.userId === other.userId ? 0 : one.userId < other.userId ? -1 : 1;
  return figureOf(one, column) - figureOf(other, column);
}

export function figureOf(creator: RankedCreator, column: Exclude<Column, 'creator'>): number {
  return {
    rank: creator.rank,
    tokens: creator.totalEarningsTokens,
    pln: creator.totalEarningsPLN,
    sessions: creator.totalSessions,
    days: creator.activeDays,
    average: creator.averageDailyEarnings,
  }[column];
}

/** Those whose id contains a text, letter case aside. */
export function matching(creators: readonly RankedCreator[], text: string): readonly RankedCreator[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? creators : creators.filter(({ userId }) => userId.toLowerCase().includes(wanted));
}
