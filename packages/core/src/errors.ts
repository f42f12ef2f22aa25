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
  /** A write to something that is not ours was refused. */
  'permission-denied': { exitCode: 1 },
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

export interface ErrorDetails {
  /** What was expected instead. */
  readonly expected?: string;
  /** What the reader can do about it. */
  readonly hint?: string;
}

/** An error with a message meant for the person who meets it; anything else that is thrown is a defect of ours. */
export class KpiError extends Error {
  readonly code: ErrorCode;
  readonly expected: string | undefined;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message);
    this.name = 'KpiError';
    this.code = code;
    this.expected = details.expected;
    this.hint = details.hint;
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
  return error instanceof Error ? error.message : String(error);
}
