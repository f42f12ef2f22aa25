import { dayWindow, parseUtcDate } from '@pack324a/core';
import { type CountedPlan, countedQueries } from './counted.ts';

const ENTRIES_PER_READ = 1000;
const ANY_DAY = dayWindow(parseUtcDate('2025-12-11'));

/** Reads that rows bill which have to be seen: one each, one for a slice without any, and their count day by day. */
export function readsOfRows(rows: number, days: number, slicesPerDay: number): number {
  return Math.max(rows, days * slicesPerDay) + readsOfCount(rows, days);
}

/** Reads that counting a source bills, day by day; more where some quantities are unreadable. */
export function readsOfCounting(plan: CountedPlan, rows: number, days: number): number {
  const queries = countedQueries(plan, ANY_DAY);
  if (queries === undefined) return 0;
  const asked = 1 + queries.filtered.size + (queries.readable === undefined ? 0 : 1);
  return asked * readsOfCount(rows, days);
}

/** Each query bills one read for every 1,000 rows, one at least. */
function readsOfCount(rows: number, days: number): number {
  return days * Math.max(1, Math.ceil(rows / days / ENTRIES_PER_READ));
}
