import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { exportEnvironment } from '../scripts/lib/expo.mjs';
import { ROOT } from './kpi.ts';

const EXPO = join(ROOT, 'node_modules', 'expo', 'bin', 'cli');
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.html': 'text/html',
};

/** The dashboard as Firebase Hosting would serve it. */
export interface WebApp {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/**
 * Builds the dashboard with variables as its documentation describes them, and serves it: every address that is no file gets the
 * page, as with the rewrite of the documentation.
 * @param variables `EXPO_PUBLIC_…`
 * @throws Error with what the bundler printed
 */
export async function startWebApp(variables: Readonly<Record<string, string>>): Promise<WebApp> {
  mkdirSync(join(ROOT, '.test-results'), { recursive: true });
  const folder = mkdtempSync(join(ROOT, '.test-results', 'web-app-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const files = join(folder, 'dist');
    await exportWith(variables, files, join(folder, 'cache'));
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://any');
      const path = join(files, decodeURIComponent(pathname));
      const file = path.startsWith(files) && existsSync(path) && statSync(path).isFile() ? path : join(files, 'index.html');
      readFile(file).then(
        (bytes) => response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream').end(bytes),
        () => response.writeHead(500).end(),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const stop = async (): Promise<void> => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      remove();
    };
    // `localhost`: Firebase Auth takes it for a domain that may sign in.
    return { url: `http://localhost:${(server.address() as AddressInfo).port}`, stop };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The bundler remembers files as they were with other variables, so it gets a cache of its own. */
async function exportWith(variables: Readonly<Record<string, string>>, folder: string, cache: string): Promise<void> {
  mkdirSync(cache, { recursive: true });
  const child = spawn(process.execPath, [EXPO, 'export', '--platform', 'web', '--output-dir', folder], {
    cwd: join(ROOT, 'app-mobile'),
    env: { ...exportEnvironment(), ...variables, TMPDIR: cache, TEMP: cache, TMP: cache },
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
