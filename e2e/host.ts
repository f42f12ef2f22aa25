import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { KPI, kpiText, type Outcome, ROOT } from './kpi.ts';

export interface HostProcess {
  /** Where it answers, without a slash at the end. */
  readonly url: string;
  readonly child: ChildProcess;
  /** The sign-in link that it printed; undefined when there was nobody to make it for. */
  readonly link: string | undefined;
  /** A bearer token for a user, from the command line. */
  readonly token: (uid: string) => Promise<string>;
  /** Asks it to stop, as Ctrl-C does, and waits for its end. */
  readonly stop: () => Promise<Outcome>;
  /** Ends it where it stands. */
  readonly kill: () => Promise<Outcome>;
}

export interface HostProcessOptions {
  readonly db: string;
  /** Folder of a built dashboard; without one the host serves none, whatever was built here. */
  readonly dashboard?: string;
  /** On top of this process's own variables. */
  readonly env?: Record<string, string>;
  /** Further words of `kpi serve`. */
  readonly args?: readonly string[];
}

const SERVING = /Serving at (http:\/\/\S+);/;
const LINK = /^ +(http:\/\/\S+\/sign-in\?key=\S+)$/m;
/** What a host prints last before it waits: the link, or why there is none. */
const READY = /\/sign-in\?key=\S+\n|Nobody is an admin yet.*\n/;

/** A demo platform, small unless told otherwise, with all its days aggregated. */
export async function makeDemo(db: string, { days = 10, users = 200, seed = 7 } = {}): Promise<void> {
  await kpiText('demo', '--days', String(days), '--users', String(users), '--seed', String(seed), '--db', db);
  await kpiText('aggregate', '--db', db);
}

/** Starts `kpi serve` on any free port, as a process of its own that holds every response to its schema, and waits until it answers. */
export async function startHostProcess({ db, dashboard = '', env = {}, args = [] }: HostProcessOptions): Promise<HostProcess> {
  const child = spawn(process.execPath, [KPI, 'serve', '--db', db, '--port', '0', ...args], {
    cwd: ROOT,
    env: { ...process.env, NO_COLOR: '1', KPI_CHECK_RESPONSES: '1', KPI_DASHBOARD: dashboard, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const killChild = (): boolean => child.kill('SIGKILL');
  process.once('exit', killChild);
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  const ended = once(child, 'close').then(([code]): Outcome => {
    process.removeListener('exit', killChild);
    return { exitCode: (code as number | null) ?? 1, stdout, stderr };
  });
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk;
      if (READY.test(stdout)) resolve();
    });
  });
  const early = ended.then((outcome) => {
    throw new Error(`kpi serve ended with ${outcome.exitCode}: ${outcome.stderr}${outcome.stdout}`);
  });
  await Promise.race([ready, early]);
  const end = (signal: NodeJS.Signals): Promise<Outcome> => {
    child.kill(signal);
    return ended;
  };
  const url = SERVING.exec(stdout)?.[1];
  if (url === undefined) {
    await end('SIGKILL');
    throw new Error(`kpi serve did not say where it serves: ${stdout}`);
  }
  return {
    url,
    child,
    link: LINK.exec(stdout)?.[1],
    token: async (uid) => (await kpiText('token', '--db', db, '--uid', uid, '--bearer')).trim(),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
