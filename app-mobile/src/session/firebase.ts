import { createKpiClient } from '@pack324a/client';
import { type FirebaseApp, initializeApp } from 'firebase/app';
import { type Auth, onAuthStateChanged, sendPasswordResetEmail, signInWithEmailAndPassword, signOut, type User } from 'firebase/auth';
import { connectFunctionsEmulator, type Functions, getFunctions } from 'firebase/functions';
import { problemOf } from '../queries/problem.ts';
import type { Account, Backend } from './backend.ts';
import type { FirebaseConnection } from './connection.ts';
import { createTeller } from './teller.ts';

/** What a browser and a phone do each in its own way. */
export interface FirebasePlatform {
  /** @param emulator its `host:port`, where it stands in for Firebase Auth */
  startAuth(app: FirebaseApp, emulator: string | undefined): Auth;
  /** Undefined where the configuration lacks what this device needs. */
  googleSignIn(auth: Auth, clientIds: FirebaseConnection['googleClientIds']): (() => Promise<void>) | undefined;
  /** Proves to the functions that they are called by this app, where there is a way to. */
  startAppCheck(app: FirebaseApp, siteKey: string | undefined): Promise<void>;
}

/** What Firebase Auth says of an account or a sign-in that is no longer good. */
const ENDED: ReadonlySet<string> = new Set([
  'auth/user-disabled',
  'auth/user-not-found',
  'auth/user-token-expired',
  'auth/user-token-revoked',
  'auth/invalid-user-token',
]);

/**
 * A project of Firebase. Firebase Auth knows who is signed in, and only the functions know who is an admin: the first call that they
 * refuse tells.
 */
export async function firebaseBackend(connection: FirebaseConnection, platform: FirebasePlatform): Promise<Backend> {
  const { projectId, apiKey, appId, authDomain, region, emulators } = connection;
  const app = initializeApp({ projectId, apiKey, authDomain, ...(appId === undefined ? {} : { appId }) });
  await platform.startAppCheck(app, connection.appCheckSiteKey);
  const auth = platform.startAuth(app, emulators.auth);
  const functions = getFunctions(app, region);
  if (emulators.functions !== undefined) connectToEmulator(functions, emulators.functions);
  const kpi = createKpiClient(functions);
  const withGoogle = platform.googleSignIn(auth, connection.googleClientIds);
  return {
    id: `${projectId} ${region}`,
    kpi,
    signIn: {
      kind: 'firebase',
      withPassword: async (email, password) => void (await signInWithEmailAndPassword(auth, email, password)),
      withGoogle,
      resetPassword: (email) => sendPasswordResetEmail(auth, email),
    },
    ...sessionOf(auth, () => kpi.getMetrics()),
  };
}

/** @param ask any call that only admins get an answer to */
function sessionOf(auth: Auth, ask: () => Promise<unknown>): Pick<Backend, 'watch' | 'check' | 'signOut'> {
  const { watch, tell } = createTeller(() =>
    onAuthStateChanged(
      auth,
      (user) => tell(user === null ? { state: 'signed-out' } : { state: 'signed-in', account: accountOf(user) }),
      (error) => tell({ state: 'unknown', error }),
    ),
  );

  async function check(refusal?: unknown): Promise<void> {
    const user = auth.currentUser;
    if (user === null) return tell({ state: 'signed-out' });
    const { kind } = problemOf(refusal ?? (await failureOf(ask)));
    if (kind === 'signed-out') return leaveUnlessValid(user);
    if (kind === 'not-admin') tell({ state: 'signed-in', account: accountOf(user, false) });
    else if (refusal === undefined && kind !== 'unreachable') tell({ state: 'signed-in', account: accountOf(user) });
  }

  /**
   * Signs out an account that was disabled or deleted, or whose sign-in was revoked. The functions refuse in the same words an app
   * that App Check does not know; then the sign-in is good, and asking for it again would help nobody.
   */
  async function leaveUnlessValid(user: User): Promise<void> {
    const { code } = ((await failureOf(() => user.reload())) ?? {}) as { readonly code?: unknown };
    if (typeof code === 'string' && ENDED.has(code)) await signOut(auth);
  }

  return { watch, check, signOut: () => signOut(auth) };
}

function accountOf({ uid, email }: User, isAdmin?: false): Account {
  return { id: uid, name: email ?? uid, isAdmin };
}

async function failureOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** @param address `host:port` */
function connectToEmulator(functions: Functions, address: string): void {
  const { hostname, port } = new URL(`http://${address}`);
  connectFunctionsEmulator(functions, hostname, Number(port));
}
