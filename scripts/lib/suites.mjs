import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inRoot, ROOT } from './root.mjs';
import { firstLines, lastLines } from './steps.mjs';

const FAILURES_SHOWN = 10;

/**
 * Runs vitest projects in one time zone and counts their tests.
 * @param suite `{ projects, zone, seed, runs, exclude? }`; files that match a glob of `exclude` are left out
 * @param runNode runs a program of this Node
 * @param workers test files at a time, where others run beside it; absent, it runs alone
 * @returns counts, seconds, what was printed, the names of skipped tests, what failed, and a sentence when something other than a
 *   test went wrong
 */
export async function runSuite({ projects, zone, seed, runs, exclude = [] }, runNode, workers) {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-tests-'));
  const report = join(folder, 'report.json');
  const args = [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  // The file in which vitest keeps durations, to begin with the longest, is not made for two who write it at once.
  if (workers !== undefined) args.push(`--maxWorkers=${workers}`, '--cache=false');
  // Vitest sets NODE_ENV itself where nobody else has; the seed reaches every generated test.
  const env = { TZ: zone, KPI_SEED: String(seed), KPI_RUNS: String(runs), KPI_EXCLUDE: exclude.join(';'), NODE_ENV: 'test' };
  try {
    const { exitCode, output, seconds } = await runNode({ args: [...args, ...projects.map((project) => `--project=${project}`)], env });
    return { seconds, output, ...evaluate(readReport(report), exitCode) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Counts what a report says. Whatever goes wrong outside of a test counts as one failure, so that it cannot pass unseen.
 * @param report vitest's JSON report; null when it wrote none
 */
export function evaluate(report, exitCode) {
  if (report === null) {
    return {
      counts: { passed: 0, failed: 1, skipped: 0 },
      skipped: [],
      failures: [],
      problem: `The test run ended with exit code ${exitCode} and no report.`,
    };
  }
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter(isBroken);
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').map((test) => test.fullName);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failed = tests.filter((test) => test.status === 'failed').length + brokenFiles.length;
  const counts = { passed, failed, skipped: skipped.length };
  const failures = report.testResults.flatMap(failuresOf);
  if (brokenFiles.length > 0) {
    const names = brokenFiles.map((file) => file.name).join(', ');
    return { counts, skipped, failures, problem: `These files could not be run to their end: ${names}` };
  }
  if (passed + failed === 0) return { counts: { ...counts, failed: 1 }, skipped, failures, problem: 'No test was run.' };
  if (failed === 0 && exitCode !== 0) {
    return {
      counts: { ...counts, failed: 1 },
      skipped,
      failures,
      problem: `Every test passed, yet the run ended with exit code ${exitCode}; see above.`,
    };
  }
  return { counts, skipped, failures, problem: undefined };
}

/**
 * What somebody needs who sees only the end of a log: which suite, which tests, and what they said.
 * @param suite `{ name, zone, seed }`
 * @param result what `runSuite` returned
 * @returns lines; none when nothing failed
 */
export function failureLines({ name, zone, seed }, { counts, problem, failures, output = '' }) {
  if (counts.failed === 0) return [];
  const lines = [`FAILED ${name} (TZ=${zone} KPI_SEED=${seed})`];
  if (problem !== undefined) lines.push(`  ${problem}`);
  for (const { file, test, message } of failures.slice(0, FAILURES_SHOWN)) {
    lines.push(`  ${file} > ${test}`, ...firstLines(message).map((line) => `      ${line}`));
  }
  if (failures.length > FAILURES_SHOWN) lines.push(`  and ${failures.length - FAILURES_SHOWN} more`);
  // Nothing is known of a single test: what was printed last has to do.
  if (failures.length === 0) lines.push(...lastLines(output).map((line) => `      ${line}`));
  return lines;
}

function isBroken(file) {
  return file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
}

function failuresOf(file) {
  const name = relative(ROOT, file.name);
  if (isBroken(file)) return [{ file: name, test: 'could not be run to its end', message: file.message ?? '' }];
  return file.assertionResults
    .filter((test) => test.status === 'failed')
    .map((test) => ({ file: name, test: test.fullName, message: (test.failureMessages ?? []).join('\n') }));
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
