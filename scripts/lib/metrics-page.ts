import { BOOKKEEPING_COLLECTIONS, catalogueFor, type DocumentField, type Flow, type Measure, type Predicate } from '@pack324a/core';
import { code, table } from './markdown.ts';

/** The reference of every figure, from the catalogue. */
export function metricsPage(): string {
  const { documents, sources, flows } = catalogueFor();
  const parts = [
    '# Metrics',
    'Generated from the catalogue (`packages/core/src/catalogue`); `kpi metrics` prints the same.',
    'All days and hours are UTC and half-open: an hour is `[HH:00:00.000, next hour)`. PLN is tokens × 0.20, rounded half up to whole grosze once per figure, after summing. Amounts count as absolute values.',
  ];
  for (const kind of Object.values(documents)) {
    parts.push(`## ${kind.collection}/${kind.idFormat}`, kind.description, fieldTable(kind.fields, flows));
  }
  parts.push(
    'Every document also carries `createdAt`, `updatedAt` and `provenance`; see [provenance](provenance.md).',
    '## Sources',
    'Read, and never written. Names are the defaults; [configuration](configuration.md) maps others.',
    table(
      ['Collection', 'Fields read', 'What it is'],
      Object.values(sources).map((source) => [code(source.name), Object.keys(source.fields).map(code).join(', '), source.description]),
    ),
    '## Collections of our own',
    'Beside the documents above, only these are ever written:',
    table(
      ['Collection', 'What it holds'],
      Object.entries(BOOKKEEPING_COLLECTIONS).map(([name, text]) => [code(name), text]),
    ),
  );
  return `${parts.join('\n\n')}\n`;
}

function fieldTable(fields: readonly DocumentField[], flows: Readonly<Record<string, Flow>>): string {
  const rows = fields.map((field) => [
    code(field.name),
    field.unit ?? '',
    field.nullMeans === undefined ? field.description : `${field.description} \`null\`: ${field.nullMeans}`,
    originText(field, flows),
  ]);
  return table(['Field', 'Unit', 'Meaning', 'From'], rows);
}

function originText({ origin }: DocumentField, flows: Readonly<Record<string, Flow>>): string {
  if ('key' in origin) return 'the document’s key';
  if ('snapshot' in origin) return '`users` as they are when counted';
  if ('sumOf' in origin) return origin.sumOf.map(code).join(' + ');
  if ('plnOf' in origin) return `${code(origin.plnOf)} × 0.20`;
  if ('measures' in origin)
    return Object.entries(origin.measures)
      .map(([name, measure]) => `${name}: ${measureText(measure, flows)}`)
      .join('; ');
  return measureText(origin.measure, flows);
}

function measureText(measure: Measure, flows: Readonly<Record<string, Flow>>): string {
  const flow = flows[measure.flow];
  if (flow === undefined) throw new RangeError(`no flow ${measure.flow}`);
  const conditions = [...flow.gates.map((gate) => gate.pass), ...(measure.where ?? [])].map(predicateText);
  const what =
    measure.aggregate === 'rows'
      ? 'rows of'
      : measure.aggregate === 'quantity'
        ? 'sum over'
        : `distinct ${code(measure.aggregate.distinct)} of`;
  const per = measure.perCreator === true && flow.groupBy !== undefined ? ` per ${code(flow.groupBy)}` : '';
  return `${what} ${code(flow.source)}${conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`}${per}`;
}

function predicateText(predicate: Predicate): string {
  if ('present' in predicate) return `${code(predicate.field)} is there`;
  if ('is' in predicate) return `${code(predicate.field)} is ${predicate.is}`;
  if ('in' in predicate) return `${code(predicate.field)} is ${predicate.in.join(' or ')}`;
  return `${code(predicate.field)} is not ${predicate.notIn.join(', ')}`;
}
