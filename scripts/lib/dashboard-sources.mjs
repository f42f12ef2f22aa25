import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root.mjs';

/** What the web app is made of, and how: the app, the packages that it takes code and types from, the libraries, the build itself. */
const SOURCES = [
  'app-mobile',
  'packages/client/package.json',
  'packages/client/src',
  'packages/core/package.json',
  'packages/core/src',
  'package-lock.json',
  'tsconfig.json',
  'scripts/lib/dashboard-export.mjs',
  'scripts/lib/expo.mjs',
];
/** Below them: what is made, installed or not part of the app. Names that begin with a dot are left out as well. */
const LEFT_OUT = new Set(['node_modules', 'dist', 'test', 'android', 'ios', 'coverage', 'expo-env.d.ts']);
const KEY_LENGTH = 16;

/**
 * A key that differs whenever the sources of the web app do.
 * @param root the checkout
 * @returns 16 hexadecimal digits
 */
export function sourcesKey(root = ROOT) {
  const hash = createHash('sha256');
  for (const path of SOURCES.flatMap((source) => filesBelow(root, source))) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex').slice(0, KEY_LENGTH);
}

/** Paths relative to the checkout, with slashes, in an order that is the same everywhere. */
function filesBelow(root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return [];
  if (statSync(full).isFile()) return [path];
  return readdirSync(full)
    .filter((name) => !name.startsWith('.') && !LEFT_OUT.has(name))
    .sort()
    .flatMap((name) => filesBelow(root, `${path}/${name}`));
}
