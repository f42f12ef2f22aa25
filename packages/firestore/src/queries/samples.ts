import type { AggregateQuery, DocumentQuery } from '../gateway.ts';
import { type MappedSource, pathOf } from './fields.ts';
import { anyInstantFilters } from './instants.ts';
import { countQuery } from './rows.ts';

const TIME = 'createdAt';

/** The latest rows of a source, whole; undefined where it has no times. */
export function latestRowsQuery(source: MappedSource, limit: number): DocumentQuery | undefined {
  const where = anyInstantFilters(source, TIME);
  const path = pathOf(source, TIME);
  if (where === undefined || path === undefined) return undefined;
  return { collection: source.collection, where, orderBy: [{ path, direction: 'desc' }], limit };
}

/** Some rows, in no order that means anything. */
export function anyRowsQuery(source: MappedSource, limit: number): DocumentQuery {
  return { collection: source.collection, where: [], limit };
}

export function allRowsCountQuery(source: MappedSource): AggregateQuery {
  return countQuery(source.collection, []);
}

/** Rows whose time is of the type that it should be. */
export function timedRowsCountQuery(source: MappedSource): AggregateQuery | undefined {
  const where = anyInstantFilters(source, TIME);
  return where === undefined ? undefined : countQuery(source.collection, where);
}
