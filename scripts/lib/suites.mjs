import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inRoot } from './root.mjs';

/**
 * Runs vitest projects in one time zone and counts their tests.
 * @param suite `{ projects, zone, seed, runs }`
 * @param runNode runs a program of this Node and shows what it prints
 * @returns counts, seconds, the names of skipped tests, and a sentence when something other than a test went wrong
 */
export async function runSuite({ projects, zone, seed, runs }, runNode) {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-tests-'));
  const report = join(folder, 'report.json');
  const args = [inRoot('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`];
  // Vitest sets NODE_ENV itself where nobody else has; the seed reaches every generated test.
  const env = { TZ: zone, KPI_SEED: String(seed), KPI_RUNS: String(runs), NODE_ENV: 'test' };
  try {
    const result = await runNode({ args: [...args, ...projects.map((project) => `--project=${project}`)], env }, true);
    return { seconds: result.seconds, ...evaluate(readReport(report), result.exitCode) };
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
      problem: `The test run ended with exit code ${exitCode} and no report.`,
    };
  }
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').map((test) => test.fullName);
  const passed = tests.filter((test) => test.status === 'passed').length;
  const failed = tests.filter((test) => test.status === 'failed').length + brokenFiles.length;
  const counts = { passed, failed, skipped: skipped.length };
  if (brokenFiles.length > 0) {
    return { counts, skipped, problem: `These files could not be run to their end: ${brokenFiles.map((file) => file.name).join(', ')}` };
  }
  if (passed + failed === 0) return { counts: { ...counts, failed: 1 }, skipped, problem: 'No test was run.' };
  if (failed === 0 && exitCode !== 0) {
    return {
      counts: { ...counts, failed: 1 },
      skipped,
      problem: `Every test passed, yet the run ended with exit code ${exitCode}; see above.`,
    };
  }
  return { counts, skipped, problem: undefined };
}

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
