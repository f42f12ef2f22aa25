import type { ResolvedField } from '../config/config.ts';
import { KpiError } from '../errors.ts';
import { readInstant } from './readings.ts';

/** The fields of a raw row as its source holds them. */
export type RawFields = Readonly<Record<string, unknown>>;

/** Reads one field of a raw row: an instant as whole epoch microseconds or null, anything else as it stands. */
export type RowLookup = (row: RawFields) => unknown;

/**
 * The lookups of a source's fields under its mappings.
 * @throws KpiError `invalid-config` for a strptime format, which only an import can read
 */
export function lookupsOf(fields: Readonly<Record<string, ResolvedField>>): Map<string, RowLookup> {
  return new Map(Object.entries(fields).map(([field, { mapping }]) => [field, lookupOf(field, mapping)]));
}

function lookupOf(field: string, mapping: ResolvedField['mapping']): RowLookup {
  if ('absent' in mapping) return () => undefined;
  if ('constant' in mapping) return () => mapping.constant;
  if ('format' in mapping) {
    throw new KpiError('invalid-config', `${field}: the format ${mapping.format} is for imports; rows read where they are cannot use it.`, {
      expected: 'an encoding: timestamp, epochMillis or iso',
    });
  }
  if ('encoding' in mapping) return (row) => readInstant(valueAt(row, mapping.field), mapping.encoding);
  return (row) => {
    const value = valueAt(row, mapping.field);
    return mapping.numbersAsText && typeof value === 'number' ? String(value) : value;
  };
}

/** The value at a dotted path. Own fields only: a row has no `constructor` unless the platform wrote one. */
export function valueAt(row: RawFields, path: string): unknown {
  let node: unknown = row;
  for (const key of path.split('.')) {
    if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return undefined;
    node = (node as Record<string, unknown>)[key];
  }
  return node;
}
