import { type DateRange, datesOf, daysBetween, dayWindow } from '../calendar/utc.ts';
import { SECTION_IDS } from '../catalogue/flows.ts';
import { capturesOf } from '../documents/active-users.ts';
import { assertConserved } from '../documents/conservation.ts';
import { describesDay, finishPlatformDaily, finishSafetyDaily } from '../documents/finish.ts';
import type { Stamp } from '../documents/provenance.ts';
import type { Trigger } from '../documents/types.ts';
import type { RunRecord } from '../ports.ts';
import { sourcesOfSection } from '../slices/plan.ts';
import { assertNotPaused, type JobContext } from './context.ts';
import { type RunLog, type RunStep, startRun } from './run-record.ts';
import { storeCreators } from './store-creators.ts';
import { assertRead, type ReadingTable, readDays, readSources, windowTally } from './tallies.ts';

export interface DaysRequest {
  readonly range: DateRange;
  readonly trigger: Trigger;
  readonly job?: string;
  readonly scheduledForMs?: number;
  /** Told of each source that has been read and each section that has been stored. */
  readonly onStep?: ((step: RunStep) => void) | undefined;
  /** Told after each part how many of the range's days are done. */
  readonly onProgress?: (daysDone: number) => void;
}

/**
 * Aggregates every day of a range: platform, creators and safety. Each section is stored or fails on its own; a failed one
 * keeps its previous documents. Running it again, or in parts, ends in the same documents.
 * @returns the stored run record; its outcome is `failed` when any section failed, or a day of several was held by somebody else
 * @throws KpiError `failed-precondition` while jobs are paused; `unavailable` when the only day is held by somebody else
 */
export async function aggregateDays(context: JobContext, request: DaysRequest): Promise<RunRecord> {
  assertNotPaused(context.config);
  const { from, to } = request.range;
  const run = startRun(context, {
    job: request.job ?? 'aggregate',
    from,
    to,
    scheduledForMs: request.scheduledForMs,
    onStep: request.onStep,
  });
  const parts =
    context.engine === undefined
      ? datesOf(request.range).map((date) => ({ from: date, to: date }))
      : await context.engine.partition(request.range);
  for (const part of parts) {
    if (run.abandoned()) break;
    const work = (): Promise<void> =>
      aggregatePart(context, part, { nowMs: context.clock(), trigger: request.trigger, onStep: request.onStep }, run);
    try {
      await undisturbed(context, part, work);
    } catch (error) {
      if (parts.length === 1) throw error;
      // A year that has been paid for is not given up for a day that somebody else is at work on.
      for (const section of SECTION_IDS) await run.section(section, nameOf(part), () => Promise.reject(error));
    }
    request.onProgress?.(daysBetween(from, part.to) + 1);
  }
  return run.close();
}

/** Does the work on the days of a part, each of them held where the host says how. */
function undisturbed({ withDay }: JobContext, range: DateRange, work: () => Promise<void>): Promise<void> {
  if (withDay === undefined) return work();
  return datesOf(range).reduceRight((inner, date) => () => withDay(date, inner), work)();
}

function nameOf({ from, to }: DateRange): string {
  return from === to ? from : `${from} to ${to}`;
}

async function aggregatePart(
  context: JobContext,
  range: DateRange,
  { onStep, ...stamp }: Stamp & Pick<DaysRequest, 'onStep'>,
  run: RunLog,
): Promise<void> {
  const { catalogue } = context;
  const sources = [...new Set(SECTION_IDS.flatMap((section) => sourcesOfSection(catalogue, section)))];
  const days = nameOf(range);
  const table = await readSources(sources, async (source) => {
    const reading = await readDays(context, source, range);
    onStep?.({ step: 'read', part: days, source, rows: reading.tallies.reduce((sum, { seen }) => sum + seen, 0) });
    return reading;
  });
  run.addRows(table);
  await run.section('platform', days, () => storePlatform(context, range, table, stamp));
  await run.section('creators', days, () => storeCreators(context, range, table, stamp));
  await run.section('safety', days, () => storeSafety(context, range, table, stamp));
}

async function storePlatform(
  { catalogue, reader, store }: JobContext,
  range: DateRange,
  table: ReadingTable,
  stamp: Stamp,
): Promise<number> {
  const sources = sourcesOfSection(catalogue, 'platform');
  const dates = datesOf(range);
  assertRead(table, sources);
  const users = await reader.observeUsers(dates.map(dayWindow), { verified: dates.some((date) => describesDay(date, stamp.nowMs)) });
  const previous = byDate(await store.listDays('platformKpiDaily', range));
  const hours = await store.listDays('platformKpiHourly', range);
  const documents = dates.map((date, index) => {
    const tally = windowTally(table, sources, index);
    assertConserved(catalogue, 'platform', tally, date);
    const observation = users[index];
    if (observation === undefined) throw new RangeError(`no users were counted for ${date}`);
    const input = {
      date,
      tally,
      users: observation,
      captures: capturesOf(hours.filter((hour) => hour.date === date)),
      previous: previous.get(date),
    };
    return { id: date, data: finishPlatformDaily(catalogue, input, stamp) };
  });
  await store.write([{ kind: 'replaceDays', collection: 'platformKpiDaily', range, listed: [...previous.keys()], documents }]);
  return documents.length;
}

async function storeSafety({ catalogue, store }: JobContext, range: DateRange, table: ReadingTable, stamp: Stamp): Promise<number> {
  const sources = sourcesOfSection(catalogue, 'safety');
  const previous = byDate(await store.listDays('safetyKpiDaily', range));
  const documents = datesOf(range).map((date, index) => {
    const tally = windowTally(table, sources, index);
    assertConserved(catalogue, 'safety', tally, date);
    return { id: date, data: finishSafetyDaily(catalogue, date, tally, previous.get(date), stamp) };
  });
  await store.write([{ kind: 'replaceDays', collection: 'safetyKpiDaily', range, listed: [...previous.keys()], documents }]);
  return documents.length;
}

function byDate<T extends { readonly date: string }>(documents: readonly T[]): Map<string, T> {
  return new Map(documents.map((document) => [document.date, document]));
}
