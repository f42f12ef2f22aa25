import {
  assertKpiCollection,
  type Catalogue,
  type CollectionInventory,
  type CreatorTotal,
  compareCodePoints,
  creatorDocumentId,
  type DateRange,
  datesOf,
  daysBetween,
  type KpiCollection,
  type KpiDocumentCollection,
  type KpiStore,
  type Lease,
  mapLimited,
  type RunFilter,
  type RunRecord,
  type StoreChange,
  type StoredDocuments,
  tokensFromNumber,
  type UtcDate,
} from '@pack324a/core';
import type { Access } from './access.ts';
import { dateWindows } from './date-windows.ts';
import { assertFits, batchesOf } from './documents/batches.ts';
import { writesOf } from './documents/changes.ts';
import { fromStored } from './documents/codec.ts';
import { canBeDocumentId } from './documents/ids.ts';
import type { FoundDocument, Write } from './gateway.ts';
import { acquireLease, releaseLease } from './leases.ts';
import * as queries from './queries/stored.ts';

type Collection = keyof StoredDocuments;
type DatedCollection = KpiDocumentCollection | 'kpiPacks';

/** Queries of one question that are under way at the same time. */
const QUERIES_AT_ONCE = 4;
/** Documents of one question that are fetched by id at the same time. */
const GETS_AT_ONCE = 25;
/** Days that one query lists: creators have a document each, and a stream should not last for a minute. */
const CREATOR_DAYS_PER_QUERY = 3;
const DAYS_PER_QUERY = 93;
/** From so many queries on it is worth asking first which days there are at all. */
const MANY_QUERIES = 40;

/** Stores KPI documents in Firestore, in batches of bounded size. */
export class FirestoreKpiStore implements KpiStore {
  readonly #access: Access;
  readonly #catalogue: Catalogue;
  readonly #batchSize: number;

  /** @param batchSize most writes in one commit, at most 500 */
  constructor(access: Access, catalogue: Catalogue, batchSize: number) {
    this.#access = access;
    this.#catalogue = catalogue;
    this.#batchSize = batchSize;
  }

  async get<C extends Collection>(collection: C, id: string): Promise<StoredDocuments[C] | undefined> {
    assertKpiCollection(collection);
    if (!canBeDocumentId(id)) return undefined;
    const found = await this.#access.get({ collection, id });
    return found === undefined ? undefined : (fromStored(found.data) as unknown as StoredDocuments[C]);
  }

  async listDays<C extends DatedCollection>(collection: C, range: DateRange): Promise<StoredDocuments[C][]> {
    assertKpiCollection(collection);
    const pages = await this.#inWindows(collection, range, (window) => this.#access.documents(queries.daysQuery(collection, window)));
    const found = pages.flat().sort((left, right) => compareCodePoints(left.id, right.id));
    return found.map(({ data }) => fromStored(data) as unknown as StoredDocuments[C]);
  }

  /** By id: a query would need an index of its own, and other creators' documents would be billed without one. */
  async listCreatorDays(userId: string, range: DateRange): Promise<StoredDocuments['creatorKpiDaily'][]> {
    const found = await mapLimited(datesOf(range), GETS_AT_ONCE, (date) => this.get('creatorKpiDaily', creatorDocumentId(userId, date)));
    return found.filter((document) => document !== undefined);
  }

  async write(changes: readonly StoreChange[]): Promise<void> {
    for (const change of changes) assertKpiCollection(change.collection);
    const writes = await writesOf(changes, (collection, range) => this.#idsOf(collection, range));
    assertFits(writes);
    await this.#commit(writes);
  }

  async deleteBefore(collection: KpiCollection, date: UtcDate): Promise<number> {
    assertKpiCollection(collection);
    let deleted = 0;
    for (;;) {
      const page = await this.#access.documents(queries.olderIdsQuery(collection, date));
      await this.#commit(page.map(({ id }) => ({ kind: 'delete', key: { collection, id } })));
      deleted += page.length;
      if (page.length < queries.DELETE_PAGE) return deleted;
    }
  }

  async rankCreators(range: DateRange, limit: number): Promise<{ ranked: CreatorTotal[]; totalCreators: number }> {
    const totals = new Map<string, CreatorTotal>();
    await this.#inWindows('creatorKpiDaily', range, async (window) => {
      // What a window came to is added up at once, so that a long range takes no more memory than it has creators.
      for (const { data } of await this.#access.documents(queries.rankingQuery(window))) addTo(totals, data);
    });
    const ranked = [...totals.values()].sort(byTokensThenId);
    return { ranked: ranked.slice(0, limit), totalCreators: ranked.length };
  }

  async latestRuns(limit: number, only: RunFilter = {}): Promise<RunRecord[]> {
    // One more than wanted tells whether runs that started together are cut apart; the order of their ids is not that of the query.
    const found = await this.#access.documents(queries.latestRunsQuery(limit + 1, only));
    const runs = new Map(found.map((document) => [document.id, runOf(document)]));
    const [last, next] = [found[limit - 1], found[limit]].map((document) =>
      document === undefined ? undefined : runOf(document).startedAt,
    );
    if (next !== undefined && next === last) {
      for (const document of await this.#access.documents(queries.runsStartedAtQuery(next, only))) runs.set(document.id, runOf(document));
    }
    return [...runs.values()].sort(byStartThenId).slice(0, limit);
  }

  async inventory(): Promise<CollectionInventory[]> {
    const collections = Object.keys(this.#catalogue.documents) as KpiDocumentCollection[];
    return mapLimited(collections, QUERIES_AT_ONCE, async (collection) => {
      const { rows = 0 } = await this.#access.aggregate(queries.documentCountQuery(collection));
      const extent = await this.#extentOf(collection);
      return { collection, documents: rows, oldest: extent?.from ?? null, newest: extent?.to ?? null };
    });
  }

  async acquireLease(id: string, lease: Lease): Promise<boolean> {
    return acquireLease(this.#access, id, lease);
  }

  async releaseLease(id: string, holder: string): Promise<void> {
    await releaseLease(this.#access, id, holder);
  }

  /** Commits one after the other: what comes last is there only when all the rest is. */
  async #commit(writes: readonly Write[]): Promise<void> {
    for (const batch of batchesOf(writes, this.#batchSize)) await this.#access.commit(batch);
  }

  async #idsOf(collection: Collection, range: DateRange): Promise<string[]> {
    const pages = await this.#inWindows(collection, range, (window) => this.#access.documents(queries.dayIdsQuery(collection, window)));
    return pages.flat().map(({ id }) => id);
  }

  /** Reads a range a few days at a time: cursors cannot be relied upon everywhere. */
  async #inWindows<T>(collection: Collection, range: DateRange, read: (window: DateRange) => Promise<T>): Promise<T[]> {
    const days = collection === 'creatorKpiDaily' ? CREATOR_DAYS_PER_QUERY : DAYS_PER_QUERY;
    const isLong = daysBetween(range.from, range.to) > days * MANY_QUERIES;
    const wanted = isLong ? await this.#storedPartOf(collection, range) : range;
    return wanted === undefined ? [] : mapLimited(dateWindows(wanted, days), QUERIES_AT_ONCE, read);
  }

  async #storedPartOf(collection: Collection, { from, to }: DateRange): Promise<DateRange | undefined> {
    const extent = await this.#extentOf(collection);
    if (extent === undefined) return undefined;
    return { from: extent.from > from ? extent.from : from, to: extent.to < to ? extent.to : to };
  }

  /** The first and the last date that a collection has documents of. */
  async #extentOf(collection: KpiCollection): Promise<DateRange | undefined> {
    const field = queries.dayFieldOf(collection);
    const dateAt = async (end: 'oldest' | 'newest'): Promise<UtcDate | undefined> => {
      const [found] = await this.#access.documents(queries.outermostQuery(collection, end));
      const value = found?.data[field];
      return typeof value === 'string' ? (value.slice(0, 'YYYY-MM-DD'.length) as UtcDate) : undefined;
    };
    const [from, to] = [await dateAt('oldest'), await dateAt('newest')];
    return from === undefined || to === undefined ? undefined : { from, to };
  }
}

function addTo(totals: Map<string, CreatorTotal>, data: FoundDocument['data']): void {
  const { userId, totalEarnedTokens, sessionsCount } = data as unknown as StoredDocuments['creatorKpiDaily'];
  const total = totals.get(userId);
  totals.set(userId, {
    userId,
    microTokens: (total?.microTokens ?? 0n) + tokensFromNumber(totalEarnedTokens),
    sessions: (total?.sessions ?? 0) + sessionsCount,
    activeDays: (total?.activeDays ?? 0) + 1,
  });
}

function runOf({ data }: FoundDocument): RunRecord {
  return fromStored(data) as unknown as RunRecord;
}

function byTokensThenId(left: CreatorTotal, right: CreatorTotal): number {
  if (left.microTokens !== right.microTokens) return left.microTokens > right.microTokens ? -1 : 1;
  return compareCodePoints(left.userId, right.userId);
}

function byStartThenId(left: RunRecord, right: RunRecord): number {
  return compareCodePoints(right.startedAt, left.startedAt) || compareCodePoints(left.id, right.id);
}
