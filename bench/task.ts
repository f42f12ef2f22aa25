import { aggregateDays, catalogueFor, DEFAULT_CONFIG, parseDateRange, toIso, type UtcDate } from '@pack324a/core';
import {
  Database,
  DEFAULT_MEMORY_LIMIT_MB,
  DuckDbKpiStore,
  DuckDbRangeEngine,
  DuckDbSourceReader,
  IMPORT_MEMORY_LIMIT_MB,
  importFiles,
} from '@pack324a/duckdb';
import { HAND_WRITTEN } from './hand-written.ts';
import { BENCH_FROM, BENCH_TO } from './ledger.ts';

/**
 * One measured task in a process of its own, so that its memory is its own: `import DB FILE`, `aggregate DB` or `hand-written DB`.
 * Prints `{seconds, rows, maxRssMb}` as JSON.
 */
const [task = '', file = '', path = ''] = process.argv.slice(2);
const catalogue = catalogueFor();
const database = await Database.open(
  { file, mode: 'write', memoryLimitMb: task === 'import' ? IMPORT_MEMORY_LIMIT_MB : DEFAULT_MEMORY_LIMIT_MB },
  catalogue,
);

const TASKS: Record<string, () => Promise<number>> = {
  async import() {
    const reports = await importFiles(database, catalogue, DEFAULT_CONFIG, [path], {
      source: 'walletTransactions',
      nowIso: toIso(Date.now()),
    });
    return reports.reduce((sum, report) => sum + report.rowsAdded, 0);
  },
  async aggregate() {
    const store = new DuckDbKpiStore(database, catalogue);
    const run = await aggregateDays(
      {
        catalogue,
        config: DEFAULT_CONFIG,
        store,
        reader: new DuckDbSourceReader(database, catalogue),
        engine: new DuckDbRangeEngine(database, catalogue, store),
        clock: Date.now,
        newRunId: () => `bench-${Date.now()}`,
        log: () => undefined,
      },
      { range: parseDateRange(BENCH_FROM, BENCH_TO, '2026-12-31' as UtcDate), trigger: 'backfill' },
    );
    if (run.outcome !== 'succeeded') throw new Error(JSON.stringify(run.sections));
    return run.rows['walletTransactions'] ?? 0;
  },
  async 'hand-written'() {
    for (const statement of HAND_WRITTEN) await database.run(statement);
    const [row] = await database.all('SELECT count(*) AS n FROM source."walletTransactions"');
    return Number(row?.['n']);
  },
};

const work = TASKS[task];
if (work === undefined) throw new Error(`no task ${task}`);
const started = performance.now();
const rows = await work();
await database.checkpoint();
const seconds = (performance.now() - started) / 1000;
database.close();
process.stdout.write(`${JSON.stringify({ seconds, rows, maxRssMb: process.resourceUsage().maxRSS / 1024 })}\n`);
