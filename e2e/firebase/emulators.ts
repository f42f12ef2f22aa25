import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../kpi.ts';

/** A `demo-` project belongs to nobody: the emulators ask no server about it. */
export const PROJECT = 'demo-kpi';

const FIREBASE = join(ROOT, 'node_modules', 'firebase-tools', 'lib', 'bin', 'firebase.js');
const HOST = '127.0.0.1';
/** What is started: the three, and what they need of each other. */
const EMULATORS = ['auth', 'functions', 'tasks', 'hub', 'logging', 'eventarc'] as const;
const READY = /All emulators ready/;
const READY_WITHIN_MS = 120_000;
/** For finding out what there is in the codebase; 10 would do on a machine with nothing else to do. */
const DISCOVERY_SECONDS = 60;
const STOP_WITHIN_MS = 10_000;

export interface Emulators {
  readonly ports: Readonly<Record<(typeof EMULATORS)[number], number>>;
  /** Everything that the emulators and the functions in them have printed. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

/**
 * Starts the Auth, Functions and Cloud Tasks emulators of `firebase-tools` on free ports, as a process group of their own, with
 * somebody else's Firestore.
 * @param folder of the functions codebase; configuration, logs and whatever else the emulators write go there
 * @param env for the functions and for the emulators
 */
export async function startEmulators(folder: string, env: Readonly<Record<string, string>>): Promise<Emulators> {
  const free = await freePorts(EMULATORS.length);
  const ports = Object.fromEntries(EMULATORS.map((name, index) => [name, free[index]])) as Emulators['ports'];
  const config = {
    functions: [{ source: '.', codebase: 'kpi', runtime: `nodejs${process.versions.node.split('.')[0]}` }],
    emulators: {
      ...Object.fromEntries(EMULATORS.map((name) => [name, { host: HOST, port: ports[name] }])),
      ui: { enabled: false },
      singleProjectMode: true,
    },
  };
  writeFileSync(join(folder, 'firebase.json'), JSON.stringify(config));
  const words = ['emulators:start', '--only', 'auth,functions,tasks', '--project', PROJECT, '--config', join(folder, 'firebase.json')];
  const child = spawn(process.execPath, [FIREBASE, ...words], {
    cwd: folder,
    // Nothing is asked, fetched or remembered outside of the folder.
    env: {
      ...process.env,
      CI: '1',
      NO_UPDATE_NOTIFIER: '1',
      NO_COLOR: '1',
      METADATA_SERVER_DETECTION: 'none',
      FUNCTIONS_DISCOVERY_TIMEOUT: String(DISCOVERY_SECONDS),
      XDG_CONFIG_HOME: folder,
      HOME: folder,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const killGroup = (): void => signalGroup(child, 'SIGKILL');
  const killAndExit = (): void => {
    killGroup();
    process.exit(1);
  };
  process.once('exit', killGroup).once('SIGTERM', killAndExit).once('SIGINT', killAndExit);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const closed = once(child, 'close').then(() => undefined);
  const stop = async (): Promise<void> => {
    signalGroup(child, 'SIGINT');
    await Promise.race([closed, sleep(STOP_WITHIN_MS)]);
    killGroup();
    await closed;
    process.off('exit', killGroup).off('SIGTERM', killAndExit).off('SIGINT', killAndExit);
  };
  const failure = await notReady(child, closed, () => output);
  if (failure === undefined) return { ports, output: () => output, stop };
  await stop();
  throw new Error(`${failure}:\n${output}`);
}

async function notReady(child: ChildProcess, closed: Promise<void>, output: () => string): Promise<string | undefined> {
  const ready = new Promise<undefined>((resolve) => {
    child.stdout?.on('data', () => {
      if (READY.test(output())) resolve(undefined);
    });
  });
  const early = closed.then(() => 'The emulators ended');
  const late = sleep(READY_WITHIN_MS, 'The emulators were not ready in time', { ref: false });
  return Promise.race([ready, early, late]);
}

function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (pid !== undefined) process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Ports that nobody listened on a moment ago. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, HOST);
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
