import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays, type PlatformKpiHourly, SOURCE_NAMES, type UtcDate, utcDateOf } from '@pack324a/core';
import type { DemoParams } from '@pack324a/demo';
import type { SqlRow } from '@pack324a/duckdb';
import { type OracleDocuments, storedBy, storedDays } from '@pack324a/testkit';
import { catchUp } from '../src/clock/catch-up.ts';
import { writeDemoState } from '../src/demo/demo-state.ts';
import { type Session, withSession } from '../src/local/session.ts';

const FIRST_DATE = '2025-03-03' as UtcDate;
/** Small, with its incident and its outage within the ten days. */
export const PARAMS: DemoParams = { seed: 11, users: 150, days: 10, firstDate: FIRST_DATE };

/** An instant of the platform's day `index`, epoch milliseconds. */
export function at(index: number, time: string): number {
  return Date.parse(`${dateOf(index)}T${time}Z`);
}

export function dateOf(index: number): UtcDate {
  return addDays(FIRST_DATE, index);
}

export interface TemporaryFiles {
  /** A path that no other call returns. */
  readonly fresh: () => string;
  readonly remove: () => void;
}

export function temporaryFiles(): TemporaryFiles {
  const folder = mkdtempSync(join(tmpdir(), 'kpi server '));
  let files = 0;
  return { fresh: () => join(folder, `${++files}.duckdb`), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Works on a file at an instant. */
export function sessionAt<T>(file: string, nowMs: number, work: (session: Session) => Promise<T>): Promise<T> {
  return withSession({ db: file }, 'write', work, { clock: () => nowMs });
}

/** Decides what a file's demo will be, whatever the day it is first told on: as a telling that was stopped at its very start does. */
export function announceDemo(file: string): Promise<void> {
  return sessionAt(file, at(0, '00:00:00'), ({ database }) => writeDemoState(database, { params: PARAMS }));
}

/**
 * What the main job does at an instant, without its printing.
 * @param prepare what happens to the session first
 */
export async function bringUpToDate(file: string, nowMs: number, prepare: (session: Session) => void = () => undefined): Promise<void> {
  await sessionAt(file, nowMs, async (session) => {
    prepare(session);
    const runs = await catchUp(session, { demo: {} });
    for (const run of runs) if (run.outcome !== 'succeeded') throw new Error(JSON.stringify(run.sections));
  });
}

/** A demo in a file of its own, brought up to date at each of the instants. */
export async function demoToldAt(files: TemporaryFiles, instants: readonly number[]): Promise<string> {
  const file = files.fresh();
  await announceDemo(file);
  for (const nowMs of instants) await bringUpToDate(file, nowMs);
  return file;
}

/** Everything that a file knows of its platform. */
export interface Contents {
  /** All rows of each source table that exists, by id. */
  readonly sources: Readonly<Record<string, SqlRow[]>>;
  readonly activityLog: SqlRow[];
  readonly days: OracleDocuments;
  readonly hours: Map<string, PlatformKpiHourly>;
}

export function contentsOf(file: string, nowMs: number): Promise<Contents> {
  return sessionAt(file, nowMs, async (session) => {
    const { database, store } = session;
    const range = { from: addDays(FIRST_DATE, -400), to: addDays(utcDateOf(nowMs), 400) };
    return {
      sources: await sourceRows(session),
      activityLog: await database.all('SELECT * FROM demo.activityLog ORDER BY ALL'),
      days: await storedDays(store, range),
      hours: await storedBy(store, 'platformKpiHourly', range),
    };
  });
}

export async function sourceRows({ database }: Session): Promise<Record<string, SqlRow[]>> {
  const rows: Record<string, SqlRow[]> = {};
  for (const source of SOURCE_NAMES) {
    if (await database.hasTable('source', source)) rows[source] = await database.all(`SELECT * FROM source."${source}" ORDER BY _id`);
  }
  return rows;
}
