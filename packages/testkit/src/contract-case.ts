import type { CountingRules, CreatorDayPack, CreatorKpiDaily, PlatformKpiDaily, RunRecord, SafetyKpiDaily } from '@pack324a/core';
import type { Platform } from './platform.ts';

/** Every hand-written case is about this day, the middle one of `CASE_RANGE`. */
export const CASE_DAY = '2025-03-09';
export const CASE_RANGE = { from: '2025-03-08', to: '2025-03-10' } as const;
/** Ten minutes after the last day's end, as the daily job runs. */
export const CASE_NOW = '2025-03-11T00:10:00.000Z';

type Figures<T> = { readonly [field in keyof T]?: unknown };

/** Rows whose figures were worked out by hand; beside them, every document has to equal the oracle's. */
export interface ContractCase {
  readonly name: string;
  readonly platform: Platform;
  readonly rules?: Partial<CountingRules>;
  /** When the days are aggregated, as ISO text; `CASE_NOW` by default. */
  readonly now?: string;
  readonly platformDay?: Figures<PlatformKpiDaily>;
  readonly safetyDay?: Figures<SafetyKpiDaily>;
  readonly pack?: Figures<CreatorDayPack>;
  /** All creators of the day, by user id. */
  readonly creators?: Readonly<Record<string, Figures<CreatorKpiDaily>>>;
  /** Figures of other days, by date. */
  readonly otherDays?: Readonly<Record<string, Figures<PlatformKpiDaily>>>;
}

/** An instant of the day of the cases, from `HH:mm`. */
export function at(time = '12:00'): string {
  return `${CASE_DAY}T${time}:00.000Z`;
}

/** A ledger row that spends one token in a chat at noon, unless told otherwise. */
export function spend(fields: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return { createdAt: at(), type: 'SPEND', userId: 'payer', receiverId: 'creator', amount: 1, context: 'CHAT', ...fields };
}

/** A row without one of its fields. */
export function without(row: Readonly<Record<string, unknown>>, field: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
}

/** A run that stored one section and failed in another, unless told otherwise. */
export function runRecord(id: string, fields: Partial<RunRecord> = {}): RunRecord {
  return {
    id,
    job: 'daily',
    scheduledFor: null,
    startedAt: CASE_NOW,
    endedAt: CASE_NOW,
    from: CASE_DAY,
    to: CASE_DAY,
    outcome: 'failed',
    sections: { platform: { status: 'stored', documents: 1 }, safety: { status: 'failed', documents: 0, errors: [`it's "down"`] } },
    rows: { walletTransactions: 1 },
    reads: null,
    engineVersion: '1.0.0',
    ...fields,
  };
}
