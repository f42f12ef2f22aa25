import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { KpiError, messageOf } from '@pack324a/core';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;

/**
 * The secret that signs the tokens of whoever signs in at this database, so that a sign-in survives a restart. It lies beside
 * the database, readable by this user alone, and is made on first need; removing it signs everybody out.
 * @throws KpiError `failed-precondition` when it can be neither read nor made
 */
export function signingSecret(databaseFile: string): Uint8Array {
  const file = `${databaseFile}.secret`;
  try {
    return readSecret(file) ?? makeSecret(file);
  } catch (error) {
    if (error instanceof KpiError) throw error;
    throw new KpiError('failed-precondition', `The secret that signs tokens cannot be kept in ${file}: ${messageOf(error)}`);
  }
}

function readSecret(file: string): Uint8Array | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  if (bytes.byteLength === SECRET_BYTES) return bytes;
  throw new KpiError('failed-precondition', `${file} holds ${bytes.byteLength} bytes, which is no secret of ours.`, {
    expected: `${SECRET_BYTES} bytes`,
    hint: 'Remove the file; a new one is made, and everybody signs in anew.',
  });
}

function makeSecret(file: string): Uint8Array {
  const secret = randomBytes(SECRET_BYTES);
  writeFileSync(file, secret, { mode: OWNER_ONLY, flag: 'wx' });
  return secret;
}
