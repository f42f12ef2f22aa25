import AsyncStorage from '@react-native-async-storage/async-storage';
import { AuthRequest, exchangeCodeAsync } from 'expo-auth-session';
import Constants, { ExecutionEnvironment } from 'expo-constants';
import type { FirebaseApp } from 'firebase/app';
import {
  type Auth,
  connectAuthEmulator,
  GoogleAuthProvider,
  getReactNativePersistence,
  initializeAuth,
  signInWithCredential,
} from 'firebase/auth';
import { Platform } from 'react-native';
import type { Backend } from './backend.ts';
import type { FirebaseConnection } from './connection.ts';
import { firebaseBackend } from './firebase.ts';

declare module 'firebase/auth' {
  /** Only the build for React Native has it, which the SDK's published types leave out. */
  export function getReactNativePersistence(storage: object): import('firebase/auth').Persistence;
}

/** Google's addresses for OAuth 2.0 (https://developers.google.com/identity/protocols/oauth2/native-app). */
const GOOGLE = {
  authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenEndpoint: 'https://oauth2.googleapis.com/token',
};
const SCOPES = ['openid', 'email', 'profile'];

/** Firebase as an app on a phone talks to it. The JavaScript SDK has no App Check for phones. */
export function firebaseOnPhone(connection: FirebaseConnection): Promise<Backend> {
  return firebaseBackend(connection, { startAuth, googleSignIn, startAppCheck: async () => undefined });
}

function startAuth(app: FirebaseApp, emulator: string | undefined): Auth {
  const auth = initializeAuth(app, { persistence: getReactNativePersistence(AsyncStorage) });
  if (emulator !== undefined) connectAuthEmulator(auth, `http://${emulator}`, { disableWarnings: true });
  return auth;
}

/** Signing in with a Google account in the system's browser; undefined without a client id, and in Expo Go, which Google does not answer to. */
function googleSignIn(auth: Auth, ids: FirebaseConnection['googleClientIds']): (() => Promise<void>) | undefined {
  const clientId = Platform.OS === 'ios' ? ids.ios : ids.android;
  const { expoConfig, executionEnvironment } = Constants;
  const application = Platform.OS === 'ios' ? expoConfig?.ios?.bundleIdentifier : expoConfig?.android?.package;
  if (clientId === undefined || application === undefined || executionEnvironment === ExecutionEnvironment.StoreClient) return undefined;
  const redirectUri = `${application}:/oauthredirect`;
  return async () => {
    const request = new AuthRequest({ clientId, redirectUri, scopes: SCOPES });
    const result = await request.promptAsync(GOOGLE);
    // Whoever closes the browser has changed their mind.
    if (result.type !== 'success') return;
    const code = result.params['code'] ?? '';
    const extraParams = { code_verifier: request.codeVerifier ?? '' };
    const { idToken } = await exchangeCodeAsync({ clientId, redirectUri, code, extraParams }, GOOGLE);
    await signInWithCredential(auth, GoogleAuthProvider.credential(idToken));
  };
}
