import { describe, expect, it } from 'vitest';
import { ageEn, ageOf, agePl } from '../../src/texts/age.ts';
import { TEXTS } from '../../src/texts/texts.ts';

const NOW = Date.parse('2026-11-23T13:05:00Z');

describe('how old figures are', () => {
  it.each([
    ['2026-11-23T13:05:30Z', '0 minutes', '0 minut'],
    ['2026-11-23T13:04:01Z', '0 minutes', '0 minut'],
    ['2026-11-23T13:04:00Z', '1 minute', '1 minuty'],
    ['2026-11-23T13:03:00Z', '2 minutes', '2 minut'],
    ['2026-11-23T12:05:01Z', '59 minutes', '59 minut'],
    ['2026-11-23T12:05:00Z', '1 hour', '1 godziny'],
    ['2026-11-22T14:05:00Z', '23 hours', '23 godzin'],
    ['2026-11-22T13:05:00Z', '1 day', '1 dnia'],
    ['2026-11-01T13:05:00Z', '22 days', '22 dni'],
  ])('%s', (instant, english, polish) => {
    const age = ageOf(instant, NOW);
    expect(ageEn(age)).toBe(english);
    expect(agePl(age)).toBe(polish);
  });

  it('is said after the time', () => {
    const age = ageOf(new Date('2026-11-23T12:53:00Z'), NOW);
    expect([TEXTS.en.offline.figuresOf('12:53'), TEXTS.en.offline.age(age)]).toEqual(['Figures of 12:53 UTC', '12 minutes old']);
    expect([TEXTS.pl.offline.figuresOf('12:53'), TEXTS.pl.offline.age(age)]).toEqual(['Dane z 12:53 UTC', 'sprzed 12 minut']);
  });
});
