import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { configJsonSchema, DEFAULT_CONFIG } from '@pack324a/core';
import { standaloneIndexes, standaloneRules } from '@pack324a/firestore';
import { apiPage } from './lib/api-page.ts';
import { commandsPage } from './lib/commands-page.ts';
import { configurationPage } from './lib/configuration-page.ts';
import { metricsPage } from './lib/metrics-page.ts';

/** Everything that is derived from the code: `npm run generate` writes it, with `--check` it only tells what is stale. */
const FILES: Readonly<Record<string, () => string>> = {
  'kpi.config.schema.json': () => `${JSON.stringify(configJsonSchema(), null, 2)}\n`,
  'docs/api.md': apiPage,
  'docs/metrics.md': metricsPage,
  'docs/configuration.md': configurationPage,
  'docs/commands.md': commandsPage,
  'firestore-pack324a-kpi.rules': () => standaloneRules(DEFAULT_CONFIG),
  'firestore-pack324a-kpi.indexes.json': () => standaloneIndexes(DEFAULT_CONFIG),
};

const checkOnly = process.argv.includes('--check');
const stale: string[] = [];
for (const [name, generate] of Object.entries(FILES)) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const wanted = generate();
  if (existsSync(path) && readFileSync(path, 'utf8') === wanted) continue;
  stale.push(name);
  if (!checkOnly) writeFileSync(path, wanted);
}
if (checkOnly && stale.length > 0) {
  process.stderr.write(`Stale: ${stale.join(', ')}. Run: npm run generate\n`);
  process.exitCode = 1;
} else if (!checkOnly) {
  process.stdout.write(stale.length === 0 ? 'Everything is up to date.\n' : `Written: ${stale.join(', ')}\n`);
}
