import { type AggregateQuery, type DocumentQuery, type Filter, FirestoreTime, type FoundDocument, type Order } from '../../src/gateway.ts';

type Fields = Readonly<Record<string, unknown>>;
type Row = Questioned['documents'][number];

interface Questioned {
  readonly documents: readonly { readonly id: string; readonly data: Fields }[];
}

const KINDS = ['null', 'boolean', 'number', 'time', 'text', 'array', 'map'] as const;

function kindOf(value: unknown): (typeof KINDS)[number] {
  if (value === null) return 'null';
  if (value instanceof FirestoreTime) return 'time';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'map' : (typeof value as 'boolean' | 'number');
}

/** The order of values as documented, by looking at two of them; arrays and maps are the same to it, as the questions have one of each. */
function compare(left: unknown, right: unknown): number {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return KINDS.indexOf(kind) - KINDS.indexOf(kindOf(right));
  if (kind === 'text') return Math.sign(Buffer.from(left as string).compare(Buffer.from(right as string)));
  if (kind === 'array' || kind === 'map') return 0;
  const [a, b] = [asNumber(left), asNumber(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return Number(a > b) - Number(a < b);
}

function asNumber(value: unknown): number {
  return value instanceof FirestoreTime ? value.seconds * 1e6 + value.nanoseconds / 1000 : Number(value);
}

function valueAt(data: unknown, path: string): unknown {
  const [first, ...rest] = path.split('.') as [string, ...string[]];
  const value = typeof data === 'object' && data !== null ? (data as Fields)[first] : undefined;
  return rest.length === 0 ? value : valueAt(value, rest.join('.'));
}

function holds({ path, operator, value: bound }: Filter, { data }: Row): boolean {
  const value = valueAt(data, path);
  if (value === undefined) return false;
  if (operator === 'in') return (bound as unknown[]).some((each) => compare(value, each) === 0);
  if (operator === '==') return compare(value, bound) === 0;
  if (kindOf(value) !== kindOf(bound)) return false;
  const difference = compare(value, bound);
  return (difference === 0 && operator.includes('=')) || (difference !== 0 && difference > 0 === operator.startsWith('>'));
}

/** What a query finds, by trying every document. */
export function naivelyFound(
  { documents }: Questioned,
  { where, orderBy = [], limit }: Omit<DocumentQuery, 'collection'>,
): FoundDocument[] {
  const direction = orderBy.at(-1)?.direction ?? 'asc';
  const ranges = where.filter(({ operator }) => operator.startsWith('<') || operator.startsWith('>')).map(({ path }) => path);
  const implied = ranges.filter((path) => !orderBy.some((order) => order.path === path)).sort();
  const orders: Order[] = [...orderBy, ...implied.map((path) => ({ path, direction }))];
  const found = documents.filter(
    (row) => where.every((filter) => holds(filter, row)) && orders.every(({ path }) => valueAt(row.data, path) !== undefined),
  );
  const sorted = [...found].sort((left, right) => {
    for (const order of orders) {
      const difference = compare(valueAt(left.data, order.path), valueAt(right.data, order.path));
      if (difference !== 0) return order.direction === 'asc' ? difference : -difference;
    }
    return direction === 'asc' ? compare(left.id, right.id) : compare(right.id, left.id);
  });
  return sorted.slice(0, limit);
}

/** The same of an aggregation. */
export function naivelyAggregated(
  questioned: Questioned,
  { where, aggregates }: Omit<AggregateQuery, 'collection'>,
): Record<string, number> {
  const fields = Object.values(aggregates).flatMap((aggregate) => (aggregate === 'count' ? [] : [aggregate.sum]));
  const rows = naivelyFound(questioned, { where }).filter(({ data }) => fields.every((field) => valueAt(data, field) !== undefined));
  return Object.fromEntries(
    Object.entries(aggregates).map(([name, aggregate]) => [name, aggregate === 'count' ? rows.length : naiveSum(rows, aggregate.sum)]),
  );
}

function naiveSum(rows: readonly Row[], field: string): number {
  const numbers = rows.map(({ data }) => valueAt(data, field)).filter((value) => typeof value === 'number');
  return numbers.reduce((sum, value) => sum + value, 0);
}
