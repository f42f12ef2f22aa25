import { mkdirSync, writeFileSync } from 'node:fs';
import { addDays, MS_PER_DAY, type UtcDate, utcDateOf } from '@pack324a/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KPI, type Outcome, ROOT, runNode, temporaryFolder } from './kpi.ts';
import { type Serving, serving } from './serving.ts';

const START = `${ROOT}scripts/start.mjs`;
/** Longer than a test takes here, so that the day does not change within one. */
const STEADY_MS = 60_000;

const folder = temporaryFolder();
const elsewhere = folder.file('elsewhere');
beforeAll(() => void mkdirSync(elsewhere));
afterAll(() => folder.remove());

const startAlone = (db: string): Promise<Outcome> => runNode([START, '--no-serve'], { env: { KPI_DB: db }, cwd: elsewhere });
const startServing = (db: string): Serving => serving([START], { env: { KPI_DB: db, KPI_PORT: '0' }, cwd: elsewhere });
const kpiOn = (db: string, ...words: string[]): Promise<Outcome> => runNode([KPI, ...words], { env: { KPI_DB: db }, cwd: elsewhere });

async function steadyToday(): Promise<UtcDate> {
  const leftMs = MS_PER_DAY - (Date.now() % MS_PER_DAY);
  if (leftMs < STEADY_MS) await new Promise((resolve) => setTimeout(resolve, leftMs + 1_000));
  return utcDateOf(Date.now());
}

/** A database with these rows imported. */
async function own(name: string, rows: Readonly<Record<string, readonly object[]>>): Promise<string> {
  const db = folder.file(`${name}.duckdb`);
  for (const [source, ofSource] of Object.entries(rows)) {
    const file = folder.file(`${source}.ndjson`);
    writeFileSync(file, ofSource.map((row) => `${JSON.stringify(row)}\n`).join(''));
    const { exitCode, stderr } = await kpiOn(db, 'import', file);
    expect(exitCode, stderr).toBe(0);
  }
  return db;
}

const spend = (createdAt: string): object => ({ id: createdAt, createdAt, type: 'SPEND', userId: 'u', receiverId: 'c', amount: 5 });

/** Ends a program that serves, and returns what it said. */
async function stopped(program: Serving): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  program.signal('SIGTERM');
  return { ...(await program.ended), stderr: program.stderr() };
}

describe('npm start on odd data', () => {
  it('shows a platform that is running in spite of a row of 1970', async () => {
    const today = await steadyToday();
    const db = await own('epoch', { walletTransactions: [spend('1970-01-01T00:00:00Z'), spend(`${today}T00:00:00Z`)] });
    const program = startServing(db);
    await program.said('stdout', /^Serving at /m);
    const { exitCode, stdout, stderr } = await stopped(program);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(/^(?:Aggregating: \d+ of 366 days\n)+$/);
    expect(stdout).toContain(`${addDays(today, -1)} (UTC)\n`);
  });

  it('serves sign-ups that nothing else goes with, and says that there is nothing to aggregate', async () => {
    const db = await own('sign-ups', { users: [{ id: 'ann', createdAt: '2025-01-01T00:00:00Z', role: 'admin' }] });
    const program = startServing(db);
    await program.said('stdout', /^Sign in as ann /m);
    const { exitCode, stdout, stderr } = await stopped(program);
    expect(exitCode).toBe(0);
    expect(stderr).toBe('note: no source but users has a row with a readable time, so there are no days to aggregate. See "kpi doctor".\n');
    expect(stdout).not.toContain('(UTC)');
    expect(await startAlone(db)).toEqual({ exitCode: 0, stdout: '', stderr });
  });

  it('serves a range that it does not dare to guess, says why, and how to go on', async () => {
    const db = await own('apart', { walletTransactions: [spend('1970-01-01T00:00:00Z'), spend('2020-01-01T10:00:00Z')] });
    const why =
      'The source rows reach from 1970-01-01 to 2020-01-01, 18263 days.\nIf that is right, name the range: kpi aggregate --from <day> --to <day>\n';
    const program = startServing(db);
    await program.said('stdout', /^Serving at /m);
    expect(program.stderr()).toBe(why);
    expect((await kpiOn(db, 'aggregate', '--from', '2020-01-01', '--to', '2020-01-01')).exitCode).toBe(0);
    expect((await stopped(program)).exitCode).toBe(1);
    const alone = await startAlone(db);
    expect(alone).toMatchObject({ exitCode: 1, stderr: why });
    expect(alone.stdout).toContain('2020-01-01 (UTC)\n');
  });
});

describe('npm start on a history', () => {
  it('shows its last day, though figures of yesterday have been asked for', async () => {
    const yesterday = addDays(await steadyToday(), -1);
    const db = await own('history', { walletTransactions: [spend('2019-02-26T12:00:00Z'), spend('2019-03-05T12:00:00Z')] });
    const first = await startAlone(db);
    expect(first.stdout).toContain('2019-03-05 (UTC)\n');
    for (const date of ['2019-03-06', yesterday]) expect((await kpiOn(db, 'aggregate', '--date', date)).exitCode).toBe(0);
    expect(await startAlone(db)).toEqual({ ...first, stderr: '' });
  });
});

describe('npm start on a file that a host serves already', () => {
  it('says where, and how to name an admin where there is none', async () => {
    const db = await own('nobody', { walletTransactions: [spend('2019-03-05T12:00:00Z')] });
    const program = startServing(db);
    const [, url = ''] = await program.said('stdout', /^Serving at (\S+);/m);
    const { exitCode, stdout, stderr } = await startAlone(db);
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
    expect(stderr).toContain('is served at');
    const again = await runNode([START], { env: { KPI_DB: db }, cwd: elsewhere });
    expect(again).toEqual({
      exitCode: 0,
      stderr: '',
      stdout: `${db} is already served at ${url} (PID ${program.pid}).

Nobody is an admin yet.
Name one in kpi.config.json, "localAdmins": ["you"], and start again; or import a users collection in which somebody has the role "admin".
`,
    });
    expect((await stopped(program)).exitCode).toBe(0);
  });
});
