import {
  CATALOGUE_VERSION,
  type CountingRules,
  catalogueFor,
  creatorDocumentId,
  creatorPackId,
  type DateRange,
  DEFAULT_CONFIG,
  ENGINE_VERSION,
  hourlyDocumentId,
  type JobContext,
  type KpiConfig,
  type KpiStore,
  type LogEvent,
  type RangeEngine,
  type SourceReader,
  type StoredDocuments,
  type Trigger,
} from '@pack324a/core';
import { withExpectedMinutes } from './adapter-limits.ts';
import { differences } from './differences.ts';
import type { OracleDocuments, OracleQuestion } from './oracle.ts';
import type { Platform } from './platform.ts';

/** One way to read sources and store documents, with a platform loaded. */
export interface LoadedAdapter {
  readonly reader: SourceReader;
  readonly store: KpiStore;
  /** Set where the adapter aggregates whole ranges itself. */
  readonly engine?: RangeEngine | undefined;
}

/** What an engine cannot do or does otherwise, which the conformance suite then allows for. */
export interface AdapterLimits {
  /** A collection without rows is one that does not exist. */
  readonly emptyMeansAbsent?: boolean;
  /** Minutes are summed in floating point. */
  readonly approximateMinutes?: boolean;
  /** Reading is billed, and run records say how much was read. */
  readonly billsReads?: boolean;
  /** False for ids that no row can have. */
  readonly canHoldId?: (id: string) => boolean;
}

/** What the conformance suite is given. */
export interface Adapter extends AdapterLimits {
  /**
   * Starts from nothing: afterwards there are exactly these sources and no KPI documents. What an earlier load returned is not
   * used any more.
   * @param sources how the platform names its fields, where it differs from the defaults
   */
  load(platform: Platform, rules: CountingRules, sources?: KpiConfig['sources']): Promise<LoadedAdapter>;
  close(): Promise<void>;
}

/** How days become documents: slice by slice, or by the adapter's own statements over whole ranges. */
export type Mode = 'slices' | 'engine';

export function modesOf(loaded: LoadedAdapter): Mode[] {
  return loaded.engine === undefined ? ['slices'] : ['slices', 'engine'];
}

export interface HarnessOptions {
  readonly rules: CountingRules;
  /** Epoch milliseconds, or a clock. */
  readonly now: number | (() => number);
  readonly mode?: Mode;
  readonly config?: Partial<KpiConfig>;
  /** Receives what the jobs log. */
  readonly logged?: LogEvent[];
}

/** A context for the jobs over a loaded adapter, with a clock that the caller sets. */
export function jobContext(loaded: LoadedAdapter, options: HarnessOptions): JobContext {
  const { now, rules, logged } = options;
  let runs = 0;
  return {
    catalogue: catalogueFor(rules),
    config: { ...DEFAULT_CONFIG, ...rules, ...options.config } as KpiConfig,
    reader: loaded.reader,
    store: loaded.store,
    engine: options.mode === 'slices' ? undefined : loaded.engine,
    clock: typeof now === 'function' ? now : () => now,
    newRunId: () => `run-${++runs}`,
    log: (event) => void logged?.push(event),
  };
}

/** The question that the oracle answers for documents of the code under test. */
export function questionOf(platform: Platform, rules: CountingRules, nowMs: number, trigger: Trigger = 'manual'): OracleQuestion {
  return { platform, rules, nowMs, trigger, versions: { engineVersion: ENGINE_VERSION, catalogueVersion: CATALOGUE_VERSION } };
}

type ListedCollection = 'platformKpiDaily' | 'platformKpiHourly' | 'creatorKpiDaily' | 'safetyKpiDaily' | 'kpiPacks';
type ListedDocuments = Pick<StoredDocuments, ListedCollection>;

/** The id under which a document belongs, from what it says of itself. */
const ID_OF: { readonly [C in ListedCollection]: (document: ListedDocuments[C]) => string } = {
  platformKpiDaily: (document) => document.date,
  platformKpiHourly: hourlyDocumentId,
  creatorKpiDaily: (document) => creatorDocumentId(document.userId, document.date),
  safetyKpiDaily: (document) => document.date,
  kpiPacks: (document) => creatorPackId(document.date),
};

/** The stored documents of a range by id, in the order in which the store lists them. */
export async function storedBy<C extends ListedCollection>(
  store: KpiStore,
  collection: C,
  range: DateRange,
): Promise<Map<string, ListedDocuments[C]>> {
  const documents = (await store.listDays(collection, range)) as ListedDocuments[C][];
  const byId = new Map(documents.map((document) => [ID_OF[collection](document), document]));
  if (byId.size !== documents.length) throw new Error(`${collection}: ${documents.length} documents under ${byId.size} ids`);
  return byId;
}

/** The stored documents of days, as the oracle gives them. */
export async function storedDays(store: KpiStore, range: DateRange): Promise<OracleDocuments> {
  return {
    platformKpiDaily: await storedBy(store, 'platformKpiDaily', range),
    creatorKpiDaily: await storedBy(store, 'creatorKpiDaily', range),
    safetyKpiDaily: await storedBy(store, 'safetyKpiDaily', range),
    kpiPacks: await storedBy(store, 'kpiPacks', range),
  };
}

/** Where documents of days differ from the ones expected; empty when nowhere. */
export function dayDifferences(actual: OracleDocuments, expected: OracleDocuments, limits: AdapterLimits = {}): string[] {
  const platformKpiDaily = withExpectedMinutes(limits, actual.platformKpiDaily, expected.platformKpiDaily);
  const comparable: OracleDocuments = { ...actual, platformKpiDaily };
  return (Object.keys(expected) as (keyof OracleDocuments)[]).flatMap((name) => differences(comparable[name], expected[name], name));
}

interface Timed {
  readonly provenance: { readonly generatedAt: string };
}

/** A document without the times at which it was made, for comparing aggregations made at different times. */
export function normalise<T extends Timed>(document: T): unknown {
  const { createdAt: _created, updatedAt: _updated, provenance, ...figures } = document as T & Record<string, unknown>;
  const { generatedAt: _generated, usersCountedAt: _counted, verifiedAt: _verified, ...origin } = provenance as Record<string, unknown>;
  return { ...figures, provenance: origin };
}

/** Documents of days without the times at which they were made. */
export function normaliseDays(documents: OracleDocuments): Record<keyof OracleDocuments, Map<string, unknown>> {
  const bare = (by: ReadonlyMap<string, Timed>): Map<string, unknown> =>
    new Map([...by].map(([id, document]) => [id, normalise(document)]));
  return {
    platformKpiDaily: bare(documents.platformKpiDaily),
    creatorKpiDaily: bare(documents.creatorKpiDaily),
    safetyKpiDaily: bare(documents.safetyKpiDaily),
    kpiPacks: bare(documents.kpiPacks),
  };
}
