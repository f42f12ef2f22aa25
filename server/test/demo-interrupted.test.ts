import { copyFileSync } from 'node:fs';
import { normalise, normaliseDays } from '@pack324a/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureDemo } from '../src/demo/ensure-demo.ts';
import { platformDays } from '../src/local/platform-days.ts';
import type { Session } from '../src/local/session.ts';
import {
  announceDemo,
  at,
  bringUpToDate,
  type Contents,
  contentsOf,
  dateOf,
  demoToldAt,
  sessionAt,
  temporaryFiles,
} from './demo-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));

const AFTERNOON = at(6, '14:37:00');
const NIGHT = at(8, '03:05:00');
const END = at(10, '22:00:00');

let toldInTheAfternoon: string;
beforeAll(async () => {
  toldInTheAfternoon = await demoToldAt(files, [AFTERNOON]);
});

/** A demo that was last brought up to date in the afternoon. */
function afternoonDemo(): string {
  const file = files.fresh();
  copyFileSync(toldInTheAfternoon, file);
  return file;
}

/** Where a process can be killed: before a statement, counted among those that look like it. */
const BREAKS: readonly { readonly name: string; readonly statement: RegExp; readonly occurrence: number }[] = [
  { name: 'before anything is imported', statement: /^INSERT INTO source/, occurrence: 1 },
  { name: 'between two sources', statement: /^INSERT INTO source/, occurrence: 4 },
  { name: 'before the activity is logged', statement: /INSERT INTO demo\.activityLog/, occurrence: 1 },
  { name: 'while the running hours’ captures are stored', statement: /^INSERT INTO kpi\."platformKpiHourly"/, occurrence: 1 },
  { name: 'while the ended hours’ captures are stored', statement: /^INSERT INTO kpi\."platformKpiHourly"/, occurrence: 2 },
  { name: 'before its end is recorded', statement: /^INSERT INTO meta\.properties/, occurrence: 2 },
];

function breakBefore({ database }: Session, statement: RegExp, occurrence: number): void {
  const run = database.run.bind(database);
  let seen = 0;
  vi.spyOn(database, 'run').mockImplementation((sql, parameters) => {
    if (statement.test(sql.trim())) seen += 1;
    return seen >= occurrence && !/^ROLLBACK/.test(sql) ? Promise.reject(new Error('cut off')) : run(sql, parameters);
  });
}

/** Starts as the main job does, and is killed on the way. */
async function startAndBreak(file: string, nowMs: number, statement: RegExp, occurrence: number): Promise<void> {
  const start = sessionAt(file, nowMs, async (session) => {
    breakBefore(session, statement, occurrence);
    await platformDays(session, { demo: {} });
  });
  await expect(start).rejects.toThrow('cut off');
}

function expectSame(got: Contents, expected: Contents): void {
  for (const [source, rows] of Object.entries(expected.sources)) expect(got.sources[source], source).toEqual(rows);
  expect(got.activityLog).toEqual(expected.activityLog);
  expect(normaliseDays(got.days)).toEqual(normaliseDays(expected.days));
  expect([...got.hours.values()].map(normalise)).toEqual([...expected.hours.values()].map(normalise));
}

describe('the making of a demo, cut short', () => {
  let whole: Contents;
  beforeAll(async () => {
    whole = await contentsOf(await demoToldAt(files, [END]), END);
  });

  it.each(BREAKS)('$name, is taken up by the next start', async ({ statement, occurrence }) => {
    const file = files.fresh();
    await announceDemo(file);
    await startAndBreak(file, END, statement, occurrence);
    await bringUpToDate(file, END);
    expectSame(await contentsOf(file, END), whole);
  });
});

describe('the continuing of a demo, cut short', () => {
  let whole: Contents;
  beforeAll(async () => {
    whole = await contentsOf(await demoToldAt(files, [AFTERNOON, END]), END);
  });

  it.each(BREAKS)('$name, is taken up by a start days later', async ({ statement, occurrence }) => {
    const file = afternoonDemo();
    await startAndBreak(file, NIGHT, statement, occurrence);
    await bringUpToDate(file, END);
    expectSame(await contentsOf(file, END), whole);
  });
});

describe('captures that cannot be stored', () => {
  it('fail the telling, and are taken again by the next start', async () => {
    const file = files.fresh();
    await announceDemo(file);
    const attempt = bringUpToDate(file, END, ({ store }) => {
      vi.spyOn(store, 'write').mockRejectedValueOnce(new Error('the disk is full'));
    });
    await expect(attempt).rejects.toThrow('The hourly captures of the demo platform could not be stored.');
    await bringUpToDate(file, END);
    expectSame(await contentsOf(file, END), await contentsOf(await demoToldAt(files, [END]), END));
  });
});

describe('a demo that was continued but not aggregated', () => {
  let whole: Contents;
  beforeAll(async () => {
    whole = await contentsOf(await demoToldAt(files, [AFTERNOON, NIGHT]), NIGHT);
  });

  it('is aggregated by the next start, with the day that was running before and the days of late rows', async () => {
    const file = afternoonDemo();
    await sessionAt(file, NIGHT, (session) => platformDays(session));
    await bringUpToDate(file, NIGHT);
    expectSame(await contentsOf(file, NIGHT), whole);
  });

  it('is aggregated from its first day on where it never was before', async () => {
    const file = files.fresh();
    await announceDemo(file);
    for (const nowMs of [AFTERNOON, NIGHT]) await sessionAt(file, nowMs, (session) => ensureDemo(session));
    expect((await sessionAt(file, NIGHT, (session) => platformDays(session)))?.stale).toEqual({ from: dateOf(0), to: dateOf(8) });
    expect((await sessionAt(file, END, (session) => platformDays(session)))?.stale).toEqual({ from: dateOf(0), to: dateOf(10) });
  });

  it.each([
    'platformKpiDaily',
    'creatorKpiDaily',
    'safetyKpiDaily',
  ])('is aggregated again where %s could not be stored', async (collection) => {
    const file = afternoonDemo();
    const statement = new RegExp(`^INSERT INTO kpi\\."${collection}"`);
    const attempt = bringUpToDate(file, NIGHT, (session) => breakBefore(session, statement, 1));
    await expect(attempt).rejects.toThrow('cut off');
    await bringUpToDate(file, NIGHT);
    expectSame(await contentsOf(file, NIGHT), whole);
  });
});
