import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, daysOf } from '../../src/calendar/days.ts';
import { canBeGenerated } from '../../src/figures/change.ts';
import { gapsOf, isEmpty } from '../../src/screens/range/gaps.ts';
import { FIRST, type Standing, trendOf } from './trends.ts';

const STANDINGS: readonly Standing[] = ['ok', 'running', 'not-aggregated', 'failed', 'too-old', 'after-data', 'unfinished failed'];

describe('gapsOf', () => {
  it('finds none where every day has its figures, the running one so far', () => {
    expect(gapsOf(trendOf(['ok', 'ok', 'running']))).toEqual([]);
  });

  it('takes days in a row together, over the end of a month too', () => {
    expect(gapsOf(trendOf(['ok', 'not-aggregated', 'not-aggregated', 'not-aggregated', 'ok']))).toEqual([
      { from: '2026-10-31', to: '2026-11-02', days: 3, state: 'missing', reason: 'not-aggregated', only: undefined },
    ]);
  });

  it('keeps days apart that do not follow each other, or lack figures for another reason', () => {
    const gaps = gapsOf(trendOf(['too-old', 'not-aggregated', 'ok', 'not-aggregated', 'unfinished not-aggregated', 'failed']));
    expect(gaps.map(({ from, days, state, reason }) => [from, days, state, reason])).toEqual([
      ['2026-10-30', 1, 'missing', 'too-old'],
      ['2026-10-31', 1, 'missing', 'not-aggregated'],
      ['2026-11-02', 1, 'missing', 'not-aggregated'],
      ['2026-11-03', 1, 'unfinished', 'not-aggregated'],
      ['2026-11-04', 1, 'missing', 'failed'],
    ]);
  });

  it('says which figures are missing when the others are there', () => {
    const gaps = gapsOf(trendOf(['ok', 'failed', 'failed', 'ok'], ['ok', 'ok', 'failed', 'failed']));
    expect(gaps.map(({ from, only }) => [from, only])).toEqual([
      ['2026-10-31', 'platformKpiDaily'],
      ['2026-11-01', undefined],
      ['2026-11-02', 'safetyKpiDaily'],
    ]);
  });

  it('calls a day missing when one half has no figures and the other has early ones', () => {
    expect(gapsOf(trendOf(['unfinished failed'], ['not-aggregated']))).toMatchObject([{ state: 'missing', reason: 'not-aggregated' }]);
  });

  it('covers exactly the days that lack something, each once, in order', () => {
    const standing = fc.constantFrom(...STANDINGS);
    const both = fc.array(fc.tuple(standing, standing), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(both, (pairs) => {
        const gaps = gapsOf(
          trendOf(
            pairs.map(([one]) => one),
            pairs.map(([, other]) => other),
          ),
        );
        const lacking = pairs.flatMap((pair, index) =>
          pair.some((one) => one !== 'ok' && one !== 'running') ? [addDays(FIRST, index)] : [],
        );
        expect(gaps.flatMap(({ from, to }) => daysOf(from, to))).toEqual(lacking);
        for (const { from, to, days } of gaps) expect(days).toBe(daysBetween(from, to) + 1);
      }),
    );
  });
});

describe('canBeGenerated', () => {
  it('is true of what an aggregation can mend', () => {
    const reasons = ['not-aggregated', 'failed', 'too-old', 'after-data'] as const;
    expect(reasons.filter(canBeGenerated)).toEqual(['not-aggregated', 'failed']);
  });
});

describe('isEmpty', () => {
  it('is true where no day has any figures', () => {
    expect(isEmpty(trendOf(['too-old', 'not-aggregated']))).toBe(true);
    expect(isEmpty(trendOf(['too-old', 'unfinished failed']))).toBe(false);
    expect(isEmpty(trendOf(['too-old', 'too-old'], ['too-old', 'ok']))).toBe(false);
  });
});
