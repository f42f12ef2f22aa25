import { describe, expect, it } from 'vitest';
import { type Change, changeOf } from '../../src/figures/change.ts';
import { changeText, differenceText, valueText } from '../../src/figures/figure-text.ts';
import type { FigureView } from '../../src/figures/figure-view.ts';
import { figurePhrase } from '../../src/figures/phrase.ts';
import { createFormat } from '../../src/texts/format.ts';
import { type Language, TEXTS } from '../../src/texts/texts.ts';
import { WEEK_BEFORE } from './day.ts';

/** Languages put a space that does not break between digits, and before a unit. */
const spaced = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

const VIEW: FigureView = {
  name: 'activeUsers',
  value: 1234,
  isAtLeast: false,
  isRunning: false,
  isUnfinished: false,
  spark: [],
  change: changeOf('activeUsers', 1234, { against: WEEK_BEFORE, value: 1098.8434, isAtLeast: false }),
  verdict: 'better',
  standsOut: undefined,
};

function phrase(language: Language, changes: Partial<FigureView> = {}): string {
  return spaced(figurePhrase({ ...VIEW, ...changes }, TEXTS[language], createFormat(language)));
}

const against = (value: number, untilHour?: number) => ({ against: WEEK_BEFORE, value, isAtLeast: false, untilHour });

describe('the phrase of a tile', () => {
  it('says name, value, unit, change and state', () => {
    expect(phrase('en', { isAtLeast: true, isRunning: true })).toBe(
      'Active users: at least 1,234 people, up 12.3% against Monday 9 November, better, running day',
    );
    expect(phrase('pl', { isAtLeast: true, isRunning: true })).toBe(
      'Aktywni: co najmniej 1 234 osoby, wzrost o 12,3% względem poniedziałku 9 listopada, lepiej, dzień w toku',
    );
  });

  it.each([
    [1, '1 person', '1 osoba'],
    [2, '2 people', '2 osoby'],
    [5, '5 people', '5 osób'],
    [22, '22 people', '22 osoby'],
  ])('has the unit in the form that goes with %d', (value, en, pl) => {
    expect(phrase('en', { value })).toContain(`: ${en}, `);
    expect(phrase('pl', { value })).toContain(`: ${pl}, `);
  });

  it('has the currency where it belongs', () => {
    const revenue = { name: 'totalTokenRevenuePLN', value: 9544.4, change: { kind: 'pending' }, verdict: 'neither' } as const;
    expect(phrase('en', revenue)).toBe('Revenue: PLN 9,544.40');
    expect(phrase('pl', revenue)).toBe('Przychód: 9 544,40 zł');
  });

  it.each<[string, Change, string, string]>([
    [
      'no change',
      changeOf('totalChats', 5, against(5)),
      'no change against Monday 9 November',
      'bez zmian względem poniedziałku 9 listopada',
    ],
    [
      'from zero',
      changeOf('totalChats', 5, against(0)),
      'up 5 from zero on Monday 9 November',
      'wzrost o 5 od zera względem poniedziałku 9 listopada',
    ],
    [
      'down',
      changeOf('totalChats', 5, against(10)),
      'down 50% against Monday 9 November',
      'spadek o 50% względem poniedziałku 9 listopada',
    ],
    [
      'by the hour',
      changeOf('totalChats', 5, against(4, 9)),
      'up 25% against Monday 9 November by 09:00',
      'wzrost o 25% względem poniedziałku 9 listopada do 09:00',
    ],
    [
      'too little for a percentage',
      changeOf('totalChats', 10_001, against(10_000)),
      'up 1 against Monday 9 November',
      'wzrost o 1 względem poniedziałku 9 listopada',
    ],
    [
      'no earlier data',
      { kind: 'no-earlier-data', against: WEEK_BEFORE, reason: 'not-aggregated' },
      'not compared, Monday 9 November has not been aggregated',
      'bez porównania, dane z poniedziałku 9 listopada nie zostały przeliczone',
    ],
    [
      'earlier data from before the end of the day',
      { kind: 'no-earlier-data', against: WEEK_BEFORE, reason: null },
      'not compared, Monday 9 November has figures from before its end only',
      'bez porównania, dane z poniedziałku 9 listopada pochodzą tylko sprzed końca dnia',
    ],
    ['the running day', { kind: 'when-over', against: WEEK_BEFORE }, 'Compared when the day is over', 'Porównanie po zakończeniu dnia'],
    [
      'a day that is too low',
      { kind: 'unfinished', against: WEEK_BEFORE },
      'Compared when the day is complete',
      'Porównanie, gdy dzień będzie pełny',
    ],
    ['a failure', { kind: 'failed' }, 'No comparison: earlier days did not load', 'Bez porównania: brak wcześniejszych dni'],
  ])('has words of its own for %s', (_what, change, en, pl) => {
    const chats = { name: 'totalChats', value: 5, change, verdict: 'neither' } as const;
    expect(phrase('en', chats)).toBe(`Chats: 5 chats, ${en}`);
    expect(phrase('pl', chats)).toBe(`Czaty: 5 czatów, ${pl}`);
  });

  it('ends with what is remarkable', () => {
    expect(phrase('en', { standsOut: 'lowest' })).toMatch(/, by far the lowest of four weeks for this weekday$/);
    expect(phrase('en', { isUnfinished: true })).toMatch(/, too low, from before the day’s end$/);
  });
});

describe('the line of a tile', () => {
  const en = createFormat('en');
  const lineOf = (change: Change, language: Language = 'en') => {
    const { amount, context } = changeText('totalTokenRevenuePLN', change, TEXTS[language], createFormat(language));
    return spaced(`${amount ?? ''} | ${context}`);
  };

  it('has the difference, its share and the day', () => {
    expect(lineOf(changeOf('totalTokenRevenuePLN', 90, against(100)))).toBe('−PLN 10.00 (−10%) | vs Mon 9 Nov');
    expect(lineOf(changeOf('totalTokenRevenuePLN', 110.1, against(100)), 'pl')).toBe('+10,10 zł (+10,1%) | wobec pon., 9 lis');
    expect(lineOf(changeOf('totalTokenRevenuePLN', 110, against(100, 13)))).toBe('+PLN 10.00 (+10%) | vs Mon 9 Nov by 13:00');
  });

  it('has no percentage where there is none to tell', () => {
    expect(lineOf(changeOf('totalTokenRevenuePLN', 110, against(0)))).toBe('+PLN 110.00 from zero | vs Mon 9 Nov');
    expect(lineOf(changeOf('totalTokenRevenuePLN', 100_000.01, against(100_000)))).toBe('+PLN 0.01 | vs Mon 9 Nov');
    expect(lineOf(changeOf('totalTokenRevenuePLN', 100, against(100)))).toBe('No change | vs Mon 9 Nov');
  });

  it('says nothing while nothing is known', () => {
    expect(lineOf({ kind: 'pending' })).toBe(' | ');
  });

  it('writes values as their units have it', () => {
    expect(valueText('totalTokensSpent', 47_722.21, en)).toBe('47,722.21');
    expect(valueText('totalVoiceMinutes', 0.5, en)).toBe('0.5');
    expect(valueText('newUsers', 1234, en)).toBe('1,234');
    const change = changeOf('totalTokensSpent', 1, against(1000.5));
    if (change.kind !== 'change') throw new Error('There is a change.');
    expect(differenceText('totalTokensSpent', change, en)).toBe('−999.5 (−99.9%)');
  });
});
