import { problemOf } from '../queries/problem.ts';

/** Why somebody could not sign in, by what can be done about it. */
export type SignInProblemKind =
  | 'wrong-code'
  | 'wrong-password'
  | 'invalid-email'
  | 'missing'
  | 'too-many'
  | 'disabled-account'
  | 'not-enabled'
  | 'popup-blocked'
  | 'other-way'
  | 'unreachable'
  | 'other';

export interface SignInProblem {
  readonly kind: SignInProblemKind;
  /** What was said, in English; undefined where the kind says it all. */
  readonly message: string | undefined;
}

/** Codes of Firebase Auth. Which of address and password is wrong it does not say any more, and nor does the app. */
const AUTH_KINDS: ReadonlyMap<string, SignInProblemKind> = new Map([
  ['auth/invalid-credential', 'wrong-password'],
  ['auth/invalid-login-credentials', 'wrong-password'],
  ['auth/user-not-found', 'wrong-password'],
  ['auth/wrong-password', 'wrong-password'],
  ['auth/invalid-email', 'invalid-email'],
  ['auth/missing-email', 'missing'],
  ['auth/missing-password', 'missing'],
  ['auth/too-many-requests', 'too-many'],
  ['auth/user-disabled', 'disabled-account'],
  ['auth/operation-not-allowed', 'not-enabled'],
  ['auth/unauthorized-domain', 'not-enabled'],
  ['auth/configuration-not-found', 'not-enabled'],
  ['auth/popup-blocked', 'popup-blocked'],
  ['auth/account-exists-with-different-credential', 'other-way'],
  ['auth/network-request-failed', 'unreachable'],
]);
/** Whoever closes the window has changed their mind. */
const GIVEN_UP: ReadonlySet<string> = new Set(['auth/popup-closed-by-user', 'auth/cancelled-popup-request', 'auth/user-cancelled']);
const HOST_KINDS: ReadonlyMap<string, SignInProblemKind> = new Map([
  ['functions/permission-denied', 'wrong-code'],
  ['functions/resource-exhausted', 'too-many'],
]);

/** The SDK wraps what Firebase Auth says, mostly a code alone: "Firebase: Error (auth/internal-error).". */
const OF_FIREBASE = /^Firebase: (?:Error \((.+)\)\.$)?/;

/** Reads what signing in was rejected with; undefined when whoever tried has given up. */
export function signInProblemOf(error: unknown): SignInProblem | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (GIVEN_UP.has(code)) return undefined;
  const { kind: called, message, hint } = problemOf(error);
  const said = code.startsWith('auth/') ? message?.replace(OF_FIREBASE, '$1') : message;
  const kind = AUTH_KINDS.get(code) ?? HOST_KINDS.get(code) ?? (called === 'unreachable' ? called : 'other');
  const isTold = kind === 'other' || kind === 'not-enabled' || code === 'functions/resource-exhausted';
  return { kind, message: isTold ? [said, hint].filter((part) => part !== undefined).join(' ') : undefined };
}
