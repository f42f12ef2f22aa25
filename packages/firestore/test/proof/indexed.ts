import { DEFAULT_CONFIG, KPI_COLLECTIONS } from '@pack324a/core';
import { type DoubleOptions, missingIndexFailure } from '@pack324a/testkit';
import type { AggregateQuery, DocumentQuery } from '../../src/gateway.ts';
import { fieldPath, missingIndex, singleFields } from '../../src/indexes/composite.ts';
import { indexesFor } from '../../src/indexes/file.ts';

/** Lets the double refuse what production refuses once nothing but our own index file is deployed. */
export function ownIndexesOnly(): Required<DoubleOptions> {
  const { indexes, fieldOverrides } = indexesFor(DEFAULT_CONFIG);
  const kept = new Set(
    fieldOverrides.flatMap(({ collectionGroup, fieldPath: path, indexes: of }) =>
      of.map(({ order }) => `${collectionGroup} ${path} ${order}`),
    ),
  );
  const isOurs = (collection: string): boolean => (KPI_COLLECTIONS as readonly string[]).includes(collection);
  return {
    assertIndexed(query: DocumentQuery | AggregateQuery) {
      const single = isOurs(query.collection) ? singleFields(query) : [];
      const isKept = single.every(({ path, direction }) => {
        const order = direction === 'asc' ? 'ASCENDING' : 'DESCENDING';
        return kept.has(`${query.collection} ${fieldPath(path)} ${order}`);
      });
      if (!isKept || missingIndex(query, indexes) !== undefined) throw missingIndexFailure();
    },
    isExempt: (collection, field) => isOurs(collection) && ![...kept].some((name) => name.startsWith(`${collection} ${fieldPath(field)} `)),
  };
}
