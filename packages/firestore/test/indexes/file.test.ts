import { readFileSync } from 'node:fs';
import { catalogueFor, countingRulesOf, DEFAULT_CONFIG, KPI_COLLECTIONS, type KpiConfig, parseConfig, SOURCE_NAMES } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { fieldPath, missingIndex, requiredIndex, servingIndexes, singleFields } from '../../src/indexes/composite.ts';
import { indexesFor, indexesOf } from '../../src/indexes/file.ts';
import { standaloneIndexes } from '../../src/indexes/place.ts';
import { allQueries } from '../../src/queries/all-queries.ts';

const GENERATED = readFileSync(new URL('../../../../firestore-pack324a-kpi.indexes.json', import.meta.url), 'utf8');

const CONFIGS: Readonly<Record<string, KpiConfig>> = {
  'the default configuration': DEFAULT_CONFIG,
  'other names': parseConfig({
    sources: {
      users: { collection: 'accounts', fields: { createdAt: 'meta.joined-at', verified: 'flags.verified' } },
      walletTransactions: { timestamps: 'epochMillis', fields: { amount: 'amountTokens' } },
      aiVoiceCallSessions: { collection: 'calls', fields: { durationMinutes: 'length.minutes' } },
      aiVideoCallSessions: { timestamps: 'iso' },
    },
    earningTypes: ['EARN'],
  }),
  'fields that are not there': parseConfig({
    sources: {
      users: { fields: { lastActiveAt: null, verified: null } },
      moderationQueue: { fields: { source: { constant: 'AI' } } },
      aiVoiceCallSessions: { fields: { durationMinutes: { constant: 1 } } },
    },
  }),
};

const queriesOf = (config: KpiConfig) => allQueries(catalogueFor(countingRulesOf(config)), config);

describe.each(Object.entries(CONFIGS))('the indexes under %s', (_, config) => {
  const { indexes, fieldOverrides } = indexesFor(config);
  const queries = queriesOf(config);

  it('serve every query that can be asked', () => {
    expect(queries.length).toBeGreaterThan(50);
    expect(queries.filter(({ query }) => missingIndex(query, indexes) !== undefined)).toEqual([]);
  });

  it('are all asked for: without any one of them some query cannot run', () => {
    for (const index of indexes) {
      expect(queries.some(({ query }) => servingIndexes(query, indexes)?.includes(index))).toBe(true);
      const others = indexes.filter((other) => other !== index);
      expect(queries.filter(({ query }) => missingIndex(query, others) !== undefined)).not.toEqual([]);
    }
  });

  it('hold the field of every sum', () => {
    const sums = queries.flatMap(({ query }) =>
      'aggregates' in query
        ? Object.values(query.aggregates).flatMap((aggregate) => (aggregate === 'count' ? [] : [{ query, sum: aggregate.sum }]))
        : [],
    );
    for (const { query, sum } of sums) {
      const serving = servingIndexes(query, indexes) ?? [];
      expect(serving.length).toBeGreaterThan(0);
      for (const { fields } of serving) expect(fields.map((field) => field.fieldPath)).toContain(fieldPath(sum));
      const without = indexes.map((index) => ({ ...index, fields: index.fields.filter((field) => field.fieldPath !== fieldPath(sum)) }));
      expect(missingIndex(query, without)).toEqual(requiredIndex(query));
    }
  });

  it('leave fields of our collections without an index unless they are asked for', () => {
    const names = (collection: string) => fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collection);
    for (const collection of KPI_COLLECTIONS) {
      const [all, ...kept] = names(collection);
      expect(all).toEqual({ collectionGroup: collection, fieldPath: '*', indexes: [] });
      const asked = queries.filter(({ query }) => query.collection === collection).flatMap(({ query }) => singleFields(query));
      const orders = new Set(asked.map(({ path, direction }) => `${path} ${direction === 'asc' ? 'ASCENDING' : 'DESCENDING'}`));
      expect(new Set(kept.flatMap(({ fieldPath: path, indexes: own }) => own.map(({ order }) => `${path} ${order}`)))).toEqual(orders);
    }
  });

  it('say nothing about single fields of the platform’s collections', () => {
    const groups = new Set(fieldOverrides.map(({ collectionGroup }) => collectionGroup));
    expect([...groups].sort()).toEqual([...KPI_COLLECTIONS].sort());
  });
});

describe('the generated index file', () => {
  it('is that of the default configuration', () => {
    expect(GENERATED).toBe(standaloneIndexes(DEFAULT_CONFIG));
  });

  it('lists these indexes', () => {
    const { indexes } = indexesFor(DEFAULT_CONFIG);
    const lines = indexes.map(
      ({ collectionGroup, fields }) => `${collectionGroup}: ${fields.map((f) => `${f.fieldPath} ${f.order}`).join(', ')}`,
    );
    expect(lines).toEqual([
      'aiVideoCallSessions: createdAt ASCENDING, durationMinutes ASCENDING',
      'aiVideoCallSessions: durationMinutes ASCENDING, createdAt ASCENDING',
      'aiVoiceCallSessions: createdAt ASCENDING, durationMinutes ASCENDING',
      'aiVoiceCallSessions: durationMinutes ASCENDING, createdAt ASCENDING',
      'enforcement_logs: action ASCENDING, createdAt ASCENDING',
      'kpiRuns: job ASCENDING, startedAt DESCENDING',
      'kpiRuns: outcome ASCENDING, startedAt DESCENDING',
      'moderationQueue: source ASCENDING, createdAt ASCENDING',
      'safetyAlerts: type ASCENDING, createdAt ASCENDING',
      'users: verified ASCENDING, createdAt ASCENDING',
    ]);
  });

  it('covers every source in the queries it is made from', () => {
    const asked = new Set(queriesOf(DEFAULT_CONFIG).map(({ query }) => query.collection));
    expect(SOURCE_NAMES.filter((source) => !asked.has(source))).toEqual([]);
  });

  it('has no index in collections that nothing is asked of', () => {
    const { fieldOverrides } = indexesFor(DEFAULT_CONFIG);
    const kept = new Set(fieldOverrides.filter(({ indexes }) => indexes.length > 0).map(({ collectionGroup }) => collectionGroup));
    expect(KPI_COLLECTIONS.filter((collection) => !kept.has(collection))).toEqual(['kpiSlices', 'kpiAlerts', 'kpiDevices']);
  });

  it('grows with a query that is new', () => {
    const queries = queriesOf(DEFAULT_CONFIG).map(({ query }) => query);
    const added = {
      collection: 'kpiRuns',
      where: [{ path: 'from', operator: '>', value: 1 }],
      orderBy: [{ path: 'reads', direction: 'desc' }],
    } as const;
    const { indexes } = indexesFor(DEFAULT_CONFIG);
    expect(missingIndex(added, indexes)).toBeDefined();
    expect(indexesOf([...queries, added]).indexes).toHaveLength(indexes.length + 1);
  });
});
