import { parseDateRange, summaryOf, topCreatorsOf } from '@pack324a/core';
import type { Command } from 'commander';
import { withSession } from '../../local/session.ts';
import { summaryReport, topCreatorsReport } from '../../print/reports.ts';
import { type CommonOptions, databaseCommand, print, wholeNumber } from '../options.ts';

interface RangeOptions extends CommonOptions {
  readonly from: string;
  readonly to: string;
  readonly limit?: number;
}

const NAMES = { from: '--from', to: '--to' };
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

function rangeCommand(name: string, description: string, example: string): Command {
  return databaseCommand(name, description, example)
    .requiredOption('--from <day>', 'first day, YYYY-MM-DD in UTC')
    .requiredOption('--to <day>', 'last day')
    .option('--json', 'print the response of the admin API');
}

export function summaryCommand(): Command {
  return rangeCommand('summary', 'Add up what is stored of a range.', 'kpi summary --from 2025-12-01 --to 2025-12-11').action(
    (options: RangeOptions) =>
      withSession(options, 'read', async ({ store, today }) => {
        const response = await summaryOf(store, parseDateRange(options.from, options.to, today, NAMES));
        print(options, response, () => summaryReport(response));
      }),
  );
}

export function topCreatorsCommand(): Command {
  return rangeCommand(
    'top-creators',
    'Rank the creators of a range by what they earned.',
    'kpi top-creators --from 2025-12-01 --to 2025-12-11 --limit 5',
  )
    .option('--limit <n>', `how many creators, 1 to ${MAX_LIMIT}`, wholeNumber(1, MAX_LIMIT), DEFAULT_LIMIT)
    .action((options: RangeOptions) =>
      withSession(options, 'read', async ({ store, today }) => {
        const response = await topCreatorsOf(store, parseDateRange(options.from, options.to, today, NAMES), options.limit ?? DEFAULT_LIMIT);
        print(options, response, () => topCreatorsReport(response));
      }),
    );
}
