import { type DateRange, datesOf, dayWindow, type TimeWindow, toIso } from '../calendar/utc.ts';
import type { SourceName } from '../catalogue/model.ts';
import { groupedFlows } from '../documents/finish.ts';
import { KpiError } from '../errors.ts';
import { mapLimited } from '../limited.ts';
import { mergeStates } from '../slices/merge.ts';
import { needsRows, planDay, sliceOf } from '../slices/plan.ts';
import type { SlicePlan, SliceState } from '../slices/state.ts';
import { type SourceTally, tallyOf, type WindowTally } from '../slices/tally.ts';
import type { JobContext } from './context.ts';

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

/** What reading takes of a job's context. */
type Reading = Pick<JobContext, 'catalogue' | 'reader' | 'engine' | 'clock'>;

/** Reads a source day by day: by the engine's own statements where it has them, else slice by slice. */
export async function readDays(context: Reading, source: SourceName, range: DateRange): Promise<SourceReading> {
  const { catalogue, reader, engine } = context;
  const dates = datesOf(range);
  if (engine !== undefined) return { tallies: await engine.tallyWindows(source, dates.map(dayWindow)), states: [] };
  return readSlices(
    context,
    dates.map((date) => planDay(catalogue, source, date, reader.sliceHours)),
  );
}

/** Reads a source over windows of equal length that follow each other. */
export async function readWindows(context: Reading, source: SourceName, windows: readonly TimeWindow[]): Promise<SourceReading> {
  const { catalogue, engine } = context;
  if (engine !== undefined) return { tallies: await engine.tallyWindows(source, windows), states: [] };
  return readSlices(
    context,
    windows.map((window) => [sliceOf(catalogue, source, window)]),
  );
}

/** @param plans the slices of each window, in order and without a gap */
async function readSlices(context: Reading, plans: readonly (readonly SlicePlan[])[]): Promise<SourceReading> {
  const { catalogue } = context;
  const grouped = groupedFlows(catalogue);
  const states: SliceState[] = [];
  for (const slices of plans) states.push(await readWindow(context, slices));
  return { tallies: states.map((state) => tallyOf(state, catalogue.rules, grouped)), states };
}

async function readWindow(context: Reading, slices: readonly SlicePlan[]): Promise<SliceState> {
  const { reader } = context;
  const state = mergeStates(await mapLimited(slices, reader.parallelSlices ?? 1, (slice) => reader.readSlice(slice)));
  await assertAllRead(context, slices, state);
  return state;
}

/**
 * What a stream of rows lost on its way would be missing from every figure without a word. A window that is running gets rows
 * while it is read, and is read again later.
 */
async function assertAllRead({ catalogue, reader, clock }: Reading, slices: readonly SlicePlan[], state: SliceState): Promise<void> {
  const [first] = slices;
  const last = slices.at(-1);
  if (reader.countRows === undefined || first === undefined || last === undefined || !needsRows(catalogue, first.source)) return;
  const window = { startMs: first.window.startMs, endExclusiveMs: last.window.endExclusiveMs };
  if (window.endExclusiveMs > clock()) return;
  const counted = await reader.countRows({ ...first, window });
  if (counted === state.seen) return;
  const where = `${first.source} from ${toIso(window.startMs)} to ${toIso(window.endExclusiveMs)}`;
  throw new KpiError('data-loss', `${where}: ${state.seen} rows were read, and ${counted} counted; nothing was stored.`, {
    hint: 'Rows may have been written while they were read: run the job again.',
  });
}
