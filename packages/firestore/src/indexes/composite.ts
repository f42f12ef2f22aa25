import type { Aggregate, Filter, Order, Query } from '../gateway.ts';

/** One field of an index, in the words of the Firebase command line. */
export interface IndexField {
  /** Dotted; a part that is no plain name stands in backquotes. */
  readonly fieldPath: string;
  readonly order: 'ASCENDING' | 'DESCENDING';
}

/** A composite index as the Firebase command line writes it. */
export interface CompositeIndex {
  readonly collectionGroup: string;
  readonly queryScope: 'COLLECTION';
  readonly fields: readonly IndexField[];
}

/** A query on documents, or one whose documents are counted and added up. */
export type IndexedQuery = Query & { readonly aggregates?: Readonly<Record<string, Aggregate>> };

const DOCUMENT_ID = '__name__';

/**
 * The composite index that production Firestore asks for; undefined where the indexes on single fields do, which every field
 * has unless it is exempt: for conditions of equality alone, which are merged, and for ranges and orders on one field alone.
 *
 * Fields compared by `==` and `in` come first, then ranges and orders as they are sorted by, then summed ones. An index holds
 * only documents that have all its fields, so no index with other fields than these will do.
 * (https://firebase.google.com/docs/firestore/query-data/index-overview,
 * https://firebase.google.com/docs/firestore/query-data/multiple-range-fields)
 */
export function requiredIndex(query: IndexedQuery): CompositeIndex | undefined {
  const equal = equalFields(query);
  const sorted = sortedBy(query, equal);
  const named = new Set([...equal, ...sorted.map(({ path }) => path)]);
  const summed = summedFields(query).filter((path) => !named.has(path));
  const orders: Order[] = [...sorted, ...summed.map((path) => ({ path, direction: 'asc' as const }))];
  if (orders.length === 0 || (equal.length === 0 && orders.length === 1)) return undefined;
  const fields = [...equal.map((path) => ({ path, direction: 'asc' as const })), ...orders];
  return {
    collectionGroup: collectionGroupOf(query),
    queryScope: 'COLLECTION',
    fields: fields.map(({ path, direction }) => ({
      fieldPath: fieldPath(path),
      order: direction === 'asc' ? 'ASCENDING' : 'DESCENDING',
    })),
  };
}

/**
 * The fewest composite indexes that serve the queries, in the order of their collections and fields: none twice, and none that
 * others serve together.
 */
export function requiredIndexes(queries: readonly IndexedQuery[]): CompositeIndex[] {
  const wanted = queries.flatMap((query) => {
    const index = requiredIndex(query);
    return index === undefined ? [] : [{ query, index, key: JSON.stringify(index) }];
  });
  wanted.sort((a, b) => a.index.fields.length - b.index.fields.length || (a.key < b.key ? -1 : 1));
  const chosen: CompositeIndex[] = [];
  for (const { query, index } of wanted) if (servingIndexes(query, chosen) === undefined) chosen.push(index);
  return chosen.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** The index that a query lacks among those that exist; undefined when it can run. */
export function missingIndex(query: IndexedQuery, indexes: readonly CompositeIndex[]): CompositeIndex | undefined {
  return servingIndexes(query, indexes) === undefined ? requiredIndex(query) : undefined;
}

/**
 * The composite indexes that a query runs on: none where single fields do, else the one that it asks for, else several that
 * are merged, each with some of the fields compared by `==` before the same others. Undefined when it cannot run.
 * (https://firebase.google.com/docs/firestore/query-data/index-overview#taking_advantage_of_index_merging; conditions by `in`
 * are merged too, but not dependably.)
 */
export function servingIndexes(query: IndexedQuery, indexes: readonly CompositeIndex[]): CompositeIndex[] | undefined {
  const wanted = requiredIndex(query);
  if (wanted === undefined) return [];
  const equal = new Set(equalFields(query).map(fieldPath));
  const goal = splitIndex(wanted, equal);
  const usable = indexes.filter((index) => {
    const { head, tail } = splitIndex(index, equal);
    return index.collectionGroup === wanted.collectionGroup && tail === goal.tail && (head.length > 0 || goal.head.length === 0);
  });
  const exact = usable.find((index) => splitIndex(index, equal).head.length === goal.head.length);
  if (exact !== undefined) return [exact];
  const merged = new Set(usable.flatMap((index) => splitIndex(index, equal).head));
  const isMergeable = usable.length > 0 && !query.where.some(({ operator }) => operator === 'in');
  return isMergeable && merged.size === goal.head.length ? usable : undefined;
}

/** Fields compared for equality may come in any order and direction; the others may not. */
function splitIndex({ fields }: CompositeIndex, equal: ReadonlySet<string>): { readonly head: readonly string[]; readonly tail: string } {
  const end = fields.findIndex(({ fieldPath: path }) => !equal.has(path));
  const [head, tail] = end < 0 ? [fields, []] : [fields.slice(0, end), fields.slice(end)];
  return { head: head.map(({ fieldPath: path }) => path), tail: JSON.stringify(tail.map(({ fieldPath: path, order }) => [path, order])) };
}

/** Paths that a query needs an index on its own for, as far as no composite index serves it. */
export function singleFields(query: IndexedQuery): Order[] {
  if (requiredIndex(query) !== undefined) return [];
  const equal = equalFields(query);
  const unsorted = [...equal, ...summedFields(query)].map((path): Order => ({ path, direction: 'asc' }));
  const orders = [...unsorted, ...sortedBy(query, equal)];
  return orders.filter(({ path }) => path !== DOCUMENT_ID);
}

/** Fields that one value or a few are asked for; one that is sorted by as well counts among the sorted. */
function equalFields({ where, orderBy = [] }: Query): string[] {
  const equal = where.filter(
    ({ operator, path }) => operator === '==' || (operator === 'in' && !orderBy.some((order) => order.path === path)),
  );
  return [...new Set(equal.map(({ path }) => path))].filter((path) => path !== DOCUMENT_ID).sort();
}

function isEquality({ operator }: Filter): boolean {
  return operator === '==' || operator === 'in';
}

function summedFields({ aggregates = {} }: IndexedQuery): string[] {
  return [...new Set(Object.values(aggregates).flatMap((aggregate) => (aggregate === 'count' ? [] : [aggregate.sum])))].sort();
}

/**
 * What the results are sorted by: the orders given, then the fields of ranges. An order by a field that equals one value says
 * nothing, nor does one by id in the direction of the field before it, which every index ends with.
 */
function sortedBy({ where, orderBy = [] }: Query, equal: readonly string[]): Order[] {
  const single = new Set(where.filter(({ operator }) => operator === '==').map(({ path }) => path));
  const sorted = orderBy.filter(({ path }) => !single.has(path));
  const last = sorted.at(-1)?.direction ?? 'asc';
  const ranges = [...new Set(where.filter((filter) => !isEquality(filter)).map(({ path }) => path))];
  for (const path of ranges) {
    if (!equal.includes(path) && !sorted.some((order) => order.path === path)) sorted.push({ path, direction: last });
  }
  const [id, before] = [sorted.at(-1), sorted.at(-2)];
  if (id?.path === DOCUMENT_ID && id.direction === (before?.direction ?? 'asc')) sorted.pop();
  return sorted;
}

/** The last part of a collection's path, which its indexes go by. */
export function collectionGroupOf({ collection }: Pick<Query, 'collection'>): string {
  return collection.split('/').at(-1) ?? collection;
}

/** A path as the index files of Firebase write it. */
export function fieldPath(path: string): string {
  const part = (name: string): string => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name.replace(/[\\`]/g, '\\$&')}\``);
  return path.split('.').map(part).join('.');
}
