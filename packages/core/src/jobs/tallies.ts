import { type DateRange, datesOf, dayWindow, type TimeWindow } from '../calendar/utc.ts';
import type { Catalogue, SourceName } from '../catalogue/model.ts';
import { groupedFlows } from '../documents/finish.ts';
import type { RangeEngine, SourceReader } from '../ports.ts';
import { mergeStates } from '../slices/merge.ts';
import { planDay, sliceOf } from '../slices/plan.ts';
import type { SliceState } from '../slices/state.ts';
import { type SourceTally, tallyOf, type WindowTally } from '../slices/tally.ts';

/** What reading one source gave: a tally per window, or why there is none. */
type SourceResult = { readonly tallies: readonly SourceTally[] } | { readonly error: unknown };

/** Tallies of sources over windows; a source that cannot be read fails alone. */
export type TallyTable = ReadonlyMap<SourceName, SourceResult>;

/** Runs a read and keeps its failure as a value, so that the sections it does not belong to go on. */
async function attempt(read: () => Promise<readonly SourceTally[]>): Promise<SourceResult> {
  try {
    return { tallies: await read() };
  } catch (error) {
    return { error };
  }
}

export async function tallySources(
  sources: readonly SourceName[],
  read: (source: SourceName) => Promise<readonly SourceTally[]>,
): Promise<TallyTable> {
  const table = new Map<SourceName, SourceResult>();
  for (const source of sources) table.set(source, await attempt(() => read(source)));
  return table;
}

/** One window's tallies of a section's sources. Throws the error of the first source that could not be read. */
export function windowTally(table: TallyTable, sources: readonly SourceName[], index: number): WindowTally {
  const tally = new Map<SourceName, SourceTally>();
  for (const name of sources) {
    const result = table.get(name);
    if (result === undefined) throw new RangeError(`${name} was not read`);
    if ('error' in result) throw result.error;
    const source = result.tallies[index];
    if (source === undefined) throw new RangeError(`no tally of ${name} for window ${index}`);
    tally.set(name, source);
  }
  return tally;
}

/** The merged state of a source over one day, slice by slice. */
export async function readDay(
  catalogue: Catalogue,
  reader: SourceReader,
  source: SourceName,
  date: DateRange['from'],
): Promise<SliceState> {
  const states: SliceState[] = [];
  for (const plan of planDay(catalogue, source, date)) states.push(await reader.readSlice(plan));
  return mergeStates(states);
}

/** Day tallies of a source, by the engine's own statements where it has them, else from slices. */
export async function tallyDays(
  catalogue: Catalogue,
  reader: SourceReader,
  engine: RangeEngine | undefined,
  source: SourceName,
  range: DateRange,
): Promise<readonly SourceTally[]> {
  const dates = datesOf(range);
  if (engine !== undefined) return engine.tallyWindows(source, dates.map(dayWindow));
  const tallies: SourceTally[] = [];
  for (const date of dates) tallies.push(tallyOf(await readDay(catalogue, reader, source, date), catalogue.rules, groupedFlows(catalogue)));
  return tallies;
}

/** Tallies of a source over arbitrary windows of equal length. */
export async function tallyWindows(
  catalogue: Catalogue,
  reader: SourceReader,
  engine: RangeEngine | undefined,
  source: SourceName,
  windows: readonly TimeWindow[],
): Promise<readonly SourceTally[]> {
  if (engine !== undefined) return engine.tallyWindows(source, windows);
  const tallies: SourceTally[] = [];
  for (const window of windows) {
    const state = await reader.readSlice(sliceOf(catalogue, source, window));
    tallies.push(tallyOf(state, catalogue.rules, groupedFlows(catalogue)));
  }
  return tallies;
}
