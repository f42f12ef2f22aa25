import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  datesOf,
  daysBetween,
  dayWindow,
  hoursOf,
  hourWindow,
  isoWeekday,
  KpiError,
  MS_PER_DAY,
  MS_PER_HOUR,
  parseDateRange,
  parseInstant,
  parsePastOrPresentDate,
  parseUtcDate,
  startOfDayMs,
  toIso,
  type UtcDate,
  utcDateOf,
  utcHourOf,
} from '../src/index.ts';
import { PROPERTY } from './property.ts';

const day = (text: string): UtcDate => parseUtcDate(text);

function refusalOf(work: () => unknown): KpiError {
  try {
    work();
  } catch (error) {
    if (error instanceof KpiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('parseUtcDate', () => {
  it.each(['2025-12-11', '2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31', '1970-01-01'])('takes %s', (text) => {
    expect(parseUtcDate(text)).toBe(text);
  });

  it.each([
    '2025-02-30',
    '2025-02-29',
    '1900-02-29',
    '2100-02-29',
    '2025-13-01',
    '2025-00-10',
    '2025-04-31',
    '0000-00-00',
    '0000-01-01',
  ])('refuses %s, which does not exist', (text) => {
    const refusal = refusalOf(() => parseUtcDate(text));
    expect(refusal.code).toBe('invalid-argument');
    expect(refusal.message).toBe(`date: ${text} does not exist in the calendar.`);
    expect(refusal.expected).toContain('YYYY-MM-DD');
  });

  it.each([
    '2025-1-1',
    '25-01-01',
    '2025/01/01',
    '20250101',
    '2025-01-01T00:00:00Z',
    ' 2025-01-01',
    '2025-01-01\n',
    '+002025-01-01',
    '-000001-01-01',
    '٢٠٢٥-٠١-٠١',
    '',
    20250101,
    null,
    undefined,
    {},
    ['2025-01-01'],
  ])('refuses %j, which has another shape', (value) => {
    const refusal = refusalOf(() => parseUtcDate(value, 'startDate'));
    expect(refusal.code).toBe('invalid-argument');
    expect(refusal.message).toMatch(/^startDate: .* is not a date\.$/s);
  });

  it('shortens what it repeats', () => {
    expect(refusalOf(() => parseUtcDate('x'.repeat(10_000))).message.length).toBeLessThan(100);
  });

  it('agrees with an independent rule of the calendar', () => {
    const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    const exists = (year: number, month: number, date: number): boolean => {
      const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
      return year >= 1 && month >= 1 && month <= 12 && date >= 1 && date <= (lengths[month - 1] ?? 0) + (leap && month === 2 ? 1 : 0);
    };
    const parts = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 }));
    fc.assert(
      fc.property(parts, ([year, month, date]) => {
        const text = `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
        let accepted = true;
        try {
          parseUtcDate(text);
        } catch {
          accepted = false;
        }
        expect(accepted).toBe(exists(year, month, date));
      }),
      PROPERTY,
    );
  });
});

describe('dates that have to have come', () => {
  const today = day('2025-12-11');

  it('takes today and refuses tomorrow, saying which day it is', () => {
    expect(parsePastOrPresentDate('2025-12-11', today)).toBe('2025-12-11');
    const refusal = refusalOf(() => parsePastOrPresentDate('2025-12-12', today));
    expect(refusal.message).toBe('date: 2025-12-12 lies in the future.');
    expect(refusal.expected).toBe('a day up to today, 2025-12-11 (UTC)');
  });

  it('refuses a range that runs backwards, and names the end that is wrong', () => {
    expect(parseDateRange('2025-12-01', '2025-12-01', today)).toEqual({ from: '2025-12-01', to: '2025-12-01' });
    expect(refusalOf(() => parseDateRange('2025-12-02', '2025-12-01', today)).message).toBe(
      'startDate 2025-12-02 is later than endDate 2025-12-01.',
    );
    expect(refusalOf(() => parseDateRange('2025-12-01', '2025-12-32', today)).message).toContain('endDate: 2025-12-32');
    expect(refusalOf(() => parseDateRange('2025-12-01', '2026-01-01', today)).message).toContain('endDate: 2026-01-01 lies in the future');
  });
});

describe('windows', () => {
  it('are half-open days and hours of UTC', () => {
    expect(dayWindow(day('1970-01-02'))).toEqual({ startMs: MS_PER_DAY, endExclusiveMs: 2 * MS_PER_DAY });
    expect(hourWindow({ date: day('1970-01-01'), hour: 23 })).toEqual({ startMs: 23 * MS_PER_HOUR, endExclusiveMs: MS_PER_DAY });
  });

  // The days on which clocks change in the zones that the tests run under, and in others.
  it.each(['2025-03-09', '2025-11-02', '2025-03-30', '2025-10-26', '2011-12-30'])('have 24 equal hours on %s', (text) => {
    const window = dayWindow(day(text));
    expect(window.endExclusiveMs - window.startMs).toBe(24 * MS_PER_HOUR);
    expect(window.startMs).toBe(Date.parse(`${text}T00:00:00Z`));
    const hours = hoursOf(day(text)).map(hourWindow);
    expect(hours).toHaveLength(24);
    expect(hours.map((hour) => hour.startMs)).toEqual(Array.from({ length: 24 }, (_, hour) => window.startMs + hour * MS_PER_HOUR));
    expect(hours.at(-1)?.endExclusiveMs).toBe(window.endExclusiveMs);
  });

  it('have one day and one hour for every instant', () => {
    const instant = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });
    fc.assert(
      fc.property(instant, (epochMs) => {
        const date = utcDateOf(epochMs);
        const iso = new Date(epochMs).toISOString();
        expect(date).toBe(iso.slice(0, 10));
        expect(utcHourOf(epochMs)).toEqual({ date, hour: Number(iso.slice(11, 13)) });
        expect(toIso(epochMs)).toBe(iso);
        const { startMs, endExclusiveMs } = hourWindow(utcHourOf(epochMs));
        expect(startMs <= epochMs && epochMs < endExclusiveMs).toBe(true);
      }),
      PROPERTY,
    );
  });
});

describe('day arithmetic', () => {
  it('crosses months, years and leap days', () => {
    expect(addDays(day('2024-02-28'), 1)).toBe('2024-02-29');
    expect(addDays(day('2025-02-28'), 1)).toBe('2025-03-01');
    expect(addDays(day('2025-01-01'), -1)).toBe('2024-12-31');
    expect(daysBetween(day('2024-01-01'), day('2025-01-01'))).toBe(366);
    expect(daysBetween(day('2025-01-02'), day('2025-01-01'))).toBe(-1);
    expect([isoWeekday(day('2025-12-08')), isoWeekday(day('2025-12-14'))]).toEqual([1, 7]);
  });

  it('adds and counts alike', () => {
    const start = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(day('1970-01-01'), days));
    fc.assert(
      fc.property(start, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
        expect(startOfDayMs(addDays(date, days)) - startOfDayMs(date)).toBe(days * MS_PER_DAY);
      }),
      PROPERTY,
    );
  });

  it('lists every day of a range, and ends at the end of the calendar', () => {
    expect(datesOf({ from: day('2024-02-28'), to: day('2024-03-01') })).toEqual(['2024-02-28', '2024-02-29', '2024-03-01']);
    expect(datesOf({ from: day('2024-02-28'), to: day('2024-02-27') })).toEqual([]);
    expect(datesOf({ from: day('9999-12-30'), to: day('9999-12-31') })).toEqual(['9999-12-30', '9999-12-31']);
  });
});

describe('parseInstant', () => {
  it('takes Z and offsets', () => {
    expect(parseInstant('2025-12-12T00:10:00Z')).toBe(Date.UTC(2025, 11, 12, 0, 10));
    expect(parseInstant('2025-12-12T01:10:00+01:00')).toBe(Date.UTC(2025, 11, 12, 0, 10));
  });

  it.each(['2025-12-12T00:10:00', '2025-12-12', 'yesterday', ''])('refuses %j', (text) => {
    expect(refusalOf(() => parseInstant(text, 'at')).message).toBe(`at: "${text}" is not an instant.`);
  });
});
