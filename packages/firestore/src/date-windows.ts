import { addDays, type DateRange } from '@pack324a/core';

/** A range in parts of at most so many days, in order. */
export function dateWindows({ from, to }: DateRange, days: number): DateRange[] {
  const windows: DateRange[] = [];
  for (let start = from; start <= to; start = addDays(start, days)) {
    const end = addDays(start, days - 1);
    windows.push({ from: start, to: end < to ? end : to });
  }
  return windows;
}
