import { errorDetails } from '@pack324a/client';

/** What went wrong, by what can be done about it. */
export type ProblemKind =
  /** Nothing answers: no network, or the host does not run. */
  | 'unreachable'
  /** Somebody else is at work on the same day, or the host is stopping. */
  | 'busy'
  | 'signed-out'
  | 'not-admin'
  /** The day has no figures, and is too old to make them. */
  | 'too-old'
  /** The configuration pauses all jobs. */
  | 'paused'
  | 'other';

export interface Problem {
  readonly kind: ProblemKind;
  readonly message: string;
  readonly expected: string | undefined;
  readonly hint: string | undefined;
  /** Under this the log has the rest. */
  readonly reference: string | undefined;
}

const KINDS: Readonly<Record<string, ProblemKind>> = {
  'functions/unauthenticated': 'signed-out',
  'functions/permission-denied': 'not-admin',
  'functions/out-of-range': 'too-old',
  'functions/failed-precondition': 'paused',
  'functions/unavailable': 'unreachable',
  'functions/deadline-exceeded': 'unreachable',
};

/** Reads what a call was rejected with. */
export function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { expected, hint, reference } = errorDetails(error);
  const message = error instanceof Error ? error.message : String(error);
  // The SDK says "internal" when it could not reach anything; whatever did answer gives a reference.
  const isSilence = code === 'functions/internal' && reference === undefined;
  const kind = isSilence ? 'unreachable' : (KINDS[code] ?? 'other');
  // What our functions say themselves comes with a hint; what stands before them and finds them gone gives none.
  const isAnswered = code === 'functions/unavailable' && hint !== undefined;
  return { kind: isAnswered ? 'busy' : kind, message, expected, hint, reference };
}
