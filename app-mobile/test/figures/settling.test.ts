import { describe, expect, it } from 'vitest';
import type { Trend } from '../../src/figures/figure-view.ts';
import { areHoursFinal, isSettling, isTrendFinal } from '../../src/figures/settling.ts';
import { DATE, hourOf, hoursOf, trendOf, WEEK_BEFORE } from './day.ts';

type Standing = Pick<Trend['collections'][number]['days'][number], 'state' | 'reason'>;

const TODAY = '2026-11-17';

describe('figures that may still change', () => {
  it('are those of the running day, and of yesterday until they are final', () => {
    expect(isSettling(TODAY, TODAY, true)).toBe(true);
    expect(isSettling(DATE, TODAY, false)).toBe(true);
    expect(isSettling(DATE, TODAY, true)).toBe(false);
    expect(isSettling('2026-11-15', TODAY, false)).toBe(false);
    expect(isSettling('2026-12-31', '2027-01-01', false)).toBe(true);
  });
});

describe('a trend', () => {
  const ending = (state: Standing['state'], reason: Standing['reason'] = null) => trendOf({ days: { [DATE]: { state, reason } } });

  it('is final when its last day is stored, or never will be', () => {
    expect(isTrendFinal(ending('stored'))).toBe(true);
    for (const reason of ['too-old', 'before-data', 'after-data'] as const) expect(isTrendFinal(ending('missing', reason))).toBe(true);
  });

  it('is not while a job may still make its last day, in one collection or in both', () => {
    for (const reason of ['not-aggregated', 'failed'] as const) expect(isTrendFinal(ending('missing', reason))).toBe(false);
    expect(isTrendFinal(ending('running'))).toBe(false);
    expect(isTrendFinal(ending('unfinished', 'not-aggregated'))).toBe(false);
    const [platform] = trendOf().collections;
    const [, safety] = ending('missing', 'not-aggregated').collections;
    expect(isTrendFinal({ ...trendOf(), collections: [platform, safety].filter((part) => part !== undefined) })).toBe(false);
  });

  it('is not kept waiting for by earlier days, nor by its own absence', () => {
    expect(isTrendFinal(trendOf({ days: { [WEEK_BEFORE]: { state: 'missing', reason: 'not-aggregated' } } }))).toBe(true);
    expect(isTrendFinal(undefined)).toBe(true);
  });
});

describe('hours', () => {
  it('are final when each was counted after its end', () => {
    expect(areHoursFinal(hoursOf(DATE, [hourOf(22, 1), hourOf(23, 2)]))).toBe(true);
    expect(areHoursFinal(hoursOf(DATE, [hourOf(22, 1), hourOf(23, 2, { complete: false })]))).toBe(false);
    for (const none of [null, undefined, hoursOf(DATE, [])]) expect(areHoursFinal(none)).toBe(true);
  });
});
