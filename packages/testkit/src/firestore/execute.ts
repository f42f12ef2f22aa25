import type { Filter, Order, Query } from '@pack324a/firestore';
import { type Collection, ID_FIELD, type IndexEntry, type StoredDocument } from './collection.ts';
import { rangePathsOf } from './query-checks.ts';
import { compareText, compareValues, rankOf, segmentsOf, valueAt } from './values.ts';

/** The documents that a query finds, in its order. */
export function find(collection: Collection, query: Query): StoredDocument[] {
  const orders = effectiveOrders(query);
  const matches = matcherOf(query.where, orders);
  const scan = narrowestScan(collection, query, orders);
  const found: StoredDocument[] = [];
  const enough = scan.isOrdered ? (query.limit ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  for (let step = scan.from; step < scan.to && found.length < enough; step++) {
    const entry = scan.entries[scan.isBackwards ? scan.to - 1 - (step - scan.from) : step] as IndexEntry;
    if (matches(entry.document)) found.push(entry.document);
  }
  if (!scan.isOrdered) found.sort(comparatorOf(orders));
  return query.limit === undefined ? found : found.slice(0, query.limit);
}

/**
 * Index entries that are read where ranges are on several fields: those that the range of the first order finds alone, and without
 * an order those of the best range. Undefined with a range on one field or none, where an index exists that holds what is wanted
 * and nothing else.
 */
export function scannedBy(collection: Collection, query: Query): number | undefined {
  const ranges = new Set(rangePathsOf(query));
  if (ranges.size < 2) return undefined;
  const first = query.orderBy?.[0]?.path ?? '';
  const leading = ranges.has(first) ? [first] : [...ranges];
  const scans = leading.map((range) => query.where.filter(({ path }) => path === range || !ranges.has(path)));
  return Math.min(...scans.map((where) => find(collection, { ...query, where }).length));
}

/** Orders as Firestore completes them: fields of ranges by name, then the id, all in the direction of the last one named. */
function effectiveOrders(query: Query): Order[] {
  const orders = [...(query.orderBy ?? [])];
  const direction = orders.at(-1)?.direction ?? 'asc';
  for (const path of rangePathsOf(query).sort(compareText)) {
    if (!orders.some((order) => order.path === path)) orders.push({ path, direction });
  }
  return [...orders, { path: ID_FIELD, direction }];
}

function matcherOf(where: readonly Filter[], orders: readonly Order[]): (document: StoredDocument) => boolean {
  const needed = orders.filter(({ path }) => path !== ID_FIELD).map(({ path }) => segmentsOf(path));
  const tests = where.map((filter) => {
    const segments = segmentsOf(filter.path);
    const holds = testOf(filter);
    return ({ data }: StoredDocument): boolean => {
      const value = valueAt(data, segments);
      return value !== undefined && holds(value);
    };
  });
  return (document) => tests.every((test) => test(document)) && needed.every((segments) => valueAt(document.data, segments) !== undefined);
}

function testOf({ operator, value: bound }: Filter): (value: unknown) => boolean {
  if (operator === 'in') return (value) => (bound as unknown[]).some((each) => compareValues(value, each) === 0);
  if (operator === '==') return (value) => compareValues(value, bound) === 0;
  const rank = rankOf(bound);
  const isOnSide = SIDES[operator];
  return (value) => rankOf(value) === rank && isOnSide(compareValues(value, bound));
}

const SIDES = {
  '<': (difference: number): boolean => difference < 0,
  '<=': (difference: number): boolean => difference <= 0,
  '>': (difference: number): boolean => difference > 0,
  '>=': (difference: number): boolean => difference >= 0,
} as const;

function comparatorOf(orders: readonly Order[]): (left: StoredDocument, right: StoredDocument) => number {
  const keys = orders.map(({ path, direction }) => ({
    segments: segmentsOf(path),
    isId: path === ID_FIELD,
    sign: direction === 'asc' ? 1 : -1,
  }));
  return (left, right) => {
    for (const { segments, isId, sign } of keys) {
      const difference = isId ? compareText(left.id, right.id) : compareValues(valueAt(left.data, segments), valueAt(right.data, segments));
      if (difference !== 0) return difference * sign;
    }
    return 0;
  };
}

/** Part of an index, from an entry up to, and without, another. */
interface Part {
  readonly entries: readonly IndexEntry[];
  readonly from: number;
  readonly to: number;
}

interface Scan extends Part {
  /** Whether the part, read in its direction, is in the order wanted. */
  readonly isOrdered: boolean;
  readonly isBackwards: boolean;
}

/** The shortest part of an index that holds everything that is wanted; of equal ones the one that is in order. */
function narrowestScan(collection: Collection, query: Query, orders: readonly Order[]): Scan {
  const [first, second] = orders;
  const orderPath = first?.path ?? ID_FIELD;
  const isOneField = orderPath === ID_FIELD || second?.path === ID_FIELD;
  const inOrder = partOf(collection, query.where, orderPath);
  let best: Scan = { ...inOrder, isOrdered: isOneField, isBackwards: first?.direction === 'desc' };
  for (const path of new Set(query.where.map((filter) => filter.path))) {
    const part = partOf(collection, query.where, path);
    if (part.to - part.from >= best.to - best.from) continue;
    best = { ...part, isOrdered: false, isBackwards: false };
  }
  return best;
}

/** Where all documents are that the filters on one field let pass. */
function partOf(collection: Collection, where: readonly Filter[], path: string): Part {
  const entries = collection.entries(path);
  let from = 0;
  let to = entries.length;
  for (const filter of where) {
    if (filter.path !== path) continue;
    const [lower, upper] = boundsOf(entries, filter);
    from = Math.max(from, lower);
    to = Math.min(to, upper);
  }
  return { entries, from, to: Math.max(from, to) };
}

function boundsOf(entries: readonly IndexEntry[], { operator, value }: Filter): [number, number] {
  if (operator === 'in') {
    const sorted = [...(value as unknown[])].sort(compareValues);
    return [firstNotBefore(entries, sorted[0]), firstAfter(entries, sorted.at(-1))];
  }
  const rank = rankOf(value) ?? 0;
  const typeStart = operator === '<' || operator === '<=' ? firstWhere(entries, (entry) => (rankOf(entry) ?? 0) >= rank) : 0;
  const typeEnd = operator === '>' || operator === '>=' ? firstWhere(entries, (entry) => (rankOf(entry) ?? 0) > rank) : 0;
  switch (operator) {
    case '==':
      return [firstNotBefore(entries, value), firstAfter(entries, value)];
    case '<':
      return [typeStart, firstNotBefore(entries, value)];
    case '<=':
      return [typeStart, firstAfter(entries, value)];
    case '>':
      return [firstAfter(entries, value), typeEnd];
    case '>=':
      return [firstNotBefore(entries, value), typeEnd];
  }
}

function firstNotBefore(entries: readonly IndexEntry[], value: unknown): number {
  return firstWhere(entries, (each) => compareValues(each, value) >= 0);
}

function firstAfter(entries: readonly IndexEntry[], value: unknown): number {
  return firstWhere(entries, (each) => compareValues(each, value) > 0);
}

/** Where the values begin that a test holds for, when it holds for all from some place on. */
function firstWhere(entries: readonly IndexEntry[], holds: (value: unknown) => boolean): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds((entries[middle] as IndexEntry).value)) high = middle;
    else low = middle + 1;
  }
  return low;
}
