import { join } from 'node:path';
import { ROOT, runNode } from './kpi.ts';

/**
 * The web app as `npm start` builds it, built when its sources have changed. Test files that ask at once wait for the same build.
 * @returns the folder of the build
 * @throws Error with what the build said when it fails
 */
export async function ensureDashboard(): Promise<string> {
  const { exitCode, stdout, stderr } = await runNode([join(ROOT, 'scripts', 'build-dashboard.mjs')]);
  if (exitCode !== 0) throw new Error(`the dashboard could not be built: ${stderr}`);
  return stdout.trim();
}
