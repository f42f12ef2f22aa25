import { datesOf, examine, KpiError, parseDateRange, type RunRecord } from '@pack324a/core';
import type { Command } from 'commander';
import { aggregateRange } from '../../local/aggregate.ts';
import { type Session, withSession } from '../../local/session.ts';
import { sourceDays } from '../../local/source-days.ts';
import { startProgress } from '../../print/progress.ts';
import { type CommonOptions, databaseCommand, print } from '../options.ts';

interface Options extends CommonOptions {
  readonly from?: string;
  readonly to?: string;
  readonly date?: string;
}

export function aggregateCommand(): Command {
  return databaseCommand('aggregate', 'Aggregate days into KPI documents.', 'kpi aggregate --from 2025-12-01 --to 2025-12-11')
    .option('--date <day>', 'one day, YYYY-MM-DD')
    .option('--from <day>', 'first day of a range (default: the first day with source rows other than sign-ups)')
    .option('--to <day>', 'last day of the range (default: today, or the last day with source rows of a history)')
    .option('--json', 'print the run records as JSON')
    .action((options: Options) => withSession(options, 'write', (session) => aggregate(session, options)));
}

async function aggregate(session: Session, options: Options): Promise<void> {
  if (options.date !== undefined && (options.from !== undefined || options.to !== undefined)) {
    throw new KpiError('invalid-argument', '--date cannot be combined with --from and --to.', { expected: 'either one day or a range' });
  }
  const names = options.date === undefined ? { from: '--from', to: '--to' } : { from: '--date', to: '--date' };
  const whole =
    options.date === undefined && (options.from === undefined || options.to === undefined) ? await sourceDays(session) : undefined;
  const range = parseDateRange(options.date ?? options.from ?? whole?.from, options.date ?? options.to ?? whole?.to, session.today, names);
  await warnOfMapping(session);
  const progress = startProgress('Aggregating', datesOf(range).length, 'days');
  let runs: RunRecord[];
  try {
    runs = await aggregateRange(session, range, 'backfill', (days) => progress.update(days));
  } finally {
    progress.stop();
  }
  print(options, runs, () => runs.map(describeRun).join('\n'));
  if (runs.some((run) => run.outcome === 'failed')) process.exitCode = 1;
}

/** A wrong mapping must not show up as silent zeros. */
async function warnOfMapping(session: Session): Promise<void> {
  const failures = (await examine(session.catalogue, session.reader)).filter((finding) => finding.level === 'fail');
  for (const { message } of failures) process.stderr.write(`warning: ${message}\n`);
}

function describeRun(run: RunRecord): string {
  const sections = Object.entries(run.sections).map(([name, section]) => {
    const documents = `${name}: ${section.documents} documents`;
    return section.status === 'stored' ? documents : [documents, ...section.errors.map((error) => `    FAILED ${error}`)].join('\n');
  });
  return `${run.from} to ${run.to} ${run.outcome}\n${sections.map((section) => `  ${section}`).join('\n')}`;
}
