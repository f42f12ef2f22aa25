import { describe, expect, it } from 'vitest';
import type { Filter, Order } from '../../src/gateway.ts';
import {
  type CompositeIndex,
  type IndexedQuery,
  missingIndex,
  requiredIndex,
  requiredIndexes,
  servingIndexes,
} from '../../src/indexes/composite.ts';

const equals = (path: string): Filter => ({ path, operator: '==', value: 1 });
const among = (path: string): Filter => ({ path, operator: 'in', value: [1, 2] });
const range = (path: string): Filter[] => [
  { path, operator: '>=', value: 1 },
  { path, operator: '<', value: 2 },
];
const by = (path: string, direction: Order['direction'] = 'asc'): Order => ({ path, direction });
const query = (where: readonly Filter[], rest: Partial<IndexedQuery> = {}): IndexedQuery => ({ collection: 'c', where, ...rest });
const summing = (where: readonly Filter[], ...fields: string[]): IndexedQuery =>
  query(where, { aggregates: { rows: 'count', ...Object.fromEntries(fields.map((sum) => [`total${sum}`, { sum }])) } });

/** `a b-` is an index on a ascending and b descending. */
const words = (index: CompositeIndex | undefined): string =>
  index === undefined ? '' : index.fields.map(({ fieldPath, order }) => fieldPath + (order === 'ASCENDING' ? '' : '-')).join(' ');
const index = (text: string, collectionGroup = 'c'): CompositeIndex => ({
  collectionGroup,
  queryScope: 'COLLECTION',
  fields: text.split(' ').map((name) => ({
    fieldPath: name.replace('-', ''),
    order: name.endsWith('-') ? ('DESCENDING' as const) : ('ASCENDING' as const),
  })),
});

describe('the composite index of a query', () => {
  it.each<[string, IndexedQuery, string]>([
    ['all documents', query([]), ''],
    ['one equality', query([equals('a')]), ''],
    ['several equalities', query([equals('a'), equals('b'), among('c')]), ''],
    ['a range on one field', query(range('t')), ''],
    ['an order by one field', query([], { orderBy: [by('t', 'desc')] }), ''],
    ['a range and an order on the same field', query(range('t'), { orderBy: [by('t', 'desc')] }), ''],
    ['an equality and an order by the same field', query([equals('a')], { orderBy: [by('a')] }), ''],
    ['an order by id behind a field in its direction', query([], { orderBy: [by('t', 'desc'), by('__name__', 'desc')] }), ''],
    ['an equality and an order by id', query([equals('a')], { orderBy: [by('__name__')] }), ''],
    ['a count over a range', summing(range('t')), ''],
    ['a sum over everything', summing([], 'n'), ''],
    ['a sum of the field that is compared', summing(range('n'), 'n'), ''],

    ['an equality and a range', query([...range('t'), equals('a')]), 'a t'],
    ['a choice and a range', query([...range('t'), among('a')]), 'a t'],
    ['several equalities and a range', query([equals('b'), ...range('t'), equals('a')]), 'a b t'],
    ['an equality and a falling order', query([equals('a')], { orderBy: [by('t', 'desc')] }), 'a t-'],
    ['ranges on two fields', query([...range('t'), ...range('n')]), 't n'],
    ['ranges on two fields in the order given', query([...range('t'), ...range('n')], { orderBy: [by('n', 'desc'), by('t')] }), 'n- t'],
    ['a range beside an order by another field', query(range('t'), { orderBy: [by('n', 'desc')] }), 'n- t-'],
    ['orders by two fields', query([], { orderBy: [by('t'), by('n')] }), 't n'],
    ['a choice and an order by its field', query([among('a'), equals('b')], { orderBy: [by('a')] }), 'b a'],
    ['an order by id against its field', query([], { orderBy: [by('t', 'desc'), by('__name__')] }), 't- __name__'],
    ['a sum over a range', summing(range('t'), 'n'), 't n'],
    ['a sum under an equality', summing([equals('a')], 'n'), 'a n'],
    ['a sum under an equality and a range', summing([...range('t'), equals('a')], 'n'), 'a t n'],
    ['a sum of a field with a range beside another', summing([...range('t'), ...range('n')], 'n'), 't n'],
    ['two sums', summing([], 'n', 'm'), 'm n'],
    ['nested and odd fields', query([equals('roles.admin'), ...range('sent-at.t`x')]), 'roles.admin `sent-at`.`t\\`x`'],
  ])('for %s', (_, given, expected) => {
    expect(words(requiredIndex(given))).toBe(expected);
  });

  it('is on the last part of a nested collection', () => {
    expect(requiredIndex({ ...query([equals('a'), ...range('t')]), collection: 'tenants/x/rows' })?.collectionGroup).toBe('rows');
  });
});

describe('whether a query can run', () => {
  const spent = summing([...range('t'), equals('a')], 'n');

  it('depends on every field of its index', () => {
    expect(missingIndex(spent, [index('a t n')])).toBeUndefined();
    expect(words(missingIndex(spent, []))).toBe('a t n');
    expect(words(missingIndex(spent, [index('a t')]))).toBe('a t n');
    expect(words(missingIndex(spent, [index('a t n m')]))).toBe('a t n');
    expect(words(missingIndex(spent, [index('a n t')]))).toBe('a t n');
    expect(words(missingIndex(spent, [index('t a n')]))).toBe('a t n');
    expect(words(missingIndex(spent, [index('a t n', 'other')]))).toBe('a t n');
  });

  it('does not depend on order or direction of fields that are compared for equality', () => {
    expect(missingIndex(query([equals('a'), equals('b'), ...range('t')]), [index('b- a t')])).toBeUndefined();
  });

  it('depends on the direction of the others', () => {
    const latest = query([equals('a')], { orderBy: [by('t', 'desc')] });
    expect(words(missingIndex(latest, [index('a t')]))).toBe('a t-');
  });

  it('may rest on several indexes that end alike, for equality', () => {
    const two = query([equals('a'), equals('b'), ...range('t')]);
    expect(servingIndexes(two, [index('a t'), index('b t'), index('c t')])?.map(words)).toEqual(['a t', 'b t']);
    expect(words(missingIndex(two, [index('a t'), index('b t-')]))).toBe('a b t');
    expect(words(missingIndex(two, [index('a t'), index('t')]))).toBe('a b t');
    expect(words(missingIndex(query([among('a'), equals('b'), ...range('t')]), [index('a t'), index('b t')]))).toBe('a b t');
  });

  it('of ranges alone rests on their own index', () => {
    expect(words(missingIndex(query([...range('t'), ...range('n')]), [index('n t')]))).toBe('t n');
  });
});

describe('the indexes of several queries', () => {
  it('are each there once, and none that others serve together', () => {
    const queries = [
      query([equals('b'), equals('a'), ...range('t')]),
      query([equals('a'), ...range('t')]),
      query([equals('a'), ...range('t')], { limit: 1 }),
      query([equals('b'), ...range('t')]),
      query([equals('x'), ...range('t')], { collection: 'a' }),
    ];
    expect(requiredIndexes(queries).map((found) => `${found.collectionGroup}: ${words(found)}`)).toEqual(['a: x t', 'c: a t', 'c: b t']);
    expect(requiredIndexes([...queries].reverse())).toEqual(requiredIndexes(queries));
  });
});
