import { randomBytes } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, type Stats, writeFileSync } from 'node:fs';
import { KpiError, messageOf } from '@pack324a/core';

const SECRET_BYTES = 32;
const OWNER_ONLY = 0o600;
/** Everything that somebody else than the owner may be allowed. */
const OTHERS = 0o077;
/** Neither follows a link nor waits for the other end of a pipe; Windows has neither flag. */
const AS_IT_LIES = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const REMOVE = 'Remove it; a new one is made, and everybody signs in anew.';

/**
 * The secret that signs the tokens of whoever signs in at this database, so that a sign-in survives a restart. It lies beside
 * the database, readable by this user alone, and is made on first need; removing it signs everybody out.
 * @throws KpiError `failed-precondition` when it can be neither read nor made, or when somebody else may know or choose it
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
  const descriptor = openSecret(file);
  if (descriptor === undefined) return undefined;
  try {
    // Of what was opened, not of what has the name by now.
    assertPrivate(file, fstatSync(descriptor));
    const bytes = readFileSync(descriptor);
    if (bytes.byteLength === SECRET_BYTES) return bytes;
    throw new KpiError('failed-precondition', `${file} holds ${bytes.byteLength} bytes, which is no secret of ours.`, {
      expected: `${SECRET_BYTES} bytes`,
      hint: REMOVE,
    });
  } finally {
    closeSync(descriptor);
  }
}

function openSecret(file: string): number | undefined {
  try {
    return openSync(file, AS_IT_LIES);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'ELOOP') throw refused(`${file} is a symbolic link; whoever made it would choose the secret that signs tokens.`, REMOVE);
    if (code === 'EACCES' || code === 'EPERM') {
      throw refused(`${file}, the secret that signs tokens, may not be read by this user.`, `If it is yours, ${restrict(file)}`);
    }
    throw error;
  }
}

/** Whoever knows the secret can sign in as anybody. Windows knows no such owners and modes. */
function assertPrivate(file: string, stats: Stats): void {
  if (!stats.isFile()) throw refused(`${file} is no file; the secret that signs tokens is kept there.`, REMOVE);
  const { uid, mode } = stats;
  if (process.getuid === undefined) return;
  if (uid !== process.getuid()) {
    throw refused(`${file}, the secret that signs tokens, belongs to another user (UID ${uid}), who can sign in as anybody.`, REMOVE);
  }
  if ((mode & OTHERS) === 0) return;
  throw refused(
    `${file}, the secret that signs tokens, is open to other users (mode ${(mode & 0o777).toString(8)}), who can sign in as anybody.`,
    `If nobody can have used that, ${restrict(file)}`,
  );
}

function restrict(file: string): string {
  return `run: chmod 600 '${file}'\nOtherwise remove it; a new one is made, and everybody signs in anew.`;
}

function refused(message: string, hint: string): KpiError {
  return new KpiError('failed-precondition', message, { hint });
}

function makeSecret(file: string): Uint8Array {
  const secret = randomBytes(SECRET_BYTES);
  writeFileSync(file, secret, { mode: OWNER_ONLY, flag: 'wx' });
  return secret;
}
