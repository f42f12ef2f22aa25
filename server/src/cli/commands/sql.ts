import { KpiError, messageOf } from '@pack324a/core';
import type { SqlValue } from '@pack324a/duckdb';
import type { Command } from 'commander';
import { table } from '../../print/table.ts';
import { type CommonOptions, databaseCommand, print } from '../options.ts';
import { withOwnSession } from '../own-session.ts';

/** Rows printed at most; beyond them the output says that there are more. */
const MAX_ROWS = 1_000;

interface Options extends CommonOptions {
  readonly unsafeWrite?: boolean;
}

const UNSAFE =
  'warning: --unsafe-write changes the file itself, sources included; what is stored may no longer be what the platform had. It is there to damage data on purpose, in tests.\n';

export function sqlCommand(): Command {
  return databaseCommand(
    'sql',
    'Ask the database in SQL; it is opened read-only.',
    'kpi sql "SELECT date, totalTokensSpent FROM platformKpiDaily ORDER BY date DESC LIMIT 7"',
  )
    .argument('<query>', 'one SQL query; sources and KPI documents are tables named after their collections')
    .option('--json', 'print the rows as JSON')
    .option('--unsafe-write', 'open it for writing and run any statement: it can damage data, which is what tests use it for')
    .action((query: string, options: Options) => run(query, options));
}

async function run(query: string, options: Options): Promise<void> {
  if (options.unsafeWrite === true) process.stderr.write(UNSAFE);
  await withOwnSession(options, options.unsafeWrite === true ? 'write' : 'read', async ({ database }) => {
    await database.run('SET enable_external_access = false');
    const { columns, rows, more } = await database.page(query, MAX_ROWS).catch((error: unknown) => {
      throw queryError(error);
    });
    const objects = rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
    print(options, objects, () =>
      table(
        columns,
        rows.map((row) => row.map(cell)),
        columns.map((_, index) => alignment(rows, index)),
      ),
    );
    if (more) process.stderr.write(`Only the first ${MAX_ROWS} rows are shown; narrow the query with LIMIT or WHERE.\n`);
  });
}

function queryError(error: unknown): KpiError {
  if (error instanceof KpiError) return error;
  const text = messageOf(error);
  if (/read-only/i.test(text)) return new KpiError('permission-denied', 'The database is opened read-only: only queries are possible.');
  return new KpiError('invalid-argument', text.trim(), { expected: 'one query in DuckDB’s SQL' });
}

function cell(value: SqlValue): string {
  if (value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function alignment(rows: readonly SqlValue[][], column: number): 'left' | 'right' {
  const values = rows.map((row) => row[column] ?? null).filter((value) => value !== null);
  return values.length > 0 && values.every((value) => typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(String(value)))
    ? 'right'
    : 'left';
}
