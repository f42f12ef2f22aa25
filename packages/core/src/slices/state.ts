import type { TimeWindow } from '../calendar/utc.ts';
import type { FlowId, SourceName } from '../catalogue/model.ts';
import type { RejectionReason } from '../readings/readings.ts';

/** What one creator did in a slice of one flow. Quantities are in the source's units (see `money/decimal.ts`). */
export interface GroupState {
  rows: number;
  quantity: bigint;
  /** By measure id, the flow's per-creator measures. */
  readonly values: Map<string, bigint>;
}

export interface FlowState {
  /** Rows that passed every gate. */
  used: number;
  /** Their quantity; 0 in a flow without one. */
  quantity: bigint;
  /** Rows left out, by the gate that stopped them. */
  readonly excluded: Map<string, number>;
  /** Counts and sums, by measure id. */
  readonly values: Map<string, bigint>;
  /** Distinct ids, by measure id. */
  readonly sets: Map<string, Set<string>>;
  /** Used rows whose id is absent or unreadable, by field. */
  readonly unreadableIds: Map<string, number>;
  readonly groups: Map<string, GroupState>;
  /** What the used rows without a readable group id add up to. */
  readonly ungrouped: { rows: number; quantity: bigint };
}

/**
 * What the rows of one source in one window fold into. States of the same source merge: merging is associative and
 * commutative, so slices can be computed anywhere and in any order.
 */
export interface SliceState {
  readonly source: SourceName;
  /** False when the collection does not exist. */
  present: boolean;
  /** Rows whose instant falls in the window. */
  seen: number;
  /** Of those, rows whose quantity cannot be read. */
  readonly rejected: Map<RejectionReason, number>;
  readonly flows: Map<FlowId, FlowState>;
}

/** One unit of work: the rows of one source whose `timeField` falls in the window. */
export interface SlicePlan {
  readonly source: SourceName;
  readonly timeField: string;
  readonly window: TimeWindow;
}

export function emptyFlowState(): FlowState {
  return {
    used: 0,
    quantity: 0n,
    excluded: new Map(),
    values: new Map(),
    sets: new Map(),
    unreadableIds: new Map(),
    groups: new Map(),
    ungrouped: { rows: 0, quantity: 0n },
  };
}

export function emptySliceState(source: SourceName, flows: readonly FlowId[], present = true): SliceState {
  return { source, present, seen: 0, rejected: new Map(), flows: new Map(flows.map((flow) => [flow, emptyFlowState()])) };
}
