import { dayWindow, parseUtcDate } from '@pack324a/core';
import { readsOfEntries } from '../meter.ts';
import { type CountedPlan, countedQueries } from './counted.ts';

const HOURS_PER_DAY = 24;
const ANY_DAY = dayWindow(parseUtcDate('2025-12-11'));

/**
 * Reads that rows bill which have to be seen: one each, one for a slice without any, and their count window by window.
 * @param windows days or hours that are read one by one
 * @param slices queries that read them
 */
export function readsOfRows(rows: number, windows: number, slices: number): number {
  return Math.max(rows, slices) + readsOfCount(rows, windows);
}

/** Reads that counting a source bills, window by window; more where some quantities are unreadable. */
export function readsOfCounting(plan: CountedPlan, rows: number, windows: number): number {
  const queries = countedQueries(plan, ANY_DAY);
  if (queries === undefined) return 0;
  const asked = 1 + queries.filtered.size + (queries.readable === undefined ? 0 : 1);
  return asked * readsOfCount(rows, windows);
}

/** Each query bills one read for every 1,000 rows, one at least. */
function readsOfCount(rows: number, windows: number): number {
  return windows === 0 ? 0 : windows * readsOfEntries(rows / windows);
}

/** What a range has that is read beside its sources. */
export interface OtherCounts {
  readonly days: number;
  /** Hours that are aggregated before the days. */
  readonly hours: number;
  /** Days for which verified users are counted, and how many there are. */
  readonly daysOnTime: number;
  readonly verified: number;
  /** Users active since the first day began, and since the day of the first hour did; undefined where that is not known. */
  readonly activeSinceDays: number | undefined;
  readonly activeSinceHours: number | undefined;
  /** Documents that are stored in the range. */
  readonly creatorDays: number;
  readonly storedHours: number;
}

/** Reads of users and of documents of ours. */
export function readsOfOthers(counts: OtherCounts): number {
  const { days, hours, daysOnTime, verified, activeSinceDays, activeSinceHours, creatorDays, storedHours } = counts;
  // Of a window those who were active in it are counted and those who were later; an hour asks for its day so far as well.
  const ofDays = activeSinceDays === undefined ? 0 : days * (1 + readsOfEntries(activeSinceDays));
  const ofHours = activeSinceHours === undefined ? 0 : hours * (2 + readsOfEntries(activeSinceHours));
  const hourly = Math.max(storedHours, hours);
  const daysWithout = Math.max(0, days - Math.ceil(hourly / HOURS_PER_DAY));
  // The platform's document of the day, safety's, and the creators' pack.
  const ofDocuments = days * 3 + Math.max(days, creatorDays) + hourly + daysWithout + (hours === 0 ? 0 : Math.max(1, storedHours));
  return ofDays + ofHours + daysOnTime * readsOfEntries(verified) + ofDocuments;
}
