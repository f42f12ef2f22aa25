import type { KpiClient } from '@pack324a/client';

/** Who is signed in. */
export interface Account {
  readonly id: string;
  /** How people call it: an e-mail address, or the id. */
  readonly name: string;
  /** Whether the account is an admin's; undefined where only the functions know, which then refuse the first call. */
  readonly isAdmin?: boolean | undefined;
}

export type SessionState =
  | { readonly state: 'loading' }
  /** Whether somebody is signed in could not be found out. */
  | { readonly state: 'unknown'; readonly error: unknown }
  | { readonly state: 'signed-out' }
  | { readonly state: 'signed-in'; readonly account: Account };

/** The ways to sign in that a backend offers; each rejects with what `signInProblemOf` reads. */
export type SignIn =
  | { readonly kind: 'pairing'; pair(code: string): Promise<void> }
  | {
      readonly kind: 'firebase';
      withPassword(email: string, password: string): Promise<void>;
      /** Undefined where the configuration lacks what this device needs. */
      readonly withGoogle: (() => Promise<void>) | undefined;
      resetPassword(email: string): Promise<void>;
    };

/** What answers the calls, and knows who is calling. */
export interface Backend {
  /** Tells figures of one backend from those of another in what is kept on the device. */
  readonly id: string;
  readonly kpi: KpiClient;
  readonly signIn: SignIn;
  /** Tells the session now and whenever it changes; returns how to stop that. */
  watch(listener: (session: SessionState) => void): () => void;
  /**
   * Finds out anew who is signed in, and whether as an admin. Never rejects: what it finds, the listeners are told.
   * @param refusal what a call was rejected with, if one was
   */
  check(refusal?: unknown): Promise<void>;
  /** Rejects when that could not be done, and the account is still signed in. */
  signOut(): Promise<void>;
}
