import {
  type Catalogue,
  type DateRange,
  mapLimited,
  type SlicePlan,
  type SliceState,
  type SourceName,
  type SourceReader,
  type SourceSample,
  sampleOfRows,
  type TimeWindow,
  type UserObservation,
  type UtcHour,
} from '@pack324a/core';
import type { Access } from './access.ts';
import { canBeDocumentId } from './documents/ids.ts';
import { foldCounted, type UnreadableRows } from './folding/counted.ts';
import { rowCollector } from './folding/rows.ts';
import type { AggregateQuery, FoundDocument } from './gateway.ts';
import type { Meter } from './meter.ts';
import type { Presence } from './presence.ts';
import { type CountedPlan, type CountedQueries, countedQueries, type UnreadableCount } from './queries/counted.ts';
import { type MappedSource, type MappedSources, pathOf, sourceOf } from './queries/fields.ts';
import type { Span } from './queries/instants.ts';
import { rowsQuery, sliceCountQuery } from './queries/rows.ts';
import { allRowsCountQuery, anyRowsQuery, latestRowsQuery, timedRowsCountQuery } from './queries/samples.ts';
import { activeUsersQuery, verifiedUsersQuery } from './queries/users.ts';
import { estimateReads } from './read-estimate.ts';

/** Queries of one slice or question that are under way at the same time. */
const QUERIES_AT_ONCE = 8;
/** Unreadable quantities are rare when they are fewer than every so many of a window. */
const RARE_AMONG = 10;

/** What a reader is made of. */
export interface ReaderParts {
  readonly access: Access;
  readonly meter: Meter;
  readonly presence: Presence;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly catalogue: Catalogue;
  readonly sources: MappedSources;
  readonly plans: ReadonlyMap<SourceName, CountedPlan>;
}

/**
 * Reads sources from Firestore. It has no method that writes. Rows are read where they have to be seen, counted and summed by
 * the database where that is enough.
 */
export class FirestoreSourceReader implements SourceReader {
  readonly sliceHours = 1;
  readonly parallelSlices = 8;
  readonly #parts: ReaderParts;
  /** The database counts rows that were left out as well: by slice, how many, where there were any. */
  readonly #leftOut = new Map<string, { readonly of: SlicePlan; readonly leftOut: number }>();

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  async readSlice(plan: SlicePlan): Promise<SliceState> {
    const { presence, sources, plans } = this.#parts;
    const { collection } = sourceOf(sources, plan.source);
    const counted = plans.get(plan.source);
    const state = counted === undefined ? await this.#readRows(plan) : await this.#count(counted, plan.window);
    if (state.seen > 0) presence.seen(collection);
    state.present = state.seen > 0 || (await presence.isPresent(collection));
    return state;
  }

  async countRows(plan: SlicePlan): Promise<number> {
    const counted = await this.#rows(sliceCountQuery(sourceOf(this.#parts.sources, plan.source), plan));
    return [...this.#leftOut.values()].filter(({ of }) => liesIn(of, plan)).reduce((rows, { leftOut }) => rows - leftOut, counted);
  }

  async #readRows(plan: SlicePlan): Promise<SliceState> {
    const { access, catalogue, sources } = this.#parts;
    const source = sourceOf(sources, plan.source);
    const query = rowsQuery(source, plan);
    if (query === undefined) return rowCollector(catalogue, source, plan).result().state;
    const { state, leftOut } = await access.collect(query, () => rowCollector(catalogue, source, plan));
    const slice = `${plan.source} ${plan.window.startMs} ${plan.window.endExclusiveMs}`;
    if (leftOut > 0) this.#leftOut.set(slice, { of: plan, leftOut });
    else this.#leftOut.delete(slice);
    return state;
  }

  async #count(plan: CountedPlan, window: TimeWindow): Promise<SliceState> {
    const queries = countedQueries(plan, window);
    if (queries === undefined) return foldCounted(plan, { rows: 0, filtered: new Map() });
    const { access } = this.#parts;
    // Every row of the window is looked through where quantities are compared: the bill needs to know how many there are.
    const rows = await this.#rows(queries.rows);
    const filtered = new Map(
      await mapLimited([...queries.filtered], QUERIES_AT_ONCE, async ([id, query]) => [id, await this.#rows(query)] as const),
    );
    if (queries.readable === undefined) return foldCounted(plan, { rows, filtered });
    const answer = await access.aggregate({ ...queries.readable, entries: rows });
    const readable = { rows: answer['rows'] ?? 0, total: answer['total'] ?? 0 };
    const unreadable = readable.rows === rows ? undefined : await this.#unreadable(queries, rows, readable.rows);
    return foldCounted(plan, { rows, filtered, readable, ...(unreadable === undefined ? {} : { unreadable }) });
  }

  async #unreadable(queries: CountedQueries, rows: number, readable: number): Promise<UnreadableRows | undefined> {
    const { unreadable, present } = queries;
    if (unreadable === undefined) return undefined;
    const isRare = (rows - readable) * RARE_AMONG < rows;
    const asked = Object.entries(unreadable(isRare));
    const counted = await mapLimited(asked, QUERIES_AT_ONCE, async ([reason, query]) => {
      const looksThroughWindow = !isRare && query.orderBy !== undefined;
      return [reason, await this.#rows(looksThroughWindow ? { ...query, entries: rows } : query)] as const;
    });
    const counts = Object.fromEntries(counted) as Record<UnreadableCount, number>;
    const explained = counted.reduce((sum, [, count]) => sum + count, readable);
    return { counts, present: explained < rows ? await this.#rows(present) : rows };
  }

  async observeUsers(windows: readonly TimeWindow[], { verified = false } = {}): Promise<UserObservation[]> {
    const users = sourceOf(this.#parts.sources, 'users');
    const spans = windows.flatMap((window): Span[] => [window, { startMs: window.endExclusiveMs }]);
    const asked = new Map(spans.map((span) => [nameOf(span), activeUsersQuery(users, span)]));
    if (verified) asked.set(VERIFIED, verifiedUsersQuery(users));
    const counts = await mapLimited([...asked], QUERIES_AT_ONCE, async ([name, query]) => [name, await this.#rows(query)] as const);
    const answers = new Map(counts);
    return windows.map((window) => {
      const within = answers.get(nameOf(window)) ?? 0;
      const later = answers.get(nameOf({ startMs: window.endExclusiveMs })) ?? 0;
      return { within, since: within + later, verifiedTotal: answers.get(VERIFIED) ?? null };
    });
  }

  async isAdmin(userId: string): Promise<boolean> {
    if (!canBeDocumentId(userId)) return false;
    const { access, sources } = this.#parts;
    const users = sourceOf(sources, 'users');
    const user = await access.get({ collection: users.collection, id: userId });
    if (user === undefined) return false;
    // A constant is nothing that the user's document says.
    const says = (field: string): unknown => (pathOf(users, field) === undefined ? undefined : users.lookups.get(field)?.(user.data));
    return says('role') === 'admin' || says('roles.admin') === true;
  }

  async sample(name: SourceName, limit: number): Promise<SourceSample> {
    const source = sourceOf(this.#parts.sources, name);
    const totalRows = await this.#rows(allRowsCountQuery(source));
    if (totalRows === 0) return { present: false, rows: 0, totalRows: 0, rowsWithoutTime: 0, fields: [], unmapped: [], values: {} };
    const timedRows = await this.#rows(timedRowsCountQuery(source));
    const rows = (await this.#someRows(source, limit)).map(({ data }) => data);
    const rowsWithoutTime = Math.max(0, totalRows - timedRows);
    return { present: true, totalRows, rowsWithoutTime, ...sampleOfRows(name, source, rows, source.lookups) };
  }

  /** The latest rows, and where there are fewer than wanted, others whose time cannot be read. */
  async #someRows(source: MappedSource, limit: number): Promise<FoundDocument[]> {
    const { access } = this.#parts;
    const query = latestRowsQuery(source, limit);
    const latest = query === undefined ? [] : await access.documents(query);
    if (latest.length >= limit) return latest;
    const ids = new Set(latest.map(({ id }) => id));
    const others = await access.documents(anyRowsQuery(source, limit));
    return [...latest, ...others.filter(({ id }) => !ids.has(id))].slice(0, limit);
  }

  billedReads(): number {
    return this.#parts.meter.reads;
  }

  async estimateReads(range: DateRange, hours: readonly UtcHour[] = []): Promise<number> {
    return estimateReads({ ...this.#parts, sliceHours: this.sliceHours, rows: (query) => this.#rows(query) }, range, hours);
  }

  async #rows(query: AggregateQuery | undefined): Promise<number> {
    if (query === undefined) return 0;
    const answer = await this.#parts.access.aggregate(query);
    return answer['rows'] ?? 0;
  }
}

const VERIFIED = 'verified';

function nameOf({ startMs, endExclusiveMs }: Span): string {
  return `${startMs} to ${endExclusiveMs ?? 'now'}`;
}

function liesIn(slice: SlicePlan, { source, window }: SlicePlan): boolean {
  return slice.source === source && slice.window.startMs >= window.startMs && slice.window.endExclusiveMs <= window.endExclusiveMs;
}
