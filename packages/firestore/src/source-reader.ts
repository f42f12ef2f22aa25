import {
  type Catalogue,
  type DateRange,
  datesOf,
  dayWindow,
  mapLimited,
  type SlicePlan,
  type SliceState,
  SOURCE_NAMES,
  type SourceName,
  type SourceReader,
  type SourceSample,
  sampleOfRows,
  sliceOf,
  type TimeWindow,
  type UserObservation,
} from '@pack324a/core';
import type { Access } from './access.ts';
import { canBeDocumentId } from './documents/ids.ts';
import { foldCounted } from './folding/counted.ts';
import { rowCollector } from './folding/rows.ts';
import type { AggregateQuery, FoundDocument } from './gateway.ts';
import type { Meter } from './meter.ts';
import type { Presence } from './presence.ts';
import { type CountedPlan, type CountedQueries, countedQueries } from './queries/counted.ts';
import { readsOfCounting, readsOfRows } from './queries/estimates.ts';
import { type MappedSource, type MappedSources, sourceOf } from './queries/fields.ts';
import { rowsQuery, sliceCountQuery } from './queries/rows.ts';
import { allRowsCountQuery, anyRowsQuery, latestRowsQuery, timedRowsCountQuery } from './queries/samples.ts';
import { activeSinceQuery, activeWithinQuery, verifiedUsersQuery } from './queries/users.ts';

/** Queries of one slice or question that are under way at the same time. */
const QUERIES_AT_ONCE = 8;
const HOURS_PER_DAY = 24;
/** What a job asks of a day beside its sources: three counts of users, and five times for documents of ours. */
const OTHER_READS_PER_DAY = 8;

/** What a reader is made of. */
export interface ReaderParts {
  readonly access: Access;
  readonly meter: Meter;
  readonly presence: Presence;
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
    const ids = [...queries.filtered.keys()];
    const asked = [queries.rows, ...(queries.readable === undefined ? [] : [queries.readable]), ...queries.filtered.values()];
    const answers = await mapLimited(asked, QUERIES_AT_ONCE, (query) => access.aggregate(query));
    const counts = answers.map((answer) => answer['rows'] ?? 0);
    const rows = counts[0] ?? 0;
    const filtered = new Map(ids.map((id, index) => [id, counts[asked.length - ids.length + index] ?? 0]));
    if (queries.readable === undefined) return foldCounted(plan, { rows, filtered });
    const readable = { rows: counts[1] ?? 0, total: answers[1]?.['total'] ?? 0 };
    const unreadable = readable.rows === rows ? undefined : await this.#unreadable(queries);
    return foldCounted(plan, { rows, filtered, readable, ...(unreadable === undefined ? {} : { unreadable }) });
  }

  async #unreadable({ unreadable }: CountedQueries): Promise<Record<keyof NonNullable<CountedQueries['unreadable']>, number> | undefined> {
    if (unreadable === undefined) return undefined;
    const entries = Object.entries(unreadable);
    const counts = await mapLimited(entries, QUERIES_AT_ONCE, async ([reason, query]) => [reason, await this.#rows(query)] as const);
    return Object.fromEntries(counts) as Record<keyof typeof unreadable, number>;
  }

  async observeUsers(windows: readonly TimeWindow[]): Promise<UserObservation[]> {
    const users = sourceOf(this.#parts.sources, 'users');
    const asked = new Map<string, AggregateQuery | undefined>([['verified', verifiedUsersQuery(users)]]);
    for (const window of windows) {
      asked.set(`within ${window.startMs} ${window.endExclusiveMs}`, activeWithinQuery(users, window));
      asked.set(`since ${window.startMs}`, activeSinceQuery(users, window));
    }
    const counts = await mapLimited([...asked], QUERIES_AT_ONCE, async ([name, query]) => [name, await this.#rows(query)] as const);
    const answers = new Map(counts);
    return windows.map(({ startMs, endExclusiveMs }) => ({
      within: answers.get(`within ${startMs} ${endExclusiveMs}`) ?? 0,
      since: answers.get(`since ${startMs}`) ?? 0,
      verifiedTotal: answers.get('verified') ?? 0,
    }));
  }

  async isAdmin(userId: string): Promise<boolean> {
    if (!canBeDocumentId(userId)) return false;
    const { access, sources } = this.#parts;
    const users = sourceOf(sources, 'users');
    const user = await access.get({ collection: users.collection, id: userId });
    if (user === undefined) return false;
    return users.lookups.get('role')?.(user.data) === 'admin' || users.lookups.get('roles.admin')?.(user.data) === true;
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

  async estimateReads(range: DateRange): Promise<number> {
    const { catalogue, sources, plans } = this.#parts;
    const days = datesOf(range).length;
    const window = { startMs: dayWindow(range.from).startMs, endExclusiveMs: dayWindow(range.to).endExclusiveMs };
    const reads = await mapLimited(SOURCE_NAMES, QUERIES_AT_ONCE, async (name) => {
      const rows = await this.#rows(sliceCountQuery(sourceOf(sources, name), sliceOf(catalogue, name, window)));
      const plan = plans.get(name);
      return plan === undefined ? readsOfRows(rows, days, HOURS_PER_DAY / this.sliceHours) : readsOfCounting(plan, rows, days);
    });
    return reads.reduce((sum, each) => sum + each, days * OTHER_READS_PER_DAY);
  }

  async #rows(query: AggregateQuery | undefined): Promise<number> {
    if (query === undefined) return 0;
    const answer = await this.#parts.access.aggregate(query);
    return answer['rows'] ?? 0;
  }
}

function liesIn(slice: SlicePlan, { source, window }: SlicePlan): boolean {
  return slice.source === source && slice.window.startMs >= window.startMs && slice.window.endExclusiveMs <= window.endExclusiveMs;
}
