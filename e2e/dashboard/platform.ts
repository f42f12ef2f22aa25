import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import { ensureBuild } from '../../scripts/lib/dashboard-builds.mjs';
import { copyDatabase } from '../history.ts';
import { makeDemo } from '../host.ts';
import { kpiText } from '../kpi.ts';

/** Days of the demo platform before today. */
export const DAYS = 60;
const SEED = 324;
const FILE = 'demo.duckdb';

/**
 * A database with the demo platform of the day and the figures of all its days, as it is after a while of running. The test files of
 * one run that ask for as many users share the making of it, and each gets a copy.
 * @param today the day on which it is made, so that a run over midnight makes another one
 */
export async function platformAt(db: string, users: number, today: string): Promise<void> {
  const made = await ensureBuild({
    folder: join(inject('sharedFolder'), String(users)),
    keyOf: () => today,
    async build(folder: string) {
      mkdirSync(folder);
      const file = join(folder, FILE);
      await makeDemo(file, { days: DAYS, users, seed: SEED });
      await kpiText('run', 'cleanup', '--db', file);
    },
  });
  copyDatabase(join(made, FILE), db);
}
