import { type DateRange, datesOf, type UtcDate } from '../calendar/utc.ts';
import type { Catalogue } from '../catalogue/model.ts';
import { assertConserved, assertCreatorsConserved } from '../documents/conservation.ts';
import { finishCreatorDaily, finishCreatorPack } from '../documents/finish.ts';
import { creatorDocumentId, creatorPackId } from '../documents/ids.ts';
import type { Stamp } from '../documents/provenance.ts';
import type { CreatorDayPack } from '../documents/types.ts';
import type { CreatorDayTotals, Entry } from '../ports.ts';
import { sourcesOfSection } from '../slices/plan.ts';
import { type CreatorFigures, creatorsOf } from '../slices/tally.ts';
import type { JobContext } from './context.ts';
import { assertRead, type ReadingTable, windowStates, windowTally } from './tallies.ts';

/**
 * Stores the creators' documents of a range, by the engine's own statement where it has one, else from the states that were
 * read; either way only after they add up to what the sources say.
 * @returns how many documents
 */
export async function storeCreators(context: JobContext, range: DateRange, table: ReadingTable, stamp: Stamp): Promise<number> {
  const { catalogue, store, engine } = context;
  const sources = sourcesOfSection(catalogue, 'creators');
  assertRead(table, sources);
  const previous = new Map((await store.listDays('kpiPacks', range)).map((pack) => [pack.date, pack]));
  const packOf = (totals: CreatorDayTotals, index: number): Entry<CreatorDayPack> => {
    const tally = windowTally(table, sources, index);
    assertConserved(catalogue, 'creators', tally, totals.date);
    assertCreatorsConserved(totals.date, tally, catalogue, totals.values);
    const pack = finishCreatorPack(catalogue, totals.date, tally, totals, previous.get(totals.date), stamp);
    return { id: creatorPackId(totals.date), data: pack };
  };
  let documents = 0;
  if (engine === undefined) {
    for (const [index, date] of datesOf(range).entries()) {
      const creators = creatorsOf(windowStates(table, sources, index), catalogue.rules, catalogue.sections.creators.flows);
      const pack = packOf({ date, creators: creators.length, ...totalsOf(catalogue, creators) }, index);
      await storeDay(context, date, creators, pack, stamp);
      documents += creators.length;
    }
    return documents;
  }
  await engine.storeCreators(range, stamp, async (totals) => {
    documents = totals.reduce((sum, day) => sum + day.creators, 0);
    return totals.map(packOf);
  });
  return documents;
}

function totalsOf(catalogue: Catalogue, creators: readonly CreatorFigures[]): Pick<CreatorDayTotals, 'microTokens' | 'values'> {
  const values = new Map<string, bigint>();
  for (const creator of creators) {
    for (const [measure, value] of creator.values) values.set(measure, (values.get(measure) ?? 0n) + value);
  }
  const earning = catalogue.sections.creators.flows.filter((id) => catalogue.flows[id].needsQuantity);
  const measures = earning.flatMap((id) => catalogue.measuresByFlow[id]).filter((measure) => measure.perCreator === true);
  return { values, microTokens: measures.reduce((sum, { id }) => sum + (values.get(id) ?? 0n), 0n) };
}

async function storeDay(
  { catalogue, store }: JobContext,
  date: UtcDate,
  creators: readonly CreatorFigures[],
  pack: Entry<CreatorDayPack>,
  stamp: Stamp,
): Promise<void> {
  const { provenance } = pack.data;
  const range = { from: date, to: date };
  const createdAt = new Map((await store.listDays('creatorKpiDaily', range)).map((document) => [document.userId, document.createdAt]));
  const listed = [...createdAt.keys()].map((userId) => creatorDocumentId(userId, date));
  const documents = creators.map((creator) => ({
    id: creatorDocumentId(creator.userId, date),
    data: finishCreatorDaily(catalogue, date, creator, provenance, createdAt.get(creator.userId), stamp),
  }));
  await store.write([
    { kind: 'replaceDays', collection: 'creatorKpiDaily', range, listed, documents },
    { kind: 'put', collection: 'kpiPacks', documents: [pack] },
  ]);
}
