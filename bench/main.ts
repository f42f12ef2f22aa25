import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogueFor } from '@pack324a/core';
import { Database } from '@pack324a/duckdb';
import { table } from '@pack324a/server';
import { FIRESTORE_HEAD, firestoreTable } from './firestore.ts';
import { measureHttp } from './http.ts';
import { writeLedger } from './ledger.ts';

const ROWS = Number(process.env['BENCH_ROWS'] ?? 10_000_000);
const CSV_ROWS = Math.min(ROWS, 3_000_000);
const ROUNDS = 3;
const TASK = fileURLToPath(new URL('task.ts', import.meta.url));

interface Measured {
  readonly seconds: number;
  readonly rows: number;
  readonly maxRssMb: number;
}

/** Runs a task in a process of its own. */
function measure(...args: string[]): Measured {
  const output = execFileSync(process.execPath, ['--import', 'tsx', TASK, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output) as Measured;
}

const median = (values: number[]): number => values.sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
const count = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const rate = ({ rows, seconds }: Measured): string => `${count.format(rows / seconds)} rows/s`;

/** The product's figures must be the baseline's, or the comparison means nothing. */
async function assertSameFigures(ours: string, theirs: string): Promise<void> {
  const sums: string[] = [];
  for (const [file, query] of [
    [
      ours,
      'SELECT (SELECT [sum("payingUsers"), sum("totalTokensSpent")] FROM "platformKpiDaily") AS a, (SELECT [count(*), sum("totalEarnedTokens"), sum("totalEarnedPLN")] FROM "creatorKpiDaily") AS b',
    ],
    [
      theirs,
      'SELECT (SELECT [sum("payingUsers"), sum("totalTokensSpent")] FROM hand_platform) AS a, (SELECT [count(*), sum(total), sum(pln)] FROM hand_creators) AS b',
    ],
  ] as const) {
    const database = await Database.open({ file, mode: 'read' }, catalogueFor());
    sums.push(JSON.stringify((await database.all(query)).map(({ a, b }) => [a, b].flat().map(Number))));
    database.close();
  }
  if (sums[0] !== sums[1]) throw new Error(`the figures differ: ${sums.join(' and ')}`);
}

/** Import and aggregation of a year, beside SQL written by hand. */
async function engineRows(file: (name: string) => string): Promise<string[][]> {
  process.stdout.write(`${count.format(ROWS)} ledger rows over 365 days\n`);
  await writeLedger(file('ledger.parquet'), ROWS, 'parquet');
  await writeLedger(file('ledger.csv'), CSV_ROWS, 'csv');
  const parquet = measure('import', file('ours.duckdb'), file('ledger.parquet'));
  const csv = measure('import', file('csv.duckdb'), file('ledger.csv'));
  copyFileSync(file('ours.duckdb'), file('hand.duckdb'));
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    copyFileSync(file('ours.duckdb'), file(`ours-${round}.duckdb`));
    theirs.push(measure('hand-written', file('hand.duckdb')));
    ours.push(measure('aggregate', file(`ours-${round}.duckdb`)));
  }
  await assertSameFigures(file('ours-0.duckdb'), file('hand.duckdb'));
  const seconds = median(ours.map((run) => run.seconds));
  const baseline = median(theirs.map((run) => run.seconds));
  const memory = (runs: Measured[]): string => `${count.format(Math.max(...runs.map((run) => run.maxRssMb)))} MB`;
  return [
    ['import Parquet', rate(parquet), 'at least 500,000 rows/s', memory([parquet])],
    ['import CSV', rate(csv), 'at least 500,000 rows/s', memory([csv])],
    ['hand-written SQL (baseline)', `${baseline.toFixed(2)} s`, '', memory(theirs)],
    ['aggregate 365 days', `${seconds.toFixed(2)} s`, 'at most 600 MB', memory(ours)],
    ['  ratio to the baseline', (seconds / baseline).toFixed(2), 'at most 1.30', ''],
  ];
}

/** A stored day from the host, beside a bare route. */
async function httpRows(file: (name: string) => string): Promise<string[][]> {
  const { ours, baseline } = await measureHttp(file('http.duckdb'));
  return [
    ['bare route over HTTP (baseline)', `${count.format(baseline)} requests/s`, '', ''],
    ['stored day over HTTP', `${count.format(ours)} requests/s`, '', ''],
    ['  ratio to the baseline', (ours / baseline).toFixed(2), 'at least 0.50', ''],
  ];
}

type Alignment = 'left' | 'right';

interface Printed {
  readonly head: readonly string[];
  readonly alignment: readonly Alignment[];
  readonly rows: readonly string[][];
}

const MEASURED = { head: ['', 'measured', 'wanted', 'peak memory'], alignment: ['left', 'right', 'left', 'right'] } as const;

const PARTS: Readonly<Record<string, (file: (name: string) => string) => Promise<Printed>>> = {
  engine: async (file) => ({ ...MEASURED, rows: await engineRows(file) }),
  http: async (file) => ({ ...MEASURED, rows: await httpRows(file) }),
  firestore: async () => ({
    head: FIRESTORE_HEAD,
    alignment: FIRESTORE_HEAD.map((_, column) => (column === 2 ? 'left' : 'right')),
    rows: await firestoreTable(),
  }),
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS);
const unknown = wanted.filter((name) => !Object.hasOwn(PARTS, name));
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(' ')}; usage: npm run bench [-- ${Object.keys(PARTS).join(' | ')}]\n`);
  process.exit(2);
}
process.stdout.write(`${cpus().length} cores, Node ${process.version}\n`);
const folder = mkdtempSync(join(tmpdir(), 'kpi-bench-'));
try {
  const printed: Printed[] = [];
  for (const name of wanted) {
    const part = await PARTS[name]?.((file) => join(folder, file));
    if (part !== undefined) printed.push(part);
  }
  for (const { head, alignment, rows } of printed) process.stdout.write(`\n${table(head, rows, alignment)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
