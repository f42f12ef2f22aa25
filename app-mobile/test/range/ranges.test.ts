import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays, daysBetween, isDay } from '../../src/calendar/days.ts';
import {
  addressOf,
  DEFAULT_PRESET,
  MAX_RANGE_DAYS,
  PRESETS,
  rangeFromAddress,
  rangeOfPreset,
  withFirstDay,
  withLastDay,
} from '../../src/calendar/ranges.ts';

const TODAY = '2026-11-23';
const days = fc.integer({ min: -900, max: 900 }).map((offset) => addDays(TODAY, offset));
const pastDays = fc.integer({ min: -900, max: 0 }).map((offset) => addDays(TODAY, offset));
const junk = fc.constantFrom('', 'today', '2026-02-30', '2026-1-5', ['2026-11-01'], undefined);

describe('rangeOfPreset', () => {
  it('ends numbers of days with the last one that is over', () => {
    expect(rangeOfPreset('7', TODAY)).toEqual({ from: '2026-11-16', to: '2026-11-22' });
    expect(rangeOfPreset('28', TODAY)).toEqual({ from: '2026-10-26', to: '2026-11-22' });
    expect(rangeOfPreset('90', TODAY)).toEqual({ from: '2026-08-25', to: '2026-11-22' });
  });

  it('includes today in the month to date, on its first day nothing else', () => {
    expect(rangeOfPreset('month', TODAY)).toEqual({ from: '2026-11-01', to: TODAY });
    expect(rangeOfPreset('month', '2026-12-01')).toEqual({ from: '2026-12-01', to: '2026-12-01' });
  });

  it('crosses leap days and years', () => {
    expect(rangeOfPreset('7', '2028-03-03')).toEqual({ from: '2028-02-25', to: '2028-03-02' });
    expect(rangeOfPreset('28', '2027-01-05')).toEqual({ from: '2026-12-08', to: '2027-01-04' });
  });
});

describe('rangeFromAddress', () => {
  it('reads a preset', () => {
    for (const preset of PRESETS) {
      expect(rangeFromAddress({ preset }, TODAY)).toEqual({ ...rangeOfPreset(preset, TODAY), preset, problem: undefined });
    }
  });

  it('shows the usual days when the address says nothing, and says so when it says nothing it can read', () => {
    const usual = { ...rangeOfPreset(DEFAULT_PRESET, TODAY), preset: DEFAULT_PRESET };
    expect(rangeFromAddress({}, TODAY)).toEqual({ ...usual, problem: undefined });
    for (const params of [
      { preset: '30' },
      { from: 'x', to: '2026-11-01' },
      { from: '2026-11-01' },
      { to: '2026-02-30', from: '2026-02-01' },
    ]) {
      expect(rangeFromAddress(params, TODAY)).toEqual({ ...usual, problem: 'unreadable' });
    }
  });

  it('reads days of somebody’s own choice, which count more than a preset', () => {
    const expected = { from: '2026-11-01', to: '2026-11-03', preset: undefined, problem: undefined };
    expect(rangeFromAddress({ from: '2026-11-01', to: '2026-11-03', preset: '7' }, TODAY)).toEqual(expected);
  });

  it('puts the days in order', () => {
    expect(rangeFromAddress({ from: '2026-11-03', to: '2026-11-01' }, TODAY)).toMatchObject({
      from: '2026-11-01',
      to: '2026-11-03',
      problem: 'reversed',
    });
  });

  it('leaves out days to come', () => {
    const known = rangeFromAddress({ from: '2026-11-20', to: '2026-12-01' }, TODAY);
    expect(known).toMatchObject({ from: '2026-11-20', to: TODAY, problem: 'future' });
    const unknown = rangeFromAddress({ from: '2026-11-24', to: '2026-12-01' }, TODAY);
    expect(unknown).toMatchObject({ ...rangeOfPreset(DEFAULT_PRESET, TODAY), problem: 'future' });
  });

  it('takes the last days of a range that is too long, and a year in full', () => {
    const year = { from: addDays(TODAY, 1 - MAX_RANGE_DAYS), to: TODAY };
    expect(rangeFromAddress(year, TODAY)).toMatchObject({ ...year, problem: undefined });
    expect(rangeFromAddress({ from: addDays(year.from, -1), to: TODAY }, TODAY)).toMatchObject({ ...year, problem: 'too-long' });
  });

  it('always gives days that the API takes', () => {
    const address = fc.record({
      from: fc.oneof(days, junk),
      to: fc.oneof(days, junk),
      preset: fc.oneof(fc.constantFrom(...PRESETS), junk),
    });
    fc.assert(
      fc.property(address, (params) => {
        const { from, to, problem, preset } = rangeFromAddress(params, TODAY);
        expect([isDay(from), isDay(to), from <= to, to <= TODAY, daysBetween(from, to) < MAX_RANGE_DAYS]).not.toContain(false);
        const namesDays = params.from !== undefined || params.to !== undefined;
        const isAsAsked = namesDays ? from === params.from && to === params.to : params.preset === preset;
        const isUnasked = Object.values(params).every((value) => value === undefined);
        expect(problem === undefined).toBe(isAsAsked || isUnasked);
      }),
    );
  });

  it('finds again what it has written', () => {
    const chosen = fc.oneof(
      fc.constantFrom(...PRESETS).map((preset) => ({ preset })),
      fc.tuple(pastDays, pastDays).map(([from, to]) => ({ from, to })),
    );
    fc.assert(
      fc.property(chosen, (params) => {
        const range = rangeFromAddress(params, TODAY);
        expect(rangeFromAddress(addressOf(range), TODAY)).toEqual({ ...range, problem: undefined });
      }),
    );
  });
});

describe('withFirstDay and withLastDay', () => {
  const range = { from: '2026-11-01', to: '2026-11-10' };

  it('change one end', () => {
    expect(withFirstDay(range, '2026-11-05')).toEqual({ from: '2026-11-05', to: '2026-11-10' });
    expect(withLastDay(range, '2026-11-05')).toEqual({ from: '2026-11-01', to: '2026-11-05' });
  });

  it('move the other end where it has to give way', () => {
    expect(withFirstDay(range, '2026-11-12')).toEqual({ from: '2026-11-12', to: '2026-11-12' });
    expect(withLastDay(range, '2026-10-12')).toEqual({ from: '2026-10-12', to: '2026-10-12' });
    expect(withFirstDay(range, '2025-01-01')).toEqual({ from: '2025-01-01', to: '2026-01-01' });
    expect(withLastDay({ from: '2025-01-01', to: '2025-02-01' }, TODAY)).toEqual({ from: '2025-11-23', to: TODAY });
  });

  it('keep every range within what the API takes', () => {
    fc.assert(
      fc.property(pastDays, pastDays, pastDays, (one, other, picked) => {
        const [from, to] = one <= other ? [one, other] : [other, one];
        const results = [withFirstDay({ from, to }, picked), withLastDay({ from, to }, picked)];
        expect(results[0]?.from).toBe(picked);
        expect(results[1]?.to).toBe(picked);
        for (const range of results) {
          expect(range.from <= range.to && range.to <= TODAY && daysBetween(range.from, range.to) < MAX_RANGE_DAYS).toBe(true);
        }
      }),
    );
  });
});
