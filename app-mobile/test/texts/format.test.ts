import { REJECTION_REASONS } from '@pack324a/core';
import { describe, expect, it, vi } from 'vitest';
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

  it('writes shares', () => {
    expect([0.123, 0.05, 0].map(format.percent)).toEqual(['12.3%', '5%', '0%']);
  });
});

describe('the axis of a chart', () => {
  const VALUES = [0, 0.25, 999, 1000, 1250, 12_000, 1_500_000, -2_000_000, 3_000_000_000];
  const EN = ['0', '0.25', '999', '1K', '1.25K', '12K', '1.5M', '-2M', '3B'];
  const PL = ['0', '0,25', '999', '1 tys.', '1,25 tys.', '12 tys.', '1,5 mln', '-2 mln', '3 mld'];

  it('has short numbers', () => {
    expect(VALUES.map(createFormat('en').compact)).toEqual(EN);
    expect(VALUES.map((value) => spaced(createFormat('pl').compact(value)))).toEqual(PL);
  });

  it('has them also where `Intl` knows no compact notation', () => {
    const { NumberFormat } = Intl;
    vi.stubGlobal('Intl', {
      ...Intl,
      DateTimeFormat: Intl.DateTimeFormat,
      NumberFormat: function withoutNotation(locale: string, { notation: _, ...options }: Intl.NumberFormatOptions) {
        return new NumberFormat(locale, options);
      },
    });
    expect(VALUES.map(createFormat('en').compact)).toEqual(EN);
    vi.unstubAllGlobals();
  });
});

describe('the texts', () => {
  it('have a word for each reason why a row is left out', () => {
    for (const { dashboard } of Object.values(TEXTS)) expect(Object.keys(dashboard.definition.reasons)).toEqual([...REJECTION_REASONS]);
  });

  it('call the same thing the same in Polish', () => {
    const texts = leaves(TEXTS.pl, '').filter(([, text]) => /agreg|generuj|generow|\bhost/i.test(text.replaceAll(/\$\{[^}]*\}/g, '')));
    expect(texts).toEqual([]);
  });

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
