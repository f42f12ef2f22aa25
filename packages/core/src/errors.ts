/**
 * Every error a user can meet, in one registry: what its code is called, and which exit code a command line gives it.
 * The message of an error says what happened, what was expected and what to do.
 */
export const ERROR_CODES = {
  /** The caller's words are wrong: a date that does not exist, an option out of range. */
  'invalid-argument': { exitCode: 2 },
  /** The configuration or mapping file is not valid. */
  'invalid-config': { exitCode: 2 },
  /** What was asked for is not stored. */
  'not-found': { exitCode: 1 },
  /** The request lies outside what can be generated. */
  'out-of-range': { exitCode: 1 },
  /** Something else must happen first: a pause lifted, a process stopped, a file repaired. */
  'failed-precondition': { exitCode: 1 },
  /** Source data or a stored document contradicts itself; nothing was written. */
  'data-loss': { exitCode: 1 },
  /** The caller may not do this: not an admin, or a write to something that is not ours. */
  'permission-denied': { exitCode: 1 },
  /** Nobody is signed in, or the sign-in has expired. */
  unauthenticated: { exitCode: 1 },
  /** Too many attempts. */
  'resource-exhausted': { exitCode: 1 },
  /** Not now: the host is about to stop, or somebody else is at work on the same day. */
  unavailable: { exitCode: 1 },
  /** The database refused or failed; whoever runs the installation can do something about it, a caller cannot. */
  'database-failed': { exitCode: 1 },
  /** A defect or a failure that the caller can do nothing about; the log has the details under the reference. */
  internal: { exitCode: 1 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorDetails {
  /** The field of a request that is wrong. */
  readonly field?: string | undefined;
  /** What was expected instead. */
  readonly expected?: string | undefined;
  /** What the reader can do about it. */
  readonly hint?: string | undefined;
  /** What the log calls this failure. */
  readonly reference?: string | undefined;
}

/** An error with a message meant for the person who meets it; anything else that is thrown is a defect of ours. */
export class KpiError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly expected: string | undefined;
  readonly hint: string | undefined;
  readonly reference: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'KpiError';
    this.code = code;
    this.field = details.field;
    this.expected = details.expected;
    this.hint = details.hint;
    this.reference = details.reference;
  }

  get exitCode(): number {
    return ERROR_CODES[this.code].exitCode;
  }

  /** The whole answer on a few lines: what happened, what was expected, what to do. */
  toText(): string {
    const lines = [this.message];
    if (this.expected !== undefined) lines.push(`Expected: ${this.expected}`);
    if (this.hint !== undefined) lines.push(this.hint);
    return lines.join('\n');
  }
}

/** The message of anything that was thrown, without its stack. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  try {
    return String(error);
  } catch {
    return 'something without a text was thrown';
  }
}

/** What an engine itself said of an error that explains it: for logs alone, since it may quote from the data. */
export function causeOf(error: unknown): string | undefined {
  return error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : undefined;
}

/** What went wrong, and what to do about it where that is known: for logs and records. */
export function adviceOf(error: unknown): string {
  return error instanceof KpiError && error.hint !== undefined ? `${error.message} ${error.hint}` : messageOf(error);
}
