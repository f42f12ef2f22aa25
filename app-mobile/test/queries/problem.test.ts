import { describe, expect, it } from 'vitest';
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

/** A problem keeps what a reader can use; the field is for programs. */
function withoutField(details: object = {}): object {
  return Object.fromEntries(Object.entries(details).filter(([name]) => name !== 'field'));
}
