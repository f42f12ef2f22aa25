import { Command } from 'commander';
import { aggregateCommand } from './commands/aggregate.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { demoCommand } from './commands/demo.ts';
import { doctorCommand } from './commands/doctor.ts';
import { firebaseCommand } from './commands/firebase.ts';
import { importCommand } from './commands/import.ts';
import { metricsCommand } from './commands/metrics.ts';
import { summaryCommand, topCreatorsCommand } from './commands/ranges.ts';
import { runCommand } from './commands/run.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { sqlCommand } from './commands/sql.ts';
import { tokenCommand } from './commands/token.ts';

/** The `kpi` command with everything it can do. */
export function buildProgram(): Command {
  const program = new Command('kpi')
    .description('Daily and hourly KPIs of a creator marketplace: exact, traceable, read-only beside its own data.')
    .showSuggestionAfterError()
    .addHelpText('after', '\nExample:\n  kpi demo && kpi aggregate && kpi summary --from 2025-12-01 --to 2025-12-11');
  const commands = [
    demoCommand(),
    importCommand(),
    aggregateCommand(),
    showCommand(),
    summaryCommand(),
    topCreatorsCommand(),
    serveCommand(),
    tokenCommand(),
    runCommand(),
    cleanupCommand(),
    doctorCommand(),
    metricsCommand(),
    sqlCommand(),
    firebaseCommand(),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...program.commands]) command.exitOverride();
  return program;
}
