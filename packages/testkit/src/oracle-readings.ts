/**
 * How the oracle reads raw values. Written from the contract's words alone: it shares no code with what it checks.
 */
export type Amount = { readonly units: bigint } | { readonly rejected: string };

const LARGEST = 1_000_000_000;
/** Instants outside the years 1 to 9999 are not believed. */
const EARLIEST_MS = -62_135_596_800_000;
const LATEST_EXCLUSIVE_MS = 253_402_300_800_000;

/** Tokens in millionths; the sign is dropped. */
export function tokensOf(value: unknown): Amount {
  return numberOf(value, 6);
}

/** Minutes in units of 10^-12; negative durations are rejected. */
export function minutesOf(value: unknown): Amount {
  const amount = numberOf(value, 12);
  if ('units' in amount && Number(value) < 0) return { rejected: 'negative' };
  return amount;
}

function numberOf(value: unknown, decimals: number): Amount {
  if (value === undefined) return { rejected: 'missing' };
  if (value === null) return { rejected: 'null' };
  if (typeof value === 'string') return { rejected: 'text' };
  if (typeof value !== 'number') return { rejected: 'notNumeric' };
  if (Number.isNaN(value)) return { rejected: 'NaN' };
  if (value === Infinity || value === -Infinity) return { rejected: 'Infinity' };
  if (value > LARGEST || value < -LARGEST) return { rejected: 'tooLarge' };
  return { units: roundedUnits(String(Math.abs(value)), decimals) };
}

/** The text of a number, written out in digits, cut behind the wanted decimals; the first digit that is cut decides. */
function roundedUnits(text: string, decimals: number): bigint {
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const pointAt = whole.length + Number(exponent);
  let digits = whole + fraction;
  let point = pointAt;
  while (point < 1) {
    digits = `0${digits}`;
    point += 1;
  }
  while (digits.length < point + decimals + 1) digits += '0';
  const kept = BigInt(digits.slice(0, point + decimals));
  return digits.charAt(point + decimals) >= '5' ? kept + 1n : kept;
}

/** The id, `'absent'` for missing and null, or `'unreadable'`. */
export function idOf(value: unknown): { readonly id: string } | 'absent' | 'unreadable' {
  if (value === undefined || value === null) return 'absent';
  if (typeof value !== 'string') return 'unreadable';
  let codePoints = 0;
  for (const character of value) {
    codePoints += 1;
    if (character === '/') return 'unreadable';
  }
  return codePoints >= 1 && codePoints <= 128 ? { id: value } : 'unreadable';
}

/**
 * An instant in whole epoch milliseconds, finer digits cut off, or null. Windows begin and end on whole milliseconds, so the
 * cut moves nothing from one window into another.
 */
export function millisOf(value: unknown): number | null {
  const millis = rawMillisOf(value);
  if (millis === null || millis < EARLIEST_MS || millis >= LATEST_EXCLUSIVE_MS) return null;
  return millis;
}

function rawMillisOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? Math.floor(value) : null;
  if (typeof value === 'string') return millisOfText(value);
  if (typeof value !== 'object' || value === null) return null;
  const { _seconds, _nanoseconds, seconds, nanoseconds } = value as Record<string, unknown>;
  const wholeSeconds = _seconds ?? seconds;
  const restNanoseconds = _nanoseconds ?? nanoseconds ?? 0;
  if (!Number.isInteger(wholeSeconds) || !Number.isInteger(restNanoseconds)) return null;
  if ((restNanoseconds as number) < 0 || (restNanoseconds as number) > 999_999_999) return null;
  return (wholeSeconds as number) * 1000 + Math.floor((restNanoseconds as number) / 1_000_000);
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const TIME = /^(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?$/;
const ZONE = /(?:Z|([+-])(\d{2})(?::?(\d{2}))?)$/;

function millisOfText(text: string): number | null {
  const separator = text.charAt(10);
  if (separator !== '' && separator !== 'T' && separator !== ' ') return null;
  const dayMs = millisOfDate(text.slice(0, 10));
  if (dayMs === null) return null;
  if (text.length === 10) return dayMs;
  const rest = text.slice(11);
  const zone = ZONE.exec(rest);
  const timeMs = millisOfTime(zone === null ? rest : rest.slice(0, zone.index));
  if (timeMs === null) return null;
  const [, sign = '+', hours = '00', minutes = '00'] = zone ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59) return null;
  const offsetMs = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return dayMs + timeMs - (sign === '-' ? -offsetMs : offsetMs);
}

function millisOfDate(text: string): number | null {
  const match = DATE.exec(text);
  if (match === null) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  // An impossible day (30 February) rolls over into the next month.
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.getTime() : null;
}

function millisOfTime(text: string): number | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, hours, minutes, seconds = '00', fraction = ''] = match;
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const wholeSeconds = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return wholeSeconds * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
}
