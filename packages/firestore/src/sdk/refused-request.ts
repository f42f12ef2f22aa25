import { GRPC } from '../gateway.ts';

/** What is refused before it is sent. */
export class RefusedRequest extends Error {
  readonly code: number;

  /** @param code the gRPC status that Firestore would have given it */
  constructor(code: number, message: string) {
    super(message);
    this.name = 'RefusedRequest';
    this.code = code;
  }
}

/** What Firestore would refuse, or silently take for something else. */
export function invalid(details: string): RefusedRequest {
  return new RefusedRequest(GRPC.INVALID_ARGUMENT, `${GRPC.INVALID_ARGUMENT} INVALID_ARGUMENT: ${details}`);
}
