import { describe, expect, it, vi } from 'vitest';
import { type DayState, dayStateOf, sourceOf } from '../../src/screens/dashboard/source.ts';
import { DATE, provenance, trendOf } from '../figures/day.ts';

const day = (state: DayState['state'], reason: DayState['reason'] = null): DayState => ({ date: DATE, state, reason, lastUpdated: null });
const query = (complete?: boolean, error: unknown = null) => ({
  data: complete === undefined ? undefined : { provenance: provenance({ complete }) },
  error,
  refetch: vi.fn(() => Promise.reject(new Error('again'))),
});
const past = { isRunning: false, day: day('stored') };

describe('the source of a section', () => {
  it('is on its way until it answers or fails', () => {
    expect(sourceOf({ ...past, day: undefined, query: query() })).toEqual({ state: 'loading' });
    expect(sourceOf({ ...past, query: query(true) })).toEqual({ state: 'ready', isUnfinished: false });
    expect(sourceOf({ ...past, query: query(undefined, 'why') })).toMatchObject({ state: 'failed', error: 'why' });
  });

  it('is asked again by the retry, which may fail again', () => {
    const failing = query(undefined, 'why');
    const source = sourceOf({ ...past, query: failing });
    if (source.state !== 'failed') throw new Error('It has failed.');
    source.retry();
    expect(failing.refetch).toHaveBeenCalledOnce();
  });

  it('keeps the figures that it had when it fails', () => {
    expect(sourceOf({ ...past, query: query(true, 'why') })).toMatchObject({ state: 'ready' });
  });

  it('is missing for the reason that the trend gives, whatever is remembered of it', () => {
    expect(sourceOf({ isRunning: false, day: day('missing', 'too-old'), query: query() })).toEqual({ state: 'missing', reason: 'too-old' });
    expect(sourceOf({ isRunning: false, day: day('missing', 'failed'), query: query(true) })).toEqual({
      state: 'missing',
      reason: 'failed',
    });
  });

  it('is never missing while the day runs, since asking makes it', () => {
    expect(sourceOf({ isRunning: true, day: day('missing', 'not-aggregated'), query: query() })).toEqual({ state: 'loading' });
  });

  it('is unfinished when it is from before the end of a day that is over', () => {
    expect(sourceOf({ ...past, query: query(false) })).toEqual({ state: 'ready', isUnfinished: true });
    expect(sourceOf({ isRunning: true, day: day('running'), query: query(false) })).toEqual({ state: 'ready', isUnfinished: false });
  });
});

describe('the day of a trend', () => {
  it('is its last one', () => {
    expect(dayStateOf(trendOf(), 'safetyKpiDaily')?.date).toBe(DATE);
    expect(dayStateOf(undefined, 'safetyKpiDaily')).toBeUndefined();
  });
});
