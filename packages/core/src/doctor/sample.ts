import type { SourceName } from '../catalogue/model.ts';
import { SOURCES } from '../catalogue/sources.ts';
import type { ResolvedSource } from '../config/config.ts';
import type { FieldSample, SourceSample, ValueCount } from '../ports.ts';
import { type FieldKind, readId, readMinutes, readTokens } from '../readings/readings.ts';
import { type RawFields, type RowLookup, valueAt } from '../readings/row-lookup.ts';

/** What the rows that were looked at say, whatever else is known of their source. */
export type RowsSample = Pick<SourceSample, 'rows' | 'fields' | 'unmapped' | 'values' | 'valuesWithReceiver'>;

/**
 * What `doctor` is told of raw rows.
 * @param lookups of the source's fields, as `lookupsOf` gives them
 */
export function sampleOfRows(
  source: SourceName,
  resolved: ResolvedSource,
  rows: readonly RawFields[],
  lookups: ReadonlyMap<string, RowLookup>,
): RowsSample {
  const read = (row: RawFields, field: string): unknown => lookups.get(field)?.(row);
  const specs = Object.entries(SOURCES[source].fields);
  const textFields = specs.filter(([, spec]) => spec.kind === 'text').map(([field]) => field);
  const values = (of: readonly RawFields[]): Record<string, ValueCount[]> =>
    Object.fromEntries(textFields.map((field) => [field, valueCounts(of.map((row) => read(row, field)))]));
  const fieldSample = (field: string, kind: FieldKind): FieldSample => {
    const path = resolved.fields[field]?.path ?? null;
    const raw = (row: RawFields): unknown => (path === null ? read(row, field) : valueAt(row, path));
    return {
      field,
      mappedTo: path,
      found: rows.filter((row) => (raw(row) ?? null) !== null).length,
      readable: rows.filter((row) => isReadable(kind, read(row, field))).length,
    };
  };
  const withReceiver = rows.filter((row) => readId(read(row, 'receiverId')).state !== 'absent');
  return {
    rows: rows.length,
    fields: specs.map(([field, { kind }]) => fieldSample(field, kind)),
    unmapped: unmappedOf(resolved, rows),
    values: values(rows),
    ...(source === 'walletTransactions' ? { valuesWithReceiver: values(withReceiver) } : {}),
  };
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

function unmappedOf(resolved: ResolvedSource, rows: readonly RawFields[]): { name: string; rows: number }[] {
  const read = new Set([...Object.values(resolved.fields).map(({ path }) => path?.split('.')[0]), ...resolved.idFields]);
  const counts = new Map<string, number>();
  for (const name of rows.flatMap((row) => Object.keys(row))) {
    if (!read.has(name)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].map(([name, found]) => ({ name, rows: found }));
}
