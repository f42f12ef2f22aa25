import { Temporal } from 'temporal-polyfill';
import { MAX_QUANTITY, MINUTE_DECIMALS, magnitudeInUnits, TOKEN_DECIMALS } from '../money/decimal.ts';

/**
 * What a source field can be read as. Platforms hold every kind of value in every field; each kind below is total over
 * all of them, and says why a value could not be read instead of guessing.
 */
export type FieldKind = 'instant' | 'text' | 'flag' | 'id' | 'tokens' | 'minutes';

/** Why an amount or a duration could not be read. */
export const REJECTION_REASONS = ['missing', 'null', 'text', 'notNumeric', 'NaN', 'Infinity', 'tooLarge', 'negative'] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export type Quantity = { readonly ok: true; readonly units: bigint } | { readonly ok: false; readonly reason: RejectionReason };

/** An id that is there and usable, not there at all (missing or null), or there and unusable. */
export type IdReading =
  | { readonly state: 'readable'; readonly id: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable' };

/** Longest id in Unicode code points. */
export const MAX_ID_LENGTH = 128;

/** A token amount as its magnitude in micro-tokens: a payer's side booked as a negative number counts the same. */
export function readTokens(value: unknown): Quantity {
  return readQuantity(value, TOKEN_DECIMALS, true);
}

/** A duration in units of 10^-12 minutes; negative ones are rejected. */
export function readMinutes(value: unknown): Quantity {
  return readQuantity(value, MINUTE_DECIMALS, false);
}

function readQuantity(value: unknown, decimals: number, allowNegative: boolean): Quantity {
  if (value === undefined) return { ok: false, reason: 'missing' };
  if (value === null) return { ok: false, reason: 'null' };
  if (typeof value === 'string') return { ok: false, reason: 'text' };
  if (typeof value === 'bigint') return readQuantity(Number(value), decimals, allowNegative);
  if (typeof value !== 'number') return { ok: false, reason: 'notNumeric' };
  if (Number.isNaN(value)) return { ok: false, reason: 'NaN' };
  if (!Number.isFinite(value)) return { ok: false, reason: 'Infinity' };
  if (Math.abs(value) > MAX_QUANTITY) return { ok: false, reason: 'tooLarge' };
  if (!allowNegative && value < 0) return { ok: false, reason: 'negative' };
  return { ok: true, units: magnitudeInUnits(String(value), decimals) };
}

/** An id: text of 1..128 code points without `/`. */
export function readId(value: unknown): IdReading {
  if (value === undefined || value === null) return { state: 'absent' };
  if (!isUsableId(value)) return { state: 'unreadable' };
  return { state: 'readable', id: value };
}

export function isUsableId(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.includes('/')) return false;
  return value.length <= MAX_ID_LENGTH || [...value].length <= MAX_ID_LENGTH;
}

/** Text is matched exactly, letter case included; a value of another kind matches nothing. */
export function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** A flag is the boolean `true` and nothing else. */
export function readFlag(value: unknown): boolean {
  return value === true;
}

/** How a source writes its instants. */
export type InstantEncoding = 'auto' | 'timestamp' | 'epochMillis' | 'iso';

const ISO_SHAPE = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/**
 * An instant in whole epoch microseconds, finer digits cut off (never rounded up into the next hour or day), or null when
 * unreadable. `timestamp` takes Firestore's `{seconds, nanoseconds}` or `{_seconds, _nanoseconds}`; `auto` takes any of the three.
 */
export function readInstant(value: unknown, encoding: InstantEncoding = 'auto'): bigint | null {
  if (typeof value === 'number') return encoding === 'auto' || encoding === 'epochMillis' ? microsOfMillis(value) : null;
  if (typeof value === 'string') return encoding === 'auto' || encoding === 'iso' ? microsOfIso(value) : null;
  if (typeof value === 'object' && value !== null) return encoding === 'auto' || encoding === 'timestamp' ? microsOfParts(value) : null;
  return null;
}

/** Instants outside the years 1 to 9999 are not believed. */
const MIN_MICROS = -62_135_596_800_000_000n;
const MAX_MICROS = 253_402_300_799_999_999n;

function inCalendar(micros: bigint): bigint | null {
  return micros < MIN_MICROS || micros > MAX_MICROS ? null : micros;
}

function microsOfMillis(millis: number): bigint | null {
  if (!Number.isFinite(millis) || Math.abs(millis) > 1e15) return null;
  const whole = Math.floor(millis);
  return inCalendar(BigInt(whole) * 1000n + BigInt(Math.min(999, Math.floor((millis - whole) * 1000))));
}

function microsOfIso(text: string): bigint | null {
  if (!ISO_SHAPE.test(text)) return null;
  const normal = text.length === 10 ? `${text}T00:00:00Z` : text.replace(' ', 'T');
  const zoned = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/.test(normal.slice(10)) ? normal : `${normal}Z`;
  const cut = zoned.replace(/(\.\d{6})\d+/, '$1');
  if (/T\d{2}:\d{2}:60/.test(cut)) return null;
  try {
    return inCalendar(floorDivide(Temporal.Instant.from(cut).epochNanoseconds, 1000n));
  } catch {
    return null;
  }
}

function microsOfParts(value: object): bigint | null {
  const parts = value as Record<string, unknown>;
  const seconds = parts['_seconds'] ?? parts['seconds'];
  const nanoseconds = parts['_nanoseconds'] ?? parts['nanoseconds'] ?? 0;
  if (typeof seconds !== 'number' || !Number.isSafeInteger(seconds)) return null;
  if (typeof nanoseconds !== 'number' || !Number.isInteger(nanoseconds) || nanoseconds < 0 || nanoseconds > 999_999_999) return null;
  return inCalendar(BigInt(seconds) * 1_000_000n + BigInt(Math.floor(nanoseconds / 1000)));
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value % divisor < 0n ? quotient - 1n : quotient;
}
