import { randomInt } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { ensureInstalled } from './install.mjs';
import { ensureBrowser } from './lib/browser.mjs';
import { inRoot } from './lib/root.mjs';
import { runNode, stepLine } from './lib/steps.mjs';
import { runSuite } from './lib/suites.mjs';

/** Generated platforms per time zone: all of them in a long run, a tenth in a short one. */
const GENERATED_RUNS = 2000;
const FIXED_SEED = 324;
const OTHER_ZONES = ['America/Los_Angeles', 'Asia/Kolkata'];

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

process.stdout.write(`Seeds of generated tests: ${FIXED_SEED}, and ${freshSeed} drawn for this run\n`);
add(await runChecks());
for (const suite of suites()) await run(suite);
for (const name of skippedNames) process.stdout.write(`skipped: ${name}\n`);
process.stdout.write(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped\n`);
process.exitCode = totals.failed === 0 ? 0 : 1;

/** Everything once under UTC; what time zones could disturb again under two others. */
function suites() {
  const runs = (isLong ? GENERATED_RUNS : GENERATED_RUNS / 10) / 2;
  const list = [{ name: 'unit and house rules', zone: 'UTC', projects: ['unit', 'house'], seed: freshSeed, runs }];
  if (hasTests('e2e')) list.push({ name: 'end to end', zone: 'UTC', projects: ['e2e'], seed: freshSeed, runs });
  for (const zone of OTHER_ZONES) list.push({ name: 'unit', zone, projects: ['unit'], seed: freshSeed, runs });
  for (const zone of ['UTC', ...OTHER_ZONES]) {
    for (const seed of [FIXED_SEED, freshSeed]) {
      list.push({ name: `${runs} generated platforms, seed ${seed}`, zone, projects: ['generated'], seed, runs });
    }
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

async function run(suite) {
  const { counts, seconds, problem, skipped } = await runSuite(suite, runNode);
  add(counts);
  for (const name of skipped) skippedNames.add(name);
  const note = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`;
  process.stdout.write(`${stepLine(counts.failed === 0, `${suite.name} (${suite.zone})`, seconds, note)}\n`);
  if (problem !== undefined) process.stdout.write(`      ${problem}\n`);
}

function add(counts) {
  for (const key of Object.keys(totals)) totals[key] += counts[key];
}
