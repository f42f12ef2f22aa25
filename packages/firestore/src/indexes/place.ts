import { isDeepStrictEqual } from 'node:util';
import { catalogueFor, countingRulesOf, type KpiConfig, KpiError } from '@pack324a/core';
import { allQueries } from '../queries/all-queries.ts';
import { collectionGroupOf, fieldPath, type IndexField, singleFields } from './composite.ts';
import { type FieldOverride, type IndexFile, indexesOf } from './file.ts';
import { readJson, withArray, withItems, withoutItems } from './json-text.ts';

/**
 * Says of an entry that it is ours. The Firebase command line passes over properties that it does not know; the same entry
 * without it is the platform's own, is not written a second time and is not taken out.
 */
const ORIGIN = { origin: 'pack324a-kpi' } as const;

const EMPTY_INDEXES = `{
  "indexes": [],
  "fieldOverrides": []
}
`;

/** Our indexes alone, as a file of their own. */
export function standaloneIndexes(config: KpiConfig): string {
  return mergeIndexes(EMPTY_INDEXES, config).text;
}

/**
 * Adds our indexes to a platform's file, or brings them up to date. Entries that are not ours stay as they are written.
 * @throws KpiError `failed-precondition` for a file that is no index file
 */
export function mergeIndexes(text: string, config: KpiConfig): { readonly text: string; readonly warnings: readonly string[] } {
  const queries = allQueries(catalogueFor(countingRulesOf(config)), config).map(({ query }) => query);
  const wanted = indexesOf(queries);
  const theirs = entriesOf(text);
  const warnings: string[] = [];
  const indexes = wanted.indexes.filter((index) => !theirs.indexes.some((other) => isSameIndex(other, index)));
  const fieldOverrides = wanted.fieldOverrides.filter((override) => {
    const other = theirs.fieldOverrides.find((candidate) => isSameField(candidate, override));
    if (other !== undefined && !isSameOverride(other, override)) warnings.push(differs(override));
    return other === undefined;
  });
  const overrides: Entry[] = [...theirs.fieldOverrides, ...fieldOverrides.map((override) => ({ ...override }))];
  for (const query of queries) {
    for (const { path, direction } of singleFields(query)) {
      const override = overrideOf(collectionGroupOf(query), path, overrides);
      const isKept = override === undefined || isIndexed(override, direction === 'asc' ? 'ASCENDING' : 'DESCENDING');
      if (!isKept) warnings.push(exempt({ collectionGroup: collectionGroupOf(query), fieldPath: fieldPath(path) }, override));
    }
  }
  const merged = replaceOurs(replaceOurs(text, 'indexes', indexes), 'fieldOverrides', fieldOverrides);
  return { text: merged, warnings: [...new Set(warnings)] };
}

/** Takes out the entries that are ours. */
export function removeIndexes(text: string): string {
  entriesOf(text);
  return (['indexes', 'fieldOverrides'] as const).reduce((rest, key) => withoutItems(rest, key, ourItems(rest, key)), text);
}

type Key = keyof IndexFile;

function replaceOurs(text: string, key: Key, entries: readonly object[]): string {
  const wanted = entries.map((entry) => ({ ...entry, ...ORIGIN }));
  const ours = ourItems(text, key);
  const present = itemsOf(text, key).filter((_, at) => ours.has(at));
  if (isDeepStrictEqual(present, wanted)) return text;
  return withItems(withArray(withoutItems(text, key, ours), key), key, wanted);
}

function ourItems(text: string, key: Key): ReadonlySet<number> {
  return new Set(itemsOf(text, key).flatMap((item, at) => (isOurs(item) ? [at] : [])));
}

function itemsOf(text: string, key: Key): readonly unknown[] {
  return ((readJson(text).value as Record<string, unknown>)[key] as unknown[] | undefined) ?? [];
}

type Entry = Readonly<Record<string, unknown>>;

/** The platform's own entries. */
function entriesOf(text: string): { readonly indexes: readonly Entry[]; readonly fieldOverrides: readonly Entry[] } {
  const { value } = readJson(text);
  const isObject = (candidate: unknown): candidate is Entry =>
    typeof candidate === 'object' && candidate !== null && !Array.isArray(candidate);
  const entries = (key: Key): Entry[] => {
    const list = isObject(value) ? (value[key] ?? []) : undefined;
    if (Array.isArray(list) && list.every(isObject)) return list.filter((entry) => !isOurs(entry));
    throw new KpiError('failed-precondition', `The file is no index file: "${key}" is not a list of objects.`, {
      expected: 'a JSON object with "indexes" and "fieldOverrides"',
      hint: 'Nothing was changed.',
    });
  };
  return { indexes: entries('indexes'), fieldOverrides: entries('fieldOverrides') };
}

function isOurs(entry: unknown): boolean {
  return (entry as { readonly origin?: unknown } | null)?.origin === ORIGIN.origin;
}

const ASCENDING_ID = '__name__';

/** The same index, whether or not it is written with the document id that every index ends with. */
function isSameIndex(entry: Entry, { collectionGroup, queryScope, fields }: IndexFile['indexes'][number]): boolean {
  const given = Array.isArray(entry['fields']) ? (entry['fields'] as readonly (Partial<IndexField> & Entry)[]) : [];
  const last = given.at(-1);
  const isImplied = last?.fieldPath === ASCENDING_ID && last.order === given.at(-2)?.order;
  const own = isImplied ? given.slice(0, -1) : given;
  return (
    entry['collectionGroup'] === collectionGroup &&
    entry['queryScope'] === queryScope &&
    (entry['apiScope'] ?? 'ANY_API') === 'ANY_API' &&
    own.length === fields.length &&
    fields.every((field, at) => own[at]?.fieldPath === field.fieldPath && own[at]?.order === field.order)
  );
}

type FieldName = Pick<FieldOverride, 'collectionGroup' | 'fieldPath'>;

function isSameField(entry: Entry, field: FieldName): boolean {
  return entry['collectionGroup'] === field.collectionGroup && entry['fieldPath'] === field.fieldPath;
}

/** The collection group that stands for all of them. */
const EVERY_COLLECTION = '__default__';

/**
 * The override that decides which indexes a field has: its own, else that of the nearest map around it, of all fields of its
 * collection, of all fields of the database; undefined where none of them is named.
 * (https://firebase.google.com/docs/firestore/query-data/index-overview#single-field_index_exemptions,
 * https://firebase.google.com/docs/reference/firestore/indexes)
 */
function overrideOf(collectionGroup: string, path: string, overrides: readonly Entry[]): Entry | undefined {
  const parts = path.split('.');
  const around = parts.map((_, depth) => fieldPath(parts.slice(0, parts.length - depth).join('.')));
  const names = [...around, '*'].map((name) => ({ collectionGroup, fieldPath: name }));
  const found = [...names, { collectionGroup: EVERY_COLLECTION, fieldPath: '*' }].map((name) =>
    overrides.find((override) => isSameField(override, name)),
  );
  return found.find((override) => override !== undefined);
}

function isSameOverride(entry: Entry, { indexes }: FieldOverride): boolean {
  const given = Array.isArray(entry['indexes']) ? entry['indexes'] : [];
  return given.length === indexes.length && indexes.every(({ order }) => isIndexed(entry, order));
}

function isIndexed(entry: Entry, order: IndexField['order']): boolean {
  const given = Array.isArray(entry['indexes']) ? (entry['indexes'] as readonly (Entry | null)[]) : [];
  return given.some((index) => index?.['order'] === order && (index['queryScope'] ?? 'COLLECTION') === 'COLLECTION');
}

function differs({ collectionGroup, fieldPath: path }: FieldName): string {
  return `"${path}" of ${collectionGroup} has an override that is not ours and says something else; it was left as it is.`;
}

function exempt({ collectionGroup, fieldPath: path }: FieldName, override: Entry): string {
  const place = `"${override['fieldPath']}" of ${override['collectionGroup']}`;
  const by = override['fieldPath'] === path ? '' : `, by the override of ${place},`;
  return `"${path}" of ${collectionGroup} is exempt${by} from an index that KPI Core asks for: its queries will fail until it has an override that allows it.`;
}
