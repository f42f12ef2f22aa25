import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, dayOf, daysBetween, daysOf, endOfMonth, isDay, startOfMonth, weekdayOf } from '../../src/calendar/days.ts';

const MS_PER_DAY = 86_400_000;
const epochDay = fc.integer({ min: -20_000, max: 60_000 });
const dayAt = (days: number): string => new Date(days * MS_PER_DAY).toISOString().slice(0, 10);

describe('days', () => {
  it('are those of the calendar, written in full', () => {
    for (const text of ['2024-02-29', '2026-11-16', '1999-12-31']) expect(isDay(text)).toBe(true);
    for (const text of ['2025-02-29', '2026-13-01', '2026-1-5', '2026-11-16T00:00', 'yesterday', '', undefined, 20261116, ['2026-11-16']]) {
      expect(isDay(text)).toBe(false);
    }
  });

  it('follow each other as epoch days do, whatever the time zone of the process', () => {
    fc.assert(
      fc.property(epochDay, fc.integer({ min: -800, max: 800 }), (start, step) => {
        expect(addDays(dayAt(start), step)).toBe(dayAt(start + step));
        expect(daysBetween(dayAt(start), dayAt(start + step))).toBe(step);
        expect(weekdayOf(dayAt(start))).toBe(((((start + 3) % 7) + 7) % 7) + 1);
      }),
    );
  });

  it('begin at midnight UTC', () => {
    expect(dayOf(Date.parse('2026-11-16T23:59:59.999Z'))).toBe('2026-11-16');
    expect(dayOf(Date.parse('2026-11-17T00:00:00.000Z'))).toBe('2026-11-17');
  });

  it('make up months of their own lengths', () => {
    expect([startOfMonth('2024-02-29'), endOfMonth('2024-02-10'), endOfMonth('2025-02-10')]).toEqual([
      '2024-02-01',
      '2024-02-29',
      '2025-02-28',
    ]);
    expect([startOfMonth('2026-01-31', 1), startOfMonth('2026-01-31', -1)]).toEqual(['2026-02-01', '2025-12-01']);
  });

  it('of a range are all there, both ends included; of an empty range there are none', () => {
    expect(daysOf('2026-02-27', '2026-03-02')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02']);
    expect(daysOf('2026-02-27', '2026-02-26')).toEqual([]);
  });
});
