import { writeFileSync } from 'node:fs';
import { addDays, type DateRange, daysBetween, KpiError, SOURCE_NAMES, utcDateOf } from '@pack324a/core';
import type { DemoParams } from '@pack324a/demo';
import type { Session } from '../local/session.ts';
import { type Progress, startProgress } from '../print/progress.ts';
import { type DemoResult, tellDemo } from './demo-platform.ts';
import { readDemoState } from './demo-state.ts';

/** Late rows arrive up to three days after their day; older days do not change when the demo goes on. */
export const LATE_DAYS = 3;

export interface DemoOptions {
  readonly days?: number | undefined;
  readonly users?: number | undefined;
  readonly seed?: number | undefined;
}

/** Begins to tell the progress of something: what it is, how much of it there is, and of what. */
export type StartProgress = (label: string, total: number, unit: string) => Progress;

export const DEMO_DEFAULTS = { days: 60, users: 3_000, seed: 324 };

export interface EnsuredDemo {
  /** What happened to the platform in the file. */
  readonly change: 'made' | 'continued' | 'kept';
  readonly params: DemoParams;
  /** Days whose rows are new or may have changed; undefined when none are. */
  readonly stale: DateRange | undefined;
  readonly result: DemoResult | undefined;
  /** Where the known true figures are. */
  readonly truthFile: string;
}

/**
 * Makes the demo platform in an empty database, or continues it up to today when it was told on an earlier day.
 * @throws KpiError `failed-precondition` when the database holds something else, or another demo; `unavailable` when the process
 *   was asked to stop meanwhile: the next call begins anew
 */
export async function ensureDemo(
  session: Session,
  options: DemoOptions = {},
  startTelling: StartProgress = startProgress,
): Promise<EnsuredDemo> {
  const nowMs = session.clock();
  const state = await readDemoState(session.database);
  const truthFile = `${session.database.file}.truth.json`;
  if (state === undefined) await assertEmpty(session);
  const params = state?.params ?? newParams(session, options);
  assertSameDemo(session, params, options);
  const toldUntilMs = state?.untilMs;
  if (toldUntilMs !== undefined && utcDateOf(toldUntilMs) >= session.today)
    return { change: 'kept', params, stale: undefined, result: undefined, truthFile };
  const days = daysBetween(params.firstDate, session.today) + 1;
  const progress = startTelling(toldUntilMs === undefined ? 'Making the demo platform' : 'Continuing the demo platform', days, 'days');
  const result = await tellDemo(session, params, toldUntilMs, nowMs, (done) => progress.update(done)).finally(() => progress.stop());
  writeFileSync(truthFile, `${JSON.stringify(result.truth, null, 1)}\n`);
  const from = toldUntilMs === undefined ? params.firstDate : laterOf(params.firstDate, addDays(utcDateOf(toldUntilMs), -LATE_DAYS));
  return { change: toldUntilMs === undefined ? 'made' : 'continued', params, stale: { from, to: session.today }, result, truthFile };
}

function laterOf<T extends string>(left: T, right: T): T {
  return left > right ? left : right;
}

function newParams(session: Session, options: DemoOptions): DemoParams {
  const days = options.days ?? DEMO_DEFAULTS.days;
  return {
    seed: options.seed ?? DEMO_DEFAULTS.seed,
    users: options.users ?? DEMO_DEFAULTS.users,
    days,
    firstDate: addDays(session.today, -days),
  };
}

async function assertEmpty({ database }: Session): Promise<void> {
  for (const source of SOURCE_NAMES) {
    if (!(await database.hasTable('source', source))) continue;
    throw new KpiError('failed-precondition', `${database.file} holds imported data; a demo would mix with it.`, {
      hint: 'Name another file with --db.',
    });
  }
}

function assertSameDemo({ database }: Session, params: DemoParams, options: DemoOptions): void {
  for (const name of ['seed', 'users', 'days'] as const) {
    const wanted = options[name];
    if (wanted === undefined || wanted === params[name]) continue;
    throw new KpiError('failed-precondition', `${database.file} holds a demo with --${name} ${params[name]}, not ${wanted}.`, {
      hint: 'Name another file with --db, or leave the option out to continue this one.',
    });
  }
}
