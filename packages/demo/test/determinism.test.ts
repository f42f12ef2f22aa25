import { describe, expect, it } from 'vitest';
import { cutDay, dayIndexAt, generateDay } from '../src/index.ts';
import { daysOf, hashOf, PARAMS, SMALL, startMsOf, usersAfter } from './platform.ts';

describe('the same parameters', () => {
  it('give the same platform, another seed another one', () => {
    const once = hashOf(daysOf(SMALL, 0, 5));
    const other = hashOf(daysOf({ ...SMALL, seed: 325 }, 0, 5));
    expect(hashOf(daysOf({ ...SMALL }, 0, 5))).toBe(once);
    expect(other).not.toBe(once);
  });

  it('tell seeds apart beyond 32 bits', () => {
    expect(hashOf(generateDay({ ...SMALL, seed: 2 ** 40 + 324 }, 0))).not.toBe(hashOf(generateDay(SMALL, 0)));
  });

  it('give the same day whatever was generated before it', () => {
    const inOrder = daysOf(SMALL, 0, 20).map(hashOf);
    generateDay(PARAMS, 0);
    const backwards = Array.from({ length: 20 }, (_, offset) => 19 - offset).map((day): [number, string] => [
      day,
      hashOf(generateDay(SMALL, day)),
    ]);
    for (const [day, hash] of backwards) expect(hash).toBe(inOrder[day]);
  });

  it('refuse what is no platform', () => {
    expect(() => generateDay({ ...SMALL, users: 0 }, 0)).toThrow(/users/);
    expect(() => generateDay({ ...SMALL, days: 1.5 }, 0)).toThrow(/days/);
    expect(() => generateDay({ ...SMALL, seed: -1 }, 0)).toThrow(/seed/);
    expect(() => generateDay(SMALL, -1)).toThrow(/day index/);
  });
});

describe('a platform that is continued', () => {
  it('has the days and users that generating everything at once gives', () => {
    const atOnce = daysOf(SMALL, 0, 20);
    generateDay(PARAMS, 0);
    const first = daysOf(SMALL, 0, 12);
    generateDay(PARAMS, 0);
    const rest = daysOf(SMALL, 12, 20);
    expect(hashOf([...first, ...rest])).toBe(hashOf(atOnce));
    const untilMs = startMsOf(20) - 1;
    expect(hashOf(usersAfter(SMALL, [...first, ...rest], untilMs))).toBe(hashOf(usersAfter(SMALL, atOnce, untilMs)));
  });

  it('is the same when the running day is cut and gone on with', () => {
    const day = generateDay(SMALL, 7);
    const untilMs = day.startMs + 15.3 * 3_600_000;
    const before = cutDay(day, { untilMs });
    const after = cutDay(day, { afterMs: untilMs, untilMs: startMsOf(8) });
    expect(before.rows.walletTransactions.length).toBeGreaterThan(0);
    expect(after.rows.walletTransactions.length).toBeGreaterThan(0);
    for (const source of Object.keys(day.rows) as (keyof typeof day.rows)[]) {
      expect([...before.rows[source], ...after.rows[source]]).toEqual(day.rows[source]);
    }
    expect([...before.activity, ...after.activity]).toEqual(day.activity);
    expect(before.activity.every(({ atMs }) => atMs <= untilMs)).toBe(true);
    expect(before.facts.length + after.facts.length).toBe(day.facts.length);
  });

  it('knows only the users who have signed up by then, in the same order', () => {
    const days = daysOf(SMALL, 0, 10);
    const early = usersAfter(SMALL, days, startMsOf(7) + 5_000_000);
    const late = usersAfter(SMALL, days, startMsOf(10) - 1);
    expect(early.length).toBeLessThan(late.length);
    expect(late.slice(0, early.length).map((user) => user.id)).toEqual(early.map((user) => user.id));
    expect(early.every((user) => Number(user.data['lastActiveAt']) <= startMsOf(7) + 5_000_000)).toBe(true);
  });

  it('counts days from the first date', () => {
    expect([-1, 0, 1].map((offset) => dayIndexAt(SMALL, startMsOf(3) + offset))).toEqual([2, 3, 3]);
  });

  it('can be as small as one user and one day', () => {
    const tiny = { ...SMALL, users: 1, days: 1 };
    expect(() => daysOf(tiny, 0, 3)).not.toThrow();
  });
});
