import { describe, expect, it } from 'vitest';
import { ERROR_CODES, type ErrorCode, HTTP_CODES, isForCaller, KpiError, wireError } from '../../src/index.ts';

/** https://cloud.google.com/apis/design/errors#handling_errors */
const ON_THE_WIRE: Readonly<Record<ErrorCode, readonly [status: string, http: number]>> = {
  'invalid-argument': ['INVALID_ARGUMENT', 400],
  'invalid-config': ['INTERNAL', 500],
  'not-found': ['NOT_FOUND', 404],
  'out-of-range': ['OUT_OF_RANGE', 400],
  'failed-precondition': ['FAILED_PRECONDITION', 400],
  'data-loss': ['INTERNAL', 500],
  'database-failed': ['INTERNAL', 500],
  'permission-denied': ['PERMISSION_DENIED', 403],
  unauthenticated: ['UNAUTHENTICATED', 401],
  'resource-exhausted': ['RESOURCE_EXHAUSTED', 429],
  unavailable: ['UNAVAILABLE', 503],
  internal: ['INTERNAL', 500],
};
const CODES = Object.keys(ON_THE_WIRE) as ErrorCode[];

describe('errors on the wire', () => {
  it('every code is listed here', () => {
    expect(CODES.toSorted()).toEqual(Object.keys(ERROR_CODES).toSorted());
  });

  it.each(CODES)('%s', (code) => {
    const { status } = wireError(new KpiError(code, 'What happened.'));
    expect([status, HTTP_CODES[status]]).toEqual(ON_THE_WIRE[code]);
  });

  it('carry what there is to say, and nothing else', () => {
    expect(wireError(new KpiError('not-found', 'Not here.'))).toEqual({ status: 'NOT_FOUND', message: 'Not here.' });
    const details = { field: 'date', expected: 'a day', hint: 'Ask again.', reference: 'run-1' };
    expect(wireError(new KpiError('invalid-argument', 'Wrong.', details))).toEqual({
      status: 'INVALID_ARGUMENT',
      message: 'Wrong.',
      details,
    });
    expect(wireError(new KpiError('invalid-argument', 'Wrong.', { hint: 'Ask again.' })).details).toEqual({ hint: 'Ask again.' });
    expect(JSON.stringify(wireError(new KpiError('internal', 'Wrong.')))).not.toMatch(/stack|\.ts/);
  });

  it.each(CODES)('%s may be told to a caller unless it is about our own data, files or database', (code) => {
    expect(isForCaller(new KpiError(code, 'What happened.'))).toBe(!['data-loss', 'invalid-config', 'database-failed'].includes(code));
  });

  it.each([new Error('secret'), 'secret', undefined, null, { code: 'not-found', message: 'secret' }])('%j may not', (thrown) => {
    expect(isForCaller(thrown)).toBe(false);
  });
});
