import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inRoot } from './root.mjs';

/**
 * Runs a TypeScript file as this process's program: its exit code and the signals sent to it are the file's own.
 * @param file absolute path
 * @param args what it finds in `process.argv` from index 2 on
 */
export async function runTypeScript(file, args) {
  // Resolved from the server package, which has tsx as its dependency wherever npm puts it.
  const tsx = createRequire(inRoot('server', 'package.json')).resolve('tsx/esm/api');
  const { register } = await import(pathToFileURL(tsx).href);
  register();
  process.argv = [process.argv[0], file, ...args];
  await import(pathToFileURL(file).href);
}
