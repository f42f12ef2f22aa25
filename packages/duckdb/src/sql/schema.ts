import {
  BOOKKEEPING_COLLECTIONS,
  type Catalogue,
  type DocumentField,
  type KpiDocumentCollection,
  type KpiDocumentKind,
  type Source,
  type SourceName,
} from '@pack324a/core';
import { identifier } from './text.ts';

/**
 * The tables of the embedded file, derived from the catalogue. Sources live in the schema `source`, KPI documents in `kpi`,
 * our own bookkeeping in `meta`. No table has a key or an index: DuckDB's are slow to load and have been corrupted by
 * updates (duckdb #23645, #15836), so uniqueness is kept by replacing whole partitions.
 */
export const SCHEMA_VERSION = 1;

/** Types of the columns that hold a source field once it has been read. */
export const FIELD_TYPES = {
  instant: 'TIMESTAMP',
  text: 'VARCHAR',
  flag: 'BOOLEAN',
  id: 'VARCHAR',
  tokens: 'DECIMAL(18,6)',
  minutes: 'DECIMAL(22,12)',
} as const;

/** A column beside each field says why it could not be read; null where it could. */
export function issueColumn(field: string): string {
  return `${field}_issue`;
}

export function sourceTable(source: SourceName): string {
  return `source.${identifier(source)}`;
}

export function kpiTable(collection: string): string {
  return `kpi.${identifier(collection)}`;
}

/** Columns of a source table as `[name, type]`, the document id first. */
export function sourceColumns(source: Source): [name: string, type: string][] {
  const fields = Object.entries(source.fields).flatMap(([field, { kind }]): [string, string][] => [
    [field, FIELD_TYPES[kind]],
    [issueColumn(field), 'VARCHAR'],
  ]);
  return [['_id', 'VARCHAR'], ...fields];
}

export function createSourceTable(source: Source): string {
  const columns = sourceColumns(source).map(([name, type]) => `${identifier(name)} ${type}`);
  return `CREATE TABLE IF NOT EXISTS ${sourceTable(source.name)} (${columns.join(', ')})`;
}

/** Digits before the point: a creator's day fits 64 bits, which halves what a day of many creators takes; a platform's day has more. */
const TOKEN_TYPES = { creatorKpiDaily: 'DECIMAL(18,6)', other: 'DECIMAL(24,6)' } as const;

export function tokenType(collection: KpiDocumentCollection): string {
  return collection === 'creatorKpiDaily' ? TOKEN_TYPES.creatorKpiDaily : TOKEN_TYPES.other;
}

/** The type of the column that holds a document's field. */
export function documentColumnType(collection: KpiDocumentCollection, field: DocumentField): string {
  if (field.name === 'date') return 'DATE';
  switch (field.type) {
    case 'text':
      return 'VARCHAR';
    case 'integer':
      return 'BIGINT';
    case 'tokens':
      return tokenType(collection);
    case 'minutes':
      return 'DECIMAL(24,6)';
    case 'pln':
      return 'DECIMAL(24,2)';
    case 'tokenMap':
      return 'JSON';
  }
}

/** A field that follows from fields beside it is not stored: the engine works it out when it is asked for. */
export function isDerived(field: DocumentField): boolean {
  return 'sumOf' in field.origin || 'plnOf' in field.origin;
}

/** A derived field from the fields that it follows from. Decimal arithmetic is exact, and the cast rounds half away from zero. */
function derivedSql(kind: KpiDocumentKind, field: DocumentField): string {
  const { origin } = field;
  if ('sumOf' in origin) return `(${origin.sumOf.map(identifier).join(' + ')})`;
  if (!('plnOf' in origin)) throw new RangeError(`${field.name} is not derived`);
  const base = kind.fields.find(({ name }) => name === origin.plnOf);
  if (base === undefined) throw new RangeError(`${field.name} follows from ${origin.plnOf}, which is not there`);
  const tokens = isDerived(base) ? derivedSql(kind, base) : identifier(base.name);
  return `CAST(CAST(${tokens} AS ${TOKEN_TYPES.other}) * CAST(0.20 AS DECIMAL(3,2)) AS DECIMAL(24,2))`;
}

function documentColumn(kind: KpiDocumentKind, field: DocumentField): string {
  const column = `${identifier(field.name)} ${documentColumnType(kind.collection, field)}`;
  return isDerived(field) ? `${column} GENERATED ALWAYS AS (${derivedSql(kind, field)}) VIRTUAL` : column;
}

/** The column of a creator's document that counts the rows of one source behind it. */
export function creatorRowsColumn(source: SourceName): string {
  return `rows_${source}`;
}

/** The sources that creators' figures come from. */
export function creatorSources(catalogue: Catalogue): SourceName[] {
  return catalogue.sections.creators.flows.map((flow) => catalogue.flows[flow].source);
}

function documentTable(catalogue: Catalogue, collection: KpiDocumentCollection): string {
  const kind = catalogue.documents[collection];
  const fields = kind.fields.map((field) => documentColumn(kind, field));
  const times = ['"createdAt" TIMESTAMP', '"updatedAt" TIMESTAMP'];
  const columns =
    collection === 'creatorKpiDaily'
      ? [
          `id VARCHAR GENERATED ALWAYS AS ("userId" || '_' || strftime("date", '%Y-%m-%d')) VIRTUAL`,
          ...fields,
          ...creatorSources(catalogue).map((source) => `${identifier(creatorRowsColumn(source))} INTEGER`),
          ...times,
          // Null where the day's pack has what all of its creators share.
          '"provenance" JSON',
        ]
      : ['id VARCHAR', ...fields, ...times, '"provenance" JSON'];
  return `CREATE TABLE IF NOT EXISTS ${kpiTable(collection)} (${columns.join(', ')})`;
}

/** Every statement that an empty file needs, in order. */
export function schemaStatements(catalogue: Catalogue): string[] {
  return [
    'CREATE SCHEMA IF NOT EXISTS source',
    'CREATE SCHEMA IF NOT EXISTS kpi',
    'CREATE SCHEMA IF NOT EXISTS meta',
    'CREATE TABLE IF NOT EXISTS meta.properties (name VARCHAR, value VARCHAR)',
    `CREATE TABLE IF NOT EXISTS meta.imports (
       importedAt TIMESTAMP, file VARCHAR, source VARCHAR, format VARCHAR,
       rowsRead BIGINT, rowsAdded BIGINT, rowsReplaced BIGINT, rowsUnchanged BIGINT,
       mapping JSON, rawFields JSON)`,
    ...(Object.keys(catalogue.documents) as KpiDocumentCollection[]).map((collection) => documentTable(catalogue, collection)),
    ...Object.keys(BOOKKEEPING_COLLECTIONS).map(
      (name) => `CREATE TABLE IF NOT EXISTS ${kpiTable(name)} (id VARCHAR, "date" DATE, data JSON)`,
    ),
  ];
}
