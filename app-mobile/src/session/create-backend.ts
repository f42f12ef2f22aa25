import { Platform } from 'react-native';
import type { Backend } from './backend.ts';
import type { Connection, FirebaseConnection } from './connection.ts';
import { localHostBackend } from './local-host.ts';

/** The backend of a connection. */
export async function createBackend(connection: Exclude<Connection, { kind: 'none' }>): Promise<Backend> {
  return connection.kind === 'local-host' ? localHostBackend(connection) : firebaseBackend(connection);
}

/** What Firebase needs is loaded only where it is used. In this form the bundler leaves out what is meant for the other platform. */
function firebaseBackend(connection: FirebaseConnection): Promise<Backend> {
  return Platform.OS === 'web'
    ? import('./firebase-web.ts').then(({ firebaseInBrowser }) => firebaseInBrowser(connection))
    : import('./firebase-phone.ts').then(({ firebaseOnPhone }) => firebaseOnPhone(connection));
}
