import { FirestoreFailure } from './errors.ts';

export type Operation = 'stream' | 'aggregate' | 'get' | 'commit' | 'transact';

/** What goes wrong, where, and how often. */
export interface Fault {
  /** Absent: every operation. */
  readonly operation?: Operation;
  /** Absent: every collection; a commit meets it when any of its writes is in the collection. */
  readonly collection?: string;
  /** How many requests meet it; absent: all until `clear`. */
  readonly times?: number;
  /** The gRPC status with which the request fails; absent: it succeeds, late or with repetitions. */
  readonly code?: number;
  readonly message?: string;
  /** Of a stream: how many documents have arrived when it fails or repeats; default 0. */
  readonly afterDocuments?: number;
  /** Of a stream: how many of the latest documents arrive again at that point, as when the SDK resumes a stream. */
  readonly repeat?: number;
  /** Of a commit or a transaction: the writes are made, and only then does the request fail. */
  readonly isApplied?: boolean;
  /** Of all: what the request waits for before it is answered. */
  readonly hold?: () => Promise<void>;
}

/** Faults to be met, the oldest first. */
export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

interface Pending {
  readonly fault: Fault;
  left: number;
}

export class FaultQueue implements Faults {
  #pending: Pending[] = [];

  add(fault: Fault): void {
    this.#pending.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#pending = [];
  }

  /** The fault that a request meets, which has happened once more then. */
  take(operation: Operation, collections: readonly string[]): Fault | undefined {
    const met = this.#pending.find(
      ({ fault, left }) =>
        left > 0 &&
        (fault.operation ?? operation) === operation &&
        (fault.collection === undefined || collections.includes(fault.collection)),
    );
    if (met === undefined) return undefined;
    met.left--;
    return met.fault;
  }
}

/** The failure that a fault stands for; undefined when it lets the request succeed. */
export function failureOf({ code, message }: Fault): FirestoreFailure | undefined {
  return code === undefined ? undefined : new FirestoreFailure(code, message ?? 'as told by the test');
}
