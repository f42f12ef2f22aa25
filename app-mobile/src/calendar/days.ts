import dayjs, { type Dayjs } from 'dayjs';
import utc from 'dayjs/plugin/utc.js';

dayjs.extend(utc);

/** Days are `YYYY-MM-DD` in UTC throughout the app; their texts sort as they follow each other. */
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text, from the address bar say, names a day of the calendar. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !SHAPE.test(text)) return false;
  // A day that a month does not have rolls over into the next.
  return textOf(parsed(text)) === text;
}

/** The UTC day that an instant falls on. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return textOf(parsed(day).add(days, 'day'));
}

/** The first day of a month so many months away. */
export function startOfMonth(day: string, months = 0): string {
  return textOf(parsed(day).date(1).add(months, 'month'));
}

export function endOfMonth(day: string): string {
  return textOf(parsed(day).endOf('month'));
}

/** How many days later `to` is than `from`. */
export function daysBetween(from: string, to: string): number {
  return parsed(to).diff(parsed(from), 'day');
}

/** Every day from the first to the last, both included. */
export function daysOf(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(day: string): number {
  return parsed(day).day() || 7;
}

function parsed(day: string): Dayjs {
  return dayjs.utc(day);
}

function textOf(day: Dayjs): string {
  return day.format('YYYY-MM-DD');
}
