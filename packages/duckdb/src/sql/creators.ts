import type { Catalogue, DateRange, DocumentField, Flow, Measure } from '@pack324a/core';
import { creatorRowsColumn, creatorSources, isDerived, kpiTable, sourceTable, tokenType } from './schema.ts';
import { predicateSql, quantityField, usedSql, type WindowSeries, windowNumber, withinSeries } from './tally.ts';
import { identifier, literal, literalList, withinDates } from './text.ts';

function perCreatorMeasures(catalogue: Catalogue, flow: Flow): Measure[] {
  return catalogue.measuresByFlow[flow.id].filter((measure) => measure.perCreator === true);
}

function measureType(measure: Measure): string {
  return measure.aggregate === 'quantity' ? tokenType('creatorKpiDaily') : 'BIGINT';
}

/**
 * `w, id, n`, the quantity, and one column per measure: what each group of a flow adds up to, platform accounts included. Each
 * row is put into the class of its measure once, which is cheaper than asking every measure's condition of every row.
 */
export function groupsQuery(catalogue: Catalogue, flow: Flow, series: WindowSeries): string {
  if (flow.groupBy === undefined) throw new RangeError(`${flow.id} is not grouped`);
  const id = identifier(flow.groupBy);
  const measures = perCreatorMeasures(catalogue, flow);
  const classes = classOf(measures);
  const quantity = flow.needsQuantity ? `abs(${identifier(quantityField(catalogue, flow.source))})` : '1';
  const asked = (measure: Measure): string => (measure.where ?? []).map((predicate) => predicateSql(predicate)).join(' AND ') || 'true';
  const marks = classes === undefined ? measures.map((measure, index) => `${asked(measure)} AS c${index}`) : [`${classes} AS class`];
  const rows = [`${windowNumber(flow.timeField, series)} AS w`, `${id} AS id`, `${quantity} AS quantity`, ...marks];
  const sums = measures.map((measure, index) => {
    const value = measure.aggregate === 'quantity' ? 'sum(quantity)' : 'count(*)';
    const condition = classes === undefined ? `c${index}` : `class = ${index}`;
    return `coalesce(${value} FILTER (WHERE ${condition}), 0) AS ${identifier(measure.id)}`;
  });
  return `SELECT ${['w', 'id', 'count(*) AS n', 'sum(quantity) AS quantity', ...sums].join(', ')}
FROM (SELECT ${rows.join(', ')}
      FROM ${sourceTable(flow.source)}
      WHERE ${withinSeries(flow.timeField, series)} AND ${usedSql(catalogue, flow)} AND ${id} IS NOT NULL)
GROUP BY ALL`;
}

/**
 * The number of the one measure that counts a row, as SQL; -1 where none does. Undefined unless every measure asks for values
 * of one and the same field and no value is asked for twice.
 */
function classOf(measures: readonly Measure[]): string | undefined {
  const asked = measures.map(valuesAskedFor);
  const [first] = asked;
  if (first === undefined || asked.some((values) => values?.field !== first.field)) return undefined;
  const listed = asked.flatMap((values, index) => (values?.in ?? []).map((value) => [value, index] as const));
  const others = asked.flatMap((values, index) => (values?.notIn === undefined ? [] : [{ index, except: values.notIn }]));
  const [otherwise] = others;
  const classes = new Map<string, number>(listed);
  const isAmbiguous = classes.size < listed.length || others.length > 1;
  if (isAmbiguous || (otherwise !== undefined && listed.some(([value]) => !otherwise.except.includes(value)))) return undefined;
  for (const value of otherwise?.except ?? []) if (!classes.has(value)) classes.set(value, -1);
  const branches = [...classes].map(([value, index]) => `WHEN ${literal(value)} THEN ${index}`);
  return `CASE ${identifier(first.field)} ${branches.join(' ')} ELSE ${otherwise?.index ?? -1} END`;
}

interface ValuesAskedFor {
  readonly field: string;
  readonly in?: readonly string[];
  readonly notIn?: readonly string[];
}

/** What a measure asks of a row, when that is one text field's value. */
function valuesAskedFor({ where = [] }: Measure): ValuesAskedFor | undefined {
  const [predicate, ...more] = where;
  if (predicate === undefined || more.length > 0 || 'present' in predicate) return undefined;
  if ('is' in predicate) return predicate.is === true ? undefined : { field: predicate.field, in: [predicate.is] };
  return predicate;
}

/** One flow's part of the creators' rows, with zeros for the measures and row counts of the other flows. */
function flowPart(catalogue: Catalogue, flow: Flow, all: readonly Measure[], series: WindowSeries): string {
  const own = perCreatorMeasures(catalogue, flow);
  const measures = all.map((measure) => {
    const value = own.includes(measure) ? identifier(measure.id) : '0';
    return `CAST(${value} AS ${measureType(measure)}) AS ${identifier(measure.id)}`;
  });
  const rows = creatorSources(catalogue).map(
    (source) => `CAST(${source === flow.source ? 'n' : '0'} AS BIGINT) AS ${identifier(creatorRowsColumn(source))}`,
  );
  const exceptPlatform = `id NOT IN ${literalList(catalogue.rules.platformAccountIds)}`;
  const where = catalogue.rules.platformAccountIds.length === 0 ? '' : `\nWHERE ${exceptPlatform}`;
  return `SELECT w, id, ${[...measures, ...rows].join(', ')}\nFROM (${groupsQuery(catalogue, flow, series)})${where}`;
}

/**
 * The statement that stores the creators' documents of a range: grouped per flow, put together per creator and day, and
 * inserted, all inside the engine. Sums over sources and PLN follow by themselves: they are derived columns.
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
  const parts = present.map((flow) => flowPart(catalogue, flow, all, series));
  const fields = catalogue.documents.creatorKpiDaily.fields.filter((field) => !isDerived(field));
  const createdAt = kept === undefined ? `TIMESTAMP ${literal(now)}` : `coalesce(kept."createdAt", TIMESTAMP ${literal(now)})`;
  const join = kept === undefined ? '' : `\nLEFT JOIN ${kept} AS kept ON kept."date" = ${dateSql(range)} AND kept."userId" = creator.id`;
  const columns = [...fields.map(({ name }) => name), ...rows, 'createdAt', 'updatedAt'].map(identifier);
  const values = [
    ...fields.map((field) => storedSql(field, range)),
    ...rows.map((row) => `creator.${identifier(row)}`),
    createdAt,
    `TIMESTAMP ${literal(now)}`,
  ];
  return `INSERT INTO ${kpiTable('creatorKpiDaily')} (${columns.join(', ')})
SELECT ${values.join(',\n       ')}
FROM (${putTogether(parts, all, rows)}) AS creator${join}`;
}

/** The flows' parts per creator and day; the groups of a single flow are complete as they are. */
function putTogether(parts: readonly string[], measures: readonly Measure[], rows: readonly string[]): string {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0) return only;
  const sums = [
    ...measures.map((measure) => `CAST(sum(${identifier(measure.id)}) AS ${measureType(measure)}) AS ${identifier(measure.id)}`),
    ...rows.map((row) => `sum(${identifier(row)}) AS ${identifier(row)}`),
  ];
  return `SELECT w, id, ${sums.join(', ')}\nFROM (${parts.join('\nUNION ALL\n')})\nGROUP BY w, id`;
}

const dateSql = (range: DateRange): string => `(DATE ${literal(range.from)} + creator.w)`;

/** A stored field of a creator's document from the measures of `creator`. */
function storedSql({ name, origin }: DocumentField, range: DateRange): string {
  if ('key' in origin) return origin.key === 'date' ? dateSql(range) : 'creator.id';
  if ('measure' in origin) return `creator.${identifier(origin.measure.id)}`;
  throw new RangeError(`${name} cannot be taken from a creator's measures`);
}

/** `date, creators, microTokens` and one sum per published measure, from what is stored. */
export function creatorTotalsQuery(catalogue: Catalogue, range: DateRange): string {
  const sums = catalogue.documents.creatorKpiDaily.fields.flatMap((field) =>
    'measure' in field.origin ? [`sum(${identifier(field.name)}) AS ${identifier(field.origin.measure.id)}`] : [],
  );
  return `SELECT strftime("date", '%Y-%m-%d') AS "date", count(*) AS creators, sum("totalEarnedTokens") AS tokens, ${sums.join(', ')}
FROM ${kpiTable('creatorKpiDaily')}
WHERE ${withinDates(range)}
GROUP BY "date" ORDER BY "date"`;
}
