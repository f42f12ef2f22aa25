import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertGenerable, isDayStale, RUNNING_FRESH_MS, staleHours } from '../../src/api/freshness.ts';
import { dayWindow, hourWindow, MS_PER_HOUR, type PlatformKpiHourly, parseUtcDate, toIso } from '../../src/index.ts';
import { PROPERTY } from '../property.ts';

const DAY = parseUtcDate('2025-12-11');
const { startMs, endExclusiveMs } = dayWindow(DAY);

const aged = (updatedMs: number, windowEndMs = endExclusiveMs) => ({
  updatedAt: toIso(updatedMs),
  provenance: { complete: updatedMs >= windowEndMs },
});
const hourDocument = (hour: number, updatedMs: number): PlatformKpiHourly =>
  ({ date: DAY, hour, ...aged(updatedMs, hourWindow({ date: DAY, hour }).endExclusiveMs) }) as unknown as PlatformKpiHourly;

describe('isDayStale', () => {
  it('of a running day: from five minutes and a millisecond on', () => {
    const updatedMs = startMs + MS_PER_HOUR;
    expect(RUNNING_FRESH_MS).toBe(300_000);
    expect(isDayStale(aged(updatedMs), DAY, updatedMs + RUNNING_FRESH_MS)).toBe(false);
    expect(isDayStale(aged(updatedMs), DAY, updatedMs + RUNNING_FRESH_MS + 1)).toBe(true);
  });

  it('of a day that runs once more because the clock was put back: until made again', () => {
    const updatedMs = startMs + 11 * MS_PER_HOUR;
    expect(isDayStale(aged(updatedMs), DAY, updatedMs - 1)).toBe(true);
    expect(isDayStale(aged(updatedMs), DAY, updatedMs)).toBe(false);
    expect(isDayStale({ ...aged(updatedMs), provenance: { complete: true } }, DAY, updatedMs)).toBe(true);
    expect(isDayStale(aged(endExclusiveMs), DAY, endExclusiveMs - 1)).toBe(true);
  });

  it('of a finished day: unless the figures are from after its end, and then never', () => {
    expect(isDayStale(aged(endExclusiveMs - 1), DAY, endExclusiveMs - 1)).toBe(false);
    expect(isDayStale(aged(endExclusiveMs - 1), DAY, endExclusiveMs)).toBe(true);
    expect(isDayStale(aged(endExclusiveMs), DAY, endExclusiveMs)).toBe(false);
    expect(isDayStale(aged(endExclusiveMs), DAY, endExclusiveMs + 10 * 365 * 24 * MS_PER_HOUR)).toBe(false);
  });
});

describe('staleHours', () => {
  const NOON = startMs + 12 * MS_PER_HOUR;

  it('without documents are all that have begun', () => {
    expect(staleHours(DAY, [], NOON + 1).map(({ hour }) => hour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(staleHours(DAY, [], endExclusiveMs + 1)).toHaveLength(24);
  });

  it('with an hour that begins this very millisecond include it', () => {
    expect(staleHours(DAY, [], NOON)).toHaveLength(13);
    expect(staleHours(DAY, [], startMs)).toEqual([{ date: DAY, hour: 0 }]);
  });

  it('of a day that has not begun are none', () => {
    expect(staleHours(DAY, [], startMs - 1)).toEqual([]);
  });

  it('follow each other, include every stale hour, and begin and end with one', () => {
    const state = fc.record({
      nowMs: fc.integer({ min: startMs, max: endExclusiveMs + MS_PER_HOUR }),
      ages: fc.array(fc.option(fc.nat(3 * MS_PER_HOUR)), { minLength: 24, maxLength: 24 }),
    });
    fc.assert(
      fc.property(state, ({ nowMs, ages }) => {
        const documents = ages.flatMap((age, hour) => {
          const updatedMs = nowMs - (age ?? 0);
          return age === null || updatedMs < startMs + hour * MS_PER_HOUR ? [] : [hourDocument(hour, updatedMs)];
        });
        const needed = Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => {
          const startsMs = startMs + hour * MS_PER_HOUR;
          const document = documents.find((each) => each.hour === hour);
          if (startsMs > nowMs) return false;
          if (document === undefined) return true;
          const updatedMs = Date.parse(document.updatedAt);
          return startsMs + MS_PER_HOUR <= nowMs ? updatedMs < startsMs + MS_PER_HOUR : nowMs - updatedMs > 300_000;
        });
        const stale = staleHours(DAY, documents, nowMs).map(({ hour }) => hour);
        expect([stale[0], stale.at(-1)]).toEqual([needed[0], needed.at(-1)]);
        expect(stale).toEqual(Array.from({ length: stale.length }, (_, index) => (stale[0] ?? 0) + index));
      }),
      PROPERTY,
    );
  });
});

describe('assertGenerable', () => {
  it('refuses days before the oldest, and names it', () => {
    const refused = () => assertGenerable('daily', parseUtcDate('2024-12-10'), parseUtcDate('2024-12-11'), DAY);
    expect(refused).toThrow(
      expect.objectContaining({ code: 'out-of-range', field: 'date', expected: expect.stringContaining('2024-12-11') }),
    );
  });

  it('takes the oldest, and anything when there is none', () => {
    assertGenerable('daily', parseUtcDate('2024-12-11'), parseUtcDate('2024-12-11'), DAY);
    assertGenerable('daily', parseUtcDate('0001-01-01'), null, DAY);
  });
});
