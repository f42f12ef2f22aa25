import type { UtcDate } from '../calendar/utc.ts';

/** `YYYY-MM-DD_HH`. */
export function hourlyDocumentId({ date, hour }: { readonly date: UtcDate | string; readonly hour: number }): string {
  return `${date}_${String(hour).padStart(2, '0')}`;
}

/** `{userId}_{YYYY-MM-DD}`: the date's fixed length keeps ids apart whatever a user id contains. */
export function creatorDocumentId(userId: string, date: UtcDate | string): string {
  return `${userId}_${date}`;
}

/** The id in `kpiPacks` of what a day's creator documents have in common. */
export function creatorPackId(date: UtcDate | string): string {
  return `creatorKpiDaily_${date}`;
}
