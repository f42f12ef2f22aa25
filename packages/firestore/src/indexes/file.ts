import { type Catalogue, catalogueFor, countingRulesOf, KPI_COLLECTIONS, type KpiConfig } from '@pack324a/core';
import { allQueries } from '../queries/all-queries.ts';
import { type CompositeIndex, fieldPath, type IndexedQuery, type IndexField, requiredIndexes, singleFields } from './composite.ts';

/** Which indexes on single fields a field has instead of the usual ones; `*` stands for every field without an entry of its own. */
export interface FieldOverride {
  readonly collectionGroup: string;
  readonly fieldPath: string;
  readonly indexes: readonly { readonly order: IndexField['order']; readonly queryScope: 'COLLECTION' }[];
}

/** An index file of the Firebase command line (https://firebase.google.com/docs/reference/firestore/indexes). */
export interface IndexFile {
  readonly indexes: readonly CompositeIndex[];
  readonly fieldOverrides: readonly FieldOverride[];
}

/** The indexes of everything that reader and store can ask under a configuration, and nothing else. */
export function indexesFor(config: KpiConfig, catalogue: Catalogue = catalogueFor(countingRulesOf(config))): IndexFile {
  return indexesOf(allQueries(catalogue, config).map(({ query }) => query));
}

/** The indexes that serve the queries. */
export function indexesOf(queries: readonly IndexedQuery[]): IndexFile {
  return { indexes: requiredIndexes(queries), fieldOverrides: KPI_COLLECTIONS.flatMap((collection) => overridesOf(collection, queries)) };
}

/**
 * Firestore indexes every field twice unless told otherwise, which each written document pays for, maps by every key in them.
 * In our own collections only the fields that are asked for keep an index, in the directions asked for. Collections of the
 * platform are left alone.
 */
function overridesOf(collection: string, queries: readonly IndexedQuery[]): FieldOverride[] {
  const orders = new Map<string, Set<IndexField['order']>>();
  for (const { path, direction } of queries.filter((query) => query.collection === collection).flatMap(singleFields)) {
    const name = fieldPath(path);
    orders.set(name, (orders.get(name) ?? new Set()).add(direction === 'asc' ? 'ASCENDING' : 'DESCENDING'));
  }
  const kept = [...orders].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    { collectionGroup: collection, fieldPath: '*', indexes: [] },
    ...kept.map(([name, directions]) => ({
      collectionGroup: collection,
      fieldPath: name,
      indexes: [...directions].sort().map((order) => ({ order, queryScope: 'COLLECTION' as const })),
    })),
  ];
}
