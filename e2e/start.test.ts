import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { addDays, catalogueFor, MS_PER_DAY, type PlatformDailyResponse, SOURCE_NAMES, type UtcDate, utcDateOf } from '@pack324a/core';
import type { DemoTruth } from '@pack324a/demo';
import { Database } from '@pack324a/duckdb';
import { withSession } from '@pack324a/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ensureDemo } from '../server/src/demo/ensure-demo.ts';
import { kpiJson, type Outcome, runNode, temporaryFolder } from './kpi.ts';
import { type Serving, serving } from './serving.ts';

const here = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const START = here('scripts/start.mjs');
const KPI = here('server/bin/kpi.mjs');
/** Longer than a test takes here, so that the day does not change within one. */
const STEADY_MS = 120_000;

const folder = temporaryFolder();
/** Where the programs are started: neither the checkout nor the folder of the database. */
const elsewhere = folder.file('somewhere else');
beforeAll(() => void mkdirSync(elsewhere));
afterAll(() => folder.remove());

/** The main job up to the figures, as a script asks for them. */
const start = (db: string): Promise<Outcome> => runNode([START, '--no-serve'], { env: { KPI_DB: db }, cwd: elsewhere });
/** A dashboard of one page, so that no start has to build one. */
const dashboard = folder.file('dashboard');
beforeAll(() => {
  mkdirSync(dashboard);
  writeFileSync(join(dashboard, 'index.html'), '<!doctype html><title>Dashboard</title>');
});
/** The main job as a person starts it, on any free port. */
const startServing = (db: string): Serving =>
  serving([START], { env: { KPI_DB: db, KPI_PORT: '0', KPI_DASHBOARD: dashboard }, cwd: elsewhere });

/** The day before the running one, which will go on for long enough. */
async function steadyYesterday(): Promise<UtcDate> {
  const leftMs = MS_PER_DAY - (Date.now() % MS_PER_DAY);
  if (leftMs < STEADY_MS) await new Promise((resolve) => setTimeout(resolve, leftMs + 1_000));
  return addDays(utcDateOf(Date.now()), -1);
}

type Row = Record<string, string | number | null>;

/** How many rows each source has, and what they hold. */
async function sourcesOf(db: string): Promise<Row[]> {
  const tables = await kpiJson<Row[]>(
    'sql',
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'source'`,
    '--db',
    db,
  );
  const parts = tables.map(({ name }) => `SELECT '${name}' AS name, count(*) AS n, bit_xor(hash(t)) AS h FROM "${name}" t`);
  return kpiJson<Row[]>('sql', `${parts.join(' UNION ALL ')} ORDER BY name`, '--db', db);
}

/** The words of the commands that an output recommends, as a shell would pass them on. */
function recommended(stdout: string): string[][] {
  const lines = [...stdout.matchAll(/^ {2}npx kpi (.+?)(?: {2,}.*)?$/gm)].map((match) => match[1] ?? '');
  return lines.map(wordsOf);
}

function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

async function expectRecommendationsToWork(stdout: string, db: string): Promise<void> {
  const commands = recommended(stdout);
  expect(commands.map(([name]) => name)).toEqual(['top-creators', 'show', 'doctor', 'sql', 'import']);
  for (const words of commands) {
    const outcome = await runNode([KPI, ...words], { env: { KPI_DB: db }, cwd: elsewhere });
    expect(outcome.exitCode, `kpi ${words.join(' ')}: ${outcome.stderr}${outcome.stdout}`).toBe(0);
    expect(outcome.stdout.trim(), words.join(' ')).not.toBe('');
  }
}

/** The figure that a report or a line of the table of days shows. */
function shown(stdout: string, pattern: RegExp): number {
  return Number(pattern.exec(stdout)?.[1]?.replaceAll(',', ''));
}

describe('npm start', () => {
  const db = folder.file('new folder/kpi.duckdb');
  let yesterday: UtcDate;
  let first: Outcome;
  let sources: Row[];

  beforeAll(async () => {
    yesterday = await steadyYesterday();
    first = await start(db);
    sources = await sourcesOf(db);
  });

  it('makes the demo platform on its first run, aggregates all of it, and says what it is doing', () => {
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stderr).toMatch(/^Making the demo platform: 61 of 61 days$/m);
    expect(first.stderr).toMatch(/^Aggregating: 61 of 61 days$/m);
    expect(sources.map(({ name }) => name)).toEqual([...SOURCE_NAMES].sort());
  });

  it('prints yesterday’s figures as they are stored', async () => {
    expect(first.stdout).toContain(`${yesterday} (UTC)\n`);
    const stored = await kpiJson<PlatformDailyResponse>('show', 'platform', '--date', yesterday, '--db', db);
    expect(stored.provenance.complete).toBe(true);
    expect(stored.revenue.revenuePLN).toBeGreaterThan(0);
    expect(shown(first.stdout, /^Revenue +([\d,.]+) PLN/m)).toBe(stored.revenue.revenuePLN);
    expect(shown(first.stdout, /^Active users(?: \([^)]*\))? +([\d,]+) /m)).toBe(stored.users.active);
    const truth = JSON.parse(readFileSync(`${db}.truth.json`, 'utf8')) as DemoTruth;
    const known = truth.days.find(({ date }) => date === yesterday);
    expect(stored.revenue.revenuePLN).toBe(Number(known?.platform.totalTokenRevenuePLN));
  });

  it('prints the fortnight up to then, and the running day as such', async () => {
    const lines = first.stdout.split('\n').filter((line) => /^\d{4}-\d\d-\d\d {2}\w{3} /.test(line));
    const dates = Array.from({ length: 15 }, (_, index) => addDays(yesterday, index - 13));
    expect(lines.map((line) => line.slice(0, 10))).toEqual(dates);
    expect(lines.map((line) => line.endsWith('running'))).toEqual(dates.map((date) => date > yesterday));
    const stored = await kpiJson<Row[]>(
      'sql',
      `SELECT "totalTokenRevenuePLN" AS pln FROM "platformKpiDaily" WHERE "date" BETWEEN '${dates[0]}' AND '${dates[14]}' ORDER BY "date"`,
      '--db',
      db,
    );
    expect(lines.map((line) => shown(line, /^.{10} {2}\w{3} +([\d,.]+)/))).toEqual(stored.map(({ pln }) => Number(pln)));
  });

  it('recommends commands that work as they are written', async () => {
    await expectRecommendationsToWork(first.stdout, db);
  });

  it('takes the stored platform on its second run, shows the same, and writes nothing into the sources', async () => {
    const second = await start(db);
    expect(second.exitCode, second.stderr).toBe(0);
    expect(second.stderr).toBe('');
    expect(second.stdout).toBe(first.stdout);
    expect(await sourcesOf(db)).toEqual(sources);
  });

  it('ends well when nobody reads on', async () => {
    const child = spawn(process.execPath, [START, '--no-serve'], {
      env: { ...process.env, KPI_DB: db },
      cwd: elsewhere,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.destroy();
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect(stderr).toBe('');
    expect(exitCode).toBe(0);
  });

  it('says in one sentence that another process has the database', async () => {
    const database = await Database.open({ file: db, mode: 'write' }, catalogueFor());
    try {
      const { exitCode, stdout, stderr } = await start(db);
      expect(stderr.trimEnd().split('\n')).toEqual([
        expect.stringContaining(`${db} is in use by another process (PID ${process.pid}); stop that first`),
      ]);
      expect(stdout).toBe('');
      expect(exitCode).toBe(1);
    } finally {
      database.close();
    }
  });
});

const STOPPED = 'Stopped. What has been stored is whole; the next start goes on from there.\n';

describe('npm start, until it is stopped', () => {
  const db = folder.file('served.duckdb');
  const kpiHere = (...words: string[]): Promise<Outcome> => runNode([KPI, ...words], { env: { KPI_DB: db }, cwd: elsewhere });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s while the demo is being made, and with one line', async (signal) => {
    const making = startServing(db);
    await making.said('stderr', /Making the demo platform: \d+ of 61/);
    making.signal(signal);
    expect(await making.ended).toEqual({ exitCode: 0, stdout: STOPPED });
  });

  it('fails when it was asked for nothing but the figures', async () => {
    const making = serving([START, '--no-serve'], { env: { KPI_DB: db }, cwd: elsewhere });
    await making.said('stderr', /Making the demo platform: \d+ of 61/);
    making.signal('SIGINT');
    expect(await making.ended).toEqual({ exitCode: 1, stdout: '' });
    expect(making.stderr().endsWith(`\n${STOPPED}`)).toBe(true);
  });

  it('shows the figures, then serves them', async () => {
    const yesterday = await steadyYesterday();
    const serves = startServing(db);
    const [, url = ''] = await serves.said('stdout', /^Serving at (http:\/\/127\.0\.0\.1:\d+); Ctrl-C stops it\.$/m);
    const [link = ''] = await serves.said('stdout', /http:\/\/127\.0\.0\.1:\d+\/sign-in\?key=\S+/);
    const { stdout } = serves;
    expect(stdout()).toContain(`${yesterday} (UTC)\n`);

    const signedIn = await fetch(link, { redirect: 'manual' });
    expect(signedIn.status).toBe(303);
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const opened = await fetch(url, { headers: { cookie } });
    expect([opened.url, await opened.text()]).toEqual([`${url}/admin/kpi-dashboard`, expect.stringContaining('<title>Dashboard')]);
    expect(await (await fetch(`${url}/me`, { headers: { cookie } })).json()).toEqual({ uid: 'demo-admin', admin: true });

    const [, tokenWords = ''] = /TOKEN=\$\(npx kpi (.+)\)/.exec(stdout()) ?? [];
    const token = (await kpiHere(...wordsOf(tokenWords))).stdout.trim();
    const [, address = '', body = ''] = /curl -s (\S+) [^']*'[^']*' -d '(.+)'/.exec(stdout()) ?? [];
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(address, { method: 'POST', headers, body });
    const { result } = (await answer.json()) as { result: PlatformDailyResponse };
    expect(shown(stdout(), /^Revenue +([\d,.]+) PLN/m)).toBe(result.revenue.revenuePLN);

    const commands = recommended(stdout());
    expect(commands.map(([name]) => name)).toEqual(['top-creators', 'show', 'doctor', 'sql', 'import']);
    for (const words of commands.slice(0, 3)) expect(await kpiHere(...words), words.join(' ')).toMatchObject({ exitCode: 0, stderr: '' });

    const again = await runNode([START], { env: { KPI_DB: db, KPI_DASHBOARD: dashboard }, cwd: elsewhere });
    expect(again).toMatchObject({ exitCode: 0, stderr: '' });
    expect(again.stdout).toContain(`${db} is already served at ${url} (PID ${serves.pid}).\n`);
    const [fresh = ''] = /http:\S+\/sign-in\?key=\S+/.exec(again.stdout) ?? [];
    expect((await fetch(fresh, { redirect: 'manual' })).status).toBe(303);

    serves.signal('SIGINT');
    const { exitCode } = await serves.ended;
    expect(stdout().endsWith(`\nStopped; everything is in ${db}.\n`)).toBe(true);
    expect(exitCode).toBe(0);
    expect(existsSync(`${db}.host.json`)).toBe(false);
    for (const words of commands.slice(3)) expect(await kpiHere(...words), words.join(' ')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('takes another port where the one it was given is taken', async () => {
    const other = startServing(folder.file('empty.duckdb'));
    const [, url = ''] = await other.said('stdout', /^Serving at (\S+);/m);
    const { port } = new URL(url);
    const second = serving([START], { env: { KPI_DB: db, KPI_PORT: port, KPI_DASHBOARD: dashboard }, cwd: elsewhere });
    const [, elsewhereUrl = ''] = await second.said('stdout', /^Serving at (\S+);/m);
    expect(elsewhereUrl).not.toBe(url);
    expect(second.stderr()).toBe(`note: Port ${port} is in use by another program; name another with --port or KPI_PORT.\n`);
    for (const host of [other, second]) {
      host.signal('SIGTERM');
      expect((await host.ended).exitCode).toBe(0);
    }
  });
});

describe('npm start on a demo of days ago', () => {
  it('continues it up to today', async () => {
    const db = folder.file('old.duckdb');
    const yesterday = await steadyYesterday();
    const thenMs = Date.now() - 2 * MS_PER_DAY;
    // What this making says on its way is not the tested program's.
    const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await withSession({ db }, 'write', (session) => ensureDemo(session, { days: 20, users: 100 }), { clock: () => thenMs });
    quiet.mockRestore();
    const { exitCode, stdout, stderr } = await start(db);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toContain('Continuing the demo platform: 23 of 23 days\n');
    expect(stderr).not.toContain('Making');
    expect(stdout).toContain(`${yesterday} (UTC)\n`);
    const truth = JSON.parse(readFileSync(`${db}.truth.json`, 'utf8')) as DemoTruth;
    for (const { date, platform } of truth.days.slice(-15)) {
      const line = stdout.split('\n').find((text) => text.startsWith(date)) ?? '';
      expect(shown(line, /^.{10} {2}\w{3} +([\d,.]+)/), date).toBe(Number(platform.totalTokenRevenuePLN));
    }
  });
});

describe('npm start on data of one’s own', () => {
  async function own(name: string, source: string, rows: readonly object[]): Promise<string> {
    const db = folder.file(`${name}.duckdb`);
    const file = folder.file(`${source}.ndjson`);
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { exitCode, stderr } = await runNode([KPI, 'import', file], { env: { KPI_DB: db }, cwd: elsewhere });
    expect(exitCode, stderr).toBe(0);
    return db;
  }

  it('aggregates and shows a history, however old, and adds nothing to it', async () => {
    const spend = { type: 'SPEND', userId: 'u', receiverId: 'c', context: 'CHAT' };
    const db = await own('history', 'walletTransactions', [
      { id: '1', createdAt: '2019-02-26T12:00:00Z', amount: 10, ...spend },
      { id: '2', createdAt: '2019-03-05T12:00:00Z', amount: 12.5, ...spend },
    ]);
    const before = await sourcesOf(db);
    const first = await start(db);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(first.stderr).toBe(['Aggregating: 8 of 8 days', ''].join('\n'));
    expect(first.stdout).toContain('\nTue 2019-03-05 (UTC)\n');
    expect(first.stdout).toMatch(/^Revenue +2\.50 PLN +\+25\.0%$/m);
    expect(await sourcesOf(db)).toEqual(before);
    expect(before.map(({ name, n }) => [name, Number(n)])).toEqual([['walletTransactions', 2]]);
    expect(existsSync(`${db}.truth.json`)).toBe(false);
    await expectRecommendationsToWork(first.stdout, db);
    const second = await start(db);
    expect(second).toEqual({ ...first, stderr: '' });
  });

  it('shows a platform that is running up to yesterday, and recommends asking what it has', async () => {
    const yesterday = await steadyYesterday();
    const db = await own(
      'running',
      'aiChatSessions',
      [-8, -7, 0].map((days) => ({ id: `${days}`, createdAt: `${addDays(yesterday, days)}T10:00:00Z`, creatorId: 'c' })),
    );
    const { exitCode, stdout, stderr } = await start(db);
    expect(exitCode, stderr).toBe(0);
    expect(stderr).toBe('Aggregating: 10 of 10 days\n');
    expect(stdout).toContain(`${yesterday} (UTC)\n`);
    expect(stdout).toMatch(/^Chats +1 +no change$/m);
    expect(stdout).toMatch(/ running$/m);
    expect(stdout).toContain('SELECT * FROM aiChatSessions LIMIT 5');
    await expectRecommendationsToWork(stdout, db);
  });
});
