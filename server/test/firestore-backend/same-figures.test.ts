import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { temporaryFiles } from '../demo-support.ts';
import { type Said, say } from '../host-support.ts';
import { MAPPING, mapped, smallPlatform } from './platform.ts';
import { importInto, ON_FIRESTORE, type RunningFirestore, seed, startFirestore } from './support.ts';

const FIRST = '2025-06-12';
const RUNNING = '2025-06-15';
const FINISHED = '2025-06-14';
/** On the last of the days, which is therefore running. The hours that are kept begin on the day before. */
const NOW = Date.parse(`${RUNNING}T03:30:00Z`);
const DAYS = 4;

const files = temporaryFiles();
const db = files.fresh();
const config = `${db}.config.json`;
let firestore: RunningFirestore;

/** The same command on both, with the clock standing still. */
async function both(...words: string[]): Promise<{ readonly duckdb: Said; readonly firestore: Said }> {
  const duckdb = await say(...words, '--db', db, '--config', config);
  return { duckdb, firestore: await say(...words, ...ON_FIRESTORE, '--config', config) };
}

const withoutBill = (text: string): string => text.replaceAll(/, [\d,]+ document reads/g, '');

beforeAll(async () => {
  firestore = await startFirestore();
  writeFileSync(config, JSON.stringify({ sources: MAPPING, retention: { hourlyDays: 1, dailyDays: 365 } }));
  const platform = mapped(smallPlatform(Date.parse(`${FIRST}T00:00:00Z`), DAYS));
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
  await seed(firestore.gateway, platform);
  await importInto(db, platform, config);
});
afterAll(async () => {
  vi.useRealTimers();
  await firestore.stop();
  files.remove();
});

describe('a platform under names of its own, in Firestore and in a file', () => {
  it('is aggregated over the same days to the same counts, and in Firestore for so many reads', async () => {
    const { duckdb, firestore } = await both('aggregate');
    expect([duckdb.exitCode, firestore.exitCode]).toEqual([0, 0]);
    expect(duckdb.stdout).toContain(`${FIRST} to ${RUNNING} succeeded\n`);
    expect(withoutBill(firestore.stdout)).toBe(duckdb.stdout);
    expect(firestore.stdout.match(/succeeded, [\d,]+ document reads\n/g)).toHaveLength(2);
    expect(firestore.stderr).toMatch(
      /^note: Aggregating 4 days takes about [\d,]+ document reads\. The emulator at [\w.]+:\d+ bills none of them\.\n/,
    );
    expect(firestore.stderr).toMatch(
      /note: Firestore of demo-kpi in the emulator at [\w.]+:\d+: [\d,]+ document reads, \d+ documents written or deleted\.\n$/,
    );
  });

  it.each(
    [
      ['show', 'platform', '--date', FINISHED],
      ['show', 'platform', '--date', RUNNING],
      ['show', 'platform', '--date', FIRST],
      ['show', 'safety', '--date', FINISHED],
      ['show', 'hourly', '--date', FINISHED],
      ['show', 'hourly', '--date', RUNNING],
      ['show', 'creator', '--date', FINISHED, '--user', 'creator1'],
      ['show', 'creator', '--date', FINISHED, '--user', 'nobody'],
      ['summary', '--from', '2025-06-10', '--to', RUNNING],
      ['top-creators', '--from', FIRST, '--to', RUNNING, '--limit', '3'],
      ['doctor'],
    ].map((words) => ({ words, name: words.join(' ') })),
  )('is told in the same words and in the same JSON: kpi $name', async ({ words }) => {
    for (const form of [[], ['--json']]) {
      const { duckdb, firestore } = await both(...words, ...form);
      expect(firestore.stdout).toBe(duckdb.stdout);
      expect([duckdb.exitCode, firestore.exitCode, duckdb.stdout === '']).toEqual([0, 0, false]);
      expect(firestore.stderr).toMatch(
        /^note: Firestore of demo-kpi in the emulator at [\w.]+:\d+: [\d,]+ document reads, 0 documents written or deleted\.\n$/,
      );
    }
  });

  it('has figures that are none of nothing', async () => {
    const { stdout } = await say('show', 'platform', '--date', FINISHED, '--json', ...ON_FIRESTORE, '--config', config);
    const shown = JSON.parse(stdout);
    for (const group of [shown.users, shown.revenue, shown.activity])
      for (const figure of Object.values(group)) expect(figure).toBeGreaterThan(0);
  });

  it('is the same after the jobs have been run by hand', async () => {
    for (const job of ['hourly', 'daily', 'cleanup']) {
      const { duckdb, firestore } = await both('run', job);
      expect(withoutBill(firestore.stdout)).toBe(duckdb.stdout);
      expect([duckdb.exitCode, firestore.exitCode]).toEqual([0, 0]);
    }
    const { duckdb, firestore } = await both('cleanup');
    expect(firestore.stdout).toBe(duckdb.stdout);
    const shown = await both('show', 'platform', '--date', FINISHED, '--json');
    expect(shown.firestore.stdout).toBe(shown.duckdb.stdout);
  });

  it('lacks what has not been aggregated, and is told how to make it', async () => {
    const { exitCode, stdout, stderr } = await say('show', 'safety', '--date', '2025-06-01', ...ON_FIRESTORE, '--config', config);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Run: kpi aggregate --backend firestore --project demo-kpi --date 2025-06-01\n');
  });
});
