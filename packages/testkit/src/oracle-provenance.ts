import type { CountingRules, DistributionAccount, Provenance, RowAccount, SourceName, Trigger } from '@pack324a/core';
import { millisOf } from './oracle-readings.ts';
import type { Platform, RawRow } from './platform.ts';

/** What the oracle is asked: the raw rows, how they count, and the moment of asking. */
export interface OracleQuestion {
  readonly platform: Platform;
  readonly rules: CountingRules;
  readonly nowMs: number;
  readonly trigger: Trigger;
  /** What documents say of the code that made them. */
  readonly versions: { readonly engineVersion: string; readonly catalogueVersion: number };
}

/** Epoch milliseconds, the end not included. */
export interface Span {
  readonly startMs: number;
  readonly endExclusiveMs: number;
}

/** What became of the rows of one source; filled in row by row. */
export interface SourceAccount {
  readonly source: SourceName;
  seen: number;
  used: number;
  readonly rejected: Record<string, number>;
  /** Rows whose quantity is unreadable and that are left out for it. */
  unreadable: number;
  readonly excluded: Record<string, number>;
  readonly unreadableIds: Record<string, number>;
  sum?: string;
  distribution?: DistributionAccount;
}

export function newAccount(source: SourceName): SourceAccount {
  return { source, seen: 0, used: 0, rejected: {}, unreadable: 0, excluded: {}, unreadableIds: {} };
}

export function count(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}

/** The rows of a source whose `createdAt` falls in the span. */
export function rowsIn(platform: Platform, source: SourceName, span: Span): readonly RawRow['data'][] {
  const found: RawRow['data'][] = [];
  for (const { data } of platform[source] ?? []) {
    const millis = millisOf(data['createdAt']);
    if (millis !== null && millis >= span.startMs && millis < span.endExclusiveMs) found.push(data);
  }
  return found;
}

/** Epoch milliseconds as `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export function isoText(millis: number): string {
  return new Date(millis).toISOString();
}

/** The first millisecond of a `YYYY-MM-DD` in UTC. */
export function dayStartMs(date: string): number {
  return Date.parse(`${date}T00:00:00.000Z`);
}

/** The provenance of a section's documents, from the accounts of its sources in the order of the catalogue. */
export function provenanceFrom(question: OracleQuestion, span: Span, accounts: readonly SourceAccount[]): Provenance {
  const rows: Record<string, RowAccount> = {};
  const rejectedRows: Record<string, Record<string, number>> = {};
  const unreadableIds: Record<string, Record<string, number>> = {};
  const sums: Record<string, string> = {};
  const missingSources: string[] = [];
  for (const account of accounts) {
    const { source, seen, used, unreadable, excluded } = account;
    rows[source] = { seen, used, unreadable, excluded };
    if (Object.keys(account.rejected).length > 0) rejectedRows[source] = account.rejected;
    if (Object.keys(account.unreadableIds).length > 0) unreadableIds[source] = account.unreadableIds;
    if (account.sum !== undefined) sums[source] = account.sum;
    if (question.platform[source] === undefined) missingSources.push(source);
  }
  return {
    window: { start: isoText(span.startMs), endExclusive: isoText(span.endExclusiveMs) },
    complete: question.nowMs >= span.endExclusiveMs,
    generatedAt: isoText(question.nowMs),
    trigger: question.trigger,
    engineVersion: question.versions.engineVersion,
    catalogueVersion: question.versions.catalogueVersion,
    rows,
    rejectedRows,
    unreadableIds,
    missingSources,
    sums,
    verifiedAt: null,
  };
}
