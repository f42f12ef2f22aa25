import { isUsableId, minutesToNumber, plnGrosze, readInstant, readMinutes, readTokens, tokensToNumber } from '@pack324a/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { durations, hostileIds, instants, tokenAmounts } from '../src/arbitrary-values.ts';
import { publishedMinutes, publishedPln, publishedTokens } from '../src/oracle-money.ts';
import { idOf, millisOf, minutesOf, tokensOf } from '../src/oracle-readings.ts';

const RUNS = { numRuns: 3000 };

/** Texts that are instants, nearly: digits and separators in the right places, and now and then not. */
const instantLikeTexts = fc.stringMatching(
  /^(2025|2024|1969|0000|0001|9999)-(0[0-9]|1[0-3])-([0-2][0-9]|3[0-2])([T tZ]?([01][0-9]|2[0-5])(:[0-6][0-9]){0,2}([.,][0-9]{0,12})?(Z|z|[+-][0-2][0-9]:?[0-6][0-9]|[+-][0-2][0-9])?)?$/,
);

function floorToMillis(micros: bigint | null): bigint | null {
  if (micros === null) return null;
  return micros >= 0n ? micros / 1000n : -((-micros + 999n) / 1000n);
}

function wholeMillis(value: unknown): bigint | null {
  const millis = millisOf(value);
  return millis === null ? null : BigInt(millis);
}

/** The oracle's reading of a value in core's words. */
function asQuantity(amount: ReturnType<typeof tokensOf>) {
  return 'units' in amount ? { ok: true, units: amount.units } : { ok: false, reason: amount.rejected };
}

describe('core and oracle read alike', () => {
  it('amounts', () => {
    fc.assert(
      fc.property(fc.oneof(tokenAmounts, fc.double()), (value) => void expect(readTokens(value)).toEqual(asQuantity(tokensOf(value)))),
      RUNS,
    );
  });

  it('durations', () => {
    fc.assert(
      fc.property(fc.oneof(durations, fc.double()), (value) => void expect(readMinutes(value)).toEqual(asQuantity(minutesOf(value)))),
      RUNS,
    );
  });

  it('instants', () => {
    // A fraction of the last millisecond before 1970 that is too small for a double to keep beside 1 is not asked for.
    const millis = fc.oneof(fc.double({ min: 1 }), fc.double({ max: -1 }));
    const values = fc.oneof(
      instants,
      instantLikeTexts,
      millis,
      fc.integer(),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    );
    fc.assert(
      fc.property(values, (value) => void expect(floorToMillis(readInstant(value))).toBe(wholeMillis(value))),
      { numRuns: 20_000 },
    );
  });

  it('ids', () => {
    const values = fc.oneof(
      hostileIds,
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom('x', '\u{1F600}'), { minLength: 126, maxLength: 130 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(values, (value) => void expect(isUsableId(value)).toBe(typeof idOf(value) === 'object')),
      RUNS,
    );
  });

  it('published figures', () => {
    const units = fc.bigInt({ min: 0n, max: 10n ** 18n });
    fc.assert(
      fc.property(units, (sum) => {
        expect(tokensToNumber(sum)).toBe(publishedTokens(sum));
        expect(Number(plnGrosze(sum)) / 100).toBe(publishedPln(sum));
        expect(minutesToNumber(sum)).toBe(publishedMinutes(sum));
      }),
      RUNS,
    );
  });
});
