import { GRPC, grpcCode } from './gateway.ts';

/**
 * What is worth another attempt. The client library asks again for some of these itself, for some requests
 * (`firestore_client_config.json` and `isRetryableTransactionError` in nodejs-firestore); every request of ours ends the same
 * when it is made twice. What a caller has done wrong, or has no right to, stays wrong.
 */
const RETRYABLE: ReadonlySet<number> = new Set([
  GRPC.CANCELLED,
  GRPC.DEADLINE_EXCEEDED,
  GRPC.RESOURCE_EXHAUSTED,
  GRPC.ABORTED,
  GRPC.INTERNAL,
  GRPC.UNAVAILABLE,
]);

const MOST_ATTEMPTS = 5;
/** First wait, growth and jitter as in nodejs-firestore's `backoff.ts`; jitter 1.0 is half of the wait more or less. */
const FIRST_WAIT_MS = 1000;
const WAIT_FACTOR = 1.5;
const JITTER = 1.0;

export interface Patience {
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to below 1. */
  readonly random: () => number;
}

/**
 * Does some work, and does it again after a wait when it failed for a reason that may pass: at most five times in all.
 * @param work must start from nothing each time
 */
export async function withRetries<T>({ sleep, random }: Patience, work: () => Promise<T>): Promise<T> {
  let waitMs = FIRST_WAIT_MS;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !isRetryable(error)) throw error;
    }
    await sleep(Math.round(waitMs * (1 + JITTER * (random() - 0.5))));
    waitMs *= WAIT_FACTOR;
  }
}

function isRetryable(error: unknown): boolean {
  const code = grpcCode(error);
  return code !== undefined && RETRYABLE.has(code);
}
