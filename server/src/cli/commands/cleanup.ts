import type { Command } from 'commander';
import { type BackendOptions, backendCommand } from '../backend-options.ts';
import { print, warn } from '../options.ts';
import { perform } from '../perform.ts';

export function cleanupCommand(): Command {
  return backendCommand('cleanup', 'Delete KPI documents that are older than their retention.', 'kpi cleanup --config kpi.config.json')
    .option('--json', 'print the run record as JSON')
    .action(run);
}

async function run(options: BackendOptions): Promise<void> {
  const { run, warnings, kept } = await perform(options, 'cleanup', {});
  warn(warnings);
  print(options, run, () => {
    const deleted = Object.entries(run.sections).map(([name, section]) => `  ${name}: ${section.documents} deleted`);
    return [`Kept: hourly ${kept.hourlyDays ?? 'all'} days, daily ${kept.dailyDays ?? 'all'} days.`, ...deleted].join('\n');
  });
  if (run.outcome !== 'succeeded') process.exitCode = 1;
}
