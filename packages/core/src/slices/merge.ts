import type { FlowState, GroupState, SliceState } from './state.ts';
import { emptyFlowState, emptySliceState } from './state.ts';

/** The state of all rows behind the given states of one source. The given states stay as they are. */
export function mergeStates(states: readonly SliceState[]): SliceState {
  const [first] = states;
  if (first === undefined) throw new RangeError('nothing to merge');
  const merged = emptySliceState(first.source, [...first.flows.keys()], false);
  for (const state of states) {
    if (state.source !== first.source) throw new RangeError(`cannot merge ${state.source} into ${first.source}`);
    merged.present ||= state.present;
    merged.seen += state.seen;
    addCounts(merged.rejected, state.rejected);
    for (const [id, flow] of state.flows) {
      const into = merged.flows.get(id) ?? emptyFlowState();
      merged.flows.set(id, into);
      mergeFlow(into, flow);
    }
  }
  return merged;
}

function mergeFlow(into: FlowState, from: FlowState): void {
  into.used += from.used;
  into.quantity += from.quantity;
  into.ungrouped.rows += from.ungrouped.rows;
  into.ungrouped.quantity += from.ungrouped.quantity;
  addCounts(into.excluded, from.excluded);
  addCounts(into.unreadableIds, from.unreadableIds);
  addValues(into.values, from.values);
  for (const [id, ids] of from.sets) into.sets.set(id, new Set([...(into.sets.get(id) ?? []), ...ids]));
  for (const [id, group] of from.groups) {
    const target: GroupState = into.groups.get(id) ?? { rows: 0, quantity: 0n, values: new Map() };
    into.groups.set(id, target);
    target.rows += group.rows;
    target.quantity += group.quantity;
    addValues(target.values, group.values);
  }
}

function addCounts<K>(into: Map<K, number>, from: ReadonlyMap<K, number>): void {
  for (const [key, count] of from) into.set(key, (into.get(key) ?? 0) + count);
}

function addValues(into: Map<string, bigint>, from: ReadonlyMap<string, bigint>): void {
  for (const [key, value] of from) into.set(key, (into.get(key) ?? 0n) + value);
}
