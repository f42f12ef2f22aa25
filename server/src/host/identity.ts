import { createSecretKey, randomBytes, randomInt, randomUUID } from 'node:crypto';
import { isUsableId, KpiError } from '@pack324a/core';
import { errors, jwtVerify, SignJWT } from 'jose';
import { createOneTimeSecrets } from './one-time.ts';

const ISSUER = 'pack324a-kpi';
const ALGORITHM = 'HS256';
/** HS256 wants a key at least as long as its digest (RFC 7518, section 3.2). */
const MIN_SECRET_BYTES = 32;
/** A token for the longest user id stays well below; longer ones are not looked at. */
const MAX_TOKEN_LENGTH = 4096;
const CACHED_TOKENS = 1000;
const LINK_LIFETIME_MS = 15 * 60_000;
const LINK_KEY_BYTES = 32;
const CODE_LIFETIME_MS = 10 * 60_000;
const CODE_LENGTH = 8;
/** Digits and capitals without 0 and O, 1, I and L, and U, which is read as V. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 20 guesses among 30^8 codes find one with a probability below 10^-10. */
const CODE_MAX_FAILURES = 20;
const KINDS = ['session', 'script', 'operator'] as const;

/** What a token is good for: the cookie of a browser, the calls of a script, the operations of the command line. */
export type TokenKind = (typeof KINDS)[number];

interface VerifiedToken {
  readonly uid: string;
  readonly kind: TokenKind;
}

/** Who is who on this host. Nothing of it is ever logged. */
export interface Identity {
  /** A signed token for a user; lives for so many milliseconds, in whole seconds. Throws `KpiError` for an unusable user id. */
  issueToken(uid: string, kind: TokenKind, lifetimeMs: number): Promise<string>;
  /** Whose token it is and what for; undefined when it is not ours, was altered or has expired. */
  verify(token: string): Promise<VerifiedToken | undefined>;
  /** A key for a sign-in link: works once, within 15 minutes. Throws `KpiError` for an unusable user id. */
  createLink(uid: string): string;
  /** The user of a link's key, once. */
  redeemLink(key: string): string | undefined;
  /**
   * A code to type on another device: 8 characters that are hard to mistake for each other; works once, within 10 minutes,
   * and no longer after 20 wrong attempts by anyone. Throws `KpiError` for an unusable user id.
   */
  createPairingCode(uid: string): string;
  /** The user of a pairing code, once. Letter case, blanks and hyphens do not matter. */
  redeemPairingCode(code: string): string | undefined;
}

export interface IdentityOptions {
  /** At least 32 bytes; tokens are valid as long as it stays the same. */
  readonly secret: Uint8Array;
  /** Epoch milliseconds. */
  readonly clock: () => number;
}

/** Issues and verifies tokens, links and codes. Throws a `RangeError` when the secret is too short. */
export function createIdentity({ secret, clock }: IdentityOptions): Identity {
  if (secret.byteLength < MIN_SECRET_BYTES) throw new RangeError(`the secret must have at least ${MIN_SECRET_BYTES} bytes`);
  const key = createSecretKey(secret);
  const verified = createTokenCache(clock);
  const links = createOneTimeSecrets({ clock, lifetimeMs: LINK_LIFETIME_MS, make: makeLinkKey, maxFailures: Number.POSITIVE_INFINITY });
  const codes = createOneTimeSecrets({ clock, lifetimeMs: CODE_LIFETIME_MS, make: makeCode, maxFailures: CODE_MAX_FAILURES });

  async function verifyAnew(token: string): Promise<(VerifiedToken & { readonly expiresAtMs: number }) | undefined> {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        audience: [...KINDS],
        requiredClaims: ['sub', 'exp', 'jti'],
        currentDate: new Date(clock()),
      });
      const kind = KINDS.find((known) => known === payload.aud);
      if (kind === undefined || !isUsableId(payload.sub)) return undefined;
      return { uid: payload.sub, kind, expiresAtMs: Number(payload.exp) * 1000 };
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  return {
    async issueToken(uid, kind, lifetimeMs) {
      assertUsableId(uid);
      const nowMs = clock();
      return new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
        .setIssuer(ISSUER)
        .setAudience(kind)
        .setSubject(uid)
        .setJti(randomUUID())
        .setIssuedAt(Math.floor(nowMs / 1000))
        .setExpirationTime(Math.floor((nowMs + lifetimeMs) / 1000))
        .sign(key);
    },

    async verify(token) {
      if (token.length > MAX_TOKEN_LENGTH) return undefined;
      const known = verified.get(token);
      if (known !== undefined) return known;
      const found = await verifyAnew(token);
      if (found === undefined) return undefined;
      const { uid, kind, expiresAtMs } = found;
      return verified.add(token, { uid, kind }, expiresAtMs);
    },

    createLink(uid) {
      assertUsableId(uid);
      return links.create(uid);
    },
    redeemLink: links.redeem,

    createPairingCode(uid) {
      assertUsableId(uid);
      return codes.create(uid);
    },
    redeemPairingCode: (code) => codes.redeem(code.replace(/[\s-]/g, '').toUpperCase()),
  };
}

/**
 * Tokens whose signature has been checked, until they expire; past 1,000 the oldest give way. They are looked up by a hash of the
 * whole text, so the time that takes says nothing about how much of a guess was right.
 */
function createTokenCache(clock: () => number) {
  const entries = new Map<string, { readonly token: VerifiedToken; readonly expiresAtMs: number }>();
  return {
    get(text: string): VerifiedToken | undefined {
      const entry = entries.get(text);
      if (entry === undefined || entry.expiresAtMs > clock()) return entry?.token;
      entries.delete(text);
      return undefined;
    },
    add(text: string, token: VerifiedToken, expiresAtMs: number): VerifiedToken {
      const [oldest] = entries.keys();
      if (oldest !== undefined && entries.size >= CACHED_TOKENS) entries.delete(oldest);
      entries.set(text, { token, expiresAtMs });
      return token;
    },
  };
}

function makeLinkKey(): string {
  return randomBytes(LINK_KEY_BYTES).toString('base64url');
}

function makeCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET.charAt(randomInt(CODE_ALPHABET.length))).join('');
}

function assertUsableId(uid: string): void {
  if (isUsableId(uid)) return;
  throw new KpiError('invalid-argument', 'This cannot be the id of a user.', { field: 'uid', expected: '1 to 128 characters without "/"' });
}
