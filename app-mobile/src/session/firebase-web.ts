import type { FirebaseApp } from 'firebase/app';
import {
  type Auth,
  browserLocalPersistence,
  browserPopupRedirectResolver,
  connectAuthEmulator,
  GoogleAuthProvider,
  initializeAuth,
  signInWithPopup,
} from 'firebase/auth';
import type { Backend } from './backend.ts';
import type { FirebaseConnection } from './connection.ts';
import { firebaseBackend } from './firebase.ts';

/** Firebase as a browser talks to it. */
export function firebaseInBrowser(connection: FirebaseConnection): Promise<Backend> {
  return firebaseBackend(connection, { startAuth, googleSignIn, startAppCheck });
}

function startAuth(app: FirebaseApp, emulator: string | undefined): Auth {
  const auth = initializeAuth(app, { persistence: browserLocalPersistence });
  if (emulator !== undefined) connectAuthEmulator(auth, `http://${emulator}`, { disableWarnings: true });
  return auth;
}

/** Signing in with a Google account in a window of its own. */
function googleSignIn(auth: Auth): () => Promise<void> {
  return async () => void (await signInWithPopup(auth, new GoogleAuthProvider(), browserPopupRedirectResolver));
}

async function startAppCheck(app: FirebaseApp, siteKey: string | undefined): Promise<void> {
  if (siteKey === undefined) return;
  const { initializeAppCheck, ReCaptchaEnterpriseProvider } = await import('firebase/app-check');
  initializeAppCheck(app, { provider: new ReCaptchaEnterpriseProvider(siteKey), isTokenAutoRefreshEnabled: true });
}
