import { type AggregateQuery, type DocumentQuery, type Filter, FirestoreTime, type Query, type Scalar } from '@pack324a/firestore';
import { invalid } from './errors.ts';
import { checkSegment, LIMITS, storedTime } from './limits.ts';
import { segmentsOf } from './values.ts';

const OPERATORS = new Set(['==', '<', '<=', '>', '>=', 'in']);

/** @throws INVALID_ARGUMENT when Firestore or its SDK would refuse the query, or might */
export function checkQuery(query: Query): void {
  checkSegment('collection id', query.collection);
  if (query.where.length + (query.orderBy?.length ?? 0) > LIMITS.filters) {
    throw invalid(`at most ${LIMITS.filters} filters and orders are allowed`);
  }
  if (query.limit !== undefined && (!Number.isSafeInteger(query.limit) || query.limit < 1)) throw invalid(`limit ${query.limit}`);
  for (const filter of query.where) checkFilter(filter);
  for (const order of query.orderBy ?? []) checkPath(order.path);
  checkDisjunctions(query.where);
  if (new Set(rangePathsOf(query)).size > LIMITS.rangeFields) throw invalid(`at most ${LIMITS.rangeFields} fields can have ranges`);
}

/** Paths of the fields that have ranges, in order of the filters. */
export function rangePathsOf({ where }: Query): string[] {
  return where.filter(({ operator }) => operator !== '==' && operator !== 'in').map(({ path }) => path);
}

export function checkSelect({ select }: DocumentQuery): void {
  for (const path of select ?? []) checkPath(path);
}

export function checkAggregates({ aggregates }: AggregateQuery): void {
  const names = Object.keys(aggregates);
  if (names.length < 1 || names.length > LIMITS.aggregations) {
    throw invalid(`maximum number of aggregations allowed in an aggregation query is ${LIMITS.aggregations}. Received: ${names.length}`);
  }
  for (const name of names) {
    if (!/^[A-Za-z]+$/.test(name)) throw invalid(`the name of the aggregate ${JSON.stringify(name)} is not made of letters`);
    const aggregate = aggregates[name];
    if (aggregate !== 'count') checkPath(aggregate?.sum ?? '');
  }
}

function checkPath(path: string): void {
  for (const segment of segmentsOf(path)) {
    if (segment === '' || !segment.isWellFormed()) throw invalid(`Invalid property path ${JSON.stringify(path)}.`);
  }
}

function checkFilter({ path, operator, value }: Filter): void {
  checkPath(path);
  if (!OPERATORS.has(operator)) throw invalid(`the operator ${operator} is not one`);
  if (operator === 'in') {
    if (!Array.isArray(value) || value.length < 1) throw invalid(`'in' on ${path} requires a non-empty array`);
    for (const each of value as Scalar[]) checkOrdinary(path, operator, each);
  } else if (operator === '==') checkScalar(path, value);
  else checkOrdinary(path, operator, value);
}

/** null and NaN are found by `==` alone. */
function checkOrdinary(path: string, operator: string, value: unknown): void {
  if (value === null || Number.isNaN(value)) throw invalid(`'${operator}' on ${path}: only '==' compares with ${value}`);
  checkScalar(path, value);
}

function checkScalar(path: string, value: unknown): void {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return;
  if (value instanceof FirestoreTime) storedTime(value, path);
  else if (typeof value !== 'string' || !value.isWellFormed()) throw invalid(`a filter on ${path} has no value to compare with`);
}

function checkDisjunctions(where: readonly Filter[]): void {
  const sizes = where.map(({ operator, value }) => (operator === 'in' ? (value as unknown[]).length : 1));
  const disjunctions = sizes.reduce((product, size) => product * size, 1);
  if (disjunctions > LIMITS.disjunctions) {
    throw invalid(`the query has ${disjunctions} disjunctions, and at most ${LIMITS.disjunctions} are allowed`);
  }
}
