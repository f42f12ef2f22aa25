import { type Doing, explained } from './errors.ts';
import type { AggregateQuery, Decision, DocumentKey, DocumentQuery, FirestoreGateway, FoundDocument, Write } from './gateway.ts';
import { type MeterReading, metered } from './meter.ts';
import { type Patience, withRetries } from './retries.ts';

/** Takes documents one by one and says in the end what they came to. */
export interface Collector<T> {
  add(document: FoundDocument): void;
  result(): T;
}

/** Firestore as reader and store use it: every request is counted, tried again where that helps, and explained when it fails for good. */
export interface Access {
  /**
   * Gives each document of a query to a collector once, as it arrives. When the stream breaks, a new collector begins anew: what
   * the old one had is dropped.
   */
  collect<T>(query: DocumentQuery, begin: () => Collector<T>): Promise<T>;
  documents(query: DocumentQuery): Promise<FoundDocument[]>;
  aggregate(query: AggregateQuery): Promise<Readonly<Record<string, number>>>;
  get(key: DocumentKey): Promise<FoundDocument | undefined>;
  /**
   * Makes all of the writes or none. An attempt whose answer was lost may have taken effect: a `create` may then find what it
   * created itself, and fails with ALREADY_EXISTS.
   */
  commit(writes: readonly Write[]): Promise<void>;
  /** @param decide is asked again when the transaction is; it has to come to the same end then */
  transact<T>(key: DocumentKey, decide: (found: FoundDocument | undefined) => Decision<T>): Promise<T>;
}

export function accessTo(gateway: FirestoreGateway, meter: MeterReading, patience: Patience): Access {
  const counted = metered(gateway, meter);
  const attempt = async <T>(doing: Doing, work: () => Promise<T>): Promise<T> => {
    try {
      return await withRetries(patience, work);
    } catch (error) {
      throw explained(error, doing);
    }
  };
  const collect = <T>(query: DocumentQuery, begin: () => Collector<T>): Promise<T> =>
    attempt(reading(query.collection), async () => {
      const collector = begin();
      // The client library may itself go on with a stream that broke, and then gives documents a second time.
      const seen = new Set<string>();
      for await (const document of counted.stream(query)) {
        if (seen.has(document.id)) continue;
        seen.add(document.id);
        collector.add(document);
      }
      return collector.result();
    });
  return {
    collect,
    documents: (query) => collect(query, listCollector),
    aggregate: (query) => attempt(reading(query.collection), () => counted.aggregate(query)),
    get: (key) => attempt(reading(key.collection), () => counted.get(key)),
    commit: (writes) => {
      const collections = [...new Set(writes.map(({ key }) => key.collection))];
      return attempt({ verb: 'write', collections }, () => counted.commit(writes));
    },
    transact: (key, decide) => attempt({ verb: 'write', collections: [key.collection] }, () => counted.transact(key, decide)),
  };
}

function reading(collection: string): Doing {
  return { verb: 'read', collections: [collection] };
}

function listCollector(): Collector<FoundDocument[]> {
  const documents: FoundDocument[] = [];
  return { add: (document) => void documents.push(document), result: () => documents };
}
