import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inject } from 'vitest';
import { copyDatabase } from '../history.ts';
import { kpi } from '../kpi.ts';

/** Days of the demo platform before today. */
export const DAYS = 60;
const LOOK_AGAIN_MS = 100;

/**
 * A database with the demo platform of the day and the figures of all its days, as it is after a while of running. The test files of
 * one run that ask for as many users share the making of it, and each gets a copy.
 * @param today the day on which it is made, so that a run over midnight makes another one
 */
export async function platformAt(db: string, users: number, today: string): Promise<void> {
  const folder = inject('sharedFolder');
  const made = join(folder, `${users}-${today}`);
  const making = `${made}-making`;
  while (!existsSync(made)) {
    if (!isMine(making)) {
      await wait(LOOK_AGAIN_MS);
      continue;
    }
    try {
      await make(join(making, 'demo.duckdb'), users);
      renameSync(making, made);
    } catch (error) {
      // Whoever waits tries for itself.
      rmSync(making, { recursive: true, force: true });
      throw error;
    }
  }
  copyDatabase(join(made, 'demo.duckdb'), db);
}

function isMine(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function make(db: string, users: number): Promise<void> {
  for (const words of [['demo', '--days', String(DAYS), '--users', String(users), '--seed', '324'], ['aggregate'], ['run', 'cleanup']]) {
    const { exitCode, stderr } = await kpi(...words, '--db', db);
    if (exitCode !== 0) throw new Error(`kpi ${words.join(' ')} ended with ${exitCode}: ${stderr}`);
  }
}
