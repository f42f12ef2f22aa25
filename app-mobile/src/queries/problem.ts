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
  /** What was said, in English; undefined where that is no more than a code. */
  readonly message: string | undefined;
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

/** What the SDK of the functions puts behind every message of an answer: its HTTP status. */
const STATUS_AT_END = / \[\d{3}\]$/;
/** What the SDK says where nothing was said: a code of its own, or the one that came. */
const ONLY_A_CODE = /^(?:[a-z]+(?:-[a-z]+)*|(?:Unknown backend|Backend) error status: \w+)$/;

/** Reads what a call was rejected with. */
export function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const { expected, hint, reference } = errorDetails(error);
  const message = messageIn(error, code);
  // The SDK says "internal" when it could not reach anything; whatever did answer gives a reference.
  const isSilence = code === 'functions/internal' && reference === undefined;
  const kind = isSilence ? 'unreachable' : (KINDS[code] ?? 'other');
  // What our functions say themselves comes with a hint; what stands before them and finds them gone gives none.
  const isAnswered = code === 'functions/unavailable' && hint !== undefined;
  return { kind: isAnswered ? 'busy' : kind, message, expected, hint, reference };
}

/** Whether a call was rejected because nothing answered it; false without an error. */
export function isUnreachable(error: unknown): boolean {
  return problemOf(error).kind === 'unreachable';
}

function messageIn(error: unknown, code: string): string | undefined {
  const text = error instanceof Error ? error.message : String(error);
  if (!code.startsWith('functions/')) return text;
  const said = text.replace(STATUS_AT_END, '');
  return ONLY_A_CODE.test(said) ? undefined : said;
}
