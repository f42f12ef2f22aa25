import { pathToFileURL } from 'node:url';
import { inRoot } from './root.mjs';

/**
 * Runs a TypeScript file as this process's program: its exit code and the signals sent to it are the file's own.
 * @param file absolute path
 * @param args what it finds in `process.argv` from index 2 on
 */
export async function runTypeScript(file, args) {
  // Imported only now: before the dependencies were installed there was nothing to import.
  await import(pathToFileURL(inRoot('server', 'bin', 'register-typescript.mjs')).href);
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}
