import { randomUUID } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { KpiError } from '@pack324a/core';

/** @throws KpiError `invalid-argument` when there is no such file, `failed-precondition` when it is no UTF-8 text */
export function readText(file: string): string {
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new KpiError('invalid-argument', `${file}: no such file.`, {
      expected: 'the file that your firebase.json names',
      hint: 'For a database without rules and indexes of its own, begin with copies of firestore-pack324a-kpi.rules and firestore-pack324a-kpi.indexes.json.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch {
    throw new KpiError('failed-precondition', `${file} is not UTF-8 text.`, { hint: 'Nothing was changed.' });
  }
}

/** A file that is about to be written. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces each file whole or not at all, and none when one of them has changed since it was read.
 * @throws KpiError `failed-precondition`
 */
export function writeChanges(changes: readonly Change[]): void {
  for (const { file, before } of changes) {
    if (readText(file) === before) continue;
    throw new KpiError('failed-precondition', `${file} was changed by somebody else meanwhile.`, {
      hint: 'Nothing was written. Try again.',
    });
  }
  for (const { file, after } of changes) replace(realpathSync(file), after);
}

function replace(file: string, text: string): void {
  const temporary = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    const handle = openSync(temporary, 'wx');
    try {
      fchmodSync(handle, statSync(file).mode);
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new KpiError('failed-precondition', `${file} cannot be written: ${(error as Error).message}`, { hint: 'It is as it was.' });
  }
}
