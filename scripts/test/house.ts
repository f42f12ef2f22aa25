import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../lib/root.mjs';

/** Folders with files that are made or downloaded, not written. */
const NOT_OURS = new Set(['node_modules', '.git', '.data', '.bench', '.test-results', 'dist', '.expo', 'coverage']);
const TEXT = /\.(?:ts|mjs|json|md|grit|sql|ya?ml|rules|gitignore|npmrc)$|\/\.ci\/run$/;

/** A file of the checkout; `path` is relative to its root, with slashes. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
}

/** Every text file that was written by hand. */
export function houseFiles(): HouseFile[] {
  return pathsBelow('')
    .filter((path) => TEXT.test(`/${path}`) && path !== 'package-lock.json')
    .map((path) => ({ path, text: readFileSync(inRoot(path), 'utf8') }));
}

function pathsBelow(folder: string): string[] {
  return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name).replaceAll('\\', '/');
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : pathsBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** Lines of a file on which a pattern occurs, as `path:line`. */
export function linesWith({ path, text }: HouseFile, pattern: RegExp): string[] {
  return text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : []));
}
