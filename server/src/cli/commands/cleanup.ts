import { cleanup } from '@pack324a/core';
import type { Command } from 'commander';
import { withSession } from '../../local/session.ts';
import { type CommonOptions, databaseCommand, print } from '../options.ts';

export function cleanupCommand(): Command {
  return databaseCommand('cleanup', 'Delete KPI documents that are older than their retention.', 'kpi cleanup --config kpi.config.json')
    .option('--json', 'print the run record as JSON')
    .action((options: CommonOptions) =>
      withSession(options, 'write', async (session) => {
        const run = await cleanup(session);
        const { hourlyDays, dailyDays } = session.config.retention;
        print(options, run, () => {
          const deleted = Object.entries(run.sections).map(([name, section]) => `  ${name}: ${section.documents} deleted`);
          return [`Kept: hourly ${hourlyDays ?? 'all'} days, daily ${dailyDays ?? 'all'} days.`, ...deleted].join('\n');
        });
        if (run.outcome === 'failed') process.exitCode = 1;
      }),
    );
}
