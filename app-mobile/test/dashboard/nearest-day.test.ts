import { describe, expect, it } from 'vitest';
import { nearestDay } from '../../src/screens/dashboard/nearest-day.ts';

type Status = Parameters<typeof nearestDay>[0];

/** A history of 1997 and 1998, of which somebody has looked at the running day besides. */
const status = (changes: Partial<Pick<Status, 'stored' | 'staleDays'>> = {}) =>
  ({
    stored: [
      { collection: 'platformKpiHourly', documents: 24, oldest: '1998-06-23', newest: '2026-11-16' },
      { collection: 'platformKpiDaily', documents: 547, oldest: '1997-01-01', newest: '2026-11-16' },
    ],
    staleDays: { from: '1998-05-31', to: '1998-06-30', dates: [] },
    ...changes,
  }) as unknown as Status;

describe('the nearest day with figures', () => {
  it('is the end of the data after it, and not the last day that is stored', () => {
    expect(nearestDay(status(), '2026-11-15', 'after-data')).toBe('1998-06-30');
    expect(nearestDay(status(), '1998-07-01', 'after-data')).toBe('1998-06-30');
  });

  it('is the first stored one before the data', () => {
    expect(nearestDay(status(), '1996-12-31', 'before-data')).toBe('1997-01-01');
  });

  it('is none of a day within the data, nor where nothing is stored', () => {
    expect(nearestDay(status(), '1997-05-05', 'not-aggregated')).toBeUndefined();
    expect(nearestDay(status(), '1998-06-30', 'after-data')).toBeUndefined();
    expect(nearestDay(status(), '1997-01-01', 'before-data')).toBeUndefined();
    const nothing = status({ stored: [], staleDays: { from: null, to: null, dates: [] } });
    expect(nearestDay(nothing, '2026-11-15', 'after-data')).toBeUndefined();
    expect(nearestDay(nothing, '1996-12-31', 'before-data')).toBeUndefined();
  });
});
