import type { RunRecord } from '@pack324a/core';
import type { Command } from 'commander';
import { assertNotServed } from '../../local/host-file.ts';
import { databaseFile, openSession } from '../../local/session.ts';
import { runLine } from '../../print/runs.ts';
import { builtDashboard } from '../../serve/dashboard-folder.ts';
import { DEFAULT_PORT, MAX_PORT, portOfEnvironment } from '../../serve/port.ts';
import { watchStopSignals } from '../../serve/stop-signals.ts';
import { assertUserId } from '../../serve/tokens.ts';
import { type CommonOptions, databaseCommand, wholeNumber } from '../options.ts';

interface Options extends CommonOptions {
  readonly port?: number;
  readonly uid?: string;
  readonly lan?: true;
}

export function serveCommand(): Command {
  return databaseCommand(
    'serve',
    'Serve the dashboard and the admin API on this machine, and run the jobs on their schedules.',
    'kpi serve --db mine.duckdb --uid demo-admin',
  )
    .option(
      '--port <n>',
      `where to listen; 0 takes any free port; or the environment variable KPI_PORT (default: ${DEFAULT_PORT}, or the next that is free)`,
      wholeNumber(0, MAX_PORT),
    )
    .option('--uid <id>', 'whom to make the sign-in link for (default: the first admin)')
    .option('--lan', 'let other machines of the local network in, for a phone; traffic is not encrypted')
    .action(serve);
}

async function serve(options: Options): Promise<void> {
  if (options.uid !== undefined) assertUserId(options.uid);
  const port = options.port ?? portOfEnvironment();
  const dashboard = builtDashboard();
  await assertNotServed(databaseFile(options));
  // The host and what it brings along would make every other command slower to start.
  const { keepServing } = await import('../../serve/keep-serving.ts');
  const { startHost } = await import('../../serve/serve.ts');
  const { asked } = watchStopSignals(process);
  const session = await openSession(options, 'write', { stopping: () => asked.aborted });
  try {
    const onRun = (run: RunRecord): void => void process.stdout.write(`${runLine(run)}\n`);
    const host = await startHost({ session, port, lan: options.lan, dashboard, onRun });
    await keepServing(host, session, asked, options).finally(() => host.stop());
  } finally {
    session.database.close();
  }
}
