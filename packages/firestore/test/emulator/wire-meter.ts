import type { Firestore } from 'firebase-admin/firestore';

/** What went over the wire since the meter was made or `reset` was called. */
export interface WireMeter {
  /** Document reads that Firestore bills for the answers that arrived. */
  reads: number;
  /** Documents written or deleted by commits that were sent. */
  writes: number;
  /** Requests sent, those of the SDK's own retries and of transactions included. */
  roundTrips: number;
  /** Requests by the name of their method: `RunQuery`, `RunAggregationQuery`, `BatchGetDocuments`, `Commit`, `Rollback`. */
  readonly methods: Map<string, number>;
  reset(): void;
}

/** https://firebase.google.com/docs/firestore/pricing#aggregation_queries */
const INDEX_ENTRIES_PER_READ = 1000;

interface Listener {
  onReceiveMessage(message: unknown): void;
  onReceiveStatus(status: unknown): void;
}

interface Call {
  start(metadata: unknown, listener: Listener): void;
  sendMessageWithContext(context: unknown, message: unknown): void;
}

type Interceptor = (options: CallOptions, next: (options: CallOptions) => Call) => Call;

interface CallOptions {
  readonly method_definition: { readonly path: string };
}

interface CallProperties {
  readonly callOptions: { readonly interceptors?: readonly Interceptor[] };
}

/**
 * Counts what a connection sends and receives, by an interceptor of gRPC, so independently of whoever counts above it. Call it
 * before the first request, on a connection whose `settings` nobody has called:
 *
 *     const firestore = connectFirestore({ projectId });
 *     const wire = meterWire(firestore);
 *     const gateway = sdkGateway(firestore);
 *
 * An answer to an aggregation does not tell how many index entries were read: a count among the aggregates does, and without one
 * the meter takes it for at most a thousand.
 */
export function meterWire(firestore: Firestore): WireMeter {
  const meter: WireMeter = {
    reads: 0,
    writes: 0,
    roundTrips: 0,
    methods: new Map(),
    reset() {
      Object.assign(this, { reads: 0, writes: 0, roundTrips: 0 });
      this.methods.clear();
    },
  };
  // google-gax hands this option on to the client of grpc-js in a form that it understands; `grpc.interceptors` is lost on the way.
  firestore.settings({
    'grpc.callInvocationTransformer': (properties: CallProperties) => ({
      ...properties,
      callOptions: { ...properties.callOptions, interceptors: [interceptorOf(meter)] },
    }),
  });
  return meter;
}

function interceptorOf(meter: WireMeter): Interceptor {
  return (options, next) => {
    const method = options.method_definition.path.split('/').at(-1) as string;
    const count = countersOf(method, meter);
    const call = next(options);
    const start = call.start.bind(call);
    const send = call.sendMessageWithContext.bind(call);
    call.start = (metadata, listener) => {
      meter.roundTrips++;
      meter.methods.set(method, (meter.methods.get(method) ?? 0) + 1);
      start(metadata, {
        ...listener,
        onReceiveMessage: (message) => {
          count.received?.(message);
          listener.onReceiveMessage(message);
        },
        onReceiveStatus: (status) => {
          count.ended?.(status);
          listener.onReceiveStatus(status);
        },
      });
    };
    call.sendMessageWithContext = (context, message) => {
      count.sent?.(message);
      send(context, message);
    };
    return call;
  };
}

interface Counters {
  sent?(message: unknown): void;
  received?(message: unknown): void;
  ended?(status: unknown): void;
}

function countersOf(method: string, meter: WireMeter): Counters {
  switch (method) {
    case 'RunQuery':
      return queryCounters(meter);
    case 'RunAggregationQuery':
      return aggregationCounters(meter);
    case 'BatchGetDocuments':
      return {
        received: (message) => {
          if (hasAny(message, ['found', 'missing'])) meter.reads++;
        },
      };
    case 'Commit':
      return {
        sent: (message) => {
          meter.writes += (message as { readonly writes: readonly unknown[] }).writes.length;
        },
      };
    default:
      return {};
  }
}

/** A query bills one read even when it finds nothing, unless it fails. The SDK may stop listening before the status arrives. */
function queryCounters(meter: WireMeter): Counters {
  let documents = 0;
  return {
    sent: () => void meter.reads++,
    received: (message) => {
      if (!hasAny(message, ['document'])) return;
      documents++;
      if (documents > 1) meter.reads++;
    },
    ended: (status) => {
      if (documents === 0 && (status as { code: number }).code !== 0) meter.reads--;
    },
  };
}

interface AggregationRequest {
  readonly structuredAggregationQuery: { readonly aggregations: readonly { readonly alias: string; readonly count?: unknown }[] };
}

interface AggregationAnswer {
  readonly result?: { readonly aggregateFields: Readonly<Record<string, { readonly integerValue?: unknown }>> };
}

function aggregationCounters(meter: WireMeter): Counters {
  let counts: string[] = [];
  return {
    sent: (message) => {
      const { aggregations } = (message as AggregationRequest).structuredAggregationQuery;
      counts = aggregations.filter(({ count }) => count !== undefined && count !== null).map(({ alias }) => alias);
    },
    received: (message) => {
      const { result } = message as AggregationAnswer;
      const counted = counts.map((alias) => Number(result?.aggregateFields[alias]?.integerValue ?? 0));
      meter.reads += Math.max(1, ...counted.map((entries) => Math.ceil(entries / INDEX_ENTRIES_PER_READ)));
    },
  };
}

function hasAny(message: unknown, fields: readonly string[]): boolean {
  const values = message as Record<string, unknown>;
  return fields.some((field) => values[field] !== undefined && values[field] !== null && values[field] !== '');
}
