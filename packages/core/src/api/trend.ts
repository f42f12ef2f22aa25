import { type DateRange, datesOf, type UtcDate } from '../calendar/utc.ts';
import type { DocumentField } from '../catalogue/model.ts';
import type { PlatformKpiDaily, SafetyKpiDaily } from '../documents/types.ts';
import { addsUp, figureIn, figuresOf, totalOf } from '../reports/exact.ts';
import type { ApiContext } from './context.ts';
import { dayStatesOf } from './day-states.ts';
import type { DayState, TrendResponse } from './trend-shapes.ts';

type Day = PlatformKpiDaily | SafetyKpiDaily;
type Series = TrendResponse['collections'][number];

const COLLECTIONS = ['platformKpiDaily', 'safetyKpiDaily'] as const;

/** Reads what is stored of a range and draws it up figure by figure; generates nothing. */
export async function trendOf(context: ApiContext, range: DateRange): Promise<TrendResponse> {
  const dates = datesOf(range);
  const found = await Promise.all(
    COLLECTIONS.map(async (collection) => {
      const documents: readonly Day[] = await context.store.listDays(collection, range);
      return { collection, byDate: new Map(documents.map((document) => [document.date, document])) };
    }),
  );
  const states = await dayStatesOf(
    context,
    found.flatMap(({ collection, byDate }) => {
      const { section } = context.catalogue.documents[collection];
      return dates.map((date) => ({ section, date, found: byDate.get(date) }));
    }),
  );
  const collections = found.map(({ collection, byDate }, index) => {
    const own = states.slice(index * dates.length, (index + 1) * dates.length);
    return {
      collection,
      days: own.map((state, day) => dayOf(dates[day] as UtcDate, state, byDate)),
      figures: figuresOf(collection).map((field) => figureOf(collection, field, dates, byDate)),
    };
  });
  return { success: true, startDate: range.from, endDate: range.to, collections };
}

function dayOf(date: UtcDate, { state, reason }: DayState, byDate: ReadonlyMap<string, Day>): Series['days'][number] {
  return { date, state, reason, lastUpdated: byDate.get(date)?.updatedAt ?? null };
}

function figureOf(
  collection: Series['collection'],
  field: DocumentField,
  dates: readonly UtcDate[],
  byDate: ReadonlyMap<string, Day>,
): Series['figures'][number] {
  const documents = dates.map((date) => byDate.get(date));
  const values = documents.map((document) => (document === undefined ? null : figureIn(document, field)));
  const known = documents.filter((document) => document !== undefined);
  const isKnown = values.some((value) => value !== null);
  const { total, average } = totalOf(collection, field, known);
  return {
    name: field.name,
    values,
    total: isKnown && addsUp(collection, field) ? total : null,
    dailyAverage: isKnown ? average : null,
    atLeast: known.filter((document) => isLowerBound(document, field)).map(({ date }) => date),
  };
}

/** Whoever was active in a day and has come back since is missing from a count taken later. */
function isLowerBound({ provenance: { activeUsers } }: Day, { origin }: DocumentField): boolean {
  const isActiveUsers = 'snapshot' in origin && origin.snapshot === 'activeUsers';
  return isActiveUsers && activeUsers !== undefined && activeUsers.lower !== activeUsers.upper;
}
