import { createSecretKey } from 'node:crypto';
import { KpiError } from '@pack324a/core';
import fc from 'fast-check';
import { type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { PROPERTY } from '../../../packages/core/test/property.ts';
import { createIdentity, type Identity } from '../../src/host/identity.ts';
import { NOON_MS } from './support.ts';

const SECRET = new Uint8Array(32).fill(9);
const MINUTE_MS = 60_000;

let nowMs: number;
let identity: Identity;

beforeEach(() => {
  nowMs = NOON_MS;
  identity = createIdentity({ secret: SECRET, clock: () => nowMs });
});

describe('a secret', () => {
  it('of less than 32 bytes is refused', () => {
    expect(() => createIdentity({ secret: new Uint8Array(31), clock: () => nowMs })).toThrow(RangeError);
  });
});

describe('a token', () => {
  it.each(['session', 'script', 'operator'] as const)('says whose it is and that it is for a %s', async (kind) => {
    const token = await identity.issueToken('ada', kind, MINUTE_MS);
    expect(await identity.verify(token)).toEqual({ uid: 'ada', kind });
    expect(await identity.verify(token)).toEqual({ uid: 'ada', kind });
  });

  it('is good until its lifetime is over, looked at before or not', async () => {
    const token = await identity.issueToken('ada', 'session', MINUTE_MS);
    const other = await identity.issueToken('ada', 'session', MINUTE_MS);
    nowMs += MINUTE_MS - 1;
    expect(await identity.verify(token)).toBeDefined();
    nowMs += 1;
    expect(await identity.verify(token)).toBeUndefined();
    expect(await identity.verify(other)).toBeUndefined();
  });

  it('is another one each time', async () => {
    expect(await identity.issueToken('ada', 'session', MINUTE_MS)).not.toBe(await identity.issueToken('ada', 'session', MINUTE_MS));
  });

  it('is good on a host with the same secret and on no other', async () => {
    const token = await identity.issueToken('ada', 'session', MINUTE_MS);
    expect(await createIdentity({ secret: SECRET, clock: () => nowMs }).verify(token)).toEqual({ uid: 'ada', kind: 'session' });
    expect(await createIdentity({ secret: new Uint8Array(32), clock: () => nowMs }).verify(token)).toBeUndefined();
  });

  const usableIds = fc.string({ unit: 'binary', minLength: 1, maxLength: 128 }).filter((id) => !id.includes('/'));
  it('carries any usable id unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(usableIds, fc.constantFrom('\u0000', '\ud800', '\u{1f600}'.repeat(128), "'; --")), async (uid) => {
        const token = await identity.issueToken(uid, 'script', MINUTE_MS);
        expect(await identity.verify(token)).toEqual({ uid, kind: 'script' });
      }),
      PROPERTY,
    );
  });

  it.each(['', 'a/b', 'x'.repeat(129)])('is not made for the unusable id %j', async (uid) => {
    await expect(identity.issueToken(uid, 'script', MINUTE_MS)).rejects.toThrow(KpiError);
    expect(() => identity.createLink(uid)).toThrow(KpiError);
    expect(() => identity.createPairingCode(uid)).toThrow(KpiError);
  });

  it('altered in one character is not good', async () => {
    const token = await identity.issueToken('ada', 'script', MINUTE_MS);
    await fc.assert(
      // The last character of each part has bits that mean nothing, so it is left alone.
      fc.asyncProperty(fc.nat(token.length - 2), fc.constantFrom('A', 'z', '-', '.', '\u00e9'), async (index, character) => {
        const altered = token.slice(0, index) + character + token.slice(index + 1);
        fc.pre(altered !== token && token[index + 1] !== '.' && token[index] !== '.');
        expect(await identity.verify(altered)).toBeUndefined();
      }),
      PROPERTY,
    );
  });

  it('is never just any text', async () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.array(fc.base64String(), { maxLength: 6 }).map((parts) => parts.join('.')),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await identity.verify(text)).toBeUndefined();
      }),
      PROPERTY,
    );
    expect(await identity.verify('a'.repeat(1_000_000))).toBeUndefined();
  });
});

describe('a token signed with our secret', () => {
  const claims: JWTPayload = { iss: 'pack324a-kpi', aud: 'session', sub: 'ada', jti: 'x', exp: NOON_MS / 1000 + 60 };
  const sign = (payload: JWTPayload, alg = 'HS256') => new SignJWT(payload).setProtectedHeader({ alg }).sign(createSecretKey(SECRET));

  it('is good with all that belongs in it', async () => {
    expect(await identity.verify(await sign(claims))).toEqual({ uid: 'ada', kind: 'session' });
  });

  it.each([
    ['another issuer', { iss: 'somebody' }],
    ['another audience', { aud: 'admin' }],
    ['two audiences', { aud: ['session', 'operator'] }],
    ['no audience', { aud: undefined }],
    ['no user', { sub: undefined }],
    ['an unusable user', { sub: 'a/b' }],
    ['no id', { jti: undefined }],
    ['no end', { exp: undefined }],
    ['an end in the past', { exp: NOON_MS / 1000 }],
  ] as const)('is not good with %s', async (_what, change) => {
    expect(await identity.verify(await sign(JSON.parse(JSON.stringify({ ...claims, ...change }))))).toBeUndefined();
  });

  it('is not good with another algorithm, or none', async () => {
    const long = createSecretKey(Buffer.alloc(64, 9));
    const other = createIdentity({ secret: Buffer.alloc(64, 9), clock: () => nowMs });
    expect(await other.verify(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(long))).toBeDefined();
    expect(await other.verify(await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).sign(long))).toBeUndefined();
    expect(await other.verify(new UnsecuredJWT(claims).encode())).toBeUndefined();
  });
});

describe('a link', () => {
  it('has a key of 256 bits and works once', () => {
    const key = identity.createLink('ada');
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(identity.redeemLink(key)).toBe('ada');
    expect(identity.redeemLink(key)).toBeUndefined();
  });

  it('works for 15 minutes and not a moment longer', () => {
    const [early, late] = [identity.createLink('ada'), identity.createLink('bob')];
    nowMs += 15 * MINUTE_MS - 1;
    expect(identity.redeemLink(early)).toBe('ada');
    nowMs += 1;
    expect(identity.redeemLink(late)).toBeUndefined();
  });

  it('outlives any number of wrong keys', () => {
    const key = identity.createLink('ada');
    for (let attempt = 0; attempt < 1000; attempt += 1) expect(identity.redeemLink(`wrong-${attempt}`)).toBeUndefined();
    expect(identity.redeemLink(key)).toBe('ada');
  });

  it('gives way to a hundred newer ones', () => {
    const oldest = identity.createLink('ada');
    const newer = Array.from({ length: 100 }, () => identity.createLink('bob'));
    expect(identity.redeemLink(oldest)).toBeUndefined();
    expect(newer.map(identity.redeemLink)).toEqual(newer.map(() => 'bob'));
  });

  it('is no pairing code, and the other way round', () => {
    expect(identity.redeemPairingCode(identity.createLink('ada'))).toBeUndefined();
    expect(identity.redeemLink(identity.createPairingCode('ada'))).toBeUndefined();
  });
});

describe('a pairing code', () => {
  it('has 8 characters that are not mistaken for each other and works once', () => {
    const code = identity.createPairingCode('ada');
    expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);
    expect(identity.redeemPairingCode(code)).toBe('ada');
    expect(identity.redeemPairingCode(code)).toBeUndefined();
  });

  it('is taken in small letters, with blanks and hyphens', () => {
    const code = identity.createPairingCode('ada').toLowerCase();
    expect(identity.redeemPairingCode(` ${code.slice(0, 4)} - ${code.slice(4)}\t`)).toBe('ada');
  });

  it('works for 10 minutes and not a moment longer', () => {
    const [early, late] = [identity.createPairingCode('ada'), identity.createPairingCode('bob')];
    nowMs += 10 * MINUTE_MS - 1;
    expect(identity.redeemPairingCode(early)).toBe('ada');
    nowMs += 1;
    expect(identity.redeemPairingCode(late)).toBeUndefined();
  });

  it('survives 19 wrong attempts and is void after 20', () => {
    const fail = (times: number) => Array.from({ length: times }, () => identity.redeemPairingCode('WRONG234'));
    const lucky = identity.createPairingCode('ada');
    fail(19);
    expect(identity.redeemPairingCode(lucky)).toBe('ada');
    const unlucky = identity.createPairingCode('ada');
    fail(20);
    expect(identity.redeemPairingCode(unlucky)).toBeUndefined();
    expect(identity.redeemPairingCode(identity.createPairingCode('ada'))).toBe('ada');
  });
});
