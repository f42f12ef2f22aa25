import { describe, expect, it } from 'vitest';
import { createFormat } from '../../src/texts/format.ts';
import { pluralEn, pluralPl } from '../../src/texts/plural.ts';
import { TEXTS } from '../../src/texts/texts.ts';

/** Intl writes blanks that do not break; how wide they are is for fonts to say. */
const spaced = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const DAYS_PL = { one: 'dzień', few: 'dni', many: 'dni', other: 'dnia' };

describe('Polish', () => {
  const format = createFormat('pl');

  it('writes money as people in Poland do', () => {
    expect(spaced(format.pln(1234.5))).toBe('1 234,50 zł');
    expect(spaced(format.pln(1234567.89))).toBe('1 234 567,89 zł');
    expect(spaced(format.twoDecimals(0))).toBe('0,00');
  });

  it('writes counts, days and times', () => {
    expect(spaced(format.count(1234567))).toBe('1 234 567');
    expect(spaced(format.amount(12.345))).toBe('12,35');
    expect(spaced(format.longDay('2026-11-16'))).toBe('poniedziałek, 16 listopada 2026');
    expect(format.time('2026-11-16T23:05:00.000Z')).toBe('23:05');
  });

  it('has the right form of a word for every number', () => {
    const words = [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 102, 112, 1.5].map((count) => pluralPl(count, DAYS_PL));
    expect(words).toEqual(['dni', 'dzień', 'dni', 'dni', 'dni', 'dni', 'dni', 'dni', 'dni', 'dni', 'dni', 'dni', 'dni', 'dnia']);
    const rows = { one: 'wiersz', few: 'wiersze', many: 'wierszy', other: 'wiersza' };
    expect([1, 3, 5, 13, 21, 23].map((count) => pluralPl(count, rows))).toEqual([
      'wiersz',
      'wiersze',
      'wierszy',
      'wierszy',
      'wierszy',
      'wiersze',
    ]);
  });
});

describe('English', () => {
  const format = createFormat('en');

  it('writes money, counts, days and times', () => {
    expect(spaced(format.pln(1234.5))).toBe('PLN 1,234.50');
    expect(format.count(1234567)).toBe('1,234,567');
    expect(format.longDay('2026-11-16')).toMatch(/^Monday,? 16 November 2026$/);
    expect(format.dayAndTime('2026-11-16T23:05:00.000Z')).toMatch(/^16 Nov,? 23:05$/);
    expect([1, 2].map((count) => pluralEn(count, { one: 'day', other: 'days' }))).toEqual(['day', 'days']);
  });

  it('signs a change, and never signs none', () => {
    expect([0.123, -0.05, 0].map(format.percent)).toEqual(['+12.3%', '-5%', '0%']);
  });
});

describe('the texts', () => {
  it('are there in both languages', () => {
    const [en, pl] = [TEXTS.en, TEXTS.pl].map((texts) => new Map(leaves(texts, '')));
    expect([...(pl?.keys() ?? [])].sort()).toEqual([...(en?.keys() ?? [])].sort());
    for (const [path, text] of en ?? []) expect(pl?.get(path) === '', path).toBe(text === '');
  });
});

/** Every text with the path to it; functions count as texts. */
function leaves(value: unknown, path: string): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, `${path}.${key}`));
}
