import { mkdirSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { KpiError, messageOf } from '@pack324a/core';

/** Leaves room for Node itself within 600 MB for a whole process that aggregates. */
export const DEFAULT_MEMORY_LIMIT_MB = 288;

/** An import sorts and joins whole files; it is run by a person, on a machine with room. */
export const IMPORT_MEMORY_LIMIT_MB = 768;

/** Starts the engine without a file: one is attached to it under a name of ours. */
export async function createInstance(file: string, memoryLimitMb = DEFAULT_MEMORY_LIMIT_MB): Promise<DuckDBInstance> {
  const settings: Record<string, string> = {
    memory_limit: `${memoryLimitMb}MB`,
    // No extension is ever fetched.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  };
  if (file !== ':memory:') settings['temp_directory'] = `${file}.tmp`;
  return DuckDBInstance.create(':memory:', settings);
}

/** Makes the folder of a database; for its owner alone, since what lies in it is what a sign-in guards elsewhere. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new KpiError('failed-precondition', `The folder ${folder} cannot be made: ${messageOf(error)}`, {
      hint: 'Name another file with --db.',
    });
  }
}

/** What the engine says when a file cannot be opened, told to the person who named the file. */
export function openError(file: string, error: unknown): KpiError {
  const text = messageOf(error);
  const lock = /lock is held in .*?\(PID (\d+)\)/.exec(text);
  if (lock !== null || /could not set lock/i.test(text)) {
    const holder = lock === null ? 'another process' : `another process (PID ${lock[1]})`;
    return new KpiError(
      'failed-precondition',
      `${file} is in use by ${holder}; stop that first, or name another file with --db or KPI_DB.`,
    );
  }
  if (/not a valid DuckDB database/i.test(text)) {
    return new KpiError('failed-precondition', `${file} is not a DuckDB file.`, { hint: 'Name another file with --db.' });
  }
  const [first] = text.split('\n');
  if (/permission denied|is a directory|not a directory|read-only file system/i.test(text)) {
    return new KpiError('failed-precondition', `${file} cannot be opened: ${first}`, {
      expected: 'a file that this user may read and write',
      hint: 'Name another file with --db or KPI_DB.',
    });
  }
  return new KpiError('failed-precondition', `${file} cannot be opened: ${first}`, {
    hint: 'Keep the file and its .wal as they are, make a copy of both, and import the sources again into a new file named with --db.',
  });
}
