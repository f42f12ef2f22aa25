import { examine, KpiError, toIso } from '@pack324a/core';
import { IMPORT_MEMORY_LIMIT_MB, importFiles } from '@pack324a/duckdb';
import type { Command } from 'commander';
import { readDemoState } from '../../demo/demo-state.ts';
import type { Session } from '../../local/session.ts';
import { format } from '../../print/format.ts';
import { startProgress } from '../../print/progress.ts';
import { table } from '../../print/table.ts';
import { type CommonOptions, databaseCommand, print } from '../options.ts';
import { withOwnSession } from '../own-session.ts';

interface Options extends CommonOptions {
  readonly map?: string;
  readonly source?: string;
  readonly append?: boolean;
}

export function importCommand(): Command {
  return databaseCommand(
    'import',
    'Import files into the sources: NDJSON, JSON, CSV and Parquet.',
    'kpi import --map examples/cdnow/kpi.config.json examples/cdnow/cdnow.txt.gz',
  )
    .argument('<path...>', 'files, folders or globs; a file is named after its collection')
    .option('--map <file>', 'configuration with the mapping of fields (same as --config)')
    .option('--source <name>', 'take every file as this source, whatever its name')
    .option('--append', 'add every row, even one that is already there')
    .option('--json', 'print the report as JSON')
    .action((paths: string[], options: Options) => run(paths, options));
}

async function run(paths: string[], options: Options): Promise<void> {
  await withOwnSession(
    { ...options, config: options.map ?? options.config, memoryLimitMb: IMPORT_MEMORY_LIMIT_MB },
    'write',
    async (session) => {
      const { database, catalogue, config, clock } = session;
      await assertNoDemo(session);
      let progress: ReturnType<typeof startProgress> | undefined;
      const reports = await importFiles(database, catalogue, config, paths, {
        source: options.source,
        append: options.append,
        nowIso: toIso(clock()),
        onFile(_, index, count) {
          progress ??= startProgress('Importing', count, 'files');
          progress.update(index);
        },
      }).finally(() => progress?.stop());
      const imported = new Set(reports.map(({ source }) => source));
      const wrong = (await examine(catalogue, session.reader)).filter(({ level, source }) => level === 'fail' && imported.has(source));
      for (const { message } of wrong) process.stderr.write(`warning: ${message}\n`);
      print(options, reports, () => {
        const rows = reports.map((report) => [
          report.source,
          format.count(report.rowsRead),
          format.count(report.rowsAdded),
          format.count(report.rowsReplaced),
          format.count(report.rowsUnchanged),
          report.file,
        ]);
        return table(['Source', 'Rows', 'Added', 'Replaced', 'Unchanged', 'File'], rows, [
          'left',
          'right',
          'right',
          'right',
          'right',
          'left',
        ]);
      });
    },
  );
}

async function assertNoDemo({ database }: Session): Promise<void> {
  if ((await readDemoState(database)) === undefined) return;
  throw new KpiError('failed-precondition', `${database.file} holds the demo platform; imported data would mix with it.`, {
    hint: 'Name another file with --db or KPI_DB.',
  });
}
