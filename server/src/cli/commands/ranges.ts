import type { Command } from 'commander';
import { MAX_CREATORS } from '../../operations/ranges.ts';
import { summaryReport, topCreatorsReport } from '../../print/reports.ts';
import { type BackendOptions, backendCommand } from '../backend-options.ts';
import { print, wholeNumber } from '../options.ts';
import { perform } from '../perform.ts';

interface RangeOptions extends BackendOptions {
  readonly from: string;
  readonly to: string;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 50;

function rangeCommand(name: string, description: string, example: string): Command {
  return backendCommand(name, description, example)
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD in UTC')
    .requiredOption('--to <day>', 'last day')
    .option('--json', 'print the response of the admin API');
}

export function summaryCommand(): Command {
  return rangeCommand('summary', 'Add up what is stored of a range.', 'kpi summary --from 2025-12-01 --to 2025-12-11').action(
    async (options: RangeOptions) => {
      const response = await perform(options, 'summary', { from: options.from, to: options.to });
      print(options, response, () => summaryReport(response));
    },
  );
}

export function topCreatorsCommand(): Command {
  return rangeCommand(
    'top-creators',
    'Rank the creators of a range by what they earned.',
    'kpi top-creators --from 2025-12-01 --to 2025-12-11 --limit 5',
  )
    .option('--limit <n>', `how many creators, 1 to ${MAX_CREATORS}`, wholeNumber(1, MAX_CREATORS), DEFAULT_LIMIT)
    .action(async (options: RangeOptions) => {
      const { from, to, limit = DEFAULT_LIMIT } = options;
      const response = await perform(options, 'top-creators', { from, to, limit });
      print(options, response, () => topCreatorsReport(response));
    });
}
