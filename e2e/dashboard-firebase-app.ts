import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { ensureBuild } from '../scripts/lib/dashboard-builds.mjs';
import { sourcesKey } from '../scripts/lib/dashboard-sources.mjs';
import { exportEnvironment } from '../scripts/lib/expo.mjs';
import { ROOT } from './kpi.ts';

const EXPO = join(ROOT, 'node_modules', 'expo', 'bin', 'cli');
/** Beside the build that `npm start` makes. */
const BUILDS = join(ROOT, 'dist', 'dashboard-firebase');
/** The bundler remembers files as they were with other variables, so it gets a cache of its own. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'kpi-dashboard-firebase');
/** Stand for addresses that are known only when the emulators run; what is served has those. */
const PLACES = { auth: 'auth-emulator.test:1', functions: 'functions-emulator.test:1' } as const;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
};

/** Where the emulators are, as `host:port`. */
type Emulators = Readonly<Record<keyof typeof PLACES, string>>;

/** The dashboard as Firebase Hosting would serve it. */
export interface WebApp {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Builds the dashboard for a project of Firebase with the variables that its documentation describes; only when its sources have
 * changed, since a build takes half a minute.
 * @returns the folder of the build
 * @throws Error with what the bundler printed
 */
export function buildWebApp(projectId: string): Promise<string> {
  const variables = {
    EXPO_PUBLIC_FIREBASE_PROJECT_ID: projectId,
    EXPO_PUBLIC_FIREBASE_API_KEY: 'any',
    EXPO_PUBLIC_AUTH_EMULATOR: PLACES.auth,
    EXPO_PUBLIC_FUNCTIONS_EMULATOR: PLACES.functions,
  };
  const keyOf = (): string =>
    createHash('sha256')
      .update(sourcesKey() + JSON.stringify(variables))
      .digest('hex')
      .slice(0, 16);
  return ensureBuild({ folder: BUILDS, keyOf, build: (folder: string) => exportWith(variables, folder) });
}

/** Serves a build: every address that is no file gets the page, as with the rewrite of the documentation. */
export async function serveWebApp(files: string, emulators: Emulators): Promise<WebApp> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://any');
    const path = join(files, decodeURIComponent(pathname));
    const file = path.startsWith(files) && existsSync(path) && statSync(path).isFile() ? path : join(files, 'index.html');
    void contentOf(file, emulators).then(
      (content) => response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(content),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  // `localhost`: Firebase Auth takes it for a domain that may sign in.
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, stop };
}

async function contentOf(file: string, emulators: Emulators): Promise<Buffer | string> {
  const bytes = await readFile(file);
  if (extname(file) !== '.js') return bytes;
  return bytes.toString().replaceAll(PLACES.auth, emulators.auth).replaceAll(PLACES.functions, emulators.functions);
}

async function exportWith(variables: Readonly<Record<string, string>>, folder: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const child = spawn(process.execPath, [EXPO, 'export', '--platform', 'web', '--output-dir', folder], {
    cwd: join(ROOT, 'app-mobile'),
    env: { ...exportEnvironment(), ...variables, TMPDIR: CACHE, TEMP: CACHE, TMP: CACHE },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  const [exitCode] = (await once(child, 'close')) as [number | null];
  process.off('exit', kill);
  if (exitCode !== 0) throw new Error(`expo export ended with ${exitCode}:\n${output}`);
}
