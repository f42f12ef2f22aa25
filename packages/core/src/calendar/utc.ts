import { Temporal } from 'temporal-polyfill';
import { KpiError } from '../errors.ts';
import { remembered } from './remembered.ts';

/** A calendar day in UTC, `YYYY-MM-DD`, known to exist. */
export type UtcDate = string & { readonly __brand: 'UtcDate' };

/** A UTC hour of a day: `{ date, hour }` with hour 0..23. */
export interface UtcHour {
  readonly date: UtcDate;
  readonly hour: number;
}

/** A half-open window `[startMs, endExclusiveMs)` in epoch milliseconds. */
export interface TimeWindow {
  readonly startMs: number;
  readonly endExclusiveMs: number;
}

/** An inclusive range of days. */
export interface DateRange {
  readonly from: UtcDate;
  readonly to: UtcDate;
}

export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 24 * MS_PER_HOUR;

const DATE_SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_EXPECTED = 'a day of the calendar as YYYY-MM-DD, for example 2025-12-11';

/**
 * Reads a day as `YYYY-MM-DD`.
 * @param name how the caller calls the value, for the message
 * @throws KpiError `invalid-argument` when the text has another shape or names no day of the calendar (`2025-02-30`)
 */
export function parseUtcDate(text: unknown, name = 'date'): UtcDate {
  if (typeof text !== 'string' || !DATE_SHAPE.test(text)) {
    throw new KpiError('invalid-argument', `${name}: ${show(text)} is not a date.`, { field: name, expected: DATE_EXPECTED });
  }
  if (!isCalendarDay(text)) {
    throw new KpiError('invalid-argument', `${name}: ${text} does not exist in the calendar.`, { field: name, expected: DATE_EXPECTED });
  }
  return text as UtcDate;
}

const isCalendarDay = remembered((text: string): boolean => {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return false;
  }
  return text >= '0001-01-01';
});

/** Like `parseUtcDate`, and refuses a day later than `today`. */
export function parsePastOrPresentDate(text: unknown, today: UtcDate, name = 'date'): UtcDate {
  const date = parseUtcDate(text, name);
  if (date > today) {
    throw new KpiError('invalid-argument', `${name}: ${date} lies in the future.`, {
      field: name,
      expected: `a day up to today, ${today} (UTC)`,
    });
  }
  return date;
}

/** Reads an inclusive range of days that ends no later than `today` and does not run backwards. */
export function parseDateRange(from: unknown, to: unknown, today: UtcDate, names = { from: 'startDate', to: 'endDate' }): DateRange {
  const range = { from: parsePastOrPresentDate(from, today, names.from), to: parsePastOrPresentDate(to, today, names.to) };
  if (range.from > range.to) {
    throw new KpiError('invalid-argument', `${names.from} ${range.from} is later than ${names.to} ${range.to}.`, {
      field: names.from,
      expected: `${names.from} on or before ${names.to}`,
    });
  }
  return range;
}

/** The UTC day that an instant falls in. */
export function utcDateOf(epochMs: number): UtcDate {
  return dateByDayNumber(Math.floor(epochMs / MS_PER_DAY));
}

const dateByDayNumber = remembered(
  (day: number) =>
    Temporal.Instant.fromEpochMilliseconds(day * MS_PER_DAY)
      .toZonedDateTimeISO('UTC')
      .toPlainDate()
      .toString() as UtcDate,
);

/** The UTC hour that an instant falls in. */
export function utcHourOf(epochMs: number): UtcHour {
  const date = utcDateOf(epochMs);
  return { date, hour: Math.floor((epochMs - startOfDayMs(date)) / MS_PER_HOUR) };
}

export function addDays(date: UtcDate, days: number): UtcDate {
  return Temporal.PlainDate.from(date).add({ days }).toString() as UtcDate;
}

/** Whole days from `from` to `to`; negative when `to` comes first. */
export function daysBetween(from: UtcDate, to: UtcDate): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days;
}

/** Monday is 1, Sunday is 7 (ISO 8601). */
export function isoWeekday(date: UtcDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

/** Every day of an inclusive range, in order. */
export function datesOf(range: DateRange): UtcDate[] {
  return Array.from({ length: Math.max(0, daysBetween(range.from, range.to) + 1) }, (_, index) => addDays(range.from, index));
}

export const startOfDayMs = remembered((date: UtcDate): number => Temporal.PlainDate.from(date).toZonedDateTime('UTC').epochMilliseconds);

/** `[00:00:00.000, next 00:00:00.000)` UTC. */
export function dayWindow(date: UtcDate): TimeWindow {
  const startMs = startOfDayMs(date);
  return { startMs, endExclusiveMs: startMs + MS_PER_DAY };
}

/** `[HH:00:00.000, next hour)` UTC. */
export function hourWindow({ date, hour }: UtcHour): TimeWindow {
  const startMs = startOfDayMs(date) + hour * MS_PER_HOUR;
  return { startMs, endExclusiveMs: startMs + MS_PER_HOUR };
}

/** The 24 hours of a day. */
export function hoursOf(date: UtcDate): UtcHour[] {
  return Array.from({ length: 24 }, (_, hour) => ({ date, hour }));
}

/** ISO 8601 in UTC with milliseconds and `Z`. */
export function toIso(epochMs: number): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMs).toString({ fractionalSecondDigits: 3 });
}

/**
 * Reads an ISO 8601 instant with its offset or `Z`.
 * @returns epoch milliseconds
 * @throws KpiError `invalid-argument`
 */
export function parseInstant(text: string, name = 'instant'): number {
  try {
    return Temporal.Instant.from(text).epochMilliseconds;
  } catch {
    throw new KpiError('invalid-argument', `${name}: ${show(text)} is not an instant.`, {
      expected: 'ISO 8601 with Z or an offset, for example 2025-12-12T00:10:00Z',
    });
  }
}

function show(value: unknown): string {
  const text = typeof value === 'string' ? `"${value}"` : String(JSON.stringify(value) ?? typeof value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
