import type { Catalogue, CountingRules, Flow, Gate, Measure, Predicate, SourceName, TimeWindow } from '@pack324a/core';
import { issueColumn, sourceTable } from './schema.ts';
import { identifier, literal, literalList, timestampLiteral } from './text.ts';

/** Rows that have a value in a field, readable or not. */
function presentSql(field: string): string {
  const issue = identifier(issueColumn(field));
  return `(${issue} IS NULL OR ${issue} NOT IN ('missing', 'null'))`;
}

/** A predicate of the catalogue as SQL that is never null. */
export function predicateSql(predicate: Predicate, presentOf: (field: string) => string = presentSql): string {
  const column = identifier(predicate.field);
  if ('present' in predicate) return presentOf(predicate.field);
  if ('is' in predicate) {
    return predicate.is === true ? `coalesce(${column}, false)` : `coalesce(${column} = ${literal(predicate.is)}, false)`;
  }
  if ('in' in predicate) return `coalesce(${column} IN ${literalList(predicate.in)}, false)`;
  if (predicate.notIn.length === 0) return 'true';
  return `coalesce(${column} NOT IN ${literalList(predicate.notIn)}, true)`;
}

/** Windows that follow each other, equally long, numbered from 0. */
export interface WindowSeries {
  readonly startMs: number;
  readonly lengthMs: number;
  readonly count: number;
}

/** @throws RangeError when the windows differ in length or leave a gap */
export function windowSeries(windows: readonly TimeWindow[]): WindowSeries {
  const [first] = windows;
  if (first === undefined) throw new RangeError('no windows');
  const lengthMs = first.endExclusiveMs - first.startMs;
  for (const [index, window] of windows.entries()) {
    const startMs = first.startMs + index * lengthMs;
    if (window.startMs !== startMs || window.endExclusiveMs !== startMs + lengthMs)
      throw new RangeError('windows must follow each other and be equally long');
  }
  return { startMs: first.startMs, lengthMs, count: windows.length };
}

/** Rows whose instant falls in any window of the series. */
export function withinSeries(timeField: string, { startMs, lengthMs, count }: WindowSeries): string {
  const column = identifier(timeField);
  return `${column} >= ${timestampLiteral(startMs)} AND ${column} < ${timestampLiteral(startMs + lengthMs * count)}`;
}

/** The number of the window that a row falls in. */
export function windowNumber(timeField: string, { startMs, lengthMs }: WindowSeries): string {
  return `CAST((epoch_us(${identifier(timeField)}) - ${startMs}::BIGINT * 1000) // (${lengthMs}::BIGINT * 1000) AS INTEGER)`;
}

/** Rows that a flow uses: readable where it needs to be, and past every gate. */
export function usedSql(catalogue: Catalogue, flow: Flow): string {
  const conditions = flow.gates.map((gate) => predicateSql(gate.pass));
  if (flow.needsQuantity) conditions.unshift(`${identifier(quantityField(catalogue, flow.source))} IS NOT NULL`);
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

export function quantityField(catalogue: Catalogue, source: SourceName): string {
  const quantity = catalogue.sources[source].quantity;
  if (quantity === undefined) throw new RangeError(`${source} has no quantity`);
  return quantity.field;
}

/** Who a row of a grouped flow goes to. */
function shareSql(field: string, rules: CountingRules): string {
  const column = identifier(field);
  return `CASE WHEN ${column} IS NULL THEN 'unreadable' WHEN ${column} IN ${literalList(rules.platformAccountIds)} THEN 'platform' ELSE 'creator' END`;
}

function flowsOf(catalogue: Catalogue, source: SourceName): Flow[] {
  return Object.values(catalogue.flows).filter((flow) => flow.source === source);
}

/** Names of the columns that a tally query returns for a flow. */
export const tallyColumn = {
  used: (flow: Flow) => `${flow.id}.used`,
  quantity: (flow: Flow) => `${flow.id}.quantity`,
  excluded: (flow: Flow, gate: Gate) => `${flow.id}.excluded.${gate.otherwise}`,
  unreadableId: (flow: Flow, field: string) => `${flow.id}.unreadableId.${field}`,
  shareRows: (flow: Flow, share: string) => `${flow.id}.${share}.rows`,
  shareQuantity: (flow: Flow, share: string) => `${flow.id}.${share}.quantity`,
  value: (measure: Measure) => `value.${measure.id}`,
};

export const SHARES = ['creator', 'platform', 'unreadable'] as const;

/**
 * One row per window that has rows: what the source's rows add up to, per flow.
 *
 * Rows are first grouped by the few fields that decide what they count for, then the groups are judged: the rows themselves
 * are read once, and gates and measures cost per group instead of per row.
 */
export function tallyQuery(catalogue: Catalogue, source: SourceName, series: WindowSeries): string {
  const flows = flowsOf(catalogue, source);
  const [first] = flows;
  if (first === undefined) throw new RangeError(`no flow reads ${source}`);
  const quantity = catalogue.sources[source].quantity?.field;
  const grouping = groupingColumns(catalogue, flows);
  const readable = quantity === undefined ? [] : [`${identifier(quantity)} IS NOT NULL AS readable`];
  const total = quantity === undefined ? [] : [`sum(abs(${identifier(quantity)})) AS quantity`];
  const inner = `
    SELECT ${[`${windowNumber(first.timeField, series)} AS w`, ...readable, ...grouping, 'count(*) AS n', ...total].join(',\n           ')}
    FROM ${sourceTable(source)}
    WHERE ${withinSeries(first.timeField, series)}
    GROUP BY ALL`;
  const outer = ['w', 'sum(n) AS seen', ...flows.flatMap((flow) => flowColumns(catalogue, flow))];
  return `SELECT ${outer.join(',\n       ')}\nFROM (${inner})\nGROUP BY w ORDER BY w`;
}

/** Every field that a gate or a measure asks for, and who each grouped row goes to. */
function groupingColumns(catalogue: Catalogue, flows: readonly Flow[]): string[] {
  const columns = new Set<string>();
  for (const flow of flows) {
    const predicates = [
      ...flow.gates.map((gate) => gate.pass),
      ...catalogue.measuresByFlow[flow.id].flatMap((measure) => measure.where ?? []),
    ];
    for (const predicate of predicates) {
      columns.add(
        'present' in predicate ? `${presentSql(predicate.field)} AS ${presentAlias(predicate.field)}` : identifier(predicate.field),
      );
    }
    if (flow.groupBy !== undefined) columns.add(`${shareSql(flow.groupBy, catalogue.rules)} AS ${shareAlias(flow.groupBy)}`);
    for (const field of distinctFields(catalogue, flow)) columns.add(`${identifier(field)} IS NULL AS ${unreadableAlias(field)}`);
  }
  return [...columns];
}

const presentAlias = (field: string): string => identifier(`${field} present`);
const shareAlias = (field: string): string => identifier(`${field} share`);
const unreadableAlias = (field: string): string => identifier(`${field} unreadable`);

function distinctFields(catalogue: Catalogue, flow: Flow): string[] {
  return catalogue.measuresByFlow[flow.id].flatMap((measure) =>
    typeof measure.aggregate === 'object' ? [measure.aggregate.distinct] : [],
  );
}

function flowColumns(catalogue: Catalogue, flow: Flow): string[] {
  const readable = flow.needsQuantity ? ['readable'] : [];
  const gates = flow.gates.map((gate) => predicateSql(gate.pass, presentAlias));
  const used = conjunction([...readable, ...gates]);
  const columns = [`${countOf(used)} AS ${identifier(tallyColumn.used(flow))}`];
  if (flow.needsQuantity) columns.push(`${sumOf(used)} AS ${identifier(tallyColumn.quantity(flow))}`);
  for (const [index, gate] of flow.gates.entries()) {
    const stopped = conjunction([...readable, ...gates.slice(0, index), `NOT ${gates[index]}`]);
    columns.push(`${countOf(stopped)} AS ${identifier(tallyColumn.excluded(flow, gate))}`);
  }
  for (const field of distinctFields(catalogue, flow)) {
    columns.push(`${countOf(conjunction([used, unreadableAlias(field)]))} AS ${identifier(tallyColumn.unreadableId(flow, field))}`);
  }
  if (flow.groupBy !== undefined) {
    for (const share of SHARES) {
      const received = conjunction([used, `${shareAlias(flow.groupBy)} = ${literal(share)}`]);
      columns.push(`${countOf(received)} AS ${identifier(tallyColumn.shareRows(flow, share))}`);
      if (flow.needsQuantity) columns.push(`${sumOf(received)} AS ${identifier(tallyColumn.shareQuantity(flow, share))}`);
    }
  }
  for (const measure of catalogue.measuresByFlow[flow.id]) {
    if (measure.perCreator === true || typeof measure.aggregate === 'object') continue;
    const counted = conjunction([used, ...(measure.where ?? []).map((predicate) => predicateSql(predicate, presentAlias))]);
    columns.push(`${measure.aggregate === 'rows' ? countOf(counted) : sumOf(counted)} AS ${identifier(tallyColumn.value(measure))}`);
  }
  return columns;
}

function conjunction(conditions: readonly string[]): string {
  const real = conditions.filter((condition) => condition !== 'true');
  return real.length === 0 ? 'true' : real.map((condition) => `(${condition})`).join(' AND ');
}

const countOf = (condition: string): string => `coalesce(sum(n) FILTER (WHERE ${condition}), 0)`;
const sumOf = (condition: string): string => `coalesce(sum(quantity) FILTER (WHERE ${condition}), 0)`;

/** `w, reason, n`: rows whose quantity cannot be read. */
export function rejectionQuery(catalogue: Catalogue, source: SourceName, timeField: string, series: WindowSeries): string {
  const issue = identifier(issueColumn(quantityField(catalogue, source)));
  return `SELECT ${windowNumber(timeField, series)} AS w, ${issue} AS reason, count(*) AS n
FROM ${sourceTable(source)}
WHERE ${withinSeries(timeField, series)} AND ${issue} IS NOT NULL
GROUP BY ALL`;
}

/** `w, n`: distinct readable ids among the used rows. */
export function distinctQuery(catalogue: Catalogue, measure: Measure, series: WindowSeries): string {
  return `SELECT w, count(*) AS n FROM (${distinctIdsQuery(catalogue, measure, series)}) GROUP BY w`;
}

/** `w, id`: the distinct readable ids themselves. */
export function distinctIdsQuery(catalogue: Catalogue, measure: Measure, series: WindowSeries): string {
  if (typeof measure.aggregate !== 'object') throw new RangeError(`${measure.id} is not a distinct count`);
  const flow = catalogue.flows[measure.flow];
  const id = identifier(measure.aggregate.distinct);
  const counted = [usedSql(catalogue, flow), ...(measure.where ?? []).map((predicate) => predicateSql(predicate))];
  return `SELECT DISTINCT ${windowNumber(flow.timeField, series)} AS w, ${id} AS id
FROM ${sourceTable(flow.source)}
WHERE ${withinSeries(flow.timeField, series)} AND ${conjunction([...counted, `${id} IS NOT NULL`])}`;
}
