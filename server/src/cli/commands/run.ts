import { SCHEDULED_JOBS } from '@pack324a/core';
import { Argument, type Command } from 'commander';
import { JOB_IDS, type JobId } from '../../operations/run.ts';
import { describeRun } from '../../print/runs.ts';
import { type BackendOptions, backendCommand } from '../backend-options.ts';
import { print, warn } from '../options.ts';
import { perform } from '../perform.ts';

interface Options extends BackendOptions {
  readonly at?: string;
}

export function runCommand(): Command {
  const jobs = SCHEDULED_JOBS.map(({ id, description }) => `  ${id.padEnd(8)} ${description}`).join('\n');
  return backendCommand('run', 'Run one of the scheduled jobs by hand.', 'kpi run daily --at 2025-12-12T00:10:00Z')
    .addArgument(new Argument('<job>', 'which job').choices(JOB_IDS))
    .option('--at <time>', 'the time it was scheduled for, ISO 8601 (default: the latest time at which it should have run)')
    .option('--json', 'print the run record as JSON')
    .addHelpText('after', `\nJobs:\n${jobs}`)
    .action(run);
}

async function run(job: JobId, options: Options): Promise<void> {
  const { run: record, warnings } = await perform(options, 'run', { job, at: options.at });
  warn(warnings);
  print(options, record, () => describeRun(record));
  if (record.outcome !== 'succeeded') process.exitCode = 1;
}
