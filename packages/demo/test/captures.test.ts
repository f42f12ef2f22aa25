import {
  type ActiveUserBounds,
  dayWindow,
  finishDayActiveUsers,
  finishHourActiveUsers,
  hourlyDocumentId,
  hourWindow,
} from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { cutDay, type DemoDay, firstDayForCaptures, type HourCapture, observeCaptures, truthOf } from '../src/index.ts';
import { daysOf, hashOf, PARAMS, SMALL, startMsOf, usersAfter } from './platform.ts';

const MS_PER_HOUR = 3_600_000;
const RUN_MS = 600_000;

interface Stored {
  readonly hour: ActiveUserBounds;
  readonly day: ActiveUserBounds;
  readonly complete: boolean;
}

/** What the hourly documents hold once the job has run over the captures. */
function store(captures: Iterable<HourCapture>): Map<string, Stored> {
  const documents = new Map<string, Stored>();
  for (const { hour, nowMs, complete, observation } of captures) {
    const previous = documents.get(hourlyDocumentId(hour));
    const stamp = { nowMs, trigger: 'scheduled' as const };
    documents.set(hourlyDocumentId(hour), {
      hour: finishHourActiveUsers(hourWindow(hour), observation.hour, previous?.hour, previous?.complete, stamp),
      day: finishHourActiveUsers(hourWindow(hour), observation.day, previous?.day, previous?.complete, stamp),
      complete,
    });
  }
  return documents;
}

describe('hourly captures', () => {
  const untilMs = startMsOf(PARAMS.days) + RUN_MS;
  const days = daysOf(PARAMS, 0, PARAMS.days + 1);
  const captures = [...observeCaptures({ params: PARAMS, days, untilMs })];
  const truth = truthOf(PARAMS, untilMs).days.slice(0, PARAMS.days);

  it('take every hour twice: while it runs, then complete', () => {
    expect(captures.filter((capture) => capture.complete)).toHaveLength(24 * PARAMS.days);
    expect(captures.filter((capture) => !capture.complete)).toHaveLength(24 * PARAMS.days + 1);
    for (const { hour, nowMs, complete } of captures) {
      const { startMs, endExclusiveMs } = hourWindow(hour);
      expect(nowMs).toBe((complete ? endExclusiveMs : startMs) + RUN_MS);
    }
  });

  it('enclose the true active users of each day, and miss hardly any', () => {
    const documents = store(captures);
    for (const { date, platform } of truth) {
      const ofDay = [...documents].filter(([id]) => id.startsWith(date));
      const dayCaptures = ofDay.map(([id, stored]) => ({ hour: Number(id.slice(-2)), complete: stored.complete, bounds: stored.day }));
      const decayed = { within: 0, since: 10_000, verifiedTotal: 0 };
      const { method, lower, upper } = finishDayActiveUsers(dayWindow(date), decayed, dayCaptures, undefined, {
        nowMs: untilMs,
        trigger: 'backfill',
      });
      expect(method).toBe('captured');
      expect(lower).toBeLessThanOrEqual(platform.activeUsers);
      expect(upper).toBeGreaterThanOrEqual(platform.activeUsers);
      expect(lower).toBeGreaterThanOrEqual(0.97 * platform.activeUsers);
      expect(upper).toBeLessThanOrEqual(1.03 * platform.activeUsers);
    }
  });

  it('enclose the true active users of each hour', () => {
    const documents = store(captures);
    for (const day of days.slice(0, 10)) {
      for (let hour = 0; hour < 24; hour += 1) {
        const startMs = day.startMs + hour * MS_PER_HOUR;
        const active = new Set(
          day.activity.filter(({ atMs }) => atMs >= startMs && atMs < startMs + MS_PER_HOUR).map(({ userId }) => userId),
        ).size;
        const stored = documents.get(hourlyDocumentId({ date: day.date, hour }));
        expect(stored?.hour.lower).toBeLessThanOrEqual(active);
        expect(stored?.hour.upper).toBeGreaterThanOrEqual(active);
      }
    }
  });

  it('take at most three seconds for 10,000 users', () => {
    const params = { ...PARAMS, users: 10_000 };
    const many = daysOf(params, 0, params.days);
    const startMs = performance.now();
    for (const capture of observeCaptures({ params, days: many, untilMs })) expect(capture.nowMs).toBeLessThanOrEqual(untilMs);
    expect(performance.now() - startMs).toBeLessThan(3000);
  });
});

describe('a capture', () => {
  it('is what counting the users at that moment gives', () => {
    const days = daysOf(SMALL, 0, 4);
    for (const capture of observeCaptures({ params: SMALL, days, untilMs: startMsOf(3) + 5 * MS_PER_HOUR })) {
      const users = usersAfter(SMALL, days, capture.nowMs);
      const { startMs, endExclusiveMs } = hourWindow(capture.hour);
      const count = (fromMs: number, endMs: number): number =>
        users.filter(({ data }) => Number(data['lastActiveAt']) >= fromMs && Number(data['lastActiveAt']) < endMs).length;
      const verifiedTotal = users.filter(({ data }) => data['verified'] === true).length;
      const dayStartMs = dayWindow(capture.hour.date).startMs;
      expect(capture.observation).toEqual({
        hour: { within: count(startMs, endExclusiveMs), since: count(startMs, Number.POSITIVE_INFINITY), verifiedTotal },
        day: { within: count(dayStartMs, endExclusiveMs), since: count(dayStartMs, Number.POSITIVE_INFINITY), verifiedTotal },
      });
    }
  });
});

describe('captures of a platform that is continued', () => {
  const atOnce = [...observeCaptures({ params: SMALL, days: daysOf(SMALL, 0, 8), untilMs: startMsOf(8) - 1 })];

  it.each([0, 0.1, 0.2, 9.5, 23.9])('are the same when they go on from hour %f', (hour) => {
    const cutMs = startMsOf(5) + Math.floor(hour * MS_PER_HOUR);
    const generated: DemoDay[] = daysOf(SMALL, 0, 6).map((day) => cutDay(day, { untilMs: cutMs }));
    const first = [...observeCaptures({ params: SMALL, days: generated, untilMs: cutMs })];
    const from = firstDayForCaptures(SMALL, cutMs);
    const rest = [...observeCaptures({ params: SMALL, days: daysOf(SMALL, from, 8), afterMs: cutMs, untilMs: startMsOf(8) - 1 })];
    expect(hashOf([...first, ...rest])).toBe(hashOf(atOnce));
  });

  it('refuse to start without the day before', () => {
    expect(() => [...observeCaptures({ params: SMALL, days: daysOf(SMALL, 3, 4), untilMs: startMsOf(4) })]).toThrow(/day 2/);
  });
});
