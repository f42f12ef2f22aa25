import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeOf, differenceOf, isNotable, verdictOf } from '../../src/figures/change.ts';
import type { FigureName } from '../../src/figures/figures.ts';

const AGAINST = '2026-11-09';
const change = (figure: FigureName, current: number, value: number) =>
  changeOf(figure, current, { against: AGAINST, value, isAtLeast: false });

/** An amount with so many decimals, as a double and in its smallest parts. */
const amounts = (decimals: number, max: number) =>
  fc
    .bigInt({ min: 0n, max: BigInt(max) * 10n ** BigInt(decimals) })
    .map((parts) => ({ parts, value: Number(decimalText(parts, decimals)) }));

function decimalText(parts: bigint, decimals: number): string {
  const digits = (parts < 0n ? -parts : parts).toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return parts < 0n ? `-${text}` : text;
}

describe('a difference', () => {
  it.each([
    ['totalTokenRevenuePLN', 0.3, 0.1, 0.2],
    ['totalTokenRevenuePLN', 1.1, 1, 0.1],
    ['totalTokenRevenuePLN', 9544.44, 9733.29, -188.85],
    ['totalTokensSpent', 0.000003, 0.000001, 0.000002],
    ['newUsers', 12, 15, -3],
  ] as const)('of %s between %d and %d is %d', (figure, current, previous, expected) => {
    expect(differenceOf(figure, current, previous)).toBe(expected);
  });

  it.each([
    ['totalTokenRevenuePLN', 2, 1e9],
    ['totalTokensSpent', 6, 1e9],
    ['totalVoiceMinutes', 6, 1e9],
    ['activeUsers', 0, 1e12],
  ] as const)('of %s is exact to its last decimal', (figure, decimals, max) => {
    fc.assert(
      fc.property(amounts(decimals, max), amounts(decimals, max), (current, previous) => {
        expect(differenceOf(figure, current.value, previous.value)).toBe(Number(decimalText(current.parts - previous.parts, decimals)));
      }),
    );
  });

  it('turned round is the same with the other sign', () => {
    fc.assert(
      fc.property(amounts(2, 1e9), amounts(2, 1e9), ({ value: a }, { value: b }) => {
        expect(differenceOf('totalTokenRevenuePLN', a, b) + differenceOf('totalTokenRevenuePLN', b, a)).toBe(0);
      }),
    );
  });
});

describe('a change', () => {
  it('has its share of the earlier value', () => {
    expect(change('totalChats', 150, 100)).toEqual({
      kind: 'change',
      against: AGAINST,
      untilHour: undefined,
      earlier: 100,
      isEarlierAtLeast: false,
      difference: 50,
      share: 0.5,
    });
  });

  it('from zero has no share', () => {
    expect(change('panicEvents', 7, 0)).toMatchObject({ difference: 7, share: null });
  });

  it('remembers the hour, and that the earlier value is a lower bound', () => {
    expect(changeOf('activeUsers', 12, { against: AGAINST, value: 10, isAtLeast: true, untilHour: 13 })).toMatchObject({
      untilHour: 13,
      isEarlierAtLeast: true,
    });
  });
});

describe('a verdict', () => {
  it('is turned round where down is good', () => {
    expect(verdictOf(change('reportsTotal', 20, 10), true)).toBe('worse');
    expect(verdictOf(change('reportsTotal', 10, 20), true)).toBe('better');
    expect(verdictOf(change('newUsers', 20, 10), false)).toBe('better');
    expect(verdictOf(change('newUsers', 10, 20), false)).toBe('worse');
  });

  it('is not given without a difference, a comparison or the catalogue', () => {
    expect(verdictOf(change('newUsers', 10, 10), false)).toBe('neither');
    expect(verdictOf({ kind: 'when-over', against: AGAINST }, false)).toBe('neither');
    expect(verdictOf(change('newUsers', 10, 20), undefined)).toBe('neither');
  });
});

describe('a change is notable', () => {
  it.each([
    ['a tenth of an amount', 'totalTokenRevenuePLN', 90, 100, true],
    ['less than a tenth of it', 'totalTokenRevenuePLN', 90.01, 100, false],
    ['a small count far from its usual one', 'reportsTotal', 96, 9, true],
    ['a small count within chance', 'reportsTotal', 15, 23, false],
    ['a share of many that chance does not explain', 'activeUsers', 1200, 1000, true],
    ['many more, but less than a tenth', 'activeUsers', 10_900, 10_000, false],
    ['a few from zero', 'panicEvents', 4, 0, false],
    ['more than a few from zero', 'panicEvents', 5, 0, true],
    ['an amount from zero', 'totalVoiceMinutes', 1, 0, true],
    ['none', 'totalTokenRevenuePLN', 100, 100, false],
  ] as const)('%s (%s: %d after %d): %s', (_, figure, current, value, expected) => {
    expect(isNotable(figure, change(figure, current, value))).toBe(expected);
  });

  it('never where nothing is compared', () => {
    expect(isNotable('reportsTotal', { kind: 'when-over', against: AGAINST })).toBe(false);
  });
});
