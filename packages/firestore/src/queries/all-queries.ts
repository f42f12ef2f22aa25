import {
  type Catalogue,
  CLEANED_COLLECTIONS,
  type DateRange,
  dayWindow,
  type KpiConfig,
  needsRows,
  parseUtcDate,
  SOURCE_NAMES,
  sliceOf,
} from '@pack324a/core';
import type { AggregateQuery, DocumentQuery } from '../gateway.ts';
import { countedQueries } from './counted.ts';
import { outermostRowsQuery } from './extent.ts';
import { type MappedSource, mapSources, sourceOf } from './fields.ts';
import { planSources } from './plans.ts';
import { presenceQuery, rowsQuery, sliceCountQuery } from './rows.ts';
import { allRowsCountQuery, anyRowsQuery, latestRowsQuery, timedRowsCountQuery } from './samples.ts';
import {
  dayIdsQuery,
  daysCountQuery,
  daysQuery,
  documentCountQuery,
  latestRunsQuery,
  olderIdsQuery,
  outermostQuery,
  rankingQuery,
  runsStartedAtQuery,
} from './stored.ts';
import { activeUsersQuery, verifiedUsersQuery } from './users.ts';

/** A query that the adapter is asked to issue, and what for. */
export interface KnownQuery {
  readonly purpose: string;
  readonly query: DocumentQuery | AggregateQuery;
}

const EXAMPLE_DAY = parseUtcDate('2025-12-11');
const EXAMPLE_RANGE: DateRange = { from: EXAMPLE_DAY, to: EXAMPLE_DAY };
const EXAMPLE_LIMIT = 100;

/** Every query that the jobs and the API have reader and store issue, made by the builders that they use, for an example day. */
export function allQueries(catalogue: Catalogue, config: KpiConfig): KnownQuery[] {
  const sources = mapSources(config);
  const plans = planSources(catalogue, sources);
  const known: KnownQuery[] = [];
  const add = (purpose: string, query: DocumentQuery | AggregateQuery | undefined): void => {
    if (query !== undefined) known.push({ purpose, query });
  };
  for (const name of SOURCE_NAMES) {
    const source = sourceOf(sources, name);
    const slice = sliceOf(catalogue, name, dayWindow(EXAMPLE_DAY));
    if (needsRows(catalogue, name)) add(`${name}: rows of a window`, rowsQuery(source, slice));
    add(`${name}: rows of a window, counted`, sliceCountQuery(source, slice));
    const plan = plans.get(name);
    const questions = plan === undefined ? undefined : countedQueries(plan, slice.window);
    for (const [id, query] of questions?.filtered ?? []) add(`${name}: ${id}`, query);
    add(`${name}: readable quantities`, questions?.readable);
    for (const isRare of [true, false]) {
      const unreadable = Object.entries(questions?.unreadable?.(isRare) ?? {});
      for (const [reason, query] of unreadable) add(`${name}: ${isRare ? 'rare' : 'frequent'} unreadable quantities, ${reason}`, query);
    }
    add(`${name}: any quantities`, questions?.present);
    addSample(add, source);
  }
  const users = sourceOf(sources, 'users');
  add('users: active in a window', activeUsersQuery(users, dayWindow(EXAMPLE_DAY)));
  add('users: active since', activeUsersQuery(users, { startMs: dayWindow(EXAMPLE_DAY).startMs }));
  add('users: verified', verifiedUsersQuery(users));
  addStored(add, catalogue);
  return known;
}

type Add = (purpose: string, query: DocumentQuery | AggregateQuery | undefined) => void;

function addSample(add: Add, source: MappedSource): void {
  add(`${source.name}: whether it exists`, presenceQuery(source.collection));
  add(`${source.name}: latest rows`, latestRowsQuery(source, EXAMPLE_LIMIT));
  add(`${source.name}: first rows up to a day`, outermostRowsQuery(source, EXAMPLE_DAY, 'asc'));
  add(`${source.name}: last rows up to a day`, outermostRowsQuery(source, EXAMPLE_DAY, 'desc'));
  add(`${source.name}: any rows`, anyRowsQuery(source, EXAMPLE_LIMIT));
  add(`${source.name}: all rows, counted`, allRowsCountQuery(source));
  add(`${source.name}: rows with a time, counted`, timedRowsCountQuery(source));
}

function addStored(add: Add, { documents }: Catalogue): void {
  for (const { collection } of Object.values(documents)) {
    add(`${collection}: counted`, documentCountQuery(collection));
    add(`${collection}: days, counted`, daysCountQuery(collection, EXAMPLE_RANGE));
  }
  for (const collection of [...Object.values(documents).map((kind) => kind.collection), 'kpiPacks'] as const) {
    add(`${collection}: days`, daysQuery(collection, EXAMPLE_RANGE));
    add(`${collection}: oldest`, outermostQuery(collection, 'oldest'));
    add(`${collection}: newest`, outermostQuery(collection, 'newest'));
    add(`${collection}: ids of days`, dayIdsQuery(collection, EXAMPLE_RANGE));
  }
  for (const collection of CLEANED_COLLECTIONS) add(`${collection}: older ones`, olderIdsQuery(collection, EXAMPLE_DAY));
  add('creatorKpiDaily: ranking', rankingQuery(EXAMPLE_RANGE));
  for (const only of [{}, { job: 'daily' }, { outcome: 'failed' }, { job: 'daily', outcome: 'failed' }] as const) {
    const filters = Object.keys(only).join(' and ') || 'all';
    add(`kpiRuns: latest by ${filters}`, latestRunsQuery(EXAMPLE_LIMIT, only));
    add(`kpiRuns: of one instant by ${filters}`, runsStartedAtQuery(`${EXAMPLE_DAY}T00:10:00.000Z`, only));
  }
}
