import {
  type Catalogue,
  catalogueFor,
  type FieldLookup,
  type FlowId,
  type FlowState,
  folderFor,
  type SliceState,
  type SourceName,
} from '../src/index.ts';

/** A raw row by its canonical field names. */
export type Row = Readonly<Record<string, unknown>>;

const lookupOf =
  (row: Row): FieldLookup =>
  (field) =>
    Object.hasOwn(row, field) ? row[field] : undefined;

/** The state of the given rows of one source. */
export function fold(source: SourceName, rows: readonly Row[], catalogue: Catalogue = catalogueFor()): SliceState {
  const folder = folderFor(catalogue, source);
  for (const row of rows) folder.add(lookupOf(row));
  return folder.state;
}

export function flowOf(state: SliceState, id: FlowId): FlowState {
  const flow = state.flows.get(id);
  if (flow === undefined) throw new Error(`${state.source} has no flow ${id}`);
  return flow;
}
