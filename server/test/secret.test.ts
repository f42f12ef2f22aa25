import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { KpiError } from '@pack324a/core';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { signingSecret } from '../src/serve/secret.ts';
import { temporaryFiles } from './demo-support.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
afterEach(() => vi.restoreAllMocks());

const SECRET = new Uint8Array(32).fill(7);
/** A user that owns nothing. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** A secret beside a database that is about to be. */
function given(mode = 0o600): { readonly database: string; readonly file: string } {
  const database = files.fresh();
  const file = `${database}.secret`;
  writeFileSync(file, SECRET);
  chmodSync(file, mode);
  return { database, file };
}

function refusalOf(database: string): { readonly message: string; readonly hint: string | undefined } {
  try {
    signingSecret(database);
  } catch (error) {
    if (error instanceof KpiError && error.code === 'failed-precondition') return { message: error.message, hint: error.hint };
    throw error;
  }
  throw new Error('it was taken');
}

describe('the signing secret', () => {
  it('is made once, for its owner alone, and read again', () => {
    const database = files.fresh();
    const secret = signingSecret(database);
    expect(secret).toHaveLength(32);
    expect(statSync(`${database}.secret`).mode & 0o777).toBe(0o600);
    expect(signingSecret(database)).toEqual(secret);
  });

  it('may be one that its owner cannot write', () => {
    expect(new Uint8Array(signingSecret(given(0o400).database))).toEqual(SECRET);
  });

  it.each([0o640, 0o620, 0o610, 0o604, 0o602, 0o601, 0o666])('is refused when others may do something with it: mode %o', (mode) => {
    const { database, file } = given(mode);
    const { message, hint } = refusalOf(database);
    expect(message).toBe(
      `${file}, the secret that signs tokens, is open to other users (mode ${mode.toString(8)}), who can sign in as anybody.`,
    );
    expect(hint).toContain(`chmod 600 '${file}'`);
    expect(hint).toContain('Otherwise remove it');
    chmodSync(file, 0o600);
    expect(new Uint8Array(signingSecret(database))).toEqual(SECRET);
  });

  it('is refused when it is a symbolic link, to a good one or to nothing', () => {
    const target = given();
    for (const to of [target.file, files.fresh()]) {
      const database = files.fresh();
      symlinkSync(to, `${database}.secret`);
      const { message, hint } = refusalOf(database);
      expect(message).toContain(`${database}.secret is a symbolic link`);
      expect(hint).toBe('Remove it; a new one is made, and everybody signs in anew.');
      expect(existsSync(to)).toBe(to === target.file);
    }
    expect(new Uint8Array(readFileSync(target.file))).toEqual(SECRET);
  });

  it('is refused when it is another user’s', () => {
    const { database, file } = given();
    // Only the superuser can give a file away; anybody else takes it for somebody else’s by being another user.
    if (isRoot) chownSync(file, NOBODY, NOBODY);
    else vi.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(NOBODY);
    const { message, hint } = refusalOf(database);
    expect(message).toBe(
      `${file}, the secret that signs tokens, belongs to another user (UID ${statSync(file).uid}), who can sign in as anybody.`,
    );
    expect(hint).toBe('Remove it; a new one is made, and everybody signs in anew.');
  });

  it('is refused with a hint when it cannot be read', () => {
    const { database, file } = given(0o000);
    // The superuser can read everything.
    if (isRoot) process.seteuid?.(NOBODY);
    try {
      const { message, hint } = refusalOf(database);
      expect(message).toBe(`${file}, the secret that signs tokens, may not be read by this user.`);
      expect(hint).toContain(`If it is yours, run: chmod 600 '${file}'`);
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  });

  it('is refused when it is no file', () => {
    const database = files.fresh();
    mkdirSync(`${database}.secret`);
    expect(refusalOf(database).message).toBe(`${database}.secret is no file; the secret that signs tokens is kept there.`);
  });

  it('is held to nothing but its size where there are no owners', () => {
    const { database } = given(0o666);
    vi.spyOn(process as { getuid?: unknown }, 'getuid', 'get').mockReturnValue(undefined);
    expect(new Uint8Array(signingSecret(database))).toEqual(SECRET);
    writeFileSync(`${database}.secret`, 'short');
    expect(refusalOf(database).message).toBe(`${database}.secret holds 5 bytes, which is no secret of ours.`);
  });
});
