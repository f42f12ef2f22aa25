import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, endOfMonth, startOfMonth, weekdayOf } from '../../src/calendar/days.ts';
import { monthAfter, weeksOfMonth } from '../../src/screens/dashboard/month-grid.ts';

describe('the weeks of a month', () => {
  it('begin on Mondays', () => {
    const weeks = weeksOfMonth('2026-11-16');
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[0]).toBe('2026-10-26');
    expect(weeks[0]?.[6]).toBe('2026-11-01');
    expect(weeks[5]?.[0]).toBe('2026-11-30');
    // Four weeks exactly: February 2027 begins on a Monday.
    expect(weeksOfMonth('2027-02-14')).toHaveLength(4);
  });

  it('have every day of the month once, in order', () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays('2000-01-01', days));
    fc.assert(
      fc.property(day, (date) => {
        const weeks = weeksOfMonth(date);
        const days = weeks.flat();
        for (const week of weeks) expect(week.map(weekdayOf)).toEqual([1, 2, 3, 4, 5, 6, 7]);
        expect(days).toEqual(days.map((_, index) => addDays(days[0] ?? '', index)));
        expect(weeks[0]).toContain(startOfMonth(date));
        expect(weeks.at(-1)).toContain(endOfMonth(date));
      }),
    );
  });
});

describe('the month so many months away', () => {
  it('is found over the ends of years', () => {
    expect(monthAfter('2026-01-01', -1, undefined, '2026-11-01')).toBe('2025-12-01');
    expect(monthAfter('2026-11-01', -12, undefined, '2026-11-01')).toBe('2025-11-01');
    expect(monthAfter('1998-06-01', 12, undefined, '2026-11-01')).toBe('1999-06-01');
  });

  it('is the first or the last that there may be, when that is nearer', () => {
    expect(monthAfter('2026-03-01', 12, undefined, '2026-11-01')).toBe('2026-11-01');
    expect(monthAfter('2026-11-01', 1, undefined, '2026-11-01')).toBe('2026-11-01');
    expect(monthAfter('2026-03-01', -12, '2025-08-01', '2026-11-01')).toBe('2025-08-01');
  });
});
