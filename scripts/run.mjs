import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { ROOT } from './lib/root.mjs';
import { runTypeScript } from './lib/run-typescript.mjs';

/** Folders whose programs use what only development needs. */
const DEVELOPMENT_FOLDERS = ['bench', 'scripts'];

const [name, ...args] = process.argv.slice(2);
const file = name === undefined ? undefined : resolve(ROOT, name);
if (file === undefined || !existsSync(file)) {
  process.stderr.write(
    `${name === undefined ? 'No file was given' : `${name} does not exist`}; usage: node scripts/run.mjs FILE.ts [arguments]\n`,
  );
  process.exit(2);
}
const [folder] = relative(ROOT, file).split(sep);
ensureInstalled(DEVELOPMENT_FOLDERS.includes(folder) ? 'all' : 'runtime');
await runTypeScript(file, args);
