import { setTimeout as wait } from 'node:timers/promises';
import { KpiError, messageOf } from '@pack324a/core';

/**
 * What a first request answers, or why nothing can be done there.
 * @param place what is asked, for messages
 * @throws KpiError `database-failed`
 */
export async function firstAnswer<T>(place: string, request: Promise<T>, withinMs: number): Promise<T> {
  const timer = new AbortController();
  const late = wait(withinMs, undefined, { signal: timer.signal }).then(() => {
    throw noAnswer(withinMs);
  });
  // When the answer comes first, nobody is left to hear that the timer was stopped.
  void late.catch(() => undefined);
  try {
    return await Promise.race([request, late]);
  } catch (error) {
    throw refusal(place, error);
  } finally {
    timer.abort();
  }
}

function noAnswer(withinMs: number): KpiError {
  return new KpiError('database-failed', `it has not answered within ${withinMs / 1000} s.`, {
    hint: 'Check the network, a proxy or firewall on the way, and FIRESTORE_EMULATOR_HOST where an emulator is meant.',
  });
}

function refusal(place: string, error: unknown): KpiError {
  const { message, expected, hint } = error instanceof KpiError ? error : unexplained(error);
  return new KpiError('database-failed', `${place} cannot be used: ${message}`, { expected, hint });
}

function unexplained(error: unknown): KpiError {
  const [line = ''] = messageOf(error).split('\n', 1);
  return new KpiError('database-failed', line, {
    hint: 'Check the credentials (GOOGLE_APPLICATION_CREDENTIALS, or "gcloud auth application-default login") and the project id.',
  });
}
