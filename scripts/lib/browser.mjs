import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

const OUTPUT_LINES_SHOWN = 15;
/** What Chrome and Chromium are called on a PATH; the stable releases come first. */
const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
/** Below an applications folder of macOS. */
const MAC_PROGRAMS = ['Google Chrome.app/Contents/MacOS/Google Chrome', 'Chromium.app/Contents/MacOS/Chromium'];
/** Below a folder that a variable of Windows names. */
const WINDOWS_VARIABLES = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'];
const WINDOWS_PROGRAMS = ['Google\\Chrome\\Application\\chrome.exe', 'Chromium\\Application\\chrome.exe'];
/** A package mirror that does not answer, or another apt-get at work, ends the installation instead of holding it up. */
const APT_OPTIONS = ['-o', 'Acquire::http::Timeout=30', '-o', 'Acquire::https::Timeout=30', '-o', 'DPkg::Lock::Timeout=120'];
const APT_STEPS = [
  ['update', '-qq'],
  ['install', '--yes', '-qq', '--no-install-recommends', 'chromium'],
];
const HELP = 'install Chrome or Chromium, or set CHROME_PATH to the path of one';

/**
 * Decides where the Chromium of the browser tests comes from.
 * @param machine `{ env, platform, isRoot, isProgram }`: variables, `process.platform`, whether this is root, and whether a path is
 *   a file that can be run
 * @returns `{ path }` when there is one, `{ aptGet }` with the path of a program that can install one, or `{ problem }`: one sentence
 */
export function planBrowser({ env, platform, isRoot, isProgram }) {
  const chosen = env.CHROME_PATH;
  if (chosen !== undefined && chosen !== '') {
    if (isProgram(chosen)) return { path: chosen };
    return { problem: `CHROME_PATH is "${chosen}", but no program is there: set it to the path of a Chrome or Chromium, or unset it.` };
  }
  const path = usualPlaces(env, platform).find(isProgram);
  if (path !== undefined) return { path };
  const aptGet = platform === 'linux' && isRoot ? onPath(env, ['apt-get']).find(isProgram) : undefined;
  return aptGet === undefined ? { problem: `The browser tests found no Chrome or Chromium: ${HELP}.` } : { aptGet };
}

/**
 * Finds the Chromium of the browser tests; as root on Linux with apt-get, installs one when there is none. Uses nothing but Node itself.
 * @returns the path of its program
 * @throws Error whose message is one sentence: what to install or to set
 */
export function ensureBrowser() {
  const machine = { env: process.env, platform: process.platform, isRoot: process.getuid?.() === 0, isProgram };
  const plan = planBrowser(machine);
  if (plan.aptGet === undefined) return pathOf(plan);
  process.stderr.write('Installing Chromium for the browser tests (first run only)…\n');
  installChromium(plan.aptGet);
  return pathOf(planBrowser(machine));
}

function pathOf({ path, problem }) {
  if (path !== undefined) return path;
  throw new Error(problem ?? `apt-get installed Chromium, yet it is not on the PATH: ${HELP}.`);
}

function installChromium(aptGet) {
  for (const step of APT_STEPS) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const result = spawnSync(aptGet, [...APT_OPTIONS, ...step], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    if (result.status === 0) continue;
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trimEnd();
    process.stderr.write(`${output.split('\n').slice(-OUTPUT_LINES_SHOWN).join('\n')}\n`);
    throw new Error(`apt-get could not install Chromium for the browser tests; see its words above, or ${HELP}.`);
  }
}

function usualPlaces(env, platform) {
  if (platform === 'win32') {
    const folders = WINDOWS_VARIABLES.map((name) => env[name]).filter(Boolean);
    return folders.flatMap((folder) => WINDOWS_PROGRAMS.map((program) => win32.join(folder, program)));
  }
  if (platform !== 'darwin') return onPath(env, NAMES);
  const folders = ['/Applications', ...(env.HOME ? [posix.join(env.HOME, 'Applications')] : [])];
  return [...folders.flatMap((folder) => MAC_PROGRAMS.map((program) => posix.join(folder, program))), ...onPath(env, NAMES)];
}

/** Where a PATH of Linux or macOS could have programs of these names; an empty part of it would mean any folder at all. */
function onPath(env, names) {
  const folders = (env.PATH ?? '').split(':').filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => posix.join(folder, name)));
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
