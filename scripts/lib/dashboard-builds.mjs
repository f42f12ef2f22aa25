import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** A build is a folder of this name with the key of its sources; it gets the name last, so what has it is whole. */
const BUILD_PREFIX = 'web-';
/** What is still being built, or was being built when somebody ended it. */
const UNFINISHED_PREFIX = '.building-';
const LOCK = '.lock';
const LOOK_AGAIN_MS = 200;
/** No build takes this long: a lock that is older was left behind, even if its process id is another program's by now. */
const LOCK_LIFETIME_MS = 10 * 60_000;
/** A running host goes on with the build that it started with, so the ones before the newest stay for a while. */
const BUILDS_KEPT = 3;
/** Builds in a row whose sources change while they are built. */
const MAX_BUILDS = 5;

/**
 * The build of the sources as they are, made when it is not there. Several processes may ask at once: one builds, the others wait.
 * @param folder where builds are kept
 * @param keyOf what the sources are now, as letters and digits; it is asked again after a build, which begins anew, a few times, when they changed
 * @param build makes the files in the folder that it is given; when it rejects, nothing remains
 * @param onWait is called once when another process is building
 * @param onChange is called when the sources changed while they were built
 * @param signal ends the waiting; the build has to listen itself
 * @returns the folder of the build
 * @throws Error whatever the build throws, or when the sources keep changing
 */
export async function ensureBuild({ folder, keyOf, build, onWait = unheard, onChange = unheard, signal = new AbortController().signal }) {
  let target = targetOf(folder, keyOf());
  if (isThere(target)) return target;
  mkdirSync(folder, { recursive: true });
  const unlock = await lock({ folder, target, onWait, signal });
  try {
    for (let count = 0; !isThere(target); count += 1) {
      if (count === MAX_BUILDS) throw new Error('its sources keep changing');
      await buildInto({ folder, target, build, isCurrent: () => target === targetOf(folder, keyOf()) });
      const wanted = targetOf(folder, keyOf());
      if (wanted !== target) onChange();
      target = wanted;
    }
    return target;
  } finally {
    unlock();
  }
}

function unheard() {
  // Nobody wants to know.
}

function targetOf(folder, key) {
  return join(folder, `${BUILD_PREFIX}${key}`);
}

/** Builds what was not there; keeps it when it is what the sources still say. */
async function buildInto({ folder, target, build, isCurrent }) {
  // The lock is ours, so these are left from builds that were cut short.
  removeBuilds(folder, (name) => name.startsWith(UNFINISHED_PREFIX));
  const unfinished = join(folder, `${UNFINISHED_PREFIX}${process.pid}`);
  try {
    await build(unfinished);
    if (!isCurrent()) return;
    renameSync(unfinished, target);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  const kept = newestFirst(folder).slice(0, BUILDS_KEPT);
  removeBuilds(folder, (name) => name.startsWith(BUILD_PREFIX) && !kept.includes(name));
}

/** Whether a build is there; one that is used again counts as the newest. */
function isThere(target) {
  if (!existsSync(target)) return false;
  try {
    const now = new Date();
    utimesSync(target, now, now);
  } catch {
    // In a read-only checkout the order stays what it was.
  }
  return true;
}

/** Waits until the lock can be had, or the build is there; returns what gives the lock back. */
async function lock({ folder, target, onWait, signal }) {
  const file = join(folder, LOCK);
  for (let waited = false; !existsSync(target); waited = true) {
    if (isTaken(file)) return () => rmSync(file, { force: true });
    if (isLeftBehind(file)) {
      takeAway(file);
      continue;
    }
    if (!waited) onWait();
    await wait(LOOK_AGAIN_MS, undefined, { signal });
  }
  return () => undefined;
}

function isTaken(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock that was left behind; when another process that waits has just done so and made its own, that is put back. */
function takeAway(file) {
  const aside = `${file}-${process.pid}`;
  try {
    renameSync(file, aside);
    if (!isLeftBehind(aside)) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function isLeftBehind(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > LOCK_LIFETIME_MS) return true;
    const pid = Number(readFileSync(file, 'utf8'));
    // Empty for the moment between its making and its filling.
    return pid > 0 && !isRunning(pid);
  } catch {
    // Gone meanwhile.
    return false;
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function newestFirst(folder) {
  const builds = readdirSync(folder).filter((name) => name.startsWith(BUILD_PREFIX));
  const usedMs = new Map(builds.map((name) => [name, statSync(join(folder, name)).mtimeMs]));
  return builds.sort((a, b) => usedMs.get(b) - usedMs.get(a));
}

function removeBuilds(folder, isObsolete) {
  for (const name of readdirSync(folder).filter(isObsolete)) rmSync(join(folder, name), { recursive: true, force: true });
}
