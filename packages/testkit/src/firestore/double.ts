import { createHash } from 'node:crypto';
import {
  type AggregateQuery,
  type Decision,
  type DocumentKey,
  type DocumentQuery,
  type FirestoreGateway,
  type FoundDocument,
  GRPC,
  type Write,
} from '@pack324a/firestore';
import { aggregated, consideredBy } from './aggregate.ts';
import { Collection, ID_FIELD, type StoredDocument } from './collection.ts';
import { FirestoreFailure, invalid } from './errors.ts';
import { find, scannedBy } from './execute.ts';
import { type Fault, FaultQueue, type Faults, failureOf, type Operation } from './faults.ts';
import { checkKey, copyIn, documentBytes, indexEntriesOf, LIMITS } from './limits.ts';
import { checkAggregates, checkQuery, checkSelect } from './query-checks.ts';
import { canonicalText, copyMapOut, type MapValue, project, segmentsOf } from './values.ts';

/** One request as it arrived, faults and retries included. */
export interface DoubleRequest {
  readonly operation: Operation;
  /** Of a query. */
  readonly query?: DocumentQuery | AggregateQuery;
  /** Of everything else. */
  readonly keys?: readonly DocumentKey[];
}

/** What the requests cost since the double was made or `reset` was called. */
export interface DoubleMeter {
  /** Document reads that Firestore would bill. */
  reads: number;
  /** Documents written or deleted. */
  writes: number;
  /** Requests sent; a transaction is one for its read and one for its write. */
  roundTrips: number;
  reset(): void;
}

export interface DoubleOptions {
  /** Called with every query; what it throws is thrown at the caller, as Firestore refuses a query without an index. */
  readonly assertIndexed?: (query: DocumentQuery | AggregateQuery) => void;
  /** Whether Firestore keeps no index of a top-level field by itself, because of an exemption. Default: it indexes every field. */
  readonly isExempt?: (collection: string, field: string) => boolean;
}

/** Firestore in memory, with what tests need besides. */
export interface FirestoreDouble extends FirestoreGateway {
  readonly faults: Faults;
  readonly meter: DoubleMeter;
  /** Requests in order of arrival; empty the array to begin anew. */
  readonly requests: DoubleRequest[];
  /**
   * Stores rows without a request, replacing documents of the same ids.
   * @throws like a commit for data that Firestore could not hold
   */
  load(collection: string, rows: Iterable<{ readonly id: string; readonly data: Readonly<Record<string, unknown>> }>): void;
  /** Names of the collections that have documents, in order. */
  collections(): string[];
  /** Every document of a collection, in order of the ids. */
  documents(collection: string): FoundDocument[];
  /** The same for equal documents, different for any others. */
  hash(collection: string): string;
}

/** The error with which Firestore refuses a query that no index serves. */
export function missingIndexFailure(): FirestoreFailure {
  const where = 'https://console.firebase.google.com/v1/r/project/demo/firestore/indexes?create_composite=double';
  return new FirestoreFailure(GRPC.FAILED_PRECONDITION, `The query requires an index. You can create it here: ${where}`);
}

/**
 * Firestore as it is in production, in memory: its order of values, its limits, atomic commits, serialised transactions, and a
 * meter of its own. It knows no subcollections, and of indexes only what `assertIndexed` says.
 */
export function firestoreDouble(options: DoubleOptions = {}): FirestoreDouble {
  return new Double(options);
}

class Double implements FirestoreDouble {
  readonly faults = new FaultQueue();
  readonly requests: DoubleRequest[] = [];
  readonly meter: DoubleMeter = newMeter();
  readonly #collections = new Map<string, Collection>();
  readonly #options: DoubleOptions;
  #isClosed = false;

  constructor(options: DoubleOptions) {
    this.#options = options;
  }

  load(collection: string, rows: Iterable<{ readonly id: string; readonly data: MapValue }>): void {
    for (const { id, data } of rows) this.#collection(collection).put(id, this.#stored({ collection, id }, data));
  }

  collections(): string[] {
    return [...this.#collections]
      .filter(([, { documents }]) => documents.size > 0)
      .map(([name]) => name)
      .sort();
  }

  documents(collection: string): FoundDocument[] {
    return this.#collection(collection)
      .entries(ID_FIELD)
      .map(({ document }) => copyOf(document));
  }

  hash(collection: string): string {
    const hash = createHash('sha256');
    for (const { document } of this.#collection(collection).entries(ID_FIELD)) {
      hash.update(`${JSON.stringify(document.id)}${canonicalText(document.data)}\n`);
    }
    return hash.digest('hex');
  }

  async *stream(query: DocumentQuery): AsyncGenerator<FoundDocument> {
    const fault = await this.#arrive('stream', [query.collection], { query });
    checkQuery(query);
    checkSelect(query);
    this.#options.assertIndexed?.(query);
    const found = find(this.#collection(query.collection), query);
    const paths = query.select?.map(segmentsOf);
    const send = (document: StoredDocument): FoundDocument => {
      this.meter.reads++;
      return paths === undefined ? copyOf(document) : { id: document.id, data: project(document.data, paths) };
    };
    if (found.length === 0) this.meter.reads++;
    const breaksAt = fault === undefined ? -1 : Math.min(fault.afterDocuments ?? 0, found.length);
    for (let index = 0; index <= found.length; index++) {
      if (fault !== undefined && index === breaksAt) {
        for (const again of found.slice(Math.max(0, index - (fault.repeat ?? 0)), index)) yield send(again);
        throwIf(fault);
      }
      const document = found[index];
      if (document !== undefined) yield send(document);
    }
  }

  async aggregate(query: AggregateQuery): Promise<Record<string, number>> {
    throwIf(await this.#arrive('aggregate', [query.collection], { query }));
    checkQuery(query);
    checkAggregates(query);
    this.#options.assertIndexed?.(query);
    const collection = this.#collection(query.collection);
    const considered = consideredBy(query, find(collection, query));
    const scanned = scannedBy(collection, query) ?? considered.length;
    this.meter.reads += Math.max(1, Math.ceil(scanned / INDEX_ENTRIES_PER_READ));
    return Object.fromEntries(Object.entries(query.aggregates).map(([name, each]) => [name, aggregated(each, considered)]));
  }

  async get(key: DocumentKey): Promise<FoundDocument | undefined> {
    throwIf(await this.#arrive('get', [key.collection], { keys: [key] }));
    checkKey(key);
    this.meter.reads++;
    return copyOf(this.#document(key));
  }

  async commit(writes: readonly Write[]): Promise<void> {
    const keys = writes.map(({ key }) => key);
    const fault = await this.#arrive(
      'commit',
      keys.map(({ collection }) => collection),
      { keys },
    );
    if (fault?.isApplied !== true) throwIf(fault);
    this.#apply(writes);
    throwIf(fault);
  }

  async transact<T>(key: DocumentKey, decide: (found: FoundDocument | undefined) => Decision<T>): Promise<T> {
    for (;;) {
      const fault = await this.#arrive('transact', [key.collection], { keys: [key] });
      if (fault?.isApplied !== true) throwIf(fault);
      checkKey(key);
      this.meter.reads++;
      const before = this.#document(key);
      const { result, write } = decide(copyOf(before));
      this.meter.roundTrips++;
      if (write === undefined) return result;
      await nextTurn();
      // Somebody else was faster: what was decided rests on a document that is no more.
      if (this.#document(key) !== before) continue;
      this.#apply([write.kind === 'delete' ? { kind: 'delete', key } : { kind: 'set', key, data: write.data }]);
      throwIf(fault);
      return result;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
  }

  async #arrive(operation: Operation, collections: readonly string[], what: Omit<DoubleRequest, 'operation'>): Promise<Fault | undefined> {
    this.meter.roundTrips++;
    this.requests.push({ operation, ...what });
    await nextTurn();
    if (this.#isClosed) throw new FirestoreFailure(GRPC.FAILED_PRECONDITION, 'The client has already been terminated.');
    const fault = this.faults.take(operation, collections);
    await fault?.hold?.();
    return fault;
  }

  /** All or none: everything is checked before anything changes. */
  #apply(writes: readonly Write[]): void {
    if (writes.length > LIMITS.writesPerCommit) throw invalid(`maximum ${LIMITS.writesPerCommit} writes allowed per request`);
    const after = new Map<string, boolean>();
    let bytes = 0;
    const changes = writes.map((write) => {
      const { kind, key } = write;
      checkKey(key);
      const path = `${key.collection}/${key.id}`;
      const isThere = after.get(path) ?? this.#document(key) !== undefined;
      if (kind === 'create' && isThere) throw new FirestoreFailure(GRPC.ALREADY_EXISTS, `Document already exists: ${path}`);
      after.set(path, kind !== 'delete');
      const data = kind === 'delete' ? undefined : this.#stored(key, write.data);
      bytes += documentBytes(key, data ?? {});
      return { key, data };
    });
    if (bytes > LIMITS.requestBytes) throw invalid(`Request payload size exceeds the limit: ${LIMITS.requestBytes} bytes.`);
    for (const { key, data } of changes) {
      if (data === undefined) this.#collection(key.collection).delete(key.id);
      else this.#collection(key.collection).put(key.id, data);
    }
    this.meter.writes += writes.length;
  }

  #stored(key: DocumentKey, data: MapValue): MapValue {
    checkKey(key);
    const stored = copyIn(key, data);
    const { isExempt } = this.#options;
    const indexed = isExempt === undefined ? stored : withoutFields(stored, (field) => isExempt(key.collection, field));
    if (indexEntriesOf(indexed) > LIMITS.indexEntriesPerDocument) {
      throw invalid(`too many index entries for entity ${key.collection}/${key.id}: more than ${LIMITS.indexEntriesPerDocument}`);
    }
    return stored;
  }

  #document({ collection, id }: DocumentKey): StoredDocument | undefined {
    return this.#collections.get(collection)?.documents.get(id);
  }

  #collection(name: string): Collection {
    const collection = this.#collections.get(name) ?? new Collection();
    this.#collections.set(name, collection);
    return collection;
  }
}

/** https://firebase.google.com/docs/firestore/pricing#aggregation_queries */
const INDEX_ENTRIES_PER_READ = 1000;

function newMeter(): DoubleMeter {
  return {
    reads: 0,
    writes: 0,
    roundTrips: 0,
    reset() {
      Object.assign(this, { reads: 0, writes: 0, roundTrips: 0 });
    },
  };
}

function copyOf(document: StoredDocument): FoundDocument;
function copyOf(document: StoredDocument | undefined): FoundDocument | undefined;
function copyOf(document: StoredDocument | undefined): FoundDocument | undefined {
  return document === undefined ? undefined : { id: document.id, data: copyMapOut(document.data) };
}

function withoutFields(data: MapValue, isLeftOut: (field: string) => boolean): MapValue {
  return Object.fromEntries(Object.entries(data).filter(([field]) => !isLeftOut(field)));
}

function throwIf(fault: Fault | undefined): void {
  const failure = fault === undefined ? undefined : failureOf(fault);
  if (failure !== undefined) throw failure;
}

/** Lets everybody else have a turn, as a request over the wire does. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
