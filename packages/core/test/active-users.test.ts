import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finishDayActiveUsers, finishHourActiveUsers } from '../src/documents/active-users.ts';
import { type ActiveUserBounds, type DayCapture, dayWindow, hourWindow, type Provenance, parseUtcDate, type Stamp } from '../src/index.ts';
import { PROPERTY } from './property.ts';

const date = parseUtcDate('2025-12-11');
const day = dayWindow(date);
const MINUTE = 60_000;

const stampAt = (nowMs: number): Stamp => ({ nowMs, trigger: 'scheduled' });
const users = (within: number, since: number) => ({ within, since, verifiedTotal: 0 });
const previously = (complete: boolean, activeUsers: ActiveUserBounds): Provenance => ({ complete, activeUsers }) as Provenance;
const capture = (hour: number, lower: number, upper: number, complete = true): DayCapture => ({
  hour,
  complete,
  bounds: { method: 'captured', lower, upper },
});

describe('active users of an hour', () => {
  const window = hourWindow({ date, hour: 10 });

  it('are captured while the hour runs, and at its close ten minutes later', () => {
    for (const nowMs of [window.startMs + 10 * MINUTE, window.endExclusiveMs, window.endExclusiveMs + 10 * MINUTE]) {
      expect(finishHourActiveUsers(window, users(5, 7), undefined, undefined, stampAt(nowMs))).toEqual({
        method: 'captured',
        lower: 5,
        upper: 7,
      });
    }
  });

  it('are reconstructed from an hour after the close on', () => {
    const bounds = finishHourActiveUsers(window, users(5, 70), undefined, undefined, stampAt(window.endExclusiveMs + 60 * MINUTE));
    expect(bounds).toEqual({ method: 'reconstructed', lower: 5, upper: 70 });
  });

  it('are never lowered, stay captured, and keep the upper bound of their close', () => {
    const closed: ActiveUserBounds = { method: 'captured', lower: 50, upper: 52 };
    expect(finishHourActiveUsers(window, users(3, 900), closed, true, stampAt(window.endExclusiveMs + 10_000 * MINUTE))).toEqual(closed);
    const running: ActiveUserBounds = { method: 'captured', lower: 50, upper: 50 };
    expect(finishHourActiveUsers(window, users(60, 61), running, false, stampAt(window.endExclusiveMs + 10 * MINUTE))).toEqual({
      method: 'captured',
      lower: 60,
      upper: 61,
    });
  });
});

describe('active users of a day', () => {
  it('are the largest of the captures and the count at the close', () => {
    const captures = [capture(9, 40, 40), capture(22, 95, 96), capture(23, 100, 103)];
    expect(finishDayActiveUsers(day, users(97, 103), captures, undefined, stampAt(day.endExclusiveMs + 10 * MINUTE))).toEqual({
      method: 'captured',
      lower: 100,
      upper: 103,
    });
  });

  it('are captured only with a capture of the last hour', () => {
    const bounds = finishDayActiveUsers(day, users(97, 300), [capture(22, 95, 96)], undefined, stampAt(day.endExclusiveMs + 10 * MINUTE));
    expect(bounds).toEqual({ method: 'reconstructed', lower: 97, upper: 300 });
  });

  it('are a lower bound and nothing more when counted later, without captures', () => {
    expect(finishDayActiveUsers(day, users(3, 5000), [], undefined, stampAt(day.endExclusiveMs + 90 * 24 * 60 * MINUTE))).toEqual({
      method: 'reconstructed',
      lower: 3,
      upper: 5000,
    });
  });

  it('are exact when nobody came back after midnight', () => {
    const bounds = finishDayActiveUsers(day, users(88, 88), [capture(23, 88, 88)], undefined, stampAt(day.endExclusiveMs + 10 * MINUTE));
    expect(bounds).toEqual({ method: 'captured', lower: 88, upper: 88 });
  });

  it('keep what an earlier aggregation knew', () => {
    const earlier = previously(true, { method: 'captured', lower: 88, upper: 90 });
    const later = stampAt(day.endExclusiveMs + 30 * 24 * 60 * MINUTE);
    expect(finishDayActiveUsers(day, users(2, 4000), [], earlier, later)).toEqual({ method: 'captured', lower: 88, upper: 90 });
    const running = previously(false, { method: 'captured', lower: 60, upper: 60 });
    expect(finishDayActiveUsers(day, users(2, 4000), [], running, later)).toEqual({ method: 'reconstructed', lower: 60, upper: 4000 });
  });

  it('never fall, and never exceed their upper bound', () => {
    const figures = fc.tuple(fc.nat({ max: 200 }), fc.nat({ max: 200 })).map(([within, later]) => users(within, within + later));
    const stamps = fc.integer({ min: -24 * 60, max: 40 * 24 * 60 }).map((minutes) => stampAt(day.endExclusiveMs + minutes * MINUTE));
    fc.assert(
      fc.property(fc.array(fc.tuple(figures, stamps), { minLength: 1, maxLength: 6 }), (aggregations) => {
        let previous: Provenance | undefined;
        for (const [observed, stamp] of aggregations) {
          const bounds = finishDayActiveUsers(day, observed, [], previous, stamp);
          expect(bounds.lower).toBeGreaterThanOrEqual(Math.max(observed.within, previous?.activeUsers?.lower ?? 0));
          expect(bounds.upper).toBeGreaterThanOrEqual(bounds.lower);
          previous = previously(stamp.nowMs >= day.endExclusiveMs, bounds);
        }
      }),
      PROPERTY,
    );
  });
});
