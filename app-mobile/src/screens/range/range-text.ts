import type { Format } from '../../texts/format.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** 3 Nov 2026. */
export function dayAndYear({ locale }: Format, date: string): string {
  const known = formats.get(locale);
  const written = known ?? new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' });
  if (known === undefined) formats.set(locale, written);
  return written.format(new Date(date));
}

/** Days as a list names them: 3 Nov, or 1 Nov – 3 Nov. */
export function daysText(format: Format, from: string, to: string): string {
  return from === to ? format.shortDay(from) : `${format.shortDay(from)} – ${format.shortDay(to)}`;
}

/** Days as a heading names them: 3 Nov 2026, 1 Nov – 3 Nov 2026, or 28 Dec 2025 – 3 Jan 2026. */
export function rangeText(format: Format, from: string, to: string): string {
  if (from === to) return dayAndYear(format, to);
  const isOneYear = from.slice(0, 4) === to.slice(0, 4);
  return `${isOneYear ? format.shortDay(from) : dayAndYear(format, from)} – ${dayAndYear(format, to)}`;
}
