import { defineConfig } from 'vitest/config';

const MINUTE_MS = 60_000;
const GENERATED = '**/*.generated.test.ts';

/** Globs of files that a run leaves out. */
const EXCLUDED = (process.env['KPI_EXCLUDE'] ?? '').split(';').filter((glob) => glob !== '');

/** A project is what is run together: `vitest run --project unit`. */
function project(name: string, include: string[], timeoutMs = MINUTE_MS, globalSetup: string[] = []) {
  const exclude = ['**/node_modules/**', ...(name === 'generated' ? [] : [GENERATED]), ...EXCLUDED];
  return { extends: true as const, test: { name, include, exclude, testTimeout: timeoutMs, hookTimeout: timeoutMs, globalSetup } };
}

export default defineConfig({
  test: {
    pool: 'forks',
    // The machines this runs on have two cores, and the engine's own threads want some of them.
    maxWorkers: 2,
    // A host holds every response to its shape then, also in a process that a test starts.
    env: { KPI_CHECK_RESPONSES: '1' },
    projects: [
      project('unit', [
        'packages/*/test/**/*.test.ts',
        'server/test/**/*.test.ts',
        'functions/test/**/*.test.ts',
        'app-mobile/test/**/*.test.ts',
      ]),
      project('house', ['scripts/test/**/*.test.ts']),
      project('e2e', ['e2e/**/*.test.ts'], 5 * MINUTE_MS, ['e2e/shared-folder.ts']),
      project('generated', ['packages/*/test/**/*.generated.test.ts', 'server/test/**/*.generated.test.ts'], 30 * MINUTE_MS),
    ],
  },
});
