import { KpiError } from '@pack324a/core';
import { Argument, type Command } from 'commander';
import { SHOW_KINDS, type ShowKind, type Shown } from '../../operations/show.ts';
import { creatorReport, dayReport, hourlyReport, safetyReport } from '../../print/reports.ts';
import { type BackendOptions, backendCommand } from '../backend-options.ts';
import { print } from '../options.ts';
import { perform } from '../perform.ts';

interface Options extends BackendOptions {
  readonly date: string;
  readonly user?: string;
}

export function showCommand(): Command {
  return backendCommand('show', 'Show what is stored of one day.', 'kpi show creator --date 2025-12-11 --user creator123 --json')
    .addArgument(new Argument('<kind>', 'which figures').choices(SHOW_KINDS))
    .requiredOption('--date <day>', 'the day, YYYY-MM-DD in UTC')
    .option('--user <id>', 'the creator, for "show creator"')
    .option('--json', 'print the response of the admin API')
    .action(async (kind: ShowKind, options: Options) => {
      if (kind !== 'creator' && options.user !== undefined) {
        throw new KpiError('invalid-argument', `--user does not go with "show ${kind}", which is about the whole platform.`, {
          hint: `For one creator: kpi show creator --date ${options.date} --user ${options.user}`,
        });
      }
      const shown = await perform(options, 'show', { kind, date: options.date, user: options.user });
      print(options, shown.response, () => report(shown));
    });
}

function report(shown: Shown): string {
  switch (shown.kind) {
    case 'platform':
      return dayReport(shown.response, shown.before ?? undefined, undefined, undefined);
    case 'safety':
      return safetyReport(shown.response, shown.before ?? undefined);
    case 'hourly':
      return hourlyReport(shown.response);
    case 'creator':
      return creatorReport(shown.response);
  }
}
