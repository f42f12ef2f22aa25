import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { inRoot } from './root.mjs';

const APP_FOLDER = inRoot('app-mobile');
const CLI = inRoot('node_modules', 'expo', 'bin', 'cli');
/** Apart from the bundler's usual cache, in which files may have been transformed with variables of somebody’s own. */
const CACHE_FOLDER = inRoot('node_modules', '.cache', 'kpi-dashboard');
/** Variables that would go into the bundle, or change how it is made. */
const NOT_PASSED_ON = /^(?:EXPO_|METRO_|REACT_NATIVE_|NODE_ENV$|BABEL_ENV$|FORCE_COLOR$)/;

/**
 * Exports the app as it is without any configuration: no variables, no `.env` files, nothing asked of the network.
 * @param words further arguments of `expo export`
 * @param signal ends it
 * @returns `{ exitCode, output }`; what it printed on both streams
 */
export function expoExport(words, { signal } = {}) {
  mkdirSync(CACHE_FOLDER, { recursive: true });
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [CLI, 'export', ...words], {
      cwd: APP_FOLDER,
      env: exportEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    let output = '';
    const collect = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.on('error', (error) => collect(error.message));
    child.on('close', (code) => resolve({ exitCode: code ?? 1, output }));
  });
}

/** @param env variables of this process */
export function exportEnvironment(env = process.env) {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !NOT_PASSED_ON.test(name))),
    // The bundler keeps its cache in the folder for temporary files, whatever the platform calls it.
    TMPDIR: CACHE_FOLDER,
    TEMP: CACHE_FOLDER,
    TMP: CACHE_FOLDER,
    NODE_ENV: 'production',
    CI: '1',
    NO_COLOR: '1',
    EXPO_OFFLINE: '1',
    EXPO_NO_DOTENV: '1',
    EXPO_NO_TELEMETRY: '1',
  };
}
