import { randomInt } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { ensureInstalled } from './install.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { inRoot } from './lib/root.mjs';
import { runNode, stepLine } from './lib/steps.mjs';
import { failureLines, runSuite } from './lib/suites.mjs';

/** Generated platforms: so many per time zone in a long run, a tenth over all zones in a short one. */
const GENERATED_RUNS = 2000;
const FIXED_SEED = 324;
const OTHER_ZONES = ['America/Los_Angeles', 'Asia/Kolkata'];
const ZONES = ['UTC', ...OTHER_ZONES];
/** What knows no time but epoch numbers, or none at all: texts of rules and indexes, wires, signing in, signals. */
const ZONELESS = [
  'packages/firestore/test/{emulator,gateway,indexes,rules}/**',
  'packages/client/test/**',
  'server/test/{firebase,host}/**',
  'server/test/{demo-interrupted,lan,listen,progress,secret,stop-signals}.test.ts',
];

const isLong = process.argv.includes('--long');
const unknown = process.argv.slice(2).filter((argument) => argument !== '--long');
if (unknown.length > 0) {
  process.stderr.write(`Unknown: ${unknown.join(' ')}; usage: node scripts/test.mjs [--long]\n`);
  process.exit(2);
}

ensureInstalled('all');
// The test processes inherit it.
process.env.CHROME_PATH = browserPath();
const { runChecks } = await import('./check.mjs');
const freshSeed = randomInt(1, 2 ** 31);
const totals = { passed: 0, failed: 0, skipped: 0 };
const skippedNames = new Set();
const failures = [];

process.stdout.write(`Seeds of generated tests: ${FIXED_SEED}, and ${freshSeed} drawn for this run\n`);
const checks = await runChecks();
add(checks);
failures.push(...checks.failures);
for (const group of groups()) await run(group);
for (const name of skippedNames) process.stdout.write(`skipped: ${name}\n`);
for (const line of failures) process.stdout.write(`${line}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/**
 * Everything once under UTC; what time zones could disturb again under two others. The suites of a group run side by side: what
 * leaves a core idle much of the time, and depends on no clock but its own.
 */
function groups() {
  const runs = (isLong ? GENERATED_RUNS : GENERATED_RUNS / 10) / 2;
  const runsPerZone = isLong ? runs : Math.ceil(runs / ZONES.length);
  const suite = (name, zone, projects) => ({ name, zone, projects, seed: freshSeed, runs });
  const list = [[suite('unit and house rules', 'UTC', ['unit', 'house'])]];
  if (hasTests('e2e')) list.push([suite('end to end', 'UTC', ['e2e'])]);
  list.push(OTHER_ZONES.map((zone) => ({ ...suite('unit', zone, ['unit']), exclude: ZONELESS })));
  for (const zone of ZONES) {
    const generated = suite(`${runsPerZone} generated platforms`, zone, ['generated']);
    list.push([FIXED_SEED, freshSeed].map((seed) => ({ ...generated, name: `${generated.name}, seed ${seed}`, seed, runs: runsPerZone })));
  }
  return list;
}

/** The path of a Chromium; ends the process with one sentence when there is none. */
function browserPath() {
  try {
    return ensureBrowser();
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function hasTests(folder) {
  return existsSync(inRoot(folder)) && readdirSync(inRoot(folder), { recursive: true }).some((name) => name.endsWith('.test.ts'));
}

/** Runs the suites of a group; several share the cores, and what each prints comes when all have ended. */
async function run(group) {
  const isAlone = group.length === 1;
  const results = await Promise.all(group.map((suite) => runSuite(suite, (command) => runNode(command, isAlone), isAlone ? undefined : 1)));
  for (const [index, suite] of group.entries()) report(suite, results[index], isAlone);
}

function report(suite, result, isShown) {
  const { counts, seconds, problem, skipped, output } = result;
  add(counts);
  for (const name of skipped) skippedNames.add(name);
  failures.push(...failureLines(suite, result));
  const note = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  if (!isShown) process.stdout.write(output);
  process.stdout.write(`${stepLine(counts.failed === 0, `${suite.name} (${suite.zone})`, seconds, note)}\n`);
  if (problem !== undefined) process.stdout.write(`      ${problem}\n`);
}

function add(counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}
