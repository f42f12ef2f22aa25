import { KpiError, type UtcDate } from '@pack324a/core';
import { Command } from 'commander';
import { reportError, tolerateClosedOutput } from './cli/errors.ts';
import { catchUp } from './clock/catch-up.ts';
import { JobRunner } from './clock/job-runner.ts';
import { askHost } from './local/host-client.ts';
import { assertNotServed, findHost, type HostRecord } from './local/host-file.ts';
import { holdsData } from './local/platform-days.ts';
import { closeSession, databaseFile, foldLog, openSession, type Session } from './local/session.ts';
import { sleep } from './local/sleep.ts';
import { newestDay, printFigures, whatNext } from './print/newest.ts';
import { type Progress, startProgress } from './print/progress.ts';
import { runLine } from './print/runs.ts';
import { firstAdmin } from './serve/admins.ts';
import { type DashboardBuild, startDashboardBuild } from './serve/dashboard-build.ts';
import { keepServing } from './serve/keep-serving.ts';
import { portOfEnvironment } from './serve/port.ts';
import { type RunningHost, startHost } from './serve/serve.ts';
import { watchStopSignals } from './serve/stop-signals.ts';
import { type IssuedToken, TOKEN_OPERATION, type TokenInput } from './serve/tokens.ts';

const STOPPED = 'Stopped. What has been stored is whole; the next start goes on from there.';

const NO_DAYS = 'note: no source but users has a row with a readable time, so there are no days to aggregate. See "kpi doctor".\n';

/** The main job: bring the figures up to date, show them, and serve them until somebody asks it to stop. */
async function start(serve: boolean): Promise<void> {
  const port = serve ? portOfEnvironment() : undefined;
  const file = databaseFile({});
  if (!serve) await assertNotServed(file);
  const other = await findHost(file);
  if (other !== undefined) return pointAt(other, file);

  const { asked } = watchStopSignals(process);
  const session = await openSession({}, 'write', { stopping: () => asked.aborted });
  let building: DashboardBuild | undefined;
  try {
    // Takes longer than making the figures, so it begins before them.
    if (serve) building = startDashboardBuild(asked);
    await bringUpToDate(session, asked);
    if ((await holdsData(session)) && (await session.lastDay()) === undefined) process.stderr.write(NO_DAYS);
    const day = await newestDay(session);
    if (day !== undefined) await printFigures(session, day);
    if (building !== undefined) {
      await serveSession(session, day, { port, dashboard: await dashboardOf(building, asked) }, asked);
    } else {
      if (day !== undefined) process.stdout.write(await whatNext(session, day));
      await closeSession(session);
    }
  } catch (error) {
    session.database.close();
    if (!asked.aborted || !isStop(error)) throw error;
    if (!serve) throw stopped();
    process.stdout.write(`${STOPPED}\n`);
  } finally {
    building?.stop();
  }
}

/** The folder of what was built; without it the figures are served all the same. */
async function dashboardOf(building: DashboardBuild, asked: AbortSignal): Promise<string | undefined> {
  const { folder, failed } = await building.finished();
  if (failed && !asked.aborted) process.exitCode = 1;
  return folder;
}

interface Serving {
  readonly port: number | undefined;
  /** Folder of the built dashboard. */
  readonly dashboard: string | undefined;
}

/** Serves an open database, and closes it in the end. */
async function serveSession(session: Session, day: UtcDate | undefined, serving: Serving, asked: AbortSignal): Promise<void> {
  if (asked.aborted) throw stopped();
  const host = await hostFor(session, serving);
  try {
    const uid = await firstAdmin(session);
    if (day !== undefined) process.stdout.write(await whatNext(session, day, { host, uid }));
    await keepServing(host, session, asked, { uid });
  } finally {
    await host.stop();
  }
}

/**
 * Makes or continues the demo platform where there is nothing else, and aggregates what is not up to date. When that cannot be
 * done, what there is can still be shown and served.
 */
async function bringUpToDate(session: Session, asked: AbortSignal): Promise<void> {
  if (session.config.paused) {
    process.stderr.write('Jobs are paused by the configuration; the figures are shown as they are stored.\n');
    return;
  }
  const runner = new JobRunner({ abandon: () => session.database.interrupt(), sleep, afterwards: () => foldLog(session) });
  asked.addEventListener('abort', () => void runner.stop());
  let progress: Progress | undefined;
  const onProgress = (done: number, total: number): void => {
    progress ??= startProgress('Aggregating', total, 'days');
    progress.update(done);
  };
  const making = runner.exclusively('start', () => catchUp(session, { demo: {}, onProgress })).finally(() => progress?.stop());
  try {
    if ((await making).some(({ outcome }) => outcome === 'failed')) process.exitCode = 1;
  } catch (error) {
    if (asked.aborted && isStop(error)) throw error;
    process.exitCode = reportError(error);
  }
  if (asked.aborted) throw stopped();
}

function stopped(): KpiError {
  return new KpiError('unavailable', STOPPED);
}

function isStop(error: unknown): boolean {
  return error instanceof KpiError && error.code === 'unavailable';
}

/** A port that is taken keeps nobody from the figures: another one will do, and is told. */
async function hostFor(session: Session, { port, dashboard }: Serving): Promise<RunningHost> {
  const onRun: Parameters<typeof startHost>[0]['onRun'] = (run) => process.stdout.write(`${runLine(run)}\n`);
  try {
    return await startHost({ session, port, dashboard, isCaughtUp: true, onRun });
  } catch (error) {
    if (port === undefined || !(error instanceof KpiError)) throw error;
    process.stderr.write(`note: ${error.message}\n`);
    return startHost({ session, dashboard, isCaughtUp: true, onRun });
  }
}

/** The file is served already: says where, and how to get in. */
async function pointAt(host: HostRecord, file: string): Promise<void> {
  process.stdout.write(`${file} is already served at ${host.url} (PID ${host.pid}).\n`);
  const input: TokenInput = { form: 'link' };
  try {
    const { uid, text } = (await askHost(host, TOKEN_OPERATION, input, () => undefined)) as IssuedToken;
    process.stdout.write(`\nSign in as ${uid} (works once, within 15 minutes):\n  ${text}\n`);
  } catch (error) {
    if (!(error instanceof KpiError) || error.code !== 'not-found') throw error;
    process.stdout.write(`\n${error.toText()}\n`);
  }
}

tolerateClosedOutput();
try {
  const program = new Command('npm start --')
    .description('Makes a demo platform, or takes the data there is; aggregates it, shows the figures, and serves them.')
    .option('--no-serve', 'end once the figures are shown')
    .addHelpText(
      'after',
      '\nThe environment variables KPI_DB, KPI_PORT and KPI_DASHBOARD name the database, the port, and the folder of a built dashboard.',
    )
    .exitOverride()
    .allowExcessArguments(false)
    .action(({ serve }: { readonly serve: boolean }) => start(serve));
  await program.parseAsync();
} catch (error) {
  process.exitCode = reportError(error);
}
