import { describe, expect, it } from 'vitest';
import { SECTIONS } from '../../src/figures/figures.ts';
import { averageFormat, titleOf, valueFormat } from '../../src/screens/range/figure-format.ts';
import { daysText, rangeText } from '../../src/screens/range/range-text.ts';
import { figureNamed, LEADING, pointsOf, rowsOf, sectionsBelow, seriesOf } from '../../src/screens/range/series.ts';
import { createFormat } from '../../src/texts/format.ts';
import { TEXTS } from '../../src/texts/texts.ts';
import { trendOf } from './trends.ts';

const { notes } = TEXTS.en.range;

describe('the figures of the range screen', () => {
  it('are those of the main screen and AI tokens, each once, in its order below the leading one', () => {
    const shown = [LEADING, ...sectionsBelow(LEADING).flatMap(({ figures }) => figures)];
    const main = SECTIONS.flatMap(({ figures }) => figures);
    expect(new Set(shown).size).toBe(shown.length);
    expect([...shown].sort()).toEqual([...main, 'aiTokens'].sort());
    expect(sectionsBelow(LEADING).map(({ id }) => id)).toEqual(SECTIONS.map(({ id }) => id));
  });

  it('keep their place when another one leads', () => {
    const users = sectionsBelow('activeUsers')[0]?.figures;
    expect(users).toEqual(['newUsers', 'verifiedUsers', 'payingUsers']);
    expect(sectionsBelow('activeUsers')[1]?.figures).toEqual(['totalTokenRevenuePLN', 'totalTokensSpent', 'aiTokens']);
  });

  it('are named by the address, or not at all', () => {
    expect([figureNamed('panicEvents'), figureNamed('aiTokens')]).toEqual(['panicEvents', 'aiTokens']);
    for (const name of [undefined, '', 'verifiedUsersTotal', 'constructor', ['panicEvents']]) expect(figureNamed(name)).toBeUndefined();
  });

  it('have a name in both languages', () => {
    const names = [LEADING, ...sectionsBelow(LEADING).flatMap(({ figures }) => figures)];
    for (const texts of Object.values(TEXTS)) expect(new Set(names.map((name) => titleOf(texts, name))).size).toBe(names.length);
  });

  it('stand in rows', () => {
    expect(rowsOf(['a', 'b', 'c', 'd'])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(rowsOf(['a', 'b', 'c', 'd', 'e'])).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    expect(rowsOf([])).toEqual([]);
  });
});

describe('pointsOf', () => {
  it('gives every day its value, what is special about it, and nothing where there is none', () => {
    const trend = trendOf(['ok', 'failed', 'unfinished not-aggregated', 'running']);
    const found = seriesOf(trend, 'activeUsers');
    if (found === undefined) throw new Error('the figure is not in the answer');
    expect(pointsOf(found, notes)).toEqual([
      { date: '2026-10-30', state: 'stored', value: 10, isAtLeast: true, note: undefined },
      { date: '2026-10-31', state: 'missing', value: null, isAtLeast: false, note: notes.missing.failed },
      { date: '2026-11-01', state: 'unfinished', value: 12, isAtLeast: false, note: notes.unfinished },
      { date: '2026-11-02', state: 'running', value: 13, isAtLeast: false, note: notes.running },
    ]);
  });

  it('reads each figure from its own collection', () => {
    const trend = trendOf(['ok', 'ok'], ['failed', 'ok']);
    expect(seriesOf(trend, 'panicEvents')?.days.map(({ state }) => state)).toEqual(['missing', 'stored']);
    expect(seriesOf(trend, 'newUsers')?.days.map(({ state }) => state)).toEqual(['stored', 'stored']);
    expect(seriesOf(trend, 'autoBlocks')).toBeUndefined();
  });
});

describe('numbers and days of the range screen', () => {
  const [en, pl] = [createFormat('en'), createFormat('pl')];

  it('give averages decimals, and what is counted none', () => {
    expect(valueFormat(en, 'newUsers')(1002)).toBe('1,002');
    expect(averageFormat(en, 'newUsers')(35.785714)).toBe('35.79');
    expect(averageFormat(en, 'totalTokenRevenuePLN')(7295.983)).toBe(en.pln(7295.98));
    expect(valueFormat(pl, 'totalTokenRevenuePLN')(204287.5)).toBe(pl.pln(204287.5));
    expect(valueFormat(en, 'aiTokens')(149007.734)).toBe('149,007.73');
  });

  it('name days with the year where it is needed', () => {
    expect(rangeText(en, '2026-11-03', '2026-11-03')).toBe('3 Nov 2026');
    expect(rangeText(en, '2026-10-26', '2026-11-22')).toBe('26 Oct – 22 Nov 2026');
    expect(rangeText(en, '2025-12-28', '2026-01-03')).toBe('28 Dec 2025 – 3 Jan 2026');
    expect(rangeText(pl, '2026-10-26', '2026-11-22')).toBe('26 paź – 22 lis 2026');
    expect(daysText(en, '2026-11-01', '2026-11-03')).toBe('1 Nov – 3 Nov');
    expect(daysText(en, '2026-11-01', '2026-11-01')).toBe('1 Nov');
  });
});

describe('the words of the range screen', () => {
  it('count days as Polish does', () => {
    const { gaps, days } = TEXTS.pl.range;
    expect([1, 2, 5, 22].map(days)).toEqual(['1 dzień', '2 dni', '5 dni', '22 dni']);
    expect([1, 3].map(gaps.state.missing)).toEqual(['Brakuje 1 dnia', 'Brakuje 3 dni']);
    expect([1, 2, 5].map(gaps.state.unfinished)).toEqual(['1 dzień jest niepełny', '2 dni są niepełne', '5 dni jest niepełnych']);
  });

  it('say a figure’s amounts in one phrase', () => {
    const amounts = [
      { label: 'Total', value: '429' },
      { label: 'Daily average', value: '15.32' },
    ];
    expect(TEXTS.en.range.phrase('Reports', amounts)).toBe('Reports: total 429, daily average 15.32');
  });
});
