/**
 * Exact decimals as whole numbers of a small unit.
 *
 * Tokens are counted in millionths (`bigint` micro-tokens), minutes in trillionths: sums of them are exact and do not
 * depend on the order of the rows. A number becomes a decimal through its shortest decimal form, the text that
 * JavaScript prints and the one its author wrote (ECMA-262, Number::toString).
 */

/** Decimals kept of a token amount; anything finer is rounded half up. */
export const TOKEN_DECIMALS = 6;
/** Decimals kept of one call's minutes: fine enough that the rounding of a day's sum to six decimals is that of the true sum. */
export const MINUTE_DECIMALS = 12;
/** A single amount or duration above this is not believed: it is unreadable. */
export const MAX_QUANTITY = 1_000_000_000;

const DECIMAL_SHAPE = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * The magnitude of a decimal text in units of 10^-decimals, rounded half up; the sign is dropped.
 * @param text a plain or scientific decimal, as `String(number)` prints it
 */
export function magnitudeInUnits(text: string, decimals: number): bigint {
  const match = DECIMAL_SHAPE.exec(text);
  if (match === null) throw new RangeError(`not a decimal: ${text}`);
  const [, , whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const shift = Number(exponent) - fraction.length + decimals;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  return divideHalfUp(digits, 10n ** BigInt(-shift));
}

/** `numerator / denominator` rounded half up; both not negative. */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

/** A whole number of units as decimal text without trailing zeros: `2500315630000n, 6` gives `2500315.63`. */
export function unitsToText(units: bigint, decimals: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`);
}

/** The inverse of `unitsToText`. */
export function textToUnits(text: string, decimals: number): bigint {
  const magnitude = magnitudeInUnits(text, decimals);
  return text.startsWith('-') ? -magnitude : magnitude;
}
