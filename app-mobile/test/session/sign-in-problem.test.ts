import { FirebaseError } from 'firebase/app';
import { describe, expect, it } from 'vitest';
import { type SignInProblemKind, signInProblemOf } from '../../src/session/sign-in-problem.ts';
import { TEXTS } from '../../src/texts/texts.ts';
import { wireError } from './wire-error.ts';

describe('why somebody could not sign in', () => {
  it.each<[string, SignInProblemKind]>([
    ['auth/invalid-credential', 'wrong-password'],
    ['auth/user-not-found', 'wrong-password'],
    ['auth/invalid-email', 'invalid-email'],
    ['auth/missing-password', 'missing'],
    ['auth/too-many-requests', 'too-many'],
    ['auth/user-disabled', 'disabled-account'],
    ['auth/popup-blocked', 'popup-blocked'],
    ['auth/network-request-failed', 'unreachable'],
  ])('%s is told in our own words', (code, kind) => {
    expect(signInProblemOf(new FirebaseError(code, 'Firebase: Error.'))).toEqual({ kind, message: undefined });
  });

  it.each(['auth/popup-closed-by-user', 'auth/cancelled-popup-request'])('%s is nobody’s problem', (code) => {
    expect(signInProblemOf(new FirebaseError(code, 'Firebase: Error.'))).toBeUndefined();
  });

  it('says what Firebase says where the words are general', () => {
    const problem = signInProblemOf(new FirebaseError('auth/quota-exceeded', 'Firebase: The quota is used up.'));
    expect(problem).toEqual({ kind: 'other', message: 'The quota is used up.' });
    const bare = signInProblemOf(new FirebaseError('auth/internal-error', 'Firebase: Error (auth/internal-error).'));
    expect(bare).toEqual({ kind: 'other', message: 'auth/internal-error' });
  });

  it('reads the refusals of a local host', () => {
    const wrong = wireError('permission-denied', 'This code is wrong.', { hint: 'Make a new one.' });
    expect(signInProblemOf(wrong)).toEqual({ kind: 'wrong-code', message: undefined });
    const tooMany = wireError('resource-exhausted', 'Too many attempts.', { hint: 'Wait 40 seconds.' });
    expect(signInProblemOf(tooMany)).toEqual({ kind: 'too-many', message: 'Too many attempts. Wait 40 seconds.' });
    expect(signInProblemOf(wireError('unavailable', 'Nothing answers.'))).toEqual({ kind: 'unreachable', message: undefined });
  });

  it('has words for each kind in both languages', () => {
    for (const { session } of Object.values(TEXTS)) {
      for (const { title } of Object.values(session.problems)) expect(title).toMatch(/\w{3}/);
    }
    expect(Object.keys(TEXTS.pl.session.problems)).toEqual(Object.keys(TEXTS.en.session.problems));
  });
});
