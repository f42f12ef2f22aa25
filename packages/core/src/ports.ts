import type { DateRange, TimeWindow, UtcDate, UtcHour } from './calendar/utc.ts';
import type { KpiCollection } from './catalogue/collections.ts';
import type { KpiDocumentCollection, SourceName } from './catalogue/model.ts';
import type { UserObservation } from './documents/active-users.ts';
import type { Stamp } from './documents/provenance.ts';
import type { CreatorDayPack, KpiDocuments } from './documents/types.ts';
import type { SliceHours } from './slices/plan.ts';
import type { SlicePlan, SliceState } from './slices/state.ts';
import type { SourceTally } from './slices/tally.ts';

/** What stored documents look like by collection. */
export interface StoredDocuments extends KpiDocuments {
  readonly kpiPacks: CreatorDayPack;
  readonly kpiRuns: RunRecord;
}

/** Reads the platform's own collections. Nothing on it writes. */
export interface SourceReader {
  /** Hours that one slice spans where rows must be seen: as many as the adapter reads well at once. Default 1. */
  readonly sliceHours?: SliceHours;
  /** Slices of one source that may be read at the same time. Default 1. */
  readonly parallelSlices?: number;
  /** The folded rows of one source in one window; a collection that does not exist gives an empty state that is not `present`. */
  readSlice(plan: SlicePlan): Promise<SliceState>;
  /**
   * How many rows a slice has, counted by the database itself. Where reading rows one by one could lose or repeat some, what was
   * read is held against this; absent where it cannot.
   */
  countRows?(plan: SlicePlan): Promise<number>;
  /**
   * Document reads that aggregating each day of a range would bill, about, and before it some hours of the same range; absent where
   * reading bills nothing.
   */
  estimateReads?(range: DateRange, hours?: readonly UtcHour[]): Promise<number>;
  /** Users as they are now, counted for each window; the verified ones only when asked for. */
  observeUsers(windows: readonly TimeWindow[], options?: { readonly verified?: boolean }): Promise<UserObservation[]>;
  /** A look at a source for `doctor`. */
  sample(source: SourceName, limit: number): Promise<SourceSample>;
  /** What the stored users say of one: `role == 'admin'` or `roles.admin == true`. False for a user who is not there. */
  isAdmin(userId: string): Promise<boolean>;
  /** Document reads billed since the reader was made; absent where reading bills nothing. */
  billedReads?(): number;
}

/** What a look at a source found. */
export interface SourceSample {
  readonly present: boolean;
  /** Rows looked at, at most the limit asked for. */
  readonly rows: number;
  /** All rows of the source. */
  readonly totalRows: number;
  /** All rows whose `createdAt` cannot be read: they belong to no day. */
  readonly rowsWithoutTime: number;
  readonly fields: readonly FieldSample[];
  /** Names of raw fields that no mapping reads, with how many of the rows looked at have them. */
  readonly unmapped: readonly { readonly name: string; readonly rows: number }[];
  /** Of text fields: values seen in the rows looked at, most frequent first. */
  readonly values: Readonly<Record<string, readonly ValueCount[]>>;
  /** Of the ledger: the same over the rows that have a receiver. */
  readonly valuesWithReceiver?: Readonly<Record<string, readonly ValueCount[]>>;
}

export interface ValueCount {
  readonly value: string;
  readonly rows: number;
}

export interface FieldSample {
  /** The catalogue's name of the field. */
  readonly field: string;
  /** Where it is looked for in the raw rows; null for a constant, or where the source is said to have no such field. */
  readonly mappedTo: string | null;
  /** Rows that have a value there, neither missing nor null. */
  readonly found: number;
  /** Rows in which it can be read as what it should be. */
  readonly readable: number;
}

export type StoreChange = {
  [C in keyof StoredDocuments]:
    | { readonly kind: 'put'; readonly collection: C; readonly documents: readonly Entry<StoredDocuments[C]>[] }
    /** Every document of the collection with a date in the range gives way to these. */
    | {
        readonly kind: 'replaceDays';
        readonly collection: C;
        readonly range: DateRange;
        /** Ids that are stored in the range, where the caller has just listed them: a store that bills reads need not ask again. */
        readonly listed?: readonly string[];
        readonly documents: readonly Entry<StoredDocuments[C]>[];
      };
}[keyof StoredDocuments];

export interface Entry<T> {
  readonly id: string;
  readonly data: T;
}

/** One creator over a range of days. */
export interface CreatorTotal {
  readonly userId: string;
  readonly microTokens: bigint;
  readonly sessions: number;
  /** Days with a document. */
  readonly activeDays: number;
}

/** Reads and writes KPI documents; refuses any collection outside the catalogue. */
export interface KpiStore {
  get<C extends keyof StoredDocuments>(collection: C, id: string): Promise<StoredDocuments[C] | undefined>;
  /** Documents whose date lies in the range, in order of their ids. */
  listDays<C extends KpiDocumentCollection | 'kpiPacks'>(collection: C, range: DateRange): Promise<StoredDocuments[C][]>;
  /** One creator's documents whose date lies in the range, in order of their dates. */
  listCreatorDays(userId: string, range: DateRange): Promise<StoredDocuments['creatorKpiDaily'][]>;
  /** Stores all changes: all or none of them where the engine can, in order in any case. */
  write(changes: readonly StoreChange[]): Promise<void>;
  /** Deletes documents with a date before the given one; returns how many. */
  deleteBefore(collection: KpiCollection, date: UtcDate): Promise<number>;
  /** The best earners of a range, ties by id in Unicode code-point order, and how many creators there are in all. */
  rankCreators(range: DateRange, limit: number): Promise<{ readonly ranked: CreatorTotal[]; readonly totalCreators: number }>;
  /** The latest run records by the time they started, newest first; only those of a job or with an outcome when one is named. */
  latestRuns(limit: number, only?: RunFilter): Promise<RunRecord[]>;
  /** How much is stored of each kind of document, in the catalogue's order. */
  inventory(): Promise<CollectionInventory[]>;
  /**
   * Takes a lease unless somebody else holds it and it has not expired; of any number of simultaneous callers one gets it.
   * @returns whether the caller holds it now
   */
  acquireLease(id: string, lease: Lease): Promise<boolean>;
  /** Gives a lease back; does nothing when the holder has lost it meanwhile. */
  releaseLease(id: string, holder: string): Promise<void>;
}

export interface RunFilter {
  readonly job?: string;
  readonly outcome?: RunRecord['outcome'];
}

/** `kpiLeases/{id}`: who is at work on something that only one should do at a time. */
export interface Lease {
  readonly holder: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** From then on anyone may take it, whether or not the holder has given it back. */
  readonly expiresAtMs: number;
}

/** What is stored of one kind of document. */
export interface CollectionInventory {
  readonly collection: KpiDocumentCollection;
  readonly documents: number;
  /** Dates of the oldest and the newest document; null without any. */
  readonly oldest: UtcDate | null;
  readonly newest: UtcDate | null;
}

/** What the creators of one day add up to, by measure id. */
export interface CreatorDayTotals {
  readonly date: UtcDate;
  readonly creators: number;
  readonly microTokens: bigint;
  readonly values: ReadonlyMap<string, bigint>;
}

/** An engine that aggregates many windows in one statement. The documents are the same as from slices. */
export interface RangeEngine {
  /** Parts of a range that are worth one statement each, in order. */
  partition(range: DateRange): Promise<DateRange[]>;
  /** One tally per window; the windows follow each other without a gap and are equally long. */
  tallyWindows(source: SourceName, windows: readonly TimeWindow[]): Promise<SourceTally[]>;
  /**
   * Replaces the creators' documents of a range. `accept` sees what they add up to, one entry per day, and returns the packs
   * to store with them; if it throws, nothing is stored.
   */
  storeCreators(
    range: DateRange,
    stamp: Stamp,
    accept: (totals: readonly CreatorDayTotals[]) => Promise<Entry<CreatorDayPack>[]>,
  ): Promise<void>;
}

export type SectionOutcome =
  | { readonly status: 'stored'; readonly documents: number }
  | {
      readonly status: 'failed';
      readonly documents: number /** One per part of the range that failed, beginning with its days. */;
      readonly errors: readonly string[];
    };

/** `kpiRuns/{id}`: what one run of a job did. */
export interface RunRecord {
  readonly id: string;
  readonly job: string;
  readonly scheduledFor: string | null;
  readonly startedAt: string;
  readonly endedAt: string;
  readonly from: string;
  readonly to: string;
  /** `abandoned`: stopped before its end; what was stored by then is whole. */
  readonly outcome: 'succeeded' | 'failed' | 'abandoned';
  readonly sections: Readonly<Record<string, SectionOutcome>>;
  /** Source rows seen, by collection. */
  readonly rows: Readonly<Record<string, number>>;
  /** Document reads billed; null where reading bills nothing. */
  readonly reads: number | null;
  readonly engineVersion: string;
}
