import { type DateRange, daysBetween, KpiError, type UtcDate } from '@pack324a/core';
import type { Backend } from './backend.ts';

/** A wider range is more likely a wrong timestamp than a long history. */
const MAX_DAYS_UNASKED = 3_660;

/**
 * The days from the first to the last source row, up to today.
 * @throws KpiError `failed-precondition` without rows, or when the rows lie so far apart that the range should be named
 */
export async function sourceDays({ sourceExtent, advice }: Pick<Backend, 'sourceExtent' | 'advice'>): Promise<DateRange> {
  const range = await sourceExtent();
  if (range === undefined) {
    throw new KpiError('failed-precondition', 'No source has a row with a readable time; there is nothing to aggregate.', {
      hint: advice.withoutRows,
    });
  }
  assertMeant(range, advice.options);
  return range;
}

/** A platform that had rows yesterday is running: its figures go on to today, even before the first row of the day. */
export function upToNow({ from, to }: DateRange, today: UtcDate): DateRange {
  return { from, to: daysBetween(to, today) <= 1 ? today : to };
}

/** True of a platform whose rows ended before yesterday: the clock has nothing to add to it, and nothing to take away. */
export async function isHistory(backend: Pick<Backend, 'lastDay' | 'today'>): Promise<boolean> {
  const last = await backend.lastDay();
  return last !== undefined && last < backend.today;
}

/**
 * Refuses a range that nobody named and that is too wide to be meant.
 * @param options what a command needs beside its own words
 * @throws KpiError `failed-precondition`
 */
export function assertMeant({ from, to }: DateRange, options = ''): void {
  const days = daysBetween(from, to) + 1;
  if (days <= MAX_DAYS_UNASKED) return;
  throw new KpiError('failed-precondition', `The source rows reach from ${from} to ${to}, ${days} days.`, {
    hint: `If that is right, name the range: kpi aggregate${options} --from <day> --to <day>`,
  });
}
