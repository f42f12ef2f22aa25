import { randomUUID } from 'node:crypto';
import { causeOf, isForCaller, KpiError, messageOf, wireError } from '@pack324a/core';
import { type CallableRequest, type FunctionsErrorCode, HttpsError } from 'firebase-functions/https';
import { log } from './host.ts';
import { ENFORCE_APP_CHECK } from './parameters.ts';

/**
 * Refuses a call without a valid App Check token where they are enforced. `onCall` would take the parameter too, but reads its
 * value while the code is loaded.
 */
export function assertApp({ app }: Pick<CallableRequest, 'app'>): void {
  if (app !== undefined || !ENFORCE_APP_CHECK.value()) return;
  throw new KpiError('unauthenticated', 'The call has no valid App Check token.', { expected: 'an app that is registered with App Check' });
}

/** An error as a callable function answers it: what is meant for the caller, or a reference to the log. */
export function httpsError(endpoint: string, error: unknown): HttpsError {
  const { status, message, details } = wireError(isForCaller(error) ? error : logged(endpoint, error));
  return new HttpsError(status.toLowerCase().replaceAll('_', '-') as FunctionsErrorCode, message, details);
}

function logged(endpoint: string, error: unknown): KpiError {
  const reference = randomUUID();
  const text = error instanceof KpiError ? error.toText() : messageOf(error);
  const said = { error: text, cause: causeOf(error), stack: error instanceof Error ? error.stack : undefined };
  log({ level: 'error', event: 'call-failed', endpoint, reference, ...said });
  return new KpiError('internal', `Something went wrong; the log has the details under ${reference}.`, { reference });
}
