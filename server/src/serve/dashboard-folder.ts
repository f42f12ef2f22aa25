import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KpiError } from '@pack324a/core';

/** Where `scripts/build-dashboard.mjs` puts its builds: a folder `web-…` for each state of the sources, whole from the moment it has that name. */
const BUILDS_FOLDER = fileURLToPath(new URL('../../../dist/dashboard/', import.meta.url));
const BUILD_PREFIX = 'web-';
const INDEX = 'index.html';

/** Whether a host is meant to serve a dashboard: an empty KPI_DASHBOARD says that it is not. */
export function isDashboardWanted(env: NodeJS.ProcessEnv = process.env): boolean {
  return env['KPI_DASHBOARD'] !== '';
}

/**
 * The absolute path of the folder that KPI_DASHBOARD names.
 * @throws KpiError `invalid-argument` when no built dashboard is there
 */
export function namedDashboard(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = env['KPI_DASHBOARD'];
  if (folder === undefined || folder === '') return undefined;
  if (existsSync(join(folder, INDEX))) return resolve(folder);
  throw new KpiError('invalid-argument', `KPI_DASHBOARD is "${folder}", where no built dashboard is.`, {
    expected: `a folder with ${INDEX}, or nothing for a host without a dashboard`,
  });
}

/**
 * The folder of the dashboard that a host serves: the one that KPI_DASHBOARD names, or else the one that was built or used last.
 * Undefined where there is none, or none is wanted.
 * @throws KpiError `invalid-argument` when KPI_DASHBOARD names a folder without one
 */
export function builtDashboard(env: NodeJS.ProcessEnv = process.env, builds = BUILDS_FOLDER): string | undefined {
  if (!isDashboardWanted(env)) return undefined;
  return namedDashboard(env) ?? newestBuild(builds);
}

function newestBuild(builds: string): string | undefined {
  if (!existsSync(builds)) return undefined;
  const folders = readdirSync(builds)
    .filter((name) => name.startsWith(BUILD_PREFIX))
    .map((name) => join(builds, name))
    .filter((folder) => existsSync(join(folder, INDEX)))
    .map((folder) => ({ folder, usedMs: statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
  return folders.sort((a, b) => b.usedMs - a.usedMs)[0]?.folder;
}
