import { readFileSync } from 'node:fs';
import type { ActiveUserBounds, PlatformKpiDaily, PlatformKpiHourly } from '@pack324a/core';
import { type DemoTruth, truthOf } from '@pack324a/demo';
import { normalise, normaliseDays } from '@pack324a/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { at, type Contents, contentsOf, dateOf, demoToldAt, PARAMS, temporaryFiles } from './demo-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
// What a telling says on its way is not what is tested here.
beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));

const END = at(10, '22:00:00');
const DAYS = Array.from({ length: 11 }, (_, index) => dateOf(index));

let onceFile: string;
let once: Contents;
beforeAll(async () => {
  onceFile = await demoToldAt(files, [END]);
  once = await contentsOf(onceFile, END);
});

interface Telling {
  readonly name: string;
  readonly steps: readonly number[];
  /**
   * When the users of each day were counted for good: at the first aggregation of the finished day that came within 24 hours of
   * its end; failing that, at the last aggregation that still took the day in, three days of late rows before the step before.
   */
  readonly countedAt: readonly number[];
  /** Hours that a step's own count of the users came to see besides the regular ones, so that their bounds may be closer. */
  readonly seenByStep: readonly string[];
}

const [AFTERNOON, NIGHT] = [at(6, '14:37:00'), at(8, '03:05:00')];
const [MIDNIGHT, JUST_AFTER] = [at(4, '00:00:00'), at(5, '00:05:00')];
const TELLINGS: readonly Telling[] = [
  {
    name: 'in an afternoon, at night and in the evening',
    steps: [AFTERNOON, NIGHT, END],
    countedAt: [AFTERNOON, AFTERNOON, AFTERNOON, NIGHT, NIGHT, AFTERNOON, END, NIGHT, END, END, END],
    seenByStep: [`${dateOf(6)}_14`, `${dateOf(8)}_02`, `${dateOf(8)}_03`],
  },
  {
    name: 'at midnight, and before the hourly run has closed the last hour of a day',
    steps: [MIDNIGHT, JUST_AFTER, END],
    countedAt: [MIDNIGHT, JUST_AFTER, MIDNIGHT, MIDNIGHT, JUST_AFTER, END, END, END, END, END, END],
    seenByStep: [`${dateOf(3)}_23`, `${dateOf(4)}_00`, `${dateOf(4)}_23`, `${dateOf(5)}_00`],
  },
];

describe.each(TELLINGS)('a demo told step by step, $name', ({ steps, countedAt, seenByStep }) => {
  let told: Contents;
  beforeAll(async () => {
    told = await contentsOf(await demoToldAt(files, steps), END);
  });

  it('has the sources and the activity log of one told at once', () => {
    expect(Object.keys(told.sources)).toHaveLength(10);
    for (const [source, rows] of Object.entries(once.sources)) expect(told.sources[source], source).toEqual(rows);
    expect(told.activityLog).toEqual(once.activityLog);
  });

  it('has its documents, apart from figures about users that are kept as they were first counted', () => {
    expect([...told.days.platformKpiDaily.keys()]).toEqual(DAYS);
    const { platformKpiDaily: _a, ...toldRest } = normaliseDays(told.days);
    const { platformKpiDaily: _b, ...onceRest } = normaliseDays(once.days);
    expect(toldRest).toEqual(onceRest);
    expect(mapped(told.days.platformKpiDaily, withoutUserSnapshots)).toEqual(mapped(once.days.platformKpiDaily, withoutUserSnapshots));
    expect(mapped(told.hours, withoutActiveUsers)).toEqual(mapped(once.hours, withoutActiveUsers));
  });

  it('counted the verified users when each day’s count was due', () => {
    for (const [index, date] of DAYS.entries()) {
      const document = told.days.platformKpiDaily.get(date);
      const dueMs = countedAt[index] ?? Number.NaN;
      const { days, verifiedUsersTotal } = truthOf(PARAMS, dueMs);
      expect(document?.provenance.usersCountedAt, date).toBe(new Date(dueMs).toISOString());
      expect(document?.verifiedUsers, date).toBe(days[index]?.platform.verifiedUsers);
      expect(document?.verifiedUsersTotal, date).toBe(dueMs <= at(index + 2, '00:00:00') ? verifiedUsersTotal : null);
    }
  });

  it('bounds the active users as closely, and more closely only where a step came to see more', () => {
    const days = new Set(seenByStep.map((hour) => hour.slice(0, 10)));
    for (const [date, document] of once.days.platformKpiDaily) {
      expectWithin(told.days.platformKpiDaily.get(date)?.provenance.activeUsers, document.provenance.activeUsers, !days.has(date), date);
    }
    for (const [id, { provenance }] of once.hours) {
      const closer = told.hours.get(id)?.provenance;
      expectWithin(closer?.activeUsers, provenance.activeUsers, !seenByStep.includes(id), id);
      expectWithin(closer?.dayActiveUsers, provenance.dayActiveUsers, !seenByStep.includes(id), id);
    }
  });
});

describe('the true figures beside the data', () => {
  const truth = (): DemoTruth => JSON.parse(readFileSync(`${onceFile}.truth.json`, 'utf8')) as DemoTruth;

  it('are those of the platform at the instant up to which it was told', () => {
    expect(truth()).toEqual(JSON.parse(JSON.stringify(truthOf(PARAMS, END))));
    expect(truth().untilMs).toBe(END);
  });

  it('are the stored platform and safety figures of every day', () => {
    expect(truth().days.map(({ date }) => date)).toEqual(DAYS);
    for (const { date, complete, platform, safety } of truth().days) {
      const stored = once.days.platformKpiDaily.get(date);
      const { activeUsers: _bounded, tokensBySource, ...exact } = platform;
      expect(stored, date).toMatchObject(asNumbers(exact));
      expect(stored?.tokensBySource, date).toEqual(asNumbers(tokensBySource));
      expect(stored?.provenance.complete, date).toBe(complete);
      expect(once.days.safetyKpiDaily.get(date), date).toMatchObject(safety);
    }
  });

  it('are the stored earnings of every creator', () => {
    const stored = [...once.days.creatorKpiDaily.values()].map(({ date, userId, totalEarnedTokens }) => [date, userId, totalEarnedTokens]);
    const known = truth().days.flatMap(({ date, creators }) => Object.entries(creators).map(([id, tokens]) => [date, id, Number(tokens)]));
    expect(stored.sort()).toEqual(known.sort());
    expect(known.length).toBeGreaterThan(20);
  });

  it('lie within the captured bounds of the active users', () => {
    for (const { date, complete, platform } of truth().days) {
      const document = once.days.platformKpiDaily.get(date);
      const bounds = document?.provenance.activeUsers;
      expect(bounds?.method, date).toBe('captured');
      expect(document?.activeUsers, date).toBe(bounds?.lower);
      expect(bounds?.lower, date).toBeLessThanOrEqual(platform.activeUsers);
      expect(bounds?.upper, date).toBeGreaterThanOrEqual(platform.activeUsers);
      // Nobody can have come back after a day that is still running.
      if (!complete) expect(bounds?.upper, date).toBe(bounds?.lower);
    }
    const known = truth().days.reduce((sum, { platform }) => sum + platform.activeUsers, 0);
    const lower = [...once.days.platformKpiDaily.values()].reduce((sum, document) => sum + document.activeUsers, 0);
    expect(lower).toBeGreaterThan(0.97 * known);
  });
});

function mapped<T>(documents: ReadonlyMap<string, T>, change: (document: T) => unknown): Map<string, unknown> {
  return new Map([...documents].map(([id, document]) => [id, change(document)]));
}

/** A day's figures apart from those that say how many users there were of a kind when they were counted. */
function withoutUserSnapshots({
  verifiedUsers: _new,
  verifiedUsersTotal: _all,
  activeUsers: _active,
  ...document
}: PlatformKpiDaily): unknown {
  const { activeUsers: _bounds, ...provenance } = document.provenance;
  return normalise({ ...document, provenance });
}

function withoutActiveUsers({ activeUsers: _hour, dayActiveUsers: _day, ...document }: PlatformKpiHourly): unknown {
  const { activeUsers: _bounds, dayActiveUsers: _dayBounds, ...provenance } = document.provenance;
  return normalise({ ...document, provenance });
}

function expectWithin(closer: ActiveUserBounds | undefined, wider: ActiveUserBounds | undefined, equal: boolean, where: string): void {
  if (closer === undefined || wider === undefined) throw new Error(`${where} has no bounds`);
  if (equal) expect(closer, where).toEqual(wider);
  expect(closer.method, where).toBe(wider.method);
  expect(closer.lower, where).toBeGreaterThanOrEqual(wider.lower);
  expect(closer.upper, where).toBeLessThanOrEqual(wider.upper);
}

/** Exact decimal text as the documents hold it. */
function asNumbers(figures: Readonly<Record<string, string | number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, Number(value)]));
}
