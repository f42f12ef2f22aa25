import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  divideHalfUp,
  groszeToNumber,
  MAX_QUANTITY,
  magnitudeInUnits,
  minutesToNumber,
  plnGrosze,
  readMinutes,
  readTokens,
  textToUnits,
  tokensFromNumber,
  tokensToNumber,
  unitsToText,
} from '../src/index.ts';
import { PROPERTY } from './property.ts';

/** A rational number, reckoned with independently of the code under test: from the digits that JavaScript prints. */
function rational(text: string): { numerator: bigint; denominator: bigint } {
  const [mantissa = '', exponentText = '0'] = text.replace(/^-/, '').toLowerCase().split('e');
  const point = mantissa.indexOf('.');
  const decimals = point < 0 ? 0 : mantissa.length - point - 1;
  const exponent = Number(exponentText) - decimals;
  let numerator = BigInt(mantissa.replace('.', ''));
  let denominator = 1n;
  for (let step = 0; step < Math.abs(exponent); step++) {
    if (exponent > 0) numerator *= 10n;
    else denominator *= 10n;
  }
  return { numerator, denominator };
}

/** The whole number nearest to a rational in units of 10^-decimals, halves up: the largest u with u - 1/2 <= value. */
function nearestUnits(text: string, decimals: number): bigint {
  const { numerator, denominator } = rational(text);
  const scaled = numerator * BigInt(`1${'0'.repeat(decimals)}`);
  const floor = scaled / denominator;
  return 2n * (scaled - floor * denominator) >= denominator ? floor + 1n : floor;
}

describe('decimals', () => {
  it.each([
    ['0', 6, 0n],
    ['-0', 6, 0n],
    ['1e-7', 6, 0n],
    ['5e-7', 6, 1n],
    ['4.9999999e-7', 6, 0n],
    ['1e21', 6, 10n ** 27n],
    ['1e+21', 0, 10n ** 21n],
    ['-2.5', 0, 3n],
    ['0.1', 6, 100_000n],
    ['29.33', 6, 29_330_000n],
    ['0.0000005', 6, 1n],
    ['123456789.123456789', 6, 123_456_789_123_457n],
  ])('%s in units of 10^-%i', (text, decimals, units) => {
    expect(magnitudeInUnits(text, decimals)).toBe(units);
  });

  it.each(['', 'NaN', 'Infinity', '1,5', '0x10', '1.', '.5', '+1', '1 ', '--1', '1e'])('refuses %j', (text) => {
    expect(() => magnitudeInUnits(text, 6)).toThrow(RangeError);
  });

  it('reads every number as its shortest decimal form, rounded half up', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 12 }), (value, decimals) => {
        expect(magnitudeInUnits(String(value), decimals)).toBe(nearestUnits(String(value), decimals));
      }),
      PROPERTY,
    );
  });

  it('prints and reads back without loss', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }), (units, decimals) => {
        const text = unitsToText(units, decimals);
        expect(textToUnits(text, decimals)).toBe(units);
        expect(text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
      }),
      PROPERTY,
    );
  });

  it('rounds quotients half up', () => {
    expect([divideHalfUp(1n, 2n), divideHalfUp(1n, 3n), divideHalfUp(2n, 3n), divideHalfUp(0n, 7n), divideHalfUp(5n, 2n)]).toEqual([
      1n,
      0n,
      1n,
      0n,
      3n,
    ]);
  });
});

describe('tokens', () => {
  const units = (value: unknown): bigint => {
    const reading = readTokens(value);
    if (!reading.ok) throw new Error(reading.reason);
    return reading.units;
  };

  it('adds up tens of thousands of prices without drift', () => {
    // As many purchases as the CDNOW history has; adding these as numbers gives 2042424.3199998..., not the sum.
    const prices = Array.from({ length: 69_659 }, (_, index) => (index % 5865) / 100);
    const cents = prices.reduce((sum, price) => sum + BigInt(Math.round(price * 100)), 0n);
    const exact = prices.reduce((sum, price) => sum + units(price), 0n);
    expect(unitsToText(exact, 6)).toBe(unitsToText(cents, 2));
    expect(tokensToNumber(exact)).toBe(Number(cents) / 100);
    expect(prices.reduce((sum, price) => sum + price, 0)).not.toBe(tokensToNumber(exact));
  });

  it('is a total function that says why', () => {
    const reasons: [unknown, string][] = [
      [undefined, 'missing'],
      [null, 'null'],
      ['5', 'text'],
      ['', 'text'],
      [Number.NaN, 'NaN'],
      [Number.POSITIVE_INFINITY, 'Infinity'],
      [Number.NEGATIVE_INFINITY, 'Infinity'],
      [true, 'notNumeric'],
      [{}, 'notNumeric'],
      [[5], 'notNumeric'],
      [MAX_QUANTITY + 1, 'tooLarge'],
      [-MAX_QUANTITY - 1, 'tooLarge'],
      [1e21, 'tooLarge'],
      [10n ** 30n, 'tooLarge'],
    ];
    for (const [value, reason] of reasons) expect(readTokens(value), String(value)).toEqual({ ok: false, reason });
    fc.assert(
      fc.property(fc.anything(), (value) => {
        expect(typeof readTokens(value).ok).toBe('boolean');
        expect(typeof readMinutes(value).ok).toBe('boolean');
      }),
      PROPERTY,
    );
  });

  it('takes the magnitude of an amount, zero and its negative included', () => {
    expect([units(-5), units(5), units(0), units(-0), units(7n), units(MAX_QUANTITY), units(-0.0000004)]).toEqual([
      5_000_000n,
      5_000_000n,
      0n,
      0n,
      7_000_000n,
      10n ** 15n,
      0n,
    ]);
  });

  it('survives publication up to 2^33 tokens', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 33n * 1_000_000n }), (micro) => {
        expect(tokensFromNumber(tokensToNumber(micro))).toBe(micro);
      }),
      PROPERTY,
    );
  });
});

describe('PLN', () => {
  it.each([
    [1_000_000n, 0.2],
    [2_500_315_630_000n, 500_063.13],
    [25_000n, 0.01],
    [24_999n, 0],
    [74_999n, 0.01],
    [75_000n, 0.02],
    [0n, 0],
  ])('%i micro-tokens are worth %f', (micro, pln) => {
    expect(groszeToNumber(plnGrosze(micro))).toBe(pln);
  });

  it('rounds the exact product once, half up', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (micro) => {
        // 0.20 PLN a token: 20 grosze per 10^6 micro-tokens, so the rounding error is within half a grosz, halves going up.
        const error = plnGrosze(micro) * 1_000_000n - micro * 20n;
        expect(error > -500_000n && error <= 500_000n).toBe(true);
      }),
      PROPERTY,
    );
  });
});

describe('minutes', () => {
  it('refuses negative ones and keeps fractions', () => {
    expect(readMinutes(-1)).toEqual({ ok: false, reason: 'negative' });
    expect(readMinutes(-0)).toEqual({ ok: true, units: 0n });
    expect(readMinutes(2.5)).toEqual({ ok: true, units: 2_500_000_000_000n });
  });

  it('sums a tenth ten times to one, and rounds thirds of a millionth half up', () => {
    const tenths = Array.from({ length: 10 }, () => readMinutes(0.1)).reduce((sum, reading) => sum + (reading.ok ? reading.units : 0n), 0n);
    expect(minutesToNumber(tenths)).toBe(1);
    expect([minutesToNumber(499_999n), minutesToNumber(500_000n), minutesToNumber(1_500_000n)]).toEqual([0, 0.000001, 0.000002]);
  });
});
