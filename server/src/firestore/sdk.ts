import { KpiError, messageOf } from '@pack324a/core';
import type { FirestoreGateway } from '@pack324a/firestore';

/**
 * The way to a project's Firestore through the SDK, which is loaded only now: `npm start` installs none.
 * @throws KpiError `failed-precondition` when it is not installed; `invalid-argument` for an emulator that cannot be one
 */
export async function connectSdk(project: string): Promise<FirestoreGateway> {
  const { connectFirestore, sdkGateway } = await import('@pack324a/firestore/sdk').catch((error: unknown) => {
    throw isNotInstalled(error) ? notInstalled(error) : error;
  });
  try {
    return sdkGateway(connectFirestore({ projectId: project }));
  } catch (error) {
    // Nothing is sent yet: what it can object to is what it has been told.
    throw new KpiError('invalid-argument', messageOf(error), {
      expected: 'FIRESTORE_EMULATOR_HOST as host:port, for example 127.0.0.1:8080',
    });
  }
}

/** Whether a module was not found: the one asked for, or one that it asks for itself. */
function isNotInstalled(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND';
}

function notInstalled(error: unknown): KpiError {
  const missing = /'((?:@[^/']+\/)?[^/']+)[^']*'/.exec(messageOf(error))?.[1] ?? 'firebase-admin';
  return new KpiError('failed-precondition', `Firestore needs a package that is not installed: ${missing}.`, {
    hint: 'Run in the folder of KPI Core: node scripts/install.mjs all',
  });
}
