import {
  type AggregateQuery,
  type DocumentQuery,
  type Filter,
  FirestoreTime,
  type Operator,
  type Order,
  type Scalar,
} from '@pack324a/firestore';
import fc from 'fast-check';

type Fields = Readonly<Record<string, unknown>>;

/** Documents of one collection, and what is asked of it. */
export interface Questions {
  readonly documents: readonly { readonly id: string; readonly data: Fields }[];
  readonly queries: readonly Omit<DocumentQuery, 'collection'>[];
  readonly aggregations: readonly Omit<AggregateQuery, 'collection'>[];
}

const RANGES: readonly Operator[] = ['<', '<=', '>', '>='];

const whole = fc.integer({ min: -1, max: 1 });
const double = fc.constantFrom(-0.5, 0.5, 1.5, Number.NaN, Number.POSITIVE_INFINITY, -0);
const text = fc.constantFrom('', 'a', 'A', 'ab', 'b', '0');
const wideText = fc.constantFrom('\uFFFD', '\u{10000}', 'é');
const instant = fc
  .tuple(fc.integer({ min: -1, max: 1 }), fc.constantFrom(0, 1000, 999_999_000))
  .map(([seconds, nanoseconds]) => new FirestoreTime(seconds, nanoseconds));

/**
 * Documents with fields that not all of them have, of several types, and questions of the shapes that the gateway knows.
 * @param everything also what `@firestore-emulator/server` answers wrongly: doubles, null and NaN, wide text, nested paths, orders by
 * fields that not all documents have
 */
export function questionsOf(everything: boolean): fc.Arbitrary<Questions> {
  const number = everything ? fc.oneof(whole, double) : whole;
  const words = everything ? fc.oneof(text, wideText) : text;
  const scalar: fc.Arbitrary<Scalar> = fc.oneof(
    { weight: 3, arbitrary: number },
    words,
    instant,
    fc.boolean(),
    ...(everything ? [fc.constant(null)] : []),
  );
  const value = fc.oneof({ weight: 6, arbitrary: scalar }, fc.constant(null), fc.constant([1]), fc.constant({ x: 1 }));
  const data = fc.record({ v: value, w: value, m: fc.record({ x: value }, { requiredKeys: [] }) }, { requiredKeys: [] });
  const documents = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 99 }), data), { maxLength: 12, selector: ([rank]) => rank })
    .map((all) => all.map(([rank, fields]) => ({ id: `d${rank}`, data: { ...fields, rank } })));
  const path = everything ? fc.constantFrom('v', 'w', 'm.x') : fc.constantFrom('v', 'w');
  const bound = fc.oneof({ weight: 3, arbitrary: number }, words, instant).filter((each) => !Number.isNaN(each));
  const filter: fc.Arbitrary<Filter> = fc.oneof(
    fc.record({ path, operator: fc.constant('==' as const), value: scalar }),
    fc.record({ path, operator: fc.constantFrom(...RANGES), value: bound }),
    fc.record({ path: fc.constant('rank'), operator: fc.constantFrom(...RANGES), value: fc.integer({ min: 0, max: 99 }) }),
    fc.record({ path, operator: fc.constant('in' as const), value: fc.array(bound, { minLength: 1, maxLength: 4 }) }),
  );
  // At most two lists of values: together they make at most 16 alternatives, and Firestore takes 30.
  const where = fc.array(filter, { maxLength: 3 }).filter((all) => all.filter(({ operator }) => operator === 'in').length <= 2);
  const direction = fc.constantFrom('asc' as const, 'desc' as const);
  const byRank: fc.Arbitrary<readonly Order[]> = fc.record({ path: fc.constant('rank'), direction }).map((order) => [order]);
  const byAny: fc.Arbitrary<readonly Order[]> = fc.array(fc.record({ path, direction }), { maxLength: 2 }).filter(namesEachOnce);
  const query = fc
    .record({ where, orderBy: everything ? fc.oneof(byRank, byAny) : byRank, limit: fc.option(fc.integer({ min: 1, max: 5 })) })
    .map(({ limit, ...rest }) => (limit === null ? rest : { ...rest, limit }));
  const aggregates = fc.constantFrom<AggregateQuery['aggregates']>(
    { rows: 'count', ranks: { sum: 'rank' } },
    { sum: { sum: 'v' } },
    ...(everything ? [{ rows: 'count', v: { sum: 'v' }, x: { sum: 'm.x' } } as const] : []),
  );
  return fc.record({
    documents,
    queries: fc.array(query, { minLength: 4, maxLength: 8 }),
    aggregations: fc.array(fc.record({ where, aggregates }), { minLength: 2, maxLength: 4 }),
  });
}

function namesEachOnce(orders: readonly Order[]): boolean {
  return new Set(orders.map(({ path }) => path)).size === orders.length;
}
