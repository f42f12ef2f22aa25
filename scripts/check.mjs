import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './lib/root.mjs';
import { firstLines, runNode, stepLine } from './lib/steps.mjs';

const tool = (...parts) => inRoot('node_modules', ...parts);

/** What is checked without running the product. */
function checkSteps() {
  const steps = [
    { name: 'types', args: [tool('typescript', 'bin', 'tsc'), '-p', '.', '--pretty', 'false'] },
    { name: 'types of the app', args: [tool('typescript', 'bin', 'tsc'), '-p', 'app-mobile', '--pretty', 'false'] },
    {
      name: 'lint, format and boundaries',
      args: [tool('@biomejs', 'biome', 'bin', 'biome'), 'ci', '--colors=off', '--error-on-warnings', '--max-diagnostics=50', '.'],
    },
    { name: 'awaited promises', args: [inRoot('scripts', 'lint', 'floating-promises.mjs')] },
    { name: 'unused code', args: [tool('knip', 'bin', 'knip.js'), '--no-progress', '--no-config-hints'] },
  ];
  if (existsSync(inRoot('scripts', 'generate.ts'))) {
    steps.push({ name: 'generated files', args: [inRoot('scripts', 'run.mjs'), 'scripts/generate.ts', '--check'] });
  }
  return steps;
}

/**
 * Runs every check, side by side since each keeps one core busy, and prints a line for each, with the output of those that fail.
 * @returns how many passed and failed, in the words of a test run, and the beginning of what the failed ones said
 */
export async function runChecks() {
  const outcome = { passed: 0, failed: 0, skipped: 0, failures: [] };
  const results = await Promise.all(checkSteps().map(async ({ name, args }) => ({ name, ...(await runNode({ args })) })));
  for (const { name, exitCode, output, seconds } of results) {
    const ok = exitCode === 0;
    outcome[ok ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${stepLine(ok, name, seconds)}\n`);
    if (ok) continue;
    process.stdout.write(`${output.trimEnd()}\n`);
    outcome.failures.push(`FAILED ${name}`, ...firstLines(output).map((line) => `      ${line}`));
  }
  return outcome;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled('all');
  const { failed } = await runChecks();
  process.exitCode = failed === 0 ? 0 : 1;
}
