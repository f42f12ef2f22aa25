import { describe, expect, it } from 'vitest';
import { isComparedByHour, isLowerBound, lastSameHour, soFar } from '../../src/figures/same-hour.ts';
import { DATE, hourOf, hoursOf, WEEK_BEFORE } from './day.ts';

const earlier = hoursOf(WEEK_BEFORE, [hourOf(0, 4), hourOf(1, 8), hourOf(2, 16)]);

describe('the same hour of two days', () => {
  it('is the last one that is over on the running day', () => {
    const running = hoursOf(DATE, [hourOf(0, 5), hourOf(1, 10), hourOf(2, 11, { complete: false })]);
    const found = lastSameHour(running, earlier);
    expect(found?.untilHour).toBe(2);
    expect(found && soFar('totalChats', found)).toEqual({ current: 10, earlier: 8 });
    expect(found && soFar('totalTokensSpent', found)).toEqual({ current: 100, earlier: 80 });
    expect(found && soFar('totalTokenRevenuePLN', found)).toEqual({ current: 20, earlier: 16 });
    expect(found && soFar('activeUsers', found)).toEqual({ current: 10, earlier: 8 });
  });

  it('is an hour that both days have, whatever the order', () => {
    const running = hoursOf(DATE, [hourOf(2, 12), hourOf(0, 5), hourOf(1, 10)]);
    expect(lastSameHour(running, hoursOf(WEEK_BEFORE, [hourOf(0, 4), hourOf(1, 8)]))?.untilHour).toBe(2);
    expect(lastSameHour(running, hoursOf(WEEK_BEFORE, [hourOf(0, 4), hourOf(1, 8), hourOf(2, 9, { complete: false })]))?.untilHour).toBe(2);
  });

  it('is not there before the first hour is over, nor without hours', () => {
    expect(lastSameHour(hoursOf(DATE, [hourOf(0, 5, { complete: false })]), earlier)).toBeUndefined();
    expect(lastSameHour(hoursOf(DATE, []), earlier)).toBeUndefined();
    expect(lastSameHour(hoursOf(DATE, [hourOf(0, 5)]), hoursOf(WEEK_BEFORE, []))).toBeUndefined();
  });

  it('tells nothing of figures without hours, nor where the day so far is not known', () => {
    const found = lastSameHour(hoursOf(DATE, [{ ...hourOf(0, 5), daySoFar: null }]), earlier);
    expect(found && soFar('newUsers', found)).toBeUndefined();
    expect(found && soFar('totalChats', found)).toBeUndefined();
    expect(found && soFar('activeUsers', found)).toEqual({ current: 5, earlier: 4 });
    expect(isComparedByHour('totalChats')).toBe(true);
    expect(isComparedByHour('reportsTotal')).toBe(false);
  });

  it('is a lower bound for active users who were counted after the fact', () => {
    const bounds = { activeUsers: { method: 'reconstructed', lower: 4, upper: 6 } } as const;
    const found = lastSameHour(hoursOf(DATE, [hourOf(0, 5)]), hoursOf(WEEK_BEFORE, [hourOf(0, 4, bounds)]));
    expect(found && isLowerBound('activeUsers', found)).toBe(true);
    expect(found && isLowerBound('totalChats', found)).toBe(false);
  });
});
