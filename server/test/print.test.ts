import type { PlatformDailyResponse, SafetyDailyResponse } from '@pack324a/core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { change, format, formatPln, styled } from '../src/print/format.ts';
import { dayReport, daysTable, safetyReport } from '../src/print/reports.ts';
import { table } from '../src/print/table.ts';

beforeAll(() => void vi.stubEnv('NO_COLOR', '1'));

describe('figures for people', () => {
  it('are grouped by thousands, with as many decimals as they have', () => {
    expect(format.count(0)).toBe('0');
    expect(format.count(1_234_567)).toBe('1,234,567');
    expect(format.tokens(1_234.5)).toBe('1,234.50');
    expect(format.tokens(0.000001)).toBe('0.000001');
    expect(format.minutes(1_000_000)).toBe('1,000,000.00');
  });

  it('are PLN to the grosz', () => {
    expect(formatPln(0)).toBe('0.00 PLN');
    expect(formatPln(500_063.13)).toBe('500,063.13 PLN');
    expect(format.pln(0.2)).toBe('0.20 PLN');
  });

  it.each([
    [110, 100, '+10.0%'],
    [50, 200, '-75.0%'],
    [0, 4, '-100.0%'],
    [41, 2, '+1,950.0%'],
    // Less than half a tenth of a percent is a change all the same, of no sign that could be shown.
    [100_001, 100_000, '0.0%'],
    [7, 7, 'no change'],
    [0, 0, 'no change'],
    [3, 0, 'from 0'],
    [3, undefined, 'no earlier data'],
    [0, undefined, 'no earlier data'],
  ])('changed to %d from %s: %s', (now, before, text) => {
    expect(change(now, before)).toBe(text);
  });

  it('carry no colours where nobody asked for them', () => {
    expect(styled('bold', 'text')).toBe('text');
  });
});

describe('a table', () => {
  it('has text to the left and numbers to the right, one under the other', () => {
    const text = table(
      ['Creator', 'Tokens', '', 'Day'],
      [
        ['ann', '1.00', 'x', 'Mon'],
        ['somebody with a long name', '12,345,678.90', '', 'Tuesday'],
        ['', '7', 'xyz', ''],
      ],
      ['left', 'right', 'right', 'left'],
    );
    expect(text.split('\n')).toEqual([
      'Creator                           Tokens       Day',
      'ann                                 1.00    x  Mon',
      'somebody with a long name  12,345,678.90       Tuesday',
      '                                       7  xyz',
    ]);
  });

  it('keeps its columns apart where letters are wide or combined', () => {
    const rows = [
      ['\u{1F600}', '10'],
      ['日本', '200'],
      ['e\u0301', '3'],
    ];
    expect(table([], rows, ['left', 'right']).split('\n')).toEqual(['\u{1F600}     10', '日本  200', 'e\u0301       3']);
  });

  it('shows text that looks like a pattern as it is', () => {
    expect(table(['a'], [['$& {{x}} %s']], ['left'])).toBe('a\n$& {{x}} %s');
  });
});

const DAY = '2025-12-11';

function platformDay(date: string, factor: number, complete = true): PlatformDailyResponse {
  return {
    date,
    users: { new: 30 * factor, verified: 4, active: 1_000 * factor, paying: 200 },
    revenue: { tokensSpent: 12_345.5 * factor, revenuePLN: 2_469.1 * factor },
    activity: { chats: 640, voiceMinutes: 90.25 * factor, videoMinutes: 0, calendarBookings: 0, eventTickets: 3 * factor },
    lastUpdated: `${date}T23:59:59.000Z`,
    provenance: {
      complete,
      trigger: 'backfill',
      generatedAt: `${date}T23:59:59.000Z`,
      rowsUsed: {},
      rowsRejected: {},
      missingSources: [],
      activeUsers: { method: 'captured', lower: 1_000 * factor, upper: 1_000 * factor + (complete ? 12 : 0) },
      verifiedAt: null,
    },
  };
}

function safetyDay(date: string, reports: number, complete = true): SafetyDailyResponse {
  return {
    date,
    reports: { total: reports, aiDetected: 1, userReported: reports - 1 },
    enforcement: { bans: 0, autoBlocks: 2, panicEvents: 1 },
    lastUpdated: `${date}T23:59:59.000Z`,
    provenance: platformDay(date, 1, complete).provenance,
  };
}

describe('the report of a day', () => {
  it('shows every figure against the same weekday a week before', () => {
    const before = '2025-12-04';
    const text = dayReport(platformDay(DAY, 2), platformDay(before, 1), safetyDay(DAY, 9), safetyDay(before, 12));
    expect(text.split('\n')).toEqual([
      '                                 2025-12-11  against Thu 2025-12-04',
      'Revenue                        4,938.20 PLN                 +100.0%',
      'Tokens spent                      24,691.00                 +100.0%',
      'New users                                60                 +100.0%',
      '  of them verified                        4               no change',
      'Active users (2,000 to 2,012)         2,000                 +100.0%',
      'Paying users                            200               no change',
      'Chats                                   640               no change',
      'Voice minutes                        180.50                 +100.0%',
      'Video minutes                          0.00               no change',
      'Bookings                                  0               no change',
      'Event tickets                             6                 +100.0%',
      'Reports                                   9                  -25.0%',
      '  by AI                                   1               no change',
      '  by people                               8                  -27.3%',
      'Bans                                      0               no change',
      'Automatic blocks                          2               no change',
      'Panic events                              1               no change',
    ]);
  });

  it('says where there is nothing to compare with, and leaves out safety figures that are not there', () => {
    const lines = dayReport(platformDay(DAY, 1), undefined, undefined, undefined).split('\n');
    expect(lines).toHaveLength(12);
    expect(lines[1]).toBe('Revenue                        2,469.10 PLN         no earlier data');
    expect(lines.at(-1)).toBe('Event tickets                             3         no earlier data');
  });

  it('marks a running day and does not compare it with a whole one', () => {
    const before = '2025-12-04';
    const text = dayReport(platformDay(DAY, 1, false), platformDay(before, 1), safetyDay(DAY, 3, false), safetyDay(before, 3));
    expect(text.split('\n').slice(0, 3)).toEqual([
      '                      2025-12-11  running',
      'Revenue             2,469.10 PLN',
      'Tokens spent           12,345.50',
    ]);
    expect(text).toContain('Active users               1,000\n');
    expect(text).toMatch(/Panic events +1$/);
    expect(
      safetyReport(safetyDay(DAY, 3, false), safetyDay(before, 12))
        .split('\n')
        .slice(0, 2),
    ).toEqual(['                  2025-12-11  running', 'Reports                    3']);
  });
});

describe('the table of days', () => {
  const days = [platformDay('2025-12-09', 1), platformDay('2025-12-10', 0), platformDay(DAY, 100), platformDay('2025-12-12', 1, false)];
  const all = new Map(days.map((day) => [day.date, day]));
  all.set('2025-12-02', platformDay('2025-12-02', 2));
  all.set('2025-12-03', platformDay('2025-12-03', 0));
  all.set('2025-12-05', platformDay('2025-12-05', 2));
  const safety = new Map([safetyDay('2025-12-09', 1_234), safetyDay(DAY, 1)].map((day) => [day.date, day]));
  const lines = daysTable(days, all, safety).split('\n');

  it('compares finished days with the same weekday a week before, and marks the running one', () => {
    expect(lines).toEqual([
      'Day              Revenue PLN   vs week before        Tokens    New   Active  Paying  Chats  Voice min  Video min  Reports',
      '2025-12-09  Tue     2,469.10           -50.0%     12,345.50     30    1,000     200    640      90.25       0.00    1,234',
      '2025-12-10  Wed         0.00        no change          0.00      0        0     200    640       0.00       0.00        –',
      '2025-12-11  Thu   246,910.00  no earlier data  1,234,550.00  3,000  100,000     200    640   9,025.00       0.00        1',
      '2025-12-12  Fri     2,469.10                      12,345.50     30    1,000     200    640      90.25       0.00        –  running',
    ]);
  });

  it('aligns every column of numbers to the right', () => {
    const [head = '', ...rows] = lines;
    const ends = [...head.matchAll(/\S+(?: \S+)*/g)].slice(1).map((match) => match.index + match[0].length);
    expect(ends).toHaveLength(10);
    for (const row of rows) {
      for (const end of ends) {
        expect(row.slice(end, end + 2).trim(), `${row} | ${end}`).toBe('');
        // The comparison of the running day is the only cell left empty.
        if (!row.endsWith('running')) expect(row[end - 1], `${row} | ${end}`).not.toBe(' ');
      }
    }
  });

  it('names the weekdays', () => {
    expect(lines.slice(1).map((line) => line.slice(12, 15))).toEqual(['Tue', 'Wed', 'Thu', 'Fri']);
  });
});
