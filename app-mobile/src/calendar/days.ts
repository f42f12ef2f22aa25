import { getISO } from 'temporal-polyfill/fns/Calendar';
import {
  dayOfWeek,
  daysInMonth,
  diffDays,
  fromString,
  type Record as PlainDate,
  addDays as plusDays,
  addMonths as plusMonths,
  toString as toText,
  withDayOfMonth,
} from 'temporal-polyfill/fns/PlainDate';

/** Days are `YYYY-MM-DD` in UTC throughout the app; their texts sort as they follow each other. */
const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** Whether a text, from the address bar say, names a day of the calendar. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !SHAPE.test(text)) return false;
  try {
    return toText(parsed(text)) === text;
  } catch {
    return false;
  }
}

/** The UTC day that an instant falls on. */
export function dayOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return edit(day, (date) => plusDays(date, days));
}

/** The first day of a month so many months away. */
export function startOfMonth(day: string, months = 0): string {
  return edit(day, (date) => plusMonths(withDayOfMonth(date, 1), months));
}

export function endOfMonth(day: string): string {
  return edit(day, (date) => withDayOfMonth(date, daysInMonth(date)));
}

/** How many days later `to` is than `from`. */
export function daysBetween(from: string, to: string): number {
  return diffDays(parsed(from), parsed(to));
}

/** Every day from the first to the last, both included. */
export function daysOf(from: string, to: string): string[] {
  return Array.from({ length: Math.max(0, daysBetween(from, to) + 1) }, (_, index) => addDays(from, index));
}

/** 1 for Monday to 7 for Sunday (ISO 8601). */
export function weekdayOf(day: string): number {
  return dayOfWeek(parsed(day));
}

function edit(day: string, change: (date: PlainDate) => PlainDate): string {
  return toText(change(parsed(day)));
}

function parsed(day: string): PlainDate {
  return fromString(day, getISO);
}
