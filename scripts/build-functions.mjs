import { ensureInstalled } from './install.mjs';
import { inRoot } from './lib/root.mjs';

ensureInstalled('all');
// Imported only now: before the dependencies were installed there was nothing to import.
await import('../server/bin/register-typescript.mjs');
const { KpiError } = await import('@pack324a/core');
const { bundleFunctions } = await import('./lib/functions-bundle.ts');

try {
  const { bytes, configuration } = await bundleFunctions(inRoot('functions', 'lib'));
  const settings = configuration === undefined ? 'the default configuration' : 'kpi.config.json';
  process.stdout.write(`functions/lib: ${Math.round(bytes / 1024)} KiB, with ${settings}\n`);
} catch (error) {
  if (!(error instanceof KpiError)) throw error;
  process.stderr.write(`${error.toText()}\n`);
  process.exitCode = 1;
}
