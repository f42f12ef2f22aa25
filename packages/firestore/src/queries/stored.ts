import type { DateRange, KpiCollection, KpiDocumentCollection, RunFilter, UtcDate } from '@pack324a/core';
import type { AggregateQuery, DocumentQuery, Filter } from '../gateway.ts';
import { countQuery } from './rows.ts';

/** Documents that are found and deleted in one go; a commit takes at most 500. */
export const DELETE_PAGE = 500;

/** The field that says which day a document of ours belongs to: a date, or an ISO text that begins with one. */
export function dayFieldOf(collection: KpiCollection): string {
  if (collection === 'kpiRuns') return 'startedAt';
  return collection === 'kpiLeases' ? 'acquiredAt' : 'date';
}

function inRange(path: string, range: DateRange): Filter[] {
  return [
    { path, operator: '>=', value: range.from },
    { path, operator: '<=', value: range.to },
  ];
}

/** Documents with a date in a range, both ends included. */
export function daysQuery(collection: KpiDocumentCollection | 'kpiPacks', range: DateRange): DocumentQuery {
  return { collection, where: inRange('date', range) };
}

/** Their ids alone. */
export function dayIdsQuery(collection: KpiCollection, range: DateRange): DocumentQuery {
  return { collection, where: inRange(dayFieldOf(collection), range), select: [] };
}

/** How many documents of a kind a range has. */
export function daysCountQuery(collection: KpiDocumentCollection, range: DateRange): AggregateQuery {
  return countQuery(collection, inRange('date', range));
}

/** What ranking looks at. */
export function rankingQuery(range: DateRange): DocumentQuery {
  return { collection: 'creatorKpiDaily', where: inRange('date', range), select: ['userId', 'totalEarnedTokens', 'sessionsCount'] };
}

/** The first page of documents with an earlier date. */
export function olderIdsQuery(collection: KpiCollection, date: UtcDate): DocumentQuery {
  return { collection, where: [{ path: dayFieldOf(collection), operator: '<', value: date }], select: [], limit: DELETE_PAGE };
}

export function latestRunsQuery(limit: number, only: RunFilter): DocumentQuery {
  return { collection: 'kpiRuns', where: runFilters(only), orderBy: [{ path: 'startedAt', direction: 'desc' }], limit };
}

/** The runs that started at one instant. */
export function runsStartedAtQuery(startedAt: string, only: RunFilter): DocumentQuery {
  return { collection: 'kpiRuns', where: [...runFilters(only), { path: 'startedAt', operator: '==', value: startedAt }] };
}

function runFilters({ job, outcome }: RunFilter): Filter[] {
  return Object.entries({ job, outcome }).flatMap(([path, value]) =>
    value === undefined ? [] : [{ path, operator: '==' as const, value }],
  );
}

export function documentCountQuery(collection: KpiDocumentCollection): AggregateQuery {
  return countQuery(collection, []);
}

/** The document with the first or the last date of all. */
export function outermostQuery(collection: KpiCollection, end: 'oldest' | 'newest'): DocumentQuery {
  const path = dayFieldOf(collection);
  return { collection, where: [], orderBy: [{ path, direction: end === 'oldest' ? 'asc' : 'desc' }], select: [path], limit: 1 };
}
