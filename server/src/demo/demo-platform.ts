import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { aggregateHours, DEFAULT_CONFIG, type HourObservation, hourlyDocumentId, KpiError, toIso, type UtcHour } from '@pack324a/core';
import {
  cutDay,
  type DemoDay,
  type DemoParams,
  type DemoRow,
  type DemoTruth,
  dayIndexAt,
  firstDayForCaptures,
  generateDay,
  type HourCapture,
  keepTruth,
  noteActivity,
  observeCaptures,
  platformUsers,
} from '@pack324a/demo';
import { type Database, importFiles } from '@pack324a/duckdb';
import type { Session } from '../local/session.ts';
import { writeDemoState } from './demo-state.ts';

export interface DemoResult {
  readonly rows: number;
  readonly days: number;
  readonly truth: DemoTruth;
}

/**
 * Tells the demo platform up to an instant: imports the rows that have arrived since, as any platform's export would be, and
 * replays the hourly captures that its hourly job would have taken meanwhile.
 * @param fromMs up to where it has been told before; undefined for a new one
 */
export async function tellDemo(
  session: Session,
  params: DemoParams,
  fromMs: number | undefined,
  untilMs: number,
  onDay: (days: number) => void,
): Promise<DemoResult> {
  await writeDemoState(session.database, { params, untilMs: fromMs });
  const lastDay = dayIndexAt(params, untilMs);
  const firstNewDay = fromMs === undefined ? 0 : dayIndexAt(params, fromMs);
  const truth = keepTruth(params, untilMs);
  const lastActive = new Map<string, number>();
  const arrived: DemoDay[] = [];
  const captureFrom = fromMs === undefined ? 0 : firstDayForCaptures(params, fromMs);
  const captureDays: DemoDay[] = [];
  for (let index = 0; index <= lastDay; index += 1) {
    const day = cutDay(generateDay(params, index), { untilMs });
    truth.add(day);
    noteActivity(lastActive, day, untilMs);
    if (index >= firstNewDay) arrived.push(day);
    if (index >= captureFrom) captureDays.push(day);
    onDay(index + 1);
    // Signals and requests are heard only between two turns of the event loop.
    await setImmediate();
    assertNotStopping(session);
  }
  const rows = await importDays(session, arrived, platformUsers(params, untilMs, lastActive), toIso(untilMs));
  await keepActivityLog(session.database, arrived, fromMs);
  await replayCaptures(session, [
    ...observeCaptures({ params, days: captureDays, untilMs, ...(fromMs === undefined ? {} : { afterMs: fromMs }) }),
  ]);
  await writeDemoState(session.database, { params, untilMs });
  return { rows, days: lastDay + 1, truth: truth.result() };
}

function assertNotStopping({ stopping }: Session): void {
  if (stopping?.() === true) throw new KpiError('unavailable', 'Stopped before the demo platform was told; the next start tells it anew.');
}

/** Writes the rows as NDJSON exports and imports them the way any file is imported. */
async function importDays(
  { database, catalogue }: Session,
  days: readonly DemoDay[],
  users: readonly DemoRow[],
  nowIso: string,
): Promise<number> {
  return inTemporaryFolder(async (folder) => {
    const bySource = new Map<string, DemoRow[]>([['users', [...users]]]);
    for (const day of days) {
      for (const [source, rows] of Object.entries(day.rows)) bySource.set(source, (bySource.get(source) ?? []).concat(rows));
    }
    for (const [source, rows] of bySource)
      writeLines(
        join(folder, `${source}.ndjson`),
        rows.map(({ id, data }) => ({ id, ...data })),
      );
    const reports = await importFiles(database, catalogue, DEFAULT_CONFIG, [folder], { nowIso });
    return reports.reduce((sum, report) => sum + report.rowsAdded, 0);
  });
}

/** Files on the way from the generator into the database are gone afterwards, whatever happens. */
async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-demo-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeLines(file: string, rows: readonly object[]): void {
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
}

/** Every sign-in of the demo platform, in a table of its own: what `lastActiveAt` forgets. */
async function keepActivityLog(database: Database, days: readonly DemoDay[], fromMs: number | undefined): Promise<void> {
  return inTemporaryFolder(async (folder) => {
    const file = join(folder, 'activity.ndjson');
    const activity = days.flatMap((day) => day.activity).filter(({ atMs }) => atMs > (fromMs ?? Number.NEGATIVE_INFINITY));
    writeLines(
      file,
      activity.map(({ userId, atMs }) => ({ userId, activeAt: atMs })),
    );
    await database.run('CREATE SCHEMA IF NOT EXISTS demo');
    await database.run('CREATE TABLE IF NOT EXISTS demo.activityLog (userId VARCHAR, activeAt TIMESTAMP)');
    // What an interrupted run left behind is told anew.
    if (fromMs === undefined) await database.run('DELETE FROM demo.activityLog');
    else await database.run(`DELETE FROM demo.activityLog WHERE activeAt > epoch_ms(${fromMs})`);
    await database.run(
      `INSERT INTO demo.activityLog SELECT userId, epoch_ms(activeAt)
       FROM read_json('${file.replaceAll("'", "''")}', format = 'newline_delimited', columns = {userId: 'VARCHAR', activeAt: 'BIGINT'})`,
    );
  });
}

/** Each hour was captured twice: while it ran, and at its close. */
async function replayCaptures(session: Session, captures: readonly HourCapture[]): Promise<void> {
  for (const complete of [false, true]) {
    const found = new Map<string, HourObservation & { nowMs: number }>();
    const hours: UtcHour[] = [];
    for (const capture of captures) {
      if (capture.complete !== complete) continue;
      hours.push(capture.hour);
      found.set(hourlyDocumentId(capture.hour), { ...capture.observation, nowMs: capture.nowMs });
    }
    if (hours.length === 0) continue;
    const observed = (hour: UtcHour): HourObservation & { nowMs: number } => {
      const observation = found.get(hourlyDocumentId(hour));
      if (observation === undefined) throw new RangeError(`no capture of ${hourlyDocumentId(hour)}`);
      return observation;
    };
    const run = await aggregateHours(session, { hours, trigger: 'scheduled', job: 'hourly', observed });
    // What was not captured now could never be captured later; told as a failure, the whole telling is done anew.
    if (run.outcome === 'failed') {
      throw new KpiError('failed-precondition', 'The hourly captures of the demo platform could not be stored.', {
        hint: 'The reason is above; start again once it is out of the way.',
      });
    }
  }
}
