import { type DateRange, datesOf, daysBetween, dayWindow, type UtcDate } from '../calendar/utc.ts';
import { SECTION_IDS } from '../catalogue/flows.ts';
import type { SourceName } from '../catalogue/model.ts';
import { capturesOf } from '../documents/active-users.ts';
import { assertConserved, assertCreatorsConserved } from '../documents/conservation.ts';
import { finishCreatorDaily, finishCreatorPack, finishPlatformDaily, finishSafetyDaily } from '../documents/finish.ts';
import { creatorDocumentId, creatorPackId } from '../documents/ids.ts';
import type { Stamp } from '../documents/provenance.ts';
import type { CreatorDayPack, Trigger } from '../documents/types.ts';
import type { CreatorDayTotals, Entry, RunRecord } from '../ports.ts';
import { sourcesOfSection } from '../slices/plan.ts';
import { creatorsOf } from '../slices/tally.ts';
import { assertNotPaused, type JobContext } from './context.ts';
import { type RunLog, startRun } from './run-record.ts';
import { readDay, type TallyTable, tallyDays, tallySources, windowTally } from './tallies.ts';

export interface DaysRequest {
  readonly range: DateRange;
  readonly trigger: Trigger;
  readonly job?: string;
  readonly scheduledForMs?: number;
  /** Told after each part how many of the range's days are done. */
  readonly onProgress?: (daysDone: number) => void;
}

/**
 * Aggregates every day of a range: platform, creators and safety. Each section is stored or fails on its own; a failed one
 * keeps its previous documents. Running it again, or in parts, ends in the same documents.
 * @returns the stored run record; its outcome is `failed` when any section failed
 * @throws KpiError `failed-precondition` while jobs are paused
 */
export async function aggregateDays(context: JobContext, request: DaysRequest): Promise<RunRecord> {
  assertNotPaused(context.config);
  const { from, to } = request.range;
  const run = startRun(context, { job: request.job ?? 'aggregate', from, to, scheduledForMs: request.scheduledForMs });
  const parts =
    context.engine === undefined
      ? datesOf(request.range).map((date) => ({ from: date, to: date }))
      : await context.engine.partition(request.range);
  for (const part of parts) {
    await aggregatePart(context, part, { nowMs: context.clock(), trigger: request.trigger }, run);
    request.onProgress?.(daysBetween(from, part.to) + 1);
  }
  return run.close();
}

async function aggregatePart(context: JobContext, range: DateRange, stamp: Stamp, run: RunLog): Promise<void> {
  const { catalogue, reader, engine } = context;
  const sources = [...new Set(SECTION_IDS.flatMap((section) => sourcesOfSection(catalogue, section)))];
  const table = await tallySources(sources, (source) => tallyDays(catalogue, reader, engine, source, range));
  run.addRows(table);
  await run.section('platform', () => storePlatform(context, range, table, stamp));
  await run.section('creators', () => storeCreators(context, range, table, stamp));
  await run.section('safety', () => storeSafety(context, range, table, stamp));
}

async function storePlatform({ catalogue, reader, store }: JobContext, range: DateRange, table: TallyTable, stamp: Stamp): Promise<number> {
  const sources = sourcesOfSection(catalogue, 'platform');
  const dates = datesOf(range);
  windowTally(table, sources, 0);
  const users = await reader.observeUsers(dates.map(dayWindow));
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
  await store.write([{ kind: 'replaceDays', collection: 'platformKpiDaily', range, documents }]);
  return documents.length;
}

async function storeSafety({ catalogue, store }: JobContext, range: DateRange, table: TallyTable, stamp: Stamp): Promise<number> {
  const sources = sourcesOfSection(catalogue, 'safety');
  const previous = byDate(await store.listDays('safetyKpiDaily', range));
  const documents = datesOf(range).map((date, index) => {
    const tally = windowTally(table, sources, index);
    assertConserved(catalogue, 'safety', tally, date);
    return { id: date, data: finishSafetyDaily(catalogue, date, tally, previous.get(date), stamp) };
  });
  await store.write([{ kind: 'replaceDays', collection: 'safetyKpiDaily', range, documents }]);
  return documents.length;
}

async function storeCreators(context: JobContext, range: DateRange, table: TallyTable, stamp: Stamp): Promise<number> {
  const { catalogue, store, engine } = context;
  const sources = sourcesOfSection(catalogue, 'creators');
  windowTally(table, sources, 0);
  const previous = byDate(await store.listDays('kpiPacks', range));
  const packOf = (totals: CreatorDayTotals, index: number): Entry<CreatorDayPack> => {
    const tally = windowTally(table, sources, index);
    assertConserved(catalogue, 'creators', tally, totals.date);
    assertCreatorsConserved(totals.date, tally, catalogue, totals.values);
    const pack = finishCreatorPack(catalogue, totals.date, tally, totals, previous.get(totals.date), stamp);
    return { id: creatorPackId(totals.date), data: pack };
  };
  if (engine === undefined) {
    let documents = 0;
    for (const [index, date] of datesOf(range).entries())
      documents += await storeCreatorsOfDay(context, date, stamp, sources, (totals) => packOf(totals, index));
    return documents;
  }
  let documents = 0;
  await engine.storeCreators(range, stamp, async (totals) => {
    documents = totals.reduce((sum, day) => sum + day.creators, 0);
    return totals.map(packOf);
  });
  return documents;
}

/** One day's creators from slices, for an engine that does not aggregate ranges itself. */
async function storeCreatorsOfDay(
  { catalogue, reader, store }: JobContext,
  date: UtcDate,
  stamp: Stamp,
  sources: readonly SourceName[],
  packOf: (totals: CreatorDayTotals) => Entry<CreatorDayPack>,
): Promise<number> {
  const range = { from: date, to: date };
  const states = await Promise.all(sources.map((source) => readDay(catalogue, reader, source, date)));
  const creators = creatorsOf(states, catalogue.rules, catalogue.sections.creators.flows);
  const createdAt = new Map((await store.listDays('creatorKpiDaily', range)).map((document) => [document.userId, document.createdAt]));
  const values = new Map<string, bigint>();
  for (const creator of creators) {
    for (const [measure, value] of creator.values) values.set(measure, (values.get(measure) ?? 0n) + value);
  }
  const tokenMeasures = catalogue.sections.creators.flows
    .filter((id) => catalogue.flows[id].needsQuantity)
    .flatMap((id) => catalogue.measuresByFlow[id]);
  const microTokens = tokenMeasures.filter((measure) => measure.perCreator).reduce((sum, { id }) => sum + (values.get(id) ?? 0n), 0n);
  const pack = packOf({ date, creators: creators.length, microTokens, values });
  const documents = creators.map((creator) => ({
    id: creatorDocumentId(creator.userId, date),
    data: finishCreatorDaily(catalogue, date, creator, pack.data.provenance, createdAt.get(creator.userId), stamp),
  }));
  await store.write([
    { kind: 'replaceDays', collection: 'creatorKpiDaily', range, documents },
    { kind: 'put', collection: 'kpiPacks', documents: [pack] },
  ]);
  return documents.length;
}

function byDate<T extends { readonly date: string }>(documents: readonly T[]): Map<string, T> {
  return new Map(documents.map((document) => [document.date, document]));
}
