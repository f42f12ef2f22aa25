import type { SlicePlan } from '@pack324a/core';
import type { AggregateQuery, DocumentQuery, Filter, Query } from '../gateway.ts';
import { type MappedSource, mappedPaths } from './fields.ts';
import { instantFilters } from './instants.ts';

/** The rows of a slice with the fields that are read of them; undefined where the source has no times. */
export function rowsQuery(source: MappedSource, plan: SlicePlan): DocumentQuery | undefined {
  const where = instantFilters(source, plan.timeField, plan.window);
  return where === undefined ? undefined : { collection: source.collection, where, select: mappedPaths(source) };
}

/** How many rows a slice has. */
export function sliceCountQuery(source: MappedSource, plan: SlicePlan): AggregateQuery | undefined {
  const where = instantFilters(source, plan.timeField, plan.window);
  return where === undefined ? undefined : countQuery(source.collection, where);
}

/** How many documents pass; under the name `rows`. */
export function countQuery(collection: string, where: readonly Filter[], orderBy?: Query['orderBy']): AggregateQuery {
  return { collection, where, ...(orderBy === undefined ? {} : { orderBy }), aggregates: { rows: 'count' } };
}

/** Any one document, of which nothing but the id is wanted: tells whether a collection exists. */
export function presenceQuery(collection: string): DocumentQuery {
  return { collection, where: [], select: [], limit: 1 };
}
