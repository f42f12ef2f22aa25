import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallPlatform } from '../server/test/firestore-backend/platform.ts';
import {
  importInto,
  ON_FIRESTORE,
  PROJECT,
  type RunningFirestore,
  seed,
  startFirestore,
} from '../server/test/firestore-backend/support.ts';
import { KPI, type Outcome, runNode, temporaryFolder } from './kpi.ts';

const FIRST = '2025-06-12';
const LAST = '2025-06-14';
const RANGE = ['--from', FIRST, '--to', LAST];

const folder = temporaryFolder();
const cwd = folder.file('empty');
const db = folder.file('kpi.duckdb');
/** What `KPI_DB` names: no database, and nothing that may be touched. */
const bystander = folder.file('bystander.duckdb');
let firestore: RunningFirestore;

beforeAll(async () => {
  mkdirSync(cwd);
  writeFileSync(bystander, 'not a database');
  firestore = await startFirestore();
  const platform = smallPlatform(Date.parse(`${FIRST}T00:00:00Z`), 3);
  await seed(firestore.gateway, platform);
  await importInto(db, platform);
});
afterAll(async () => {
  await firestore.stop();
  folder.remove();
});

function kpi(words: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return runNode([KPI, ...words], { cwd, env: { KPI_DB: bystander, FIRESTORE_EMULATOR_HOST: firestore.host, ...env } });
}

/** JSON without the times at which things were made. */
function untimed(text: string): unknown {
  const times = new Set(['lastUpdated', 'generatedAt', 'usersCountedAt', 'createdAt', 'updatedAt']);
  return JSON.parse(text, (key, value) => (times.has(key) ? undefined : value));
}

describe('kpi on Firestore, as a program', () => {
  it('aggregates, and shows the same JSON as on a file with the same rows', async () => {
    const here = await kpi(['aggregate', '--db', db]);
    const there = await kpi(['aggregate', ...ON_FIRESTORE]);
    expect([here.exitCode, there.exitCode], here.stderr + there.stderr).toEqual([0, 0]);
    expect(there.stdout.replaceAll(/, [\d,]+ document reads/g, '')).toBe(here.stdout);
    for (const words of [
      ['show', 'platform', '--date', LAST],
      ['show', 'creator', '--date', LAST, '--user', 'creator2'],
      ['top-creators', ...RANGE],
    ]) {
      const [file, cloud] = await Promise.all([kpi([...words, '--json', '--db', db]), kpi([...words, '--json', ...ON_FIRESTORE])]);
      expect([file.exitCode, cloud.exitCode], cloud.stderr).toEqual([0, 0]);
      expect(untimed(cloud.stdout)).toEqual(untimed(file.stdout));
    }
  });

  it('takes the project from the environment, and opens no database file', async () => {
    const { exitCode, stdout } = await kpi(['show', 'platform', '--date', LAST, '--backend', 'firestore'], { GCLOUD_PROJECT: PROJECT });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Tokens spent');
    expect(existsSync(`${cwd}/.data`)).toBe(false);
    expect(readFileSync(bystander, 'utf8')).toBe('not a database');
  });

  it('says that a day may be stored in part when it is interrupted', async () => {
    const child = start(['aggregate', ...ON_FIRESTORE, '--from', '2024-01-01', '--to', '2024-02-29']);
    const said = await saidUntil(child, 'Aggregating: ');
    child.kill('SIGINT');
    const [code, signal] = await once(child, 'close');
    expect([code, signal]).toEqual([null, 'SIGINT']);
    expect(said()).toMatch(/\nStopped; a day that was being stored may be so in part\. Running the command again makes it whole\.\n$/);
  });
});

describe('kpi on a Firestore that cannot be used', () => {
  /** One message, no stack, and an end. */
  function expectClear({ exitCode, stdout, stderr }: Outcome, ...says: string[]): void {
    for (const text of says) expect(stderr).toContain(text);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).not.toMatch(/\n\s+at .+:\d+/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(2);
  }

  it('ends when nobody answers', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => void sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const host = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const startedMs = performance.now();
    const outcome = await kpi(['doctor', ...ON_FIRESTORE], { FIRESTORE_EMULATOR_HOST: host });
    for (const socket of sockets) socket.destroy();
    silent.close();
    expectClear(outcome, `The Firestore of ${PROJECT} at the emulator ${host} cannot be used: it has not answered within 10 s.`, 'network');
    expect(performance.now() - startedMs).toBeLessThan(30_000);
  });

  it('says what it lacks without credentials', async () => {
    const missing = folder.file('no such key.json');
    const env = { FIRESTORE_EMULATOR_HOST: '', GOOGLE_APPLICATION_CREDENTIALS: missing, METADATA_SERVER_DETECTION: 'none' };
    expectClear(await kpi(['doctor', ...ON_FIRESTORE], env), `The Firestore of ${PROJECT} cannot be used: `, missing, 'credentials');
  });

  it('says what to install without the SDK', async () => {
    const hook = fileURLToPath(new URL('without-sdk.mjs', import.meta.url));
    const env = { KPI_DB: bystander, FIRESTORE_EMULATOR_HOST: firestore.host };
    const outcome = await runNode(['--import', hook, KPI, 'doctor', ...ON_FIRESTORE], { cwd, env });
    expectClear(outcome, 'Firestore needs a package that is not installed: firebase-admin.', 'node scripts/install.mjs all');
  });
});

function start(words: readonly string[]): ChildProcess {
  const env = { ...process.env, FIRESTORE_EMULATOR_HOST: firestore.host };
  return spawn(process.execPath, [KPI, ...words], { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Waits until a program has said something on standard error; returns what it has said up to now, whenever it is asked. */
async function saidUntil(child: ChildProcess, text: string): Promise<() => string> {
  let said = '';
  await new Promise<void>((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk;
      if (said.includes(text)) resolve();
    });
    child.once('close', () => reject(new Error(`it ended: ${said}`)));
  });
  return () => said;
}
