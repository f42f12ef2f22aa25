import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How much is installed: what the product needs to run, or also what building and testing need. */
export const LEVELS = ['runtime', 'all'];

const MARKER = '.kpi-installed.json';

/**
 * Whether node_modules holds what the lock file asks for. A marker of our own answers at once; without one that fits, npm's record of
 * what it installed is compared with the lock, so that an `npm ci` of the user's own counts too.
 * @param root the folder with package-lock.json and node_modules
 * @param level one of LEVELS; `all` satisfies `runtime`
 */
export function isInstalled(root, level) {
  const state = stateOf(root);
  if (state === null) return false;
  const marker = readJson(join(root, 'node_modules', MARKER));
  if (marker !== null && marker.platform !== platform()) return false;
  if (marker?.state === state && satisfies(marker.level, level)) return true;
  if (!matchesLock(root, level)) return false;
  markInstalled(root, matchesLock(root, 'all') ? 'all' : level);
  return true;
}

/** Records what has just been installed. */
export function markInstalled(root, level) {
  try {
    writeFileSync(join(root, 'node_modules', MARKER), JSON.stringify({ level, platform: platform(), state: stateOf(root) }));
  } catch {
    // A read-only checkout can still be run; the next start compares again.
  }
}

function satisfies(installed, wanted) {
  return LEVELS.indexOf(installed) >= LEVELS.indexOf(wanted);
}

/** Native binaries are installed for one platform. */
function platform() {
  return `${process.platform}-${process.arch}`;
}

/** A hash of the lock and of npm's own record, so that an install behind our back is noticed; null when nothing is installed. */
function stateOf(root) {
  const record = recordPath(root);
  if (!existsSync(record)) return null;
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(readFileSync(record))
    .digest('hex');
}

function matchesLock(root, level) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages;
  const installed = readJson(recordPath(root))?.packages;
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.includes('node_modules/') || isOptional(entry) || (entry.dev && level === 'runtime')) return true;
    const found = installed[path];
    return found !== undefined && found.version === entry.version && existsSync(join(root, path));
  });
}

function isOptional(entry) {
  return entry.optional === true || entry.devOptional === true || entry.peer === true;
}

/** Where npm records what it has installed. */
function recordPath(root) {
  return join(root, 'node_modules', '.package-lock.json');
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
