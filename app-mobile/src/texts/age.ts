import { pluralEn, pluralPl } from './plural.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How old something is, in whole units of the largest that fits. */
export interface Age {
  readonly unit: 'minute' | 'hour' | 'day';
  readonly count: number;
}

/**
 * @param instant what its age is asked of; one of the future, by a device whose clock is slow, is no minutes old
 * @param nowMs epoch milliseconds
 */
export function ageOf(instant: string | Date, nowMs: number): Age {
  const ms = Math.max(0, nowMs - new Date(instant).getTime());
  if (ms < HOUR_MS) return { unit: 'minute', count: Math.floor(ms / MINUTE_MS) };
  if (ms < DAY_MS) return { unit: 'hour', count: Math.floor(ms / HOUR_MS) };
  return { unit: 'day', count: Math.floor(ms / DAY_MS) };
}

const EN = {
  minute: { one: 'minute', other: 'minutes' },
  hour: { one: 'hour', other: 'hours' },
  day: { one: 'day', other: 'days' },
} as const;

/** 1 minute, 3 hours. */
export function ageEn({ unit, count }: Age): string {
  return `${count} ${pluralEn(count, EN[unit])}`;
}

/** The genitive, which follows "sprzed". */
const PL = {
  minute: { one: 'minuty', few: 'minut', many: 'minut', other: 'minuty' },
  hour: { one: 'godziny', few: 'godzin', many: 'godzin', other: 'godziny' },
  day: { one: 'dnia', few: 'dni', many: 'dni', other: 'dnia' },
} as const;

/** 1 minuty, 3 godzin: after "sprzed". */
export function agePl({ unit, count }: Age): string {
  return `${count} ${pluralPl(count, PL[unit])}`;
}
