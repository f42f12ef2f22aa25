#!/usr/bin/env node
try {
  await import('./register-typescript.mjs');
} catch (error) {
  if (error?.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('The dependencies of KPI Core are not installed; run "npm start" or "npm ci" in its folder first.\n');
  process.exit(1);
}
await import('../src/cli/main.ts');
