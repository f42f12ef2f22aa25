import {
  type FieldKind,
  type FieldLookup,
  type FieldSample,
  type ResolvedSource,
  readId,
  readMinutes,
  readTokens,
  SOURCES,
  type SourceName,
  type SourceSample,
  type ValueCount,
  valueAt,
} from '@pack324a/core';
import type { RawRow } from './platform.ts';

/** What `doctor` sees of a source in memory. */
export function sampleOf(
  source: SourceName,
  resolved: ResolvedSource,
  rows: readonly RawRow[] | undefined,
  fieldsOf: (row: RawRow) => FieldLookup,
  limit: number,
): SourceSample {
  const all = rows ?? [];
  const sampled = all.slice(0, limit);
  const specs = Object.entries(SOURCES[source].fields);
  const textFields = specs.filter(([, spec]) => spec.kind === 'text').map(([field]) => field);
  const values = (of: readonly RawRow[]): Record<string, ValueCount[]> =>
    Object.fromEntries(textFields.map((field) => [field, valueCounts(of.map((row) => fieldsOf(row)(field)))]));
  const withReceiver = sampled.filter((row) => readId(fieldsOf(row)('receiverId')).state !== 'absent');
  return {
    present: rows !== undefined,
    rows: sampled.length,
    totalRows: all.length,
    rowsWithoutTime: all.filter((row) => typeof fieldsOf(row)('createdAt') !== 'bigint').length,
    fields: specs.map(([field, spec]) => fieldSample(field, spec.kind, resolved.fields[field]?.path ?? null, sampled, fieldsOf)),
    unmapped: unmappedOf(resolved, sampled),
    values: values(sampled),
    ...(source === 'walletTransactions' ? { valuesWithReceiver: values(withReceiver) } : {}),
  };
}

function fieldSample(
  field: string,
  kind: FieldKind,
  path: string | null,
  rows: readonly RawRow[],
  fieldsOf: (row: RawRow) => FieldLookup,
): FieldSample {
  const has = (row: RawRow): boolean => ((path === null ? fieldsOf(row)(field) : valueAt(row.data, path)) ?? null) !== null;
  const readable = rows.filter((row) => isReadable(kind, fieldsOf(row)(field)));
  return { field, mappedTo: path, found: rows.filter(has).length, readable: readable.length };
}

function isReadable(kind: FieldKind, value: unknown): boolean {
  if (kind === 'instant') return typeof value === 'bigint';
  if (kind === 'text') return typeof value === 'string';
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'id') return readId(value).state === 'readable';
  return (kind === 'minutes' ? readMinutes(value) : readTokens(value)).ok;
}

function valueCounts(values: readonly unknown[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const value of values) {
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const found = [...counts].map(([value, rows]) => ({ value, rows }));
  return found.sort((left, right) => right.rows - left.rows || (left.value < right.value ? -1 : 1));
}

function unmappedOf(resolved: ResolvedSource, rows: readonly RawRow[]): { name: string; rows: number }[] {
  const read = new Set([...Object.values(resolved.fields).map(({ path }) => path?.split('.')[0]), ...resolved.idFields]);
  const counts = new Map<string, number>();
  for (const name of rows.flatMap((row) => Object.keys(row.data))) {
    if (!read.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, found]) => ({ name, rows: found }));
}
