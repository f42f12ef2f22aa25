import type { ResolvedSource, SourceName } from '@pack324a/core';
import type { Database } from '../database.ts';
import { identifier } from '../sql/text.ts';
import type { Relation } from './relation.ts';

/** Raw rows whose field names are kept for `doctor`. */
const INVENTORY_ROWS = 200;

export interface RawFieldCount {
  readonly name: string;
  /** Rows, of those looked at, that have the field. */
  readonly rows: number;
}

/** The field names that a file's first rows have, nested ones with dots. */
export async function rawFields(database: Database, relation: Relation): Promise<RawFieldCount[]> {
  if (relation.columns !== undefined) {
    const counts = relation.columns.map((name, index) => `count(nullif(CAST(${identifier(name)} AS VARCHAR), '')) AS c${index}`);
    const [row] = await database.all(`SELECT ${counts.join(', ')} FROM (SELECT * FROM ${relation.from} LIMIT ${INVENTORY_ROWS})`);
    return relation.columns.map((name, index) => ({ name, rows: Number(row?.[`c${index}`] ?? 0) })).filter(({ rows }) => rows > 0);
  }
  const rows = await database.all(`SELECT CAST(json AS VARCHAR) AS json FROM ${relation.from} LIMIT ${INVENTORY_ROWS}`);
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const name of fieldNames(JSON.parse(row['json'] as string))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, found]) => ({ name, rows: found }));
}

function fieldNames(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const nested = prefix === '' ? fieldNames(inner, `${key}.`) : [];
    return nested.length > 0 ? nested : [`${prefix}${key}`];
  });
}

/** Where each field was looked for by the import. */
export function mappingOf(source: ResolvedSource): Record<string, string | null> {
  return Object.fromEntries(Object.entries(source.fields).map(([field, { path }]) => [field, path]));
}

export interface LastImport {
  readonly mapping: Readonly<Record<string, string | null>>;
  readonly unmapped: readonly RawFieldCount[];
}

/** What the newest import of a source saw; undefined when nothing was imported into it. */
export async function lastImport(database: Database, source: SourceName): Promise<LastImport | undefined> {
  const [row] = await database.all(
    'SELECT mapping, rawFields FROM meta.imports WHERE source = $1 AND rowsRead > 0 ORDER BY importedAt DESC, rowid DESC LIMIT 1',
    [source],
  );
  if (row === undefined) return undefined;
  const { fields, idFields } = JSON.parse(row['mapping'] as string) as { fields: Record<string, string | null>; idFields: string[] };
  const read = new Set([...Object.values(fields), ...idFields]);
  const isRead = (name: string): boolean => read.has(name) || [...read].some((path) => path !== null && name.startsWith(`${path}.`));
  const raw = JSON.parse(row['rawFields'] as string) as RawFieldCount[];
  return { mapping: fields, unmapped: raw.filter(({ name }) => !isRead(name)) };
}
