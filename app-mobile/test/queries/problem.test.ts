import { connectLocalHost, createKpiClient } from '@pack324a/client';
import { deleteApp, initializeApp } from 'firebase/app';
import { getFunctions } from 'firebase/functions';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type ProblemKind, problemOf } from '../../src/queries/problem.ts';
import { wireError } from '../session/wire-error.ts';

describe('what went wrong', () => {
  it.each<[string, object | undefined, ProblemKind]>([
    ['internal', undefined, 'unreachable'],
    ['internal', { reference: 'abc' }, 'other'],
    ['unavailable', undefined, 'unreachable'],
    ['unavailable', { hint: 'Ask again in a minute.' }, 'busy'],
    ['deadline-exceeded', undefined, 'unreachable'],
    ['unauthenticated', { hint: 'Make a new link.' }, 'signed-out'],
    ['permission-denied', undefined, 'not-admin'],
    ['out-of-range', { expected: '2025-11-23 or later' }, 'too-old'],
    ['failed-precondition', { hint: 'Lift the pause.' }, 'paused'],
    ['invalid-argument', { field: 'date' }, 'other'],
  ])('%s with %j', (code, details, kind) => {
    expect(problemOf(wireError(code, 'What was said.', details))).toMatchObject({
      kind,
      message: 'What was said.',
      ...withoutField(details),
    });
  });

  it('is something else when it is no error of the functions', () => {
    expect(problemOf(new RangeError('Invalid time value'))).toMatchObject({ kind: 'other', message: 'Invalid time value' });
    expect(problemOf('text')).toMatchObject({ kind: 'other', message: 'text' });
  });
});

describe('what the SDK makes of an answer', () => {
  afterEach(() => vi.unstubAllGlobals());

  /** The problem that a call has when this comes back. */
  async function problemAfter(status: number, body: string) {
    vi.stubGlobal('fetch', async () => new Response(body, { status }));
    const app = initializeApp({ projectId: 'local' }, `${status}`);
    const functions = getFunctions(app, 'europe-central2');
    connectLocalHost(functions, { url: 'http://127.0.0.1:3240' });
    const error = await createKpiClient(functions)
      .getStatus()
      .catch((thrown: unknown) => thrown);
    await deleteApp(app);
    return problemOf(error);
  }

  it('is told as the functions said it, without the status that the SDK adds', async () => {
    const error = { status: 'FAILED_PRECONDITION', message: 'All jobs are paused [since 2026].', details: { hint: 'Lift the pause.' } };
    expect(await problemAfter(400, JSON.stringify({ error }))).toMatchObject({
      kind: 'paused',
      message: 'All jobs are paused [since 2026].',
    });
  });

  it.each([
    [404, '<html>Not found</html>'],
    [404, '{"error":{"status":"NOT_FOUND"}}'],
    [502, '{"error":{"status":"BAD_GATEWAY"}}'],
  ])('is not told where nothing was said but a code (%i %s)', async (status, body) => {
    expect((await problemAfter(status, body)).message).toBeUndefined();
  });
});

/** A problem keeps what a reader can use; the field is for programs. */
function withoutField(details: object = {}): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => name !== 'field'));
}
