import type { Catalogue, Flow, Measure, Predicate, SourceName } from '../catalogue/model.ts';
import { type IdReading, type Quantity, readFlag, readId, readMinutes, readText, readTokens } from '../readings/readings.ts';
import { emptySliceState, type FlowState, type GroupState, type SliceState } from './state.ts';

/** Reads a field of a raw source row by its canonical name; `undefined` when the row has none. */
export type FieldLookup = (field: string) => unknown;

/** Folds raw rows of one source into a state, one at a time. */
export interface Folder {
  add(row: FieldLookup): void;
  readonly state: SliceState;
}

/** A folder for the rows of one source; every row given to it must belong to the slice's window. */
export function folderFor(catalogue: Catalogue, source: SourceName): Folder {
  const flows = Object.values(catalogue.flows).filter((flow) => flow.source === source);
  const state = emptySliceState(
    source,
    flows.map((flow) => flow.id),
  );
  const quantitySpec = catalogue.sources[source].quantity;
  const readQuantity = quantitySpec?.kind === 'minutes' ? readMinutes : readTokens;
  return {
    state,
    add(row) {
      state.seen += 1;
      const quantity = quantitySpec === undefined ? undefined : readQuantity(row(quantitySpec.field));
      if (quantity !== undefined && !quantity.ok) increase(state.rejected, quantity.reason);
      for (const flow of flows) {
        foldRow(flow, catalogue.measuresByFlow[flow.id], row, quantity, state.flows.get(flow.id) as FlowState);
      }
    },
  };
}

function foldRow(flow: Flow, measures: readonly Measure[], row: FieldLookup, quantity: Quantity | undefined, state: FlowState): void {
  if (flow.needsQuantity && quantity?.ok !== true) return;
  const failed = flow.gates.find((gate) => !passes(gate.pass, row));
  if (failed !== undefined) {
    increase(state.excluded, failed.otherwise);
    return;
  }
  const units = flow.needsQuantity && quantity?.ok === true ? quantity.units : 0n;
  state.used += 1;
  state.quantity += units;
  const group = flow.groupBy === undefined ? undefined : groupOf(flow.groupBy, row, units, state);
  for (const measure of measures) {
    if (measure.where?.every((predicate) => passes(predicate, row)) !== false) foldMeasure(measure, row, units, state, group);
  }
}

function foldMeasure(measure: Measure, row: FieldLookup, units: bigint, state: FlowState, group: GroupState | undefined): void {
  if (typeof measure.aggregate === 'object') {
    addDistinct(measure.id, measure.aggregate.distinct, row, state);
    return;
  }
  const amount = measure.aggregate === 'rows' ? 1n : units;
  if (measure.perCreator !== true) add(state.values, measure.id, amount);
  else if (group !== undefined) add(group.values, measure.id, amount);
}

function groupOf(field: string, row: FieldLookup, units: bigint, state: FlowState): GroupState | undefined {
  const id: IdReading = readId(row(field));
  if (id.state !== 'readable') {
    increase(state.unreadableIds, field);
    state.ungrouped.rows += 1;
    state.ungrouped.quantity += units;
    return undefined;
  }
  const group = state.groups.get(id.id) ?? { rows: 0, quantity: 0n, values: new Map() };
  state.groups.set(id.id, group);
  group.rows += 1;
  group.quantity += units;
  return group;
}

function addDistinct(measureId: string, field: string, row: FieldLookup, state: FlowState): void {
  const set = state.sets.get(measureId) ?? new Set<string>();
  state.sets.set(measureId, set);
  const id = readId(row(field));
  if (id.state === 'readable') set.add(id.id);
  else increase(state.unreadableIds, field);
}

/** Whether a raw row passes a predicate. */
export function passes(predicate: Predicate, row: FieldLookup): boolean {
  const value = row(predicate.field);
  if ('present' in predicate) return value !== undefined && value !== null;
  if ('is' in predicate) return predicate.is === true ? readFlag(value) : readText(value) === predicate.is;
  const text = readText(value);
  if ('in' in predicate) return text !== null && predicate.in.includes(text);
  return text === null || !predicate.notIn.includes(text);
}

function increase<K>(map: Map<K, number>, key: K): void {
  map.set(key, (map.get(key) ?? 0) + 1);
}

function add(map: Map<string, bigint>, key: string, amount: bigint): void {
  map.set(key, (map.get(key) ?? 0n) + amount);
}
