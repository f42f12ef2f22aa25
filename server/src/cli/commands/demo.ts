import type { Command } from 'commander';
import { DEMO_DEFAULTS, type EnsuredDemo, ensureDemo } from '../../demo/ensure-demo.ts';
import { format } from '../../print/format.ts';
import { type CommonOptions, databaseCommand, print, wholeNumber } from '../options.ts';
import { withOwnSession } from '../own-session.ts';

interface Options extends CommonOptions {
  readonly days?: number;
  readonly users?: number;
  readonly seed?: number;
}

export function demoCommand(): Command {
  return databaseCommand(
    'demo',
    'Make a believable platform to look at, or continue it up to today.',
    'kpi demo --db demo.duckdb --days 60 --users 3000 --seed 324',
  )
    .option('--days <n>', `days of history before today (default: ${DEMO_DEFAULTS.days})`, wholeNumber(7, 1_000))
    .option('--users <n>', `users at the end of them (default: ${DEMO_DEFAULTS.users})`, wholeNumber(50, 200_000))
    .option('--seed <n>', `the same seed gives the same platform (default: ${DEMO_DEFAULTS.seed})`, wholeNumber(0, 4_294_967_295))
    .option('--json', 'print what was made as JSON')
    .action((options: Options) =>
      withOwnSession(options, 'write', async (session) => {
        const demo = await ensureDemo(session, options);
        const { change, params, truthFile, result } = demo;
        print(options, { change, params, truthFile, rows: result?.rows ?? 0 }, () => describeDemo(demo, session.database.file));
      }),
    );
}

function describeDemo({ change, params, result, truthFile }: EnsuredDemo, file: string): string {
  if (change === 'kept' || result === undefined) return `The demo platform in ${file} is up to date.`;
  const verb = change === 'made' ? 'Made' : 'Continued';
  return [
    `${verb} a demo platform in ${file}: ${format.count(result.rows)} new rows, ${format.count(result.days)} days since ${params.firstDate}, seed ${params.seed}.`,
    `The true figures, as the generator knows them, are in ${truthFile}: compare them with what is aggregated.`,
    'Next: kpi aggregate',
  ].join('\n');
}
