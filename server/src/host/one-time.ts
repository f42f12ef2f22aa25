import { hash } from 'node:crypto';

/** Secrets waiting to be redeemed: more than this are not handed out within their few minutes. */
const MAX_WAITING = 100;

export interface OneTimeOptions {
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly lifetimeMs: number;
  /** Makes a new secret. */
  readonly make: () => string;
  /** Wrong attempts after which every secret that was waiting meanwhile is void. */
  readonly maxFailures: number;
}

export interface OneTimeSecrets {
  /** A new secret for a user. Past 100 waiting ones the oldest is void. */
  create(uid: string): string;
  /** The user whom a secret was made for, once; undefined when it is wrong, used, expired or void. */
  redeem(secret: string): string | undefined;
}

interface Waiting {
  readonly uid: string;
  readonly expiresAtMs: number;
  failures: number;
}

/**
 * Secrets that work once and for a while. Only their digests are kept, and looking one up by its digest takes a time that says
 * nothing about how much of a guess was right.
 */
export function createOneTimeSecrets({ clock, lifetimeMs, make, maxFailures }: OneTimeOptions): OneTimeSecrets {
  const waiting = new Map<string, Waiting>();

  /** All live equally long, so the oldest come first. */
  function dropExpired(nowMs: number): void {
    for (const [digest, { expiresAtMs }] of waiting) {
      if (expiresAtMs > nowMs) return;
      waiting.delete(digest);
    }
  }

  function countFailure(): void {
    for (const [digest, entry] of waiting) {
      entry.failures += 1;
      if (entry.failures >= maxFailures) waiting.delete(digest);
    }
  }

  return {
    create(uid) {
      const nowMs = clock();
      dropExpired(nowMs);
      const [oldest] = waiting.keys();
      if (oldest !== undefined && waiting.size >= MAX_WAITING) waiting.delete(oldest);
      const secret = make();
      waiting.set(hash('sha256', secret), { uid, expiresAtMs: nowMs + lifetimeMs, failures: 0 });
      return secret;
    },

    redeem(secret) {
      dropExpired(clock());
      const digest = hash('sha256', secret);
      const entry = waiting.get(digest);
      if (entry === undefined) countFailure();
      waiting.delete(digest);
      return entry?.uid;
    },
  };
}
