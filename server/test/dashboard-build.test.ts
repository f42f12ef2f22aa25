import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { startDashboardBuild } from '../src/serve/dashboard-build.ts';

let folder: string;
let written: MockInstance<typeof process.stderr.write>;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi build '));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  vi.stubEnv('KPI_DASHBOARD', undefined);
  written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const never = new AbortController().signal;
const said = (): string => written.mock.calls.map(([text]) => String(text)).join('');

/** A program in place of the one that builds. */
function script(code: string): string {
  const file = join(folder, `script-${Math.random()}.mjs`);
  writeFileSync(file, code);
  return file;
}

describe('building the dashboard beside other work', () => {
  it('keeps quiet until its end is waited for, and results in the folder', async () => {
    const marker = join(folder, 'said');
    const building = startDashboardBuild(
      never,
      script(`
        import { existsSync, writeFileSync } from 'node:fs';
        process.stderr.write('Building…\\n', () => writeFileSync(${JSON.stringify(marker)}, ''));
        process.stdout.write('/a folder/ł\\n');
      `),
    );
    await vi.waitFor(() => expect(existsSync(marker)).toBe(true), { timeout: 10_000 });
    expect(said()).toBe('');
    expect(await building.finished()).toEqual({ folder: '/a folder/ł', failed: false });
    expect(said().trim()).toBe('Building…');
  });

  it('says nothing at all when there was nothing to build', async () => {
    const building = startDashboardBuild(never, script("process.stdout.write('/there\\n')"));
    expect(await building.finished()).toEqual({ folder: '/there', failed: false });
    expect(said()).toBe('');
  });

  it('results in nothing when it fails, with what the build said', async () => {
    const building = startDashboardBuild(
      never,
      script("process.stderr.write('It could not be built.\\n'); process.stdout.write('/half'); process.exitCode = 1;"),
    );
    expect(await building.finished()).toEqual({ folder: undefined, failed: true });
    expect(said()).toContain('It could not be built.\n');
  });

  it.each(['stop', 'abort'] as const)('ends by %s', async (how) => {
    const asked = new AbortController();
    const building = startDashboardBuild(asked.signal, script('setInterval(() => undefined, 1000);'));
    if (how === 'stop') building.stop();
    else asked.abort();
    expect(await building.finished()).toEqual({ folder: undefined, failed: true });
  });

  it('is left out where KPI_DASHBOARD names a dashboard, or says that none is wanted', async () => {
    const failing = script('process.exitCode = 1;');
    const built = join(folder, 'built');
    mkdirSync(built);
    writeFileSync(join(built, 'index.html'), '');
    vi.stubEnv('KPI_DASHBOARD', built);
    expect(await startDashboardBuild(never, failing).finished()).toEqual({ folder: built, failed: false });
    vi.stubEnv('KPI_DASHBOARD', '');
    expect(await startDashboardBuild(never, failing).finished()).toEqual({ folder: undefined, failed: false });
    vi.stubEnv('KPI_DASHBOARD', folder);
    expect(() => startDashboardBuild(never, failing)).toThrow('where no built dashboard is');
    expect(said()).toBe('');
  });
});
