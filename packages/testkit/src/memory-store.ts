import {
  assertKpiCollection,
  type CreatorTotal,
  catalogueFor,
  compareCodePoints,
  type DateRange,
  type KpiDocumentCollection,
  type KpiStore,
  type RunRecord,
  type StoreChange,
  type StoredDocuments,
  tokensFromNumber,
  type UtcDate,
  utcDateOf,
} from '@pack324a/core';

type Documents = Map<string, unknown>;

interface HeldLease {
  readonly date: UtcDate;
  readonly holder: string;
  readonly expiresAtMs: number;
}

/** A store that keeps its documents in memory. What goes in and out is copied, as with a database. */
export function memoryStore(): KpiStore {
  let collections = new Map<string, Documents>();
  const leases = new Map<string, HeldLease>();
  const documentsOf = (collection: string): Documents => collections.get(collection) ?? new Map();
  const list = <C extends keyof StoredDocuments>(collection: C, range: DateRange): StoredDocuments[C][] =>
    [...documentsOf(collection)]
      .filter(([, document]) => liesIn(document, range))
      .sort(([left], [right]) => compareCodePoints(left, right))
      .map(([, document]) => structuredClone(document) as StoredDocuments[C]);
  return {
    async get(collection, id) {
      assertKpiCollection(collection);
      return structuredClone(documentsOf(collection).get(id)) as StoredDocuments[typeof collection] | undefined;
    },
    async listDays(collection, range) {
      assertKpiCollection(collection);
      return list(collection, range);
    },
    async listCreatorDays(userId, range) {
      return list('creatorKpiDaily', range).filter((document) => document.userId === userId);
    },
    async write(changes) {
      // All or none: the changes are made to copies, which take effect together.
      const next = new Map([...collections].map(([name, documents]) => [name, new Map(documents)]));
      for (const change of changes) apply(next, change);
      collections = next;
    },
    async deleteBefore(collection, date) {
      assertKpiCollection(collection);
      const documents = collection === 'kpiLeases' ? leases : documentsOf(collection);
      const old = [...documents].filter(([, document]) => (dateOf(document) ?? date) < date);
      for (const [id] of old) documents.delete(id);
      return old.length;
    },
    async rankCreators(range, limit) {
      const totals = new Map<string, CreatorTotal>();
      for (const { userId, totalEarnedTokens, sessionsCount } of list('creatorKpiDaily', range)) {
        const total = totals.get(userId) ?? { userId, microTokens: 0n, sessions: 0, activeDays: 0 };
        totals.set(userId, {
          userId,
          microTokens: total.microTokens + tokensFromNumber(totalEarnedTokens),
          sessions: total.sessions + sessionsCount,
          activeDays: total.activeDays + 1,
        });
      }
      const ranked = [...totals.values()].sort(byTokensThenId);
      return { ranked: ranked.slice(0, limit), totalCreators: ranked.length };
    },
    async latestRuns(limit, { job, outcome } = {}) {
      const runs = [...documentsOf('kpiRuns').values()] as RunRecord[];
      const isWanted = (run: RunRecord): boolean => [run.job, undefined].includes(job) && [run.outcome, undefined].includes(outcome);
      const wanted = runs.filter(isWanted).sort(byStartThenId);
      return structuredClone(wanted.slice(0, limit));
    },
    async inventory() {
      return (Object.keys(catalogueFor().documents) as KpiDocumentCollection[]).map((collection) => {
        const dates = [...documentsOf(collection).values()].map((document) => dateOf(document) as UtcDate).sort();
        return { collection, documents: dates.length, oldest: dates[0] ?? null, newest: dates.at(-1) ?? null };
      });
    },
    async acquireLease(id, { holder, nowMs, expiresAtMs }) {
      const held = leases.get(id);
      if (held !== undefined && held.expiresAtMs > nowMs && held.holder !== holder) return false;
      leases.set(id, { date: utcDateOf(nowMs), holder, expiresAtMs });
      return true;
    },
    async releaseLease(id, holder) {
      if (leases.get(id)?.holder === holder) leases.delete(id);
    },
  };
}

function apply(collections: Map<string, Documents>, change: StoreChange): void {
  assertKpiCollection(change.collection);
  const documents = collections.get(change.collection) ?? new Map<string, unknown>();
  collections.set(change.collection, documents);
  if (change.kind === 'replaceDays') {
    for (const [id, document] of [...documents]) {
      if (liesIn(document, change.range)) documents.delete(id);
    }
  }
  for (const { id, data } of change.documents) documents.set(id, structuredClone(data));
}

function byTokensThenId(left: CreatorTotal, right: CreatorTotal): number {
  if (left.microTokens !== right.microTokens) return left.microTokens > right.microTokens ? -1 : 1;
  return compareCodePoints(left.userId, right.userId);
}

function byStartThenId(left: RunRecord, right: RunRecord): number {
  return compareCodePoints(right.startedAt, left.startedAt) || compareCodePoints(left.id, right.id);
}

function liesIn(document: unknown, range: DateRange): boolean {
  const date = dateOf(document);
  return date !== undefined && date >= range.from && date <= range.to;
}

/** The day a document belongs to; run records have none. */
function dateOf(document: unknown): string | undefined {
  const { date, startedAt } = document as { readonly date?: string; readonly startedAt?: string };
  return date ?? startedAt?.slice(0, 'YYYY-MM-DD'.length);
}
