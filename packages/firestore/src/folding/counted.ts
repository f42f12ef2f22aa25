import {
  emptySliceState,
  type FlowState,
  MINUTE_DECIMALS,
  magnitudeInUnits,
  type RejectionReason,
  readMinutes,
  type SliceState,
} from '@pack324a/core';
import type { CountedMeasure, CountedPlan, UnreadableCount } from '../queries/counted.ts';

/** Decimals of published minutes. */
const PUBLISHED_DECIMALS = 6;

/** What the database answered about one window of a counted source. */
export interface CountedAnswers {
  readonly rows: number;
  /** By measure: rows that match its filter. */
  readonly filtered: ReadonlyMap<string, number>;
  /** Where a field is summed: rows in which it is readable, and its sum in floating point. */
  readonly readable?: { readonly rows: number; readonly total: number };
  /** Where that were not all rows. */
  readonly unreadable?: UnreadableRows;
}

export interface UnreadableRows {
  readonly counts: Readonly<Record<UnreadableCount, number>>;
  /** Rows that have the field at all. */
  readonly present: number;
}

interface Quantities {
  /** Rows whose quantity is readable. */
  readonly rows: number;
  readonly units: bigint;
  /** The other rows, by reason. */
  readonly rejected: ReadonlyMap<RejectionReason, number>;
}

/** The state that folding the rows one by one would give, but that minutes are summed in floating point and rounded to six decimals. */
export function foldCounted(plan: CountedPlan, answers: CountedAnswers): SliceState {
  const state = emptySliceState(
    plan.source.name,
    plan.flows.map((flow) => flow.id),
  );
  const quantities = quantitiesOf(plan, answers);
  for (const [reason, rows] of quantities.rejected) if (rows > 0) state.rejected.set(reason, rows);
  // Rows may come in while a running window is counted; what is said of it has to add up all the same.
  state.seen = [...state.rejected.values()].reduce((sum, rows) => sum + rows, quantities.rows);
  state.present = state.seen > 0;
  for (const flow of plan.flows) {
    const flowState = state.flows.get(flow.id);
    if (flowState === undefined) continue;
    flowState.used = flow.needsQuantity ? quantities.rows : state.seen;
    flowState.quantity = flow.needsQuantity ? quantities.units : 0n;
    for (const measure of flow.measures) flowState.values.set(measure.id, measuredBy(measure, flowState, answers));
  }
  return state;
}

function measuredBy(measure: CountedMeasure, { used, quantity }: FlowState, answers: CountedAnswers): bigint {
  if (measure.from !== 'filtered') return measure.from === 'quantity' ? quantity : BigInt(used);
  if (measure.rows === 'all') return BigInt(used);
  if (measure.rows === 'none') return 0n;
  const found = answers.filtered.get(measure.id) ?? 0;
  return BigInt('matching' in measure.rows ? found : Math.max(0, used - found));
}

function quantitiesOf({ source, quantity }: CountedPlan, answers: CountedAnswers): Quantities {
  const { rows, readable, unreadable } = answers;
  if (quantity === undefined) return { rows, units: 0n, rejected: new Map() };
  if (readable === undefined) {
    const reading = readMinutes(source.lookups.get(quantity.field)?.({}));
    if (!reading.ok) return { rows: 0, units: 0n, rejected: new Map([[reading.reason, rows]]) };
    return { rows, units: reading.units * BigInt(rows), rejected: new Map() };
  }
  const rejected = unreadable === undefined ? new Map<RejectionReason, number>() : rejectedOf(rows, readable.rows, unreadable);
  return { rows: readable.rows, units: unitsOfSum(readable.total), rejected };
}

function rejectedOf(rows: number, readable: number, { counts, present }: UnreadableRows): Map<RejectionReason, number> {
  const { tooSmall, ...byReason } = counts;
  const known = { ...byReason, tooLarge: counts.tooLarge + tooSmall };
  const numeric = Object.values(known).reduce((sum, count) => sum + count, readable);
  const reasons = { ...known, missing: rows - present, notNumeric: present - numeric };
  return new Map(Object.entries(reasons).map(([reason, count]) => [reason as RejectionReason, Math.max(0, count)]));
}

/** A sum in floating point is known to six decimals. */
function unitsOfSum(total: number): bigint {
  return magnitudeInUnits(String(total), PUBLISHED_DECIMALS) * 10n ** BigInt(MINUTE_DECIMALS - PUBLISHED_DECIMALS);
}
