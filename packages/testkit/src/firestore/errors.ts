import { GRPC } from '@pack324a/firestore';

const NAME_OF = new Map<number, string>(Object.entries(GRPC).map(([name, code]) => [code, name]));

/** A failure as the SDK hands it on: the status number in `code`, its name before the message. */
export class FirestoreFailure extends Error {
  readonly code: number;
  readonly details: string;

  constructor(code: number, details: string) {
    super(`${code} ${NAME_OF.get(code) ?? 'UNKNOWN'}: ${details}`);
    this.name = 'FirestoreFailure';
    this.code = code;
    this.details = details;
  }
}

/** What Firestore answers to a request that it cannot mean. */
export function invalid(details: string): FirestoreFailure {
  return new FirestoreFailure(GRPC.INVALID_ARGUMENT, details);
}
