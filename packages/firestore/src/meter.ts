import type { AggregateQuery, FirestoreGateway, FoundDocument } from './gateway.ts';

/** What a gateway has been asked for since the meter was made. It goes on counting. */
export interface Meter {
  /** Document reads billed. */
  readonly reads: number;
  /** Documents written or deleted. */
  readonly writes: number;
  /** Requests sent, those that failed included. */
  readonly roundTrips: number;
}

export interface MeterReading {
  reads: number;
  writes: number;
  roundTrips: number;
}

/** Index entries that an aggregation query bills as one read (https://firebase.google.com/docs/firestore/pricing). */
const INDEX_ENTRIES_PER_READ = 1000;

/**
 * The same gateway, counted. A query bills the documents it gives, one at least; an aggregation query one read for every 1,000
 * index entries, one at least: as many as its `count` tells, or as the query itself says. A request that fails bills what it had given by then.
 */
export function metered(gateway: FirestoreGateway, meter: MeterReading): FirestoreGateway {
  return {
    async *stream(query) {
      meter.roundTrips += 1;
      let documents = 0;
      for await (const document of gateway.stream(query)) {
        documents += 1;
        meter.reads += 1;
        yield document;
      }
      if (documents === 0) meter.reads += 1;
    },
    async aggregate(query) {
      meter.roundTrips += 1;
      const answer = await gateway.aggregate(query);
      meter.reads += readsOfAggregation(query, answer);
      return answer;
    },
    async get(key) {
      meter.roundTrips += 1;
      const found = await gateway.get(key);
      meter.reads += 1;
      return found;
    },
    async commit(writes) {
      meter.roundTrips += 1;
      await gateway.commit(writes);
      meter.writes += writes.length;
    },
    async transact(key, decide) {
      let written = 0;
      const result = await gateway.transact(key, (found: FoundDocument | undefined) => {
        // One request reads the document, and one ends the transaction; each time that it is tried.
        meter.roundTrips += 2;
        meter.reads += 1;
        const decision = decide(found);
        written = decision.write === undefined ? 0 : 1;
        return decision;
      });
      meter.writes += written;
      return result;
    },
    close: () => gateway.close(),
  };
}

function readsOfAggregation({ aggregates, entries = 0 }: AggregateQuery, answer: Readonly<Record<string, number>>): number {
  const counted = Object.entries(aggregates).find(([, aggregate]) => aggregate === 'count');
  const rows = counted === undefined ? 0 : (answer[counted[0]] ?? 0);
  return readsOfEntries(Math.max(entries, rows));
}

/** Reads that one aggregation query bills which looks through so many index entries. */
export function readsOfEntries(entries: number): number {
  return Math.max(1, Math.ceil(entries / INDEX_ENTRIES_PER_READ));
}
