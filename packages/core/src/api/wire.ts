import { type ErrorCode, KpiError } from '../errors.ts';

/**
 * The statuses of the callable protocol and the HTTP code that goes with each
 * (https://firebase.google.com/docs/functions/callable-reference, https://cloud.google.com/apis/design/errors#handling_errors).
 */
export const HTTP_CODES = {
  CANCELLED: 499,
  UNKNOWN: 500,
  INVALID_ARGUMENT: 400,
  DEADLINE_EXCEEDED: 504,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  PERMISSION_DENIED: 403,
  RESOURCE_EXHAUSTED: 429,
  FAILED_PRECONDITION: 400,
  ABORTED: 409,
  OUT_OF_RANGE: 400,
  UNIMPLEMENTED: 501,
  INTERNAL: 500,
  UNAVAILABLE: 503,
  DATA_LOSS: 500,
  UNAUTHENTICATED: 401,
} as const;

export type CallableStatus = keyof typeof HTTP_CODES;

/** How an error of ours is called on the wire. What a caller can do nothing about is `INTERNAL`. */
const STATUS_OF: Readonly<Record<ErrorCode, CallableStatus>> = {
  'invalid-argument': 'INVALID_ARGUMENT',
  'invalid-config': 'INTERNAL',
  'not-found': 'NOT_FOUND',
  'out-of-range': 'OUT_OF_RANGE',
  'failed-precondition': 'FAILED_PRECONDITION',
  'data-loss': 'INTERNAL',
  'permission-denied': 'PERMISSION_DENIED',
  unauthenticated: 'UNAUTHENTICATED',
  'resource-exhausted': 'RESOURCE_EXHAUSTED',
  unavailable: 'UNAVAILABLE',
  'database-failed': 'INTERNAL',
  internal: 'INTERNAL',
};

/** The `error` of a callable response. */
export interface WireError {
  readonly status: CallableStatus;
  readonly message: string;
  /** What was expected, what to do, and what the log calls it; absent when there is nothing to say. */
  readonly details?: Readonly<Partial<Record<'field' | 'expected' | 'hint' | 'reference', string>>>;
}

export function wireError(error: KpiError): WireError {
  const { field, expected, hint, reference } = error;
  const given = Object.entries({ field, expected, hint, reference }).filter(([, value]) => value !== undefined);
  const status = STATUS_OF[error.code];
  return { status, message: error.message, ...(given.length === 0 ? {} : { details: Object.fromEntries(given) }) };
}

/** True when the error may be told to a caller as it is. */
export function isForCaller(error: unknown): error is KpiError {
  return error instanceof KpiError && (STATUS_OF[error.code] !== 'INTERNAL' || error.code === 'internal');
}
