/**
 * The few shapes of query and write that the adapter uses, and nothing else of Firestore. Behind it stands the SDK, or in tests a
 * double in memory that is proved against the real thing.
 */

/** An instant as Firestore holds one, to the microsecond. */
export class FirestoreTime {
  /** Whole seconds since the epoch. */
  readonly seconds: number;
  /** 0 to 999,999,999; finer than microseconds is cut off when stored. */
  readonly nanoseconds: number;

  constructor(seconds: number, nanoseconds = 0) {
    this.seconds = seconds;
    this.nanoseconds = nanoseconds;
  }

  /** @param ms epoch milliseconds, whole */
  static fromMillis(ms: number): FirestoreTime {
    const seconds = Math.floor(ms / 1000);
    return new FirestoreTime(seconds, (ms - seconds * 1000) * 1_000_000);
  }
}

export type Operator = '==' | '<' | '<=' | '>' | '>=' | 'in';
export type Scalar = null | boolean | number | string | FirestoreTime;

/** Ranges match values of the bound's own type only; `== null` and `== NaN` match exactly those; `in` takes up to 30 values. */
export interface Filter {
  /** Dotted path of the field; a segment may hold any character but a dot. */
  readonly path: string;
  readonly operator: Operator;
  readonly value: Scalar | readonly Scalar[];
}

export interface Order {
  /** Dotted path. Documents without the field are left out. */
  readonly path: string;
  readonly direction: 'asc' | 'desc';
}

/** Documents of one collection. All filters hold at once. Without an order: by the fields of range filters, then by id. */
export interface Query {
  readonly collection: string;
  readonly where: readonly Filter[];
  readonly orderBy?: readonly Order[];
  readonly limit?: number;
}

export interface DocumentQuery extends Query {
  /** Dotted paths of the fields wanted; empty for ids alone. Absent: whole documents. A gateway may return more than was asked for. */
  readonly select?: readonly string[];
}

/**
 * `count` counts documents; `sum` adds up the numbers of a field and skips everything else; one NaN makes a sum NaN. All aggregates
 * of a query consider only the documents that have every field that is summed, because no other is in its index.
 */
export type Aggregate = 'count' | { readonly sum: string };

export interface AggregateQuery extends Query {
  /** 1 to 5, by a name of the caller's own (letters only). */
  readonly aggregates: Readonly<Record<string, Aggregate>>;
  /** Index entries that answering looks through, where they are known to be more than it counts. For the bill alone: no gateway needs it. */
  readonly entries?: number;
}

export interface FoundDocument {
  readonly id: string;
  /** Timestamps are `FirestoreTime`; integers are numbers. Values of other types that JavaScript lacks come as objects. */
  readonly data: Readonly<Record<string, unknown>>;
}

export interface DocumentKey {
  readonly collection: string;
  readonly id: string;
}

/** `create` fails the whole commit with ALREADY_EXISTS when the document is there; `set` replaces it whole. */
export type Write =
  | { readonly kind: 'set' | 'create'; readonly key: DocumentKey; readonly data: Readonly<Record<string, unknown>> }
  | { readonly kind: 'delete'; readonly key: DocumentKey };

/** What a transaction makes of the document that it read. */
export interface Decision<T> {
  readonly result: T;
  /** Replaces or deletes the document; absent leaves it as it is. */
  readonly write?: { readonly kind: 'set'; readonly data: Readonly<Record<string, unknown>> } | { readonly kind: 'delete' };
}

/** Failures are errors with a gRPC status number in `code`. */
export interface FirestoreGateway {
  /** Documents as they arrive. A stream that breaks may have given some of them already. */
  stream(query: DocumentQuery): AsyncIterable<FoundDocument>;
  aggregate(query: AggregateQuery): Promise<Readonly<Record<string, number>>>;
  get(key: DocumentKey): Promise<FoundDocument | undefined>;
  /** All or none of at most 500 writes of at most 10 MiB. */
  commit(writes: readonly Write[]): Promise<void>;
  /** Reads one document and writes what `decide` makes of it, as if nobody else were at work; `decide` may be called again. */
  transact<T>(key: DocumentKey, decide: (found: FoundDocument | undefined) => Decision<T>): Promise<T>;
  /** Ends all connections. */
  close(): Promise<void>;
}

/** gRPC status numbers (https://grpc.io/docs/guides/status-codes/). */
export const GRPC = {
  CANCELLED: 1,
  UNKNOWN: 2,
  INVALID_ARGUMENT: 3,
  DEADLINE_EXCEEDED: 4,
  NOT_FOUND: 5,
  ALREADY_EXISTS: 6,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  FAILED_PRECONDITION: 9,
  ABORTED: 10,
  OUT_OF_RANGE: 11,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
  DATA_LOSS: 15,
  UNAUTHENTICATED: 16,
} as const;

/** The gRPC status number of anything that was thrown; undefined when it has none. */
export function grpcCode(error: unknown): number | undefined {
  const code = typeof error === 'object' && error !== null ? (error as { readonly code?: unknown }).code : undefined;
  return typeof code === 'number' ? code : undefined;
}
