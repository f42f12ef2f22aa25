import {
  type Catalogue,
  type DateRange,
  datesOf,
  dayWindow,
  describesDay,
  hourWindow,
  MS_PER_DAY,
  mapLimited,
  SOURCE_NAMES,
  type SourceName,
  sliceOf,
  sourcesOfSection,
  startOfDayMs,
  type TimeWindow,
  type UtcHour,
} from '@pack324a/core';
import type { AggregateQuery } from './gateway.ts';
import type { CountedPlan } from './queries/counted.ts';
import { readsOfCounting, readsOfOthers, readsOfRows } from './queries/estimates.ts';
import { type MappedSources, sourceOf } from './queries/fields.ts';
import { sliceCountQuery } from './queries/rows.ts';
import { daysCountQuery } from './queries/stored.ts';
import { activeUsersQuery, verifiedUsersQuery } from './queries/users.ts';

const QUERIES_AT_ONCE = 8;
const HOURS_PER_DAY = 24;
/** One aggregation has about a minute: rows are counted a month at a time. */
const MOST_COUNTED_MS = 31 * MS_PER_DAY;

/** What a quote is made from. */
export interface EstimateParts {
  readonly catalogue: Catalogue;
  readonly sources: MappedSources;
  readonly plans: ReadonlyMap<SourceName, CountedPlan>;
  readonly sliceHours: number;
  readonly clock: () => number;
  /** Documents that a query counts; 0 without one. */
  readonly rows: (query: AggregateQuery | undefined) => Promise<number>;
}

/** Reads that aggregating some hours and then each day of a range bills, about: what there is of everything is counted. */
export async function estimateReads(parts: EstimateParts, range: DateRange, hours: readonly UtcHour[]): Promise<number> {
  const { catalogue, sliceHours } = parts;
  const days = datesOf(range).length;
  const ofDays = { startMs: dayWindow(range.from).startMs, endExclusiveMs: dayWindow(range.to).endExclusiveMs };
  const daily = { names: SOURCE_NAMES, window: ofDays, windows: days, slices: (days * HOURS_PER_DAY) / sliceHours };
  const [first] = hours;
  const last = hours.at(-1);
  const readings = [daily];
  if (first !== undefined && last !== undefined) {
    const ofHours = { startMs: hourWindow(first).startMs, endExclusiveMs: hourWindow(last).endExclusiveMs };
    const names = sourcesOfSection(catalogue, 'platform');
    readings.push({ names, window: ofHours, windows: hours.length, slices: hours.length });
  }
  let reads = await readsOfOtherThings(parts, range, hours);
  for (const reading of readings) reads += await readsOfSources(parts, reading);
  return reads;
}

interface Reading {
  readonly names: readonly SourceName[];
  readonly window: TimeWindow;
  readonly windows: number;
  readonly slices: number;
}

async function readsOfSources(parts: EstimateParts, { names, window, windows, slices }: Reading): Promise<number> {
  const { catalogue, sources, plans } = parts;
  const asked = names.flatMap((name) => monthsOf(window).map((month) => ({ name, month })));
  const counts = await mapLimited(asked, QUERIES_AT_ONCE, ({ name, month }) =>
    parts.rows(sliceCountQuery(sourceOf(sources, name), sliceOf(catalogue, name, month))),
  );
  return names.reduce((reads, name) => {
    const rows = counts.reduce((sum, count, index) => sum + (asked[index]?.name === name ? count : 0), 0);
    const plan = plans.get(name);
    return reads + (plan === undefined ? readsOfRows(rows, windows, slices) : readsOfCounting(plan, rows, windows));
  }, 0);
}

async function readsOfOtherThings(parts: EstimateParts, range: DateRange, hours: readonly UtcHour[]): Promise<number> {
  const { sources, clock, rows } = parts;
  const users = sourceOf(sources, 'users');
  const dates = datesOf(range);
  const nowMs = clock();
  const daysOnTime = dates.filter((date) => describesDay(date, nowMs)).length;
  const sinceDays = activeUsersQuery(users, { startMs: startOfDayMs(range.from) });
  const [first] = hours;
  const sinceHours = first === undefined ? undefined : activeUsersQuery(users, { startMs: startOfDayMs(first.date) });
  const verifiedQuery = daysOnTime === 0 ? undefined : verifiedUsersQuery(users);
  const asked = [
    sinceDays,
    sinceHours,
    verifiedQuery,
    daysCountQuery('creatorKpiDaily', range),
    daysCountQuery('platformKpiHourly', range),
  ];
  const [activeSinceDays, activeSinceHours, verified = 0, creatorDays = 0, storedHours = 0] = await mapLimited(
    asked,
    QUERIES_AT_ONCE,
    rows,
  );
  return readsOfOthers({
    days: dates.length,
    hours: hours.length,
    daysOnTime: verifiedQuery === undefined ? 0 : daysOnTime,
    verified,
    activeSinceDays: sinceDays === undefined ? undefined : activeSinceDays,
    activeSinceHours: sinceHours === undefined ? undefined : activeSinceHours,
    creatorDays,
    storedHours,
  });
}

function monthsOf({ startMs, endExclusiveMs }: TimeWindow): TimeWindow[] {
  const count = Math.ceil((endExclusiveMs - startMs) / MOST_COUNTED_MS);
  return Array.from({ length: count }, (_, index) => ({
    startMs: startMs + index * MOST_COUNTED_MS,
    endExclusiveMs: Math.min(endExclusiveMs, startMs + (index + 1) * MOST_COUNTED_MS),
  }));
}
