import { type ResolvedField, readInstant } from '@pack324a/core';
import type { RawRow } from './platform.ts';

/** Reads one field of a raw row: an instant as whole epoch microseconds or null, anything else as it stands. */
export type RowLookup = (row: RawRow) => unknown;

/** The lookups of a source's fields under its mappings. */
export function lookupsOf(fields: Readonly<Record<string, ResolvedField>>): Map<string, RowLookup> {
  return new Map(Object.entries(fields).map(([field, { mapping }]) => [field, lookupOf(mapping)]));
}

function lookupOf(mapping: ResolvedField['mapping']): RowLookup {
  if ('absent' in mapping) return () => undefined;
  if ('constant' in mapping) return () => mapping.constant;
  if ('format' in mapping) throw new Error(`strptime formats are not supported in memory (${mapping.format})`);
  if ('encoding' in mapping) return (row) => readInstant(valueAt(row.data, mapping.field), mapping.encoding);
  return (row) => {
    const value = valueAt(row.data, mapping.field);
    return mapping.numbersAsText && typeof value === 'number' ? String(value) : value;
  };
}

/** The value at a dotted path. Own fields only: a row has no `constructor` unless the platform wrote one. */
export function valueAt(data: Readonly<Record<string, unknown>>, path: string): unknown {
  let node: unknown = data;
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}
