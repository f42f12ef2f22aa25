import { type DateRange, datesOf, dayWindow, type TimeWindow } from '../calendar/utc.ts';
import type { Catalogue, SourceName } from '../catalogue/model.ts';
import { groupedFlows } from '../documents/finish.ts';
import type { RangeEngine, SourceReader } from '../ports.ts';
import { mergeStates } from '../slices/merge.ts';
import { planDay, sliceOf } from '../slices/plan.ts';
import type { SlicePlan, SliceState } from '../slices/state.ts';
import { type SourceTally, tallyOf, type WindowTally } from '../slices/tally.ts';

/** What was read of one source, window by window. */
export interface SourceReading {
  readonly tallies: readonly SourceTally[];
  /** The states behind the tallies, which know the creators one by one; empty where an engine counted. */
  readonly states: readonly SliceState[];
}

/** Readings of sources, or why there is none: a source that cannot be read fails alone. */
export type ReadingTable = ReadonlyMap<SourceName, SourceReading | { readonly error: unknown }>;

/** Reads every source once, for all sections. */
export async function readSources(
  sources: readonly SourceName[],
  read: (source: SourceName) => Promise<SourceReading>,
): Promise<ReadingTable> {
  const table = new Map<SourceName, SourceReading | { readonly error: unknown }>();
  for (const source of sources) table.set(source, await attempt(() => read(source)));
  return table;
}

/** Keeps a failure as a value, so that the sections which do without the source go on. */
async function attempt(read: () => Promise<SourceReading>): Promise<SourceReading | { readonly error: unknown }> {
  try {
    return await read();
  } catch (error) {
    return { error };
  }
}

/** The readings of a section's sources. Throws the error of the first one that could not be read. */
function readingsOf(table: ReadingTable, sources: readonly SourceName[]): [SourceName, SourceReading][] {
  return sources.map((name) => {
    const reading = table.get(name);
    if (reading === undefined) throw new RangeError(`${name} was not read`);
    if ('error' in reading) throw reading.error;
    return [name, reading];
  });
}

/** Throws the error of the first of these sources that could not be read. */
export function assertRead(table: ReadingTable, sources: readonly SourceName[]): void {
  readingsOf(table, sources);
}

/** One window's tallies of a section's sources. */
export function windowTally(table: ReadingTable, sources: readonly SourceName[], index: number): WindowTally {
  const tally = new Map<SourceName, SourceTally>();
  for (const [name, { tallies }] of readingsOf(table, sources)) {
    const source = tallies[index];
    if (source === undefined) throw new RangeError(`no tally of ${name} for window ${index}`);
    tally.set(name, source);
  }
  return tally;
}

/** One window's states of a section's sources. */
export function windowStates(table: ReadingTable, sources: readonly SourceName[], index: number): SliceState[] {
  return readingsOf(table, sources).map(([name, { states }]) => {
    const state = states[index];
    if (state === undefined) throw new RangeError(`no state of ${name} for window ${index}`);
    return state;
  });
}

/** Reads a source day by day: by the engine's own statements where it has them, else slice by slice. */
export async function readDays(
  catalogue: Catalogue,
  reader: SourceReader,
  engine: RangeEngine | undefined,
  source: SourceName,
  range: DateRange,
): Promise<SourceReading> {
  const dates = datesOf(range);
  if (engine !== undefined) return { tallies: await engine.tallyWindows(source, dates.map(dayWindow)), states: [] };
  return readSlices(
    catalogue,
    reader,
    dates.map((date) => planDay(catalogue, source, date, reader.sliceHours)),
  );
}

/** Reads a source over windows of equal length that follow each other. */
export async function readWindows(
  catalogue: Catalogue,
  reader: SourceReader,
  engine: RangeEngine | undefined,
  source: SourceName,
  windows: readonly TimeWindow[],
): Promise<SourceReading> {
  if (engine !== undefined) return { tallies: await engine.tallyWindows(source, windows), states: [] };
  return readSlices(
    catalogue,
    reader,
    windows.map((window) => [sliceOf(catalogue, source, window)]),
  );
}

/** @param plans the slices of each window */
async function readSlices(catalogue: Catalogue, reader: SourceReader, plans: readonly (readonly SlicePlan[])[]): Promise<SourceReading> {
  const grouped = groupedFlows(catalogue);
  const states: SliceState[] = [];
  for (const slices of plans) {
    const parts: SliceState[] = [];
    for (const slice of slices) parts.push(await reader.readSlice(slice));
    states.push(mergeStates(parts));
  }
  return { tallies: states.map((state) => tallyOf(state, catalogue.rules, grouped)), states };
}
