import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtDashboard, isDashboardWanted } from '../src/serve/dashboard-folder.ts';

let builds: string;
beforeAll(() => {
  builds = mkdtempSync(join(tmpdir(), 'kpi builds '));
});
afterAll(() => rmSync(builds, { recursive: true, force: true }));

function make(name: string, usedAt: string, file = 'index.html'): string {
  const folder = join(builds, name);
  mkdirSync(folder);
  writeFileSync(join(folder, file), '');
  utimesSync(folder, new Date(usedAt), new Date(usedAt));
  return folder;
}

describe('the dashboard that a host serves', () => {
  it('is none where nothing is built', () => {
    expect(builtDashboard({}, join(builds, 'nothing here'))).toBeUndefined();
    expect(builtDashboard({}, builds)).toBeUndefined();
  });

  it('is the build that was made or used last, and never an unfinished one', () => {
    const newest = make('web-bbbb', '2025-12-03T00:00:00Z');
    make('web-aaaa', '2025-12-01T00:00:00Z');
    make('web-cccc', '2025-12-02T00:00:00Z');
    make('.building-7', '2025-12-04T00:00:00Z');
    make('web-dddd', '2025-12-05T00:00:00Z', 'other.html');
    expect(builtDashboard({}, builds)).toBe(newest);
  });

  it('is the one that KPI_DASHBOARD names', () => {
    const folder = make('elsewhere', '2025-01-01T00:00:00Z');
    expect(builtDashboard({ KPI_DASHBOARD: folder }, builds)).toBe(folder);
    expect(builtDashboard({ KPI_DASHBOARD: relative(process.cwd(), folder) }, builds)).toBe(folder);
    expect(() => builtDashboard({ KPI_DASHBOARD: '/not there' }, builds)).toThrow('KPI_DASHBOARD is "/not there"');
  });

  it('is none where KPI_DASHBOARD is empty, and then nobody misses it', () => {
    expect(builtDashboard({ KPI_DASHBOARD: '' }, builds)).toBeUndefined();
    expect([isDashboardWanted({ KPI_DASHBOARD: '' }), isDashboardWanted({})]).toEqual([false, true]);
  });
});
