import { addDays, daysOf, endOfMonth, startOfMonth, weekdayOf } from '../../calendar/days.ts';

const WEEK_DAYS = 7;

/** The weeks that a day's month touches, Monday first, with the days of the months around it. */
export function weeksOfMonth(day: string): string[][] {
  const first = startOfMonth(day);
  const last = endOfMonth(day);
  const cells = daysOf(addDays(first, 1 - weekdayOf(first)), addDays(last, WEEK_DAYS - weekdayOf(last)));
  return Array.from({ length: cells.length / WEEK_DAYS }, (_, week) => cells.slice(week * WEEK_DAYS, (week + 1) * WEEK_DAYS));
}

/** The month so many months away, by its first day; the first or the last one that there may be, when that is nearer. */
export function monthAfter(month: string, months: number, first: string | undefined, last: string): string {
  const next = startOfMonth(month, months);
  if (next > last) return last;
  return first !== undefined && next < first ? first : next;
}
