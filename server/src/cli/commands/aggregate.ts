import { DEFAULT_MAX_READS } from '@pack324a/core';
import type { Command } from 'commander';
import { describeRun } from '../../print/runs.ts';
import { type BackendOptions, backendCommand } from '../backend-options.ts';
import { print, warn, wholeNumber } from '../options.ts';
import { perform } from '../perform.ts';

interface Options extends BackendOptions {
  readonly from?: string;
  readonly to?: string;
  readonly date?: string;
}

export function aggregateCommand(): Command {
  return backendCommand('aggregate', 'Aggregate days into KPI documents.', 'kpi aggregate --from 2025-12-01 --to 2025-12-11')
    .option('--date <day>', 'one day, YYYY-MM-DD')
    .option('--from <day>', 'first day of a range (default: the first day with source rows other than sign-ups)')
    .option('--to <day>', 'last day of the range (default: today, or the last day with source rows of a history)')
    .option(
      '--max-reads <n>',
      `with --backend firestore: refuse what would bill more document reads (default: ${DEFAULT_MAX_READS})`,
      wholeNumber(1, Number.MAX_SAFE_INTEGER),
    )
    .option('--json', 'print the run records as JSON')
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { date, from, to } = options;
  const { runs, warnings } = await perform(options, 'aggregate', { date, from, to }, { label: 'Aggregating', unit: 'days' });
  warn(warnings);
  print(options, runs, () => runs.map(describeRun).join('\n'));
  if (runs.some(({ outcome }) => outcome !== 'succeeded')) process.exitCode = 1;
}
