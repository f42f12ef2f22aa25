import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standOutOf } from '../../src/figures/stand-out.ts';

/** Four weeks with a value of all days between the compared ones, and the compared ones: three weeks, two weeks, one week before, and the day. */
function weeks(threeBefore: number | null, twoBefore: number | null, oneBefore: number | null, day: number | null, others = 50) {
  const rest = Array.from({ length: 6 }, () => others);
  return [...rest, threeBefore, ...rest, twoBefore, ...rest, oneBefore, ...rest, day];
}

describe('a figure that stands out', () => {
  it('is far worse than the same weekday of each of the three weeks before', () => {
    expect(standOutOf('reportsTotal', weeks(12, 10, 9, 96), true)).toBe('highest');
    expect(standOutOf('totalTokenRevenuePLN', weeks(6791.59, 6777.74, 7214.02, 4065.52), false)).toBe('lowest');
  });

  it('is not one that is as bad as one of them, or nearly', () => {
    expect(standOutOf('reportsTotal', weeks(90, 10, 9, 96), true)).toBeUndefined();
    expect(standOutOf('totalTokenRevenuePLN', weeks(100, 100, 100, 71), false)).toBeUndefined();
    expect(standOutOf('totalTokenRevenuePLN', weeks(100, 100, 100, 70), false)).toBe('lowest');
  });

  it('is not a small count that varies by chance', () => {
    expect(standOutOf('bansIssued', weeks(1, 2, 2, 5), true)).toBeUndefined();
    expect(standOutOf('panicEvents', weeks(0, 1, 0, 7), true)).toBe('highest');
    expect(standOutOf('totalCalendarBookings', weeks(4, 4, 4, 1), false)).toBeUndefined();
  });

  it('is not one that is remarkably good', () => {
    expect(standOutOf('reportsTotal', weeks(90, 90, 90, 1), true)).toBeUndefined();
    expect(standOutOf('totalTokenRevenuePLN', weeks(1, 1, 1, 500), false)).toBeUndefined();
  });

  it('is not told where a day is missing', () => {
    expect(standOutOf('reportsTotal', weeks(null, 10, 9, 96), true)).toBeUndefined();
    expect(standOutOf('reportsTotal', weeks(12, 10, 9, null), true)).toBeUndefined();
    expect(standOutOf('reportsTotal', [9, 96], true)).toBeUndefined();
    expect(standOutOf('reportsTotal', [], true)).toBeUndefined();
  });

  it('does not depend on other weekdays', () => {
    const value = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(value, value, value, value, value, (a, b, c, day, others) => {
        expect(standOutOf('reportsTotal', weeks(a, b, c, day, others), true)).toBe(standOutOf('reportsTotal', weeks(a, b, c, day), true));
      }),
    );
  });

  it('stands out all the more when it is worse', () => {
    const value = fc.integer({ min: 0, max: 200 });
    fc.assert(
      fc.property(value, value, value, value, (a, b, c, day) => {
        if (standOutOf('reportsTotal', weeks(a, b, c, day), true) === 'highest') {
          expect(standOutOf('reportsTotal', weeks(a, b, c, day + 1), true)).toBe('highest');
        }
      }),
    );
  });
});
