import { describe, expect, it } from 'vitest';
import { createFormat } from '../../src/texts/format.ts';
import { TEXTS } from '../../src/texts/texts.ts';

const en = TEXTS.en.creators;
const pl = TEXTS.pl.creators;

describe('the creators’ texts', () => {
  it('have the form of each word that goes with its number', () => {
    expect([1, 2, 5].map((count) => en.sessions(count, String(count)))).toEqual(['1 session', '2 sessions', '5 sessions']);
    expect([1, 2, 5, 22].map((count) => pl.sessions(count, String(count)))).toEqual(['1 sesja', '2 sesje', '5 sesji', '22 sesje']);
    expect([1, 2, 5].map((count) => pl.activeDays(count, String(count)))).toEqual(['1 aktywny dzień', '2 aktywne dni', '5 aktywnych dni']);
    expect([1, 2, 5].map((count) => pl.creator.ofDays(count, String(count)))).toEqual(['z 1 dnia', 'z 2 dni', 'z 5 dni']);
    expect([1, 2].map((count) => en.creator.gaps(count, String(count)))).toEqual(['1 day has no figures', '2 days have no figures']);
    expect([1, 3, 8].map((count) => pl.matches(count, String(count)))).toEqual(['pasuje 1', 'pasują 3', 'pasuje 8']);
  });

  it('say how many of how many are listed, the numbers as the language writes them', () => {
    const [english, polish] = [createFormat('en'), createFormat('pl')];
    expect(en.best(english.count(50), 1234, english.count(1234))).toBe('The 50 best earners of 1,234 creators');
    expect(pl.best(polish.count(50), 1234, polish.count(1234))).toBe('Najlepiej zarabiający: 50 z 1\u00a0234 twórców');
    expect(en.all(1, '1')).toBe('The only creator');
    expect(pl.all(3, '3')).toBe('Wszyscy: 3 twórcy');
  });
});
