import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInstalled, LEVELS, markInstalled } from './lib/lockfile.mjs';
import { ROOT } from './lib/root.mjs';

const OLDEST_NODE = [20, 19];
const OUTPUT_LINES_SHOWN = 15;
/** Lines of npm's own stack traces and their details, which help nobody here. */
const STACK_LINE = /^npm error\s+(?:at |(?:code|errno|syscall|address|port|type): |\}|$)/;

/**
 * Installs the dependencies unless they are there; ends the process with one sentence when that is not possible.
 * Uses nothing but Node itself: this runs before anything is installed.
 * @param level `runtime` for running the product, `all` for building and testing it too
 */
export function ensureInstalled(level) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    fail(`KPI Core needs Node.js ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}. Get a newer one from nodejs.org.`);
  }
  if (isInstalled(ROOT, level)) return;
  process.stderr.write('Installing dependencies (first run only)…\n');
  const started = Date.now();
  const result = runNpm(['ci', level === 'all' ? '--include=dev' : '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (result.error?.code === 'ENOENT') fail('npm was not found; install it together with Node.js, then start again.');
  if (result.status !== 0) {
    const output = `${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`.trimEnd();
    const lines = output.split('\n').filter((line) => !STACK_LINE.test(line));
    process.stderr.write(`${lines.slice(-OUTPUT_LINES_SHOWN).join('\n')}\n`);
    fail('The dependencies could not be installed; see npm’s words above, check the network and the free disk space, then start again.');
  }
  markInstalled(ROOT, level);
  process.stderr.write(`Installed in ${Math.round((Date.now() - started) / 1000)} s.\n`);
}

function runNpm(args) {
  const options = { cwd: ROOT, env: npmEnvironment(), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 };
  const cli = npmCli();
  if (cli !== undefined) return spawnSync(process.execPath, [cli, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** npm's own script: the one that started us, or the one beside this Node. Undefined leaves it to the PATH. */
function npmCli() {
  const starter = process.env.npm_execpath;
  const beside = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', 'npm-cli.js');
  return [starter, beside].find((path) => path !== undefined && basename(path) === 'npm-cli.js' && existsSync(path));
}

/**
 * The environment without what an npm that started us passes on about its own command line: `npm start --omit=dev` or
 * `npm --prefix … test` must not change what is installed, or where. Registry, proxy and cache settings stay.
 */
const COMMAND_SETTINGS =
  /^npm_(?:config_(?:omit|include|production|only|also|dev|global|location|local_prefix|prefix|workspaces?|include_workspace_root|dry_run|package_lock|package_lock_only|json|install_strategy|install_links)|command|lifecycle_.*|package_.*)$/i;

function npmEnvironment() {
  const entries = Object.entries(process.env).filter(([name]) => !COMMAND_SETTINGS.test(name) && name !== 'NODE_ENV');
  return Object.fromEntries(entries);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const level = process.argv[2] ?? 'all';
  if (!LEVELS.includes(level)) fail(`"${level}" is no level of installation; expected ${LEVELS.join(' or ')}.`);
  ensureInstalled(level);
}
