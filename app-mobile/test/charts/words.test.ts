import { describe, expect, it } from 'vitest';
import { selectionAfter } from '../../src/charts/keys.ts';
import { lastKnown } from '../../src/charts/last-known.ts';
import type { HourPoint, TrendPoint } from '../../src/charts/points.ts';
import { spoken } from '../../src/charts/reading.ts';
import { hoursSentence, trendSentence } from '../../src/charts/sentence.ts';
import { createFormat } from '../../src/texts/format.ts';
import { type Language, TEXTS } from '../../src/texts/texts.ts';

const spaced = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

const DAYS: readonly TrendPoint[] = [
  { date: '2026-11-11', value: 20, state: 'stored' },
  { date: '2026-11-12', value: null, state: 'missing' },
  { date: '2026-11-13', value: 1500, state: 'stored', isAtLeast: true },
  { date: '2026-11-14', value: 10, state: 'stored' },
  { date: '2026-11-15', value: 5, state: 'unfinished' },
  { date: '2026-11-16', value: 3, state: 'running' },
];

function trend(language: Language, points: readonly TrendPoint[], name = 'Tokens'): string {
  const format = createFormat(language);
  return spaced(trendSentence(TEXTS[language], format, { name, points, formatValue: format.count }));
}

function hours(language: Language, points: readonly HourPoint[]): string {
  const format = createFormat(language);
  return spaced(hoursSentence(TEXTS[language], format, { name: 'Chats', points, date: '2026-11-16', formatValue: format.count }));
}

describe('the sentence of a trend', () => {
  it('says where it begins and ends, its lowest and highest complete days, and what is missing', () => {
    expect(trend('en', DAYS)).toBe(
      'Tokens, Wed, 11 Nov 2026 to Mon, 16 Nov 2026: 20 at the beginning, 3 at the end. Lowest: 10 on 14 Nov. Highest: 1,500 on 13 Nov. ' +
        'No figures for 1 day. 1 day counted too early, so the value is too low. On 1 day the value may be higher. Mon, 16 Nov 2026 is still running.',
    );
    expect(trend('pl', DAYS, 'Tokeny')).toBe(
      'Tokeny, od śr., 11 lis 2026 do pon., 16 lis 2026: na początku 20, na końcu 3. Najmniej: 10, 14 lis. Najwięcej: 1 500, 13 lis. ' +
        'Brak danych za 1 dzień. W 1 dniu policzono za wcześnie, więc wartość jest zaniżona. W 1 dniu wartość może być wyższa. ' +
        'Jeszcze trwa pon., 16 lis 2026.',
    );
  });

  it('has the right plurals', () => {
    const missing = (days: number) =>
      Array.from({ length: days }, (): TrendPoint => ({ date: '2026-11-01', value: null, state: 'missing' }));
    expect(trend('pl', [...DAYS, ...missing(1)])).toContain('Brak danych za 2 dni.');
    expect(trend('en', [...DAYS, ...missing(4)])).toContain('No figures for 5 days.');
  });

  it('has words of its own for a single day, for no change and for no figures', () => {
    expect(trend('en', DAYS.slice(0, 1))).toBe('Tokens, Wed, 11 Nov 2026: 20.');
    expect(trend('en', DAYS.slice(1, 2))).toBe('Tokens, Thu, 12 Nov 2026 to Thu, 12 Nov 2026: no figures. No figures for 1 day.');
    const same = ['2026-11-01', '2026-11-02'].map((date): TrendPoint => ({ date, value: 0, state: 'stored' }));
    expect(trend('en', same)).toBe('Tokens, Sun, 1 Nov 2026 to Mon, 2 Nov 2026: always 0.');
  });

  it('names the lowest even where no day is complete', () => {
    expect(trend('en', DAYS.slice(4))).toContain('Lowest: 3 on 16 Nov.');
  });
});

describe('the sentence of hours', () => {
  const at = (hour: number, value: number | null, state: HourPoint['state'] = 'done'): HourPoint => ({ hour, value, state });

  it('says the highest and lowest, and which hour is running', () => {
    const points = [at(0, 40), at(1, 7), at(2, null, 'missing'), at(3, 90), at(4, 2, 'running'), at(5, null, 'ahead')];
    expect(hours('en', points)).toBe(
      'Chats by the hour in UTC, Mon, 16 Nov 2026: highest 90 at 03:00, lowest 7 at 01:00. No figures for 1 hour. The hour from 04:00 is still running.',
    );
    expect(hours('pl', points)).toBe(
      'Chats według godzin UTC, pon., 16 lis 2026: najwięcej 90 o 03:00, najmniej 7 o 01:00. Brak danych za 1 godzinę. Godzina od 04:00 jeszcze trwa.',
    );
  });

  it('has words of its own for no change, lower bounds and no figures', () => {
    expect(hours('en', [at(0, 3), { ...at(1, 3), isAtLeast: true }])).toBe(
      'Chats by the hour in UTC, Mon, 16 Nov 2026: 3 in every hour. The values may be higher.',
    );
    expect(hours('en', [at(0, null, 'missing')])).toBe('Chats by the hour, Mon, 16 Nov 2026: no figures. No figures for 1 hour.');
  });
});

describe('a reading', () => {
  it('is said with its day, its values and its note', () => {
    expect(spoken({ title: 'Mon, 16 Nov', rows: [{ value: 'PLN 5' }] })).toBe('Mon, 16 Nov: PLN 5');
    expect(spoken({ title: 'Mon, 16 Nov', rows: [], note: 'No figures' })).toBe('Mon, 16 Nov. No figures');
    const rows = [
      { name: 'Total', value: '7' },
      { name: 'Chat', value: '5', color: 'red' },
      { name: 'Voice', value: '2', color: 'blue' },
    ];
    expect(spoken({ title: '16 Nov', rows, note: 'Running.' })).toBe('16 Nov: Total 7, Chat 5, Voice 2. Running.');
  });
});

describe('keys', () => {
  it('go through the points and stop at the ends', () => {
    const from5 = (key: string) => selectionAfter(key, 5, 28);
    expect(['ArrowLeft', 'ArrowRight', 'ArrowDown', 'ArrowUp', 'PageUp', 'PageDown', 'Home', 'End'].map(from5)).toEqual([
      4, 6, 4, 6, 12, 0, 0, 27,
    ]);
    expect(selectionAfter('ArrowRight', 27, 28)).toBe(27);
    expect(['a', 'Tab', 'constructor', 'toString'].map(from5)).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('start from the last value', () => {
    expect(lastKnown([{ value: 1 }, { value: 2 }, { value: null }])).toBe(1);
    expect(lastKnown([{ value: null }, { value: null }])).toBe(1);
    expect(lastKnown([])).toBe(0);
  });
});
