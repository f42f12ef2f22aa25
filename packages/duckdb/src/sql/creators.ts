import type { Catalogue, DateRange, Flow, Measure } from '@pack324a/core';
import { creatorRowsColumn, creatorSources, kpiTable, sourceTable } from './schema.ts';
import { predicateSql, quantityField, usedSql, type WindowSeries, windowNumber, withinSeries } from './tally.ts';
import { identifier, literal, literalList } from './text.ts';

/** The exact type of summed tokens: 18 digits before the point. */
const TOKEN_SUM = 'DECIMAL(24,6)';

function perCreatorMeasures(catalogue: Catalogue, flow: Flow): Measure[] {
  return catalogue.measuresByFlow[flow.id].filter((measure) => measure.perCreator === true);
}

function measureType(measure: Measure): string {
  return measure.aggregate === 'quantity' ? TOKEN_SUM : 'BIGINT';
}

function measureSum(catalogue: Catalogue, flow: Flow, measure: Measure): string {
  const counted = (measure.where ?? []).map((predicate) => predicateSql(predicate));
  const filter = counted.length === 0 ? '' : ` FILTER (WHERE ${counted.join(' AND ')})`;
  const value = measure.aggregate === 'quantity' ? `sum(abs(${identifier(quantityField(catalogue, flow.source))}))` : 'count(*)';
  return `coalesce(${value}${filter}, 0)`;
}

/** `w, id, n` and one column per measure: what each group of a flow adds up to, platform accounts included. */
export function groupsQuery(catalogue: Catalogue, flow: Flow, series: WindowSeries): string {
  if (flow.groupBy === undefined) throw new RangeError(`${flow.id} is not grouped`);
  const id = identifier(flow.groupBy);
  const quantity = flow.needsQuantity ? [`coalesce(sum(abs(${identifier(quantityField(catalogue, flow.source))})), 0) AS quantity`] : [];
  const columns = perCreatorMeasures(catalogue, flow).map((measure) => `${measureSum(catalogue, flow, measure)} AS ${identifier(measure.id)}`);
  return `SELECT ${[`${windowNumber(flow.timeField, series)} AS w`, `${id} AS id`, 'count(*) AS n', ...quantity, ...columns].join(', ')}
FROM ${sourceTable(flow.source)}
WHERE ${withinSeries(flow.timeField, series)} AND ${usedSql(catalogue, flow)} AND ${id} IS NOT NULL
GROUP BY ALL`;
}

/** One flow's part of the creators' rows, with zeros for the measures and row counts of the other flows. */
function flowPart(catalogue: Catalogue, flow: Flow, all: readonly Measure[], series: WindowSeries): string {
  const own = perCreatorMeasures(catalogue, flow);
  const measures = all.map((measure) => {
    const value = own.includes(measure) ? identifier(measure.id) : '0';
    return `CAST(${value} AS ${measureType(measure)}) AS ${identifier(measure.id)}`;
  });
  const rows = creatorSources(catalogue).map((source) => `CAST(${source === flow.source ? 'n' : '0'} AS BIGINT) AS ${identifier(creatorRowsColumn(source))}`);
  const exceptPlatform = `id NOT IN ${literalList(catalogue.rules.platformAccountIds)}`;
  const where = catalogue.rules.platformAccountIds.length === 0 ? '' : `\nWHERE ${exceptPlatform}`;
  return `SELECT w, id, ${[...measures, ...rows].join(', ')}\nFROM (${groupsQuery(catalogue, flow, series)})${where}`;
}

/**
 * The statement that stores the creators' documents of a range: grouped per flow, put together per creator and day, finished
 * (sums, PLN) and inserted, all inside the engine.
 * @param present flows whose source exists
 * @param kept a table `(date, userId, createdAt)` of documents that are being rewritten, or undefined when there are none
 */
export function insertCreators(
  catalogue: Catalogue,
  present: readonly Flow[],
  range: DateRange,
  series: WindowSeries,
  now: string,
  kept: string | undefined,
): string {
  const all = catalogue.sections.creators.flows.flatMap((id) => perCreatorMeasures(catalogue, catalogue.flows[id]));
  const rows = creatorSources(catalogue).map(creatorRowsColumn);
  const sums = [...all.map((measure) => `CAST(sum(${identifier(measure.id)}) AS ${measureType(measure)}) AS ${identifier(measure.id)}`), ...rows.map((row) => `sum(${identifier(row)}) AS ${identifier(row)}`)];
  const parts = present.map((flow) => flowPart(catalogue, flow, all, series)).join('\nUNION ALL\n');
  const fields = catalogue.documents.creatorKpiDaily.fields.map((field) => [field.name, finishedSql(catalogue, field.name, range)] as const);
  const createdAt = kept === undefined ? `TIMESTAMP ${literal(now)}` : `coalesce(kept."createdAt", TIMESTAMP ${literal(now)})`;
  const join = kept === undefined ? '' : `\nLEFT JOIN ${kept} AS kept ON kept."date" = ${dateSql(range)} AND kept."userId" = creator.id`;
  const columns = [...fields.map(([name]) => name), ...rows, 'createdAt', 'updatedAt'].map(identifier);
  const values = [...fields.map(([, sql]) => sql), ...rows.map((row) => `creator.${identifier(row)}`), createdAt, `TIMESTAMP ${literal(now)}`];
  return `INSERT INTO ${kpiTable('creatorKpiDaily')} (${columns.join(', ')})
SELECT ${values.join(',\n       ')}
FROM (SELECT w, id, ${sums.join(', ')}
      FROM (${parts})
      GROUP BY w, id) AS creator${join}`;
}

const dateSql = (range: DateRange): string => `(DATE ${literal(range.from)} + creator.w)`;

/** A field of a creator's document from the measures of `creator`. */
function finishedSql(catalogue: Catalogue, name: string, range: DateRange): string {
  const field = catalogue.documents.creatorKpiDaily.fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new RangeError(`no field ${name}`);
  const { origin } = field;
  if ('key' in origin) return origin.key === 'date' ? dateSql(range) : 'creator.id';
  if ('measure' in origin) return `creator.${identifier(origin.measure.id)}`;
  if ('sumOf' in origin) return `(${origin.sumOf.map((part) => finishedSql(catalogue, part, range)).join(' + ')})`;
  // Decimal arithmetic: the product is exact, and the cast rounds half away from zero.
  if ('plnOf' in origin) return `CAST(CAST(${finishedSql(catalogue, origin.plnOf, range)} AS ${TOKEN_SUM}) * CAST(0.20 AS DECIMAL(3,2)) AS DECIMAL(24,2))`;
  throw new RangeError(`${name} cannot be finished in SQL`);
}

/** `date, creators, microTokens` and one sum per published measure, from what is stored. */
export function creatorTotalsQuery(catalogue: Catalogue, range: DateRange): string {
  const sums = catalogue.documents.creatorKpiDaily.fields.flatMap((field) =>
    'measure' in field.origin ? [`sum(${identifier(field.name)}) AS ${identifier(field.origin.measure.id)}`] : [],
  );
  return `SELECT strftime("date", '%Y-%m-%d') AS "date", count(*) AS creators, sum("totalEarnedTokens") AS tokens, ${sums.join(', ')}
FROM ${kpiTable('creatorKpiDaily')}
WHERE "date" BETWEEN DATE ${literal(range.from)} AND DATE ${literal(range.to)}
GROUP BY "date" ORDER BY "date"`;
}
