import {
  type KpiConfig,
  lookupsOf,
  type Predicate,
  passes,
  type ResolvedField,
  type ResolvedSource,
  type RowLookup,
  resolveSource,
  SOURCE_NAMES,
  type SourceName,
} from '@pack324a/core';
import type { Filter } from '../gateway.ts';

/** `in` takes up to so many values (https://firebase.google.com/docs/firestore/query-data/queries#in_not-in_and_array-contains-any). */
const MOST_IN_VALUES = 30;

/** A source as it is found in Firestore. */
export interface MappedSource extends ResolvedSource {
  readonly lookups: ReadonlyMap<string, RowLookup>;
}

export type MappedSources = ReadonlyMap<SourceName, MappedSource>;

/**
 * The sources under a configuration. A query compares values of one type only, so `auto` means timestamps here.
 * @throws KpiError `invalid-config` for a strptime format, which only an import can read
 */
export function mapSources(config: Pick<KpiConfig, 'sources'>): MappedSources {
  return new Map(SOURCE_NAMES.map((name) => [name, mapSource(name, config)]));
}

function mapSource(name: SourceName, config: Pick<KpiConfig, 'sources'>): MappedSource {
  const resolved = resolveSource(name, config.sources[name]);
  const fields = Object.fromEntries(Object.entries(resolved.fields).map(([field, found]) => [field, withoutAuto(found)]));
  return { ...resolved, fields, lookups: lookupsOf(fields) };
}

function withoutAuto(field: ResolvedField): ResolvedField {
  const { mapping } = field;
  if (!('encoding' in mapping) || mapping.encoding !== 'auto') return field;
  return { ...field, mapping: { ...mapping, encoding: 'timestamp' } };
}

export function sourceOf(sources: MappedSources, name: SourceName): MappedSource {
  const source = sources.get(name);
  if (source === undefined) throw new RangeError(`${name} is not mapped`);
  return source;
}

/** Where a field is looked for; undefined for a constant, or where the source has no such field. */
export function pathOf(source: MappedSource, field: string): string | undefined {
  return source.fields[field]?.path ?? undefined;
}

/** Paths of all mapped fields, none inside another. */
export function mappedPaths(source: MappedSource): string[] {
  const paths = [...new Set(Object.values(source.fields).flatMap(({ path }) => path ?? []))];
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`)));
}

/** Which rows pass a predicate: all, none, those that match a filter, or all but those. */
export type Passing = 'all' | 'none' | { readonly matching: Filter } | { readonly allBut: Filter };

/**
 * A predicate as something that Firestore can count.
 * @throws RangeError for one that it cannot
 */
export function passingOf(source: MappedSource, predicate: Predicate): Passing {
  const path = pathOf(source, predicate.field);
  if (path === undefined) return passes(predicate, (field) => source.lookups.get(field)?.({})) ? 'all' : 'none';
  if ('is' in predicate) return { matching: { path, operator: '==', value: predicate.is } };
  if ('present' in predicate) throw new RangeError(`${source.name}: rows that have ${predicate.field} cannot be counted by a filter`);
  const values = 'in' in predicate ? predicate.in : predicate.notIn;
  if (values.length > MOST_IN_VALUES) throw new RangeError(`${source.name}: ${values.length} values of ${predicate.field} are too many`);
  if (values.length === 0) return 'in' in predicate ? 'none' : 'all';
  const filter: Filter = { path, operator: 'in', value: values };
  return 'in' in predicate ? { matching: filter } : { allBut: filter };
}
