import type {
  CollectionInventory,
  CreatorTotal,
  DateRange,
  KpiCollection,
  KpiDocumentCollection,
  KpiStore,
  Lease,
  RunFilter,
  RunRecord,
  StoreChange,
  StoredDocuments,
  UtcDate,
} from '@pack324a/core';
import type { Database } from './database.ts';

/** Documents kept at most; at a few kilobytes each, they take some 20 MB. */
const MAX_DOCUMENTS = 5_000;

/**
 * A store in front of another one on the same database that remembers what it was asked for by id, and that it was not there,
 * until anything at all changes in the database. Its documents are frozen: everyone who asks gets the same one.
 */
export class CachingKpiStore implements KpiStore {
  readonly #store: KpiStore;
  readonly #database: Database;
  readonly #maxDocuments: number;
  readonly #documents = new Map<string, unknown>();
  /** The database's revision of which the documents are. */
  #revision = -1;

  /** @param store reads from and writes to the given database and nothing else */
  constructor(store: KpiStore, database: Database, maxDocuments = MAX_DOCUMENTS) {
    this.#store = store;
    this.#database = database;
    this.#maxDocuments = maxDocuments;
  }

  async get<C extends keyof StoredDocuments>(collection: C, id: string): Promise<StoredDocuments[C] | undefined> {
    // While a change is taking effect, somebody may have seen already what was not yet so when a kept document was read.
    if (this.#database.isChanging || this.#database.isInTransaction) return this.#store.get(collection, id);
    const { revision } = this.#database;
    if (revision !== this.#revision) {
      this.#documents.clear();
      this.#revision = revision;
    }
    const key = `${collection}/${id}`;
    const kept = this.#documents.get(key) as StoredDocuments[C] | undefined;
    if (kept !== undefined || this.#documents.has(key)) return kept;
    const document = deepFreeze(await this.#store.get(collection, id));
    // A change that ended meanwhile may have come before or after this read.
    if (this.#database.revision === revision) this.#keep(key, document);
    return document;
  }

  #keep(key: string, document: unknown): void {
    this.#documents.set(key, document);
    if (this.#documents.size <= this.#maxDocuments) return;
    for (const oldest of this.#documents.keys()) {
      this.#documents.delete(oldest);
      return;
    }
  }

  async listDays<C extends KpiDocumentCollection | 'kpiPacks'>(collection: C, range: DateRange): Promise<StoredDocuments[C][]> {
    return this.#store.listDays(collection, range);
  }

  async listCreatorDays(userId: string, range: DateRange): Promise<StoredDocuments['creatorKpiDaily'][]> {
    return this.#store.listCreatorDays(userId, range);
  }

  async write(changes: readonly StoreChange[]): Promise<void> {
    await this.#store.write(changes);
  }

  async deleteBefore(collection: KpiCollection, date: UtcDate): Promise<number> {
    return this.#store.deleteBefore(collection, date);
  }

  async rankCreators(range: DateRange, limit: number): Promise<{ readonly ranked: CreatorTotal[]; readonly totalCreators: number }> {
    return this.#store.rankCreators(range, limit);
  }

  async latestRuns(limit: number, only?: RunFilter): Promise<RunRecord[]> {
    return this.#store.latestRuns(limit, only);
  }

  async inventory(): Promise<CollectionInventory[]> {
    return this.#store.inventory();
  }

  async acquireLease(id: string, lease: Lease): Promise<boolean> {
    return this.#store.acquireLease(id, lease);
  }

  async releaseLease(id: string, holder: string): Promise<void> {
    await this.#store.releaseLease(id, holder);
  }
}

/** Documents are what JSON can hold: a tree of plain objects and arrays. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
