import { once } from 'node:events';
import { copyFileSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { type PlatformDailyResponse, type RunRecord, toIso } from '@pack324a/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rngOf } from '../packages/demo/src/random.ts';
import { ask, copyDatabase, type Dump, dump, HISTORY, makeHistory, writing } from './history.ts';
import { type HostProcess, startHostProcess } from './host.ts';
import { kpi, temporaryFolder } from './kpi.ts';
import { DOCUMENT_TABLES, reading } from './stored.ts';

const SEED = Number(process.env['KPI_SEED'] ?? 324);
const ROUNDS = Math.max(4, Math.round(Number(process.env['KPI_RUNS'] ?? 100) / 20));
/** Of the numbers that the demo platform draws none has this purpose. */
const STREAM = 101;
/** How long a job takes depends on what else the machine does: rounds that come too late are made up for, up to so many in all. */
const MOST_ROUNDS = 3 * ROUNDS;
/** What is left of the usual time of a job that was done earlier than that. */
const EARLIER = 0.7;
/** A round takes a few seconds; on a machine that does much else several times that. */
const ROUND_MS = 90_000;
/** The host has 10 seconds for the part that it is at; the rest is closing. */
const STOP_MS = 15_000;

const folder = temporaryFolder();
const config = folder.file('kpi.config.json');
/** With no figures of days, and with figures of other rows, which aggregating changes. */
const bare = folder.file('bare.duckdb');
const aggregated = folder.file('aggregated.duckdb');
/** A token outlives the host that made it, and works with its successors on copies of the file. */
let token: string;
const before = new Map<string, Dump>();
/** What an aggregation ends in that nobody disturbs. */
let undisturbed: Dump;
/** How long the jobs take when nobody disturbs them: the least that has been seen. */
const usualMs = { aggregation: Number.POSITIVE_INFINITY, 'catching up': Number.POSITIVE_INFINITY };

const AGGREGATE = ['aggregate', '--from', HISTORY.from, '--to', HISTORY.to];
const serve = (db: string): Promise<HostProcess> => startHostProcess({ db, args: ['--config', config] });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function noteDuration(job: keyof typeof usualMs, startedMs: number): void {
  usualMs[job] = Math.min(usualMs[job], performance.now() - startedMs);
}

/** Waits until whatever runs or waits in a host is done: an operation that deletes what is old, which nothing is here. */
async function idle(db: string): Promise<void> {
  expect(await ask(db, 'cleanup', {}).result).toBeDefined();
}

/** Files that lie beside a database while it is open only. */
function leftovers(db: string): string[] {
  const names = readdirSync(dirname(db)).filter((name) => name.startsWith(`${basename(db)}.`));
  return names.filter((name) => !/\.(?:secret|truth\.json)$/.test(name));
}

beforeAll(async () => {
  await makeHistory(bare, aggregated, config);
  const db = folder.file('undisturbed.duckdb');
  copyDatabase(aggregated, db);
  for (const base of [bare, aggregated]) before.set(base, await reading(base, dump));
  const host = await serve(db);
  token = await host.token('demo-admin');
  await idle(db);
  const { begun, result } = ask(db, 'aggregate', HISTORY);
  await begun;
  const startedMs = performance.now();
  expect((await result)?.runs?.map(({ outcome }) => outcome)).toEqual(['succeeded', 'succeeded']);
  noteDuration('aggregation', startedMs);
  await host.stop();
  undisturbed = await reading(db, dump);
  const changed = [...undisturbed].filter(([key, value]) => before.get(aggregated)?.get(key) !== value).map(([key]) => key.split(' ')[0]);
  expect(new Set(changed)).toEqual(new Set(DOCUMENT_TABLES));
  for (const base of [bare, aggregated]) copyFileSync(`${db}.secret`, `${base}.secret`);
  await measureCatchingUp();
}, 300_000);
afterAll(() => folder.remove());

/** Catching up on a history without figures ends in the same documents. */
async function measureCatchingUp(): Promise<void> {
  const db = folder.file('caught-up.duckdb');
  copyDatabase(bare, db);
  const host = await serve(db);
  const startedMs = performance.now();
  await idle(db);
  noteDuration('catching up', startedMs);
  await host.stop();
  expect(await reading(db, dump)).toEqual(undisturbed);
}

/** Every day of every collection is as it was or as it will be, and nothing between. */
function expectWhole(found: Dump, base: string): void {
  const old = before.get(base) ?? new Map<string, string>();
  for (const key of new Set([...found.keys(), ...old.keys()])) {
    const value = found.get(key);
    if (value !== old.get(key)) expect(value, key).toBe(undisturbed.get(key));
  }
}

/** What the figures of a day are, from a host that has just been started. */
async function storedDay(host: HostProcess): Promise<PlatformDailyResponse> {
  const healthy = await fetch(`${host.url}/healthz`);
  expect(healthy.status).toBe(200);
  const response = await fetch(`${host.url}/demo-kpi/europe-central2/kpi_getPlatformDaily`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ data: { date: HISTORY.to } }),
  });
  const body = (await response.json()) as { result: PlatformDailyResponse };
  expect(response.status, JSON.stringify(body)).toBe(200);
  return body.result;
}

async function runsIn(db: string): Promise<RunRecord[]> {
  const rows = await reading(db, (database) => database.all('SELECT data FROM "kpiRuns"'));
  return rows.map((row) => JSON.parse(row['data'] as string) as RunRecord);
}

function jobOf(round: number): keyof typeof usualMs {
  return round % 2 === 0 ? 'aggregation' : 'catching up';
}

/**
 * Kills a host in the middle of a job, then goes on as a person would.
 * @returns whether the job was running when it was killed
 */
async function killOnce(round: number, moment: number): Promise<boolean> {
  const job = jobOf(round);
  const base = job === 'aggregation' ? aggregated : bare;
  const db = folder.file(`round-${round}.duckdb`);
  copyDatabase(base, db);

  const first = await serve(db);
  let landed = true;
  if (job === 'aggregation') {
    await idle(db);
    const { begun, result } = ask(db, 'aggregate', HISTORY);
    await begun;
    const startedMs = performance.now();
    const ended = result.then((outcome) => {
      if (outcome === undefined) return;
      landed = false;
      noteDuration(job, startedMs);
    });
    await Promise.race([ended, pause(moment * usualMs[job])]);
    await first.kill();
    await ended;
  } else {
    await pause(moment * usualMs[job]);
    await first.kill();
  }

  const copy = folder.file(`round-${round}-as-left.duckdb`);
  copyDatabase(db, copy);
  expectWhole(await writing(copy, dump), base);

  const restartedAt = toIso(Date.now());
  const second = await serve(db);
  expect((await storedDay(second)).date).toBe(HISTORY.to);
  const again = await kpi(...AGGREGATE, '--db', db);
  expect(again.exitCode, again.stderr).toBe(0);
  const { exitCode, stderr } = await interrupt(second);
  expect(exitCode, stderr).toBe(0);
  expect(leftovers(db)).toEqual([]);
  expect(await reading(db, dump)).toEqual(undisturbed);
  if (job === 'aggregation') return landed;
  // Had the first host caught up on everything, the second would have had nothing to do before it was asked.
  const runs = (await runsIn(db)).filter(({ startedAt, job: name }) => startedAt >= restartedAt && name === 'aggregate');
  return runs.length > 2;
}

/** Ctrl-C. */
async function interrupt(host: HostProcess): Promise<{ readonly exitCode: number; readonly stderr: string; readonly ms: number }> {
  const startedMs = performance.now();
  const closed = once(host.child, 'close');
  host.child.kill('SIGINT');
  await closed;
  const ms = performance.now() - startedMs;
  const { exitCode, stderr } = await host.stop();
  return { exitCode, stderr, ms };
}

describe('a host that is killed in the middle of a job', () => {
  it(
    `goes on as if nothing had happened, ${ROUNDS} times at random (seed ${SEED})`,
    async () => {
      const rng = rngOf(SEED, STREAM);
      let landed = 0;
      let rounds = 0;
      for (; rounds < ROUNDS || (landed <= ROUNDS / 2 && rounds < MOST_ROUNDS); rounds += 1) {
        const [round, moment, job] = [rounds, rng.unit(), jobOf(rounds)];
        if (await killOnce(round, moment).catch((error: unknown) => failedAt(round, moment, error))) landed += 1;
        else usualMs[job] *= EARLIER;
      }
      // Otherwise nothing was disturbed, and the test would prove nothing.
      expect(landed, `${landed} of ${rounds} kills came while the job was running`).toBeGreaterThan(ROUNDS / 2);
    },
    MOST_ROUNDS * ROUND_MS,
  );
});

function failedAt(round: number, moment: number, cause: unknown): never {
  throw new Error(`round ${round}, killed after ${moment} of the usual time: ${cause instanceof Error ? cause.message : cause}`, { cause });
}

describe('a host that is stopped in the middle of a job', () => {
  it('abandons it cleanly, and the same job later ends in the same documents', async () => {
    const db = folder.file('stopped.duckdb');
    copyDatabase(aggregated, db);
    const host = await serve(db);
    await idle(db);
    const runsBefore = new Set((await recentRuns(host)).map(({ id }) => id));
    const { begun, result } = ask(db, 'aggregate', HISTORY);
    await begun;
    const { exitCode, stderr, ms } = await interrupt(host);
    expect(exitCode, stderr).toBe(0);
    expect(ms).toBeLessThan(STOP_MS);
    expect(leftovers(db)).toEqual([]);
    expectWhole(await reading(db, dump), aggregated);
    const runs = (await runsIn(db)).filter(({ id, job }) => !runsBefore.has(id) && job === 'aggregate');
    expect(runs.length).toBeGreaterThan(0);
    for (const { outcome } of runs) expect(['abandoned', 'succeeded']).toContain(outcome);
    // The command line that had asked for it is told what became of it.
    const told = (await result)?.runs?.map(({ outcome }) => outcome);
    expect(told === undefined || told.includes('abandoned') || told.length === 2).toBe(true);

    const again = await serve(db);
    expect((await kpi(...AGGREGATE, '--db', db)).exitCode).toBe(0);
    expect((await interrupt(again)).exitCode).toBe(0);
    expect(leftovers(db)).toEqual([]);
    expect(await reading(db, dump)).toEqual(undisturbed);
  }, 120_000);
});

async function recentRuns(host: HostProcess): Promise<readonly RunRecord[]> {
  const response = await fetch(`${host.url}/demo-kpi/europe-central2/kpi_getStatus`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: '{"data":{}}',
  });
  return ((await response.json()) as { result: { lastRuns: RunRecord[] } }).result.lastRuns;
}
