import { type DocumentKey, FirestoreTime } from '@pack324a/firestore';
import { invalid } from './errors.ts';
import { GeoPointValue, isMap, type MapValue, ReferenceValue, rankOf } from './values.ts';

/** https://firebase.google.com/docs/firestore/quotas#limits and …/quotas#writes_and_transactions, where no other source is named. */
export const LIMITS = {
  writesPerCommit: 500,
  requestBytes: 10 * 1024 * 1024,
  documentBytes: 1024 * 1024,
  idBytes: 1500,
  fieldNameBytes: 1500,
  depth: 20,
  indexEntriesPerDocument: 40_000,
  filters: 100,
  rangeFields: 10,
  /** https://firebase.google.com/docs/firestore/query-data/queries#limits_on_or_queries */
  disjunctions: 30,
  /** https://firebase.google.com/docs/firestore/query-data/aggregation-queries#limitations */
  aggregations: 5,
} as const;

/** https://firebase.google.com/docs/reference/node/firebase.firestore.Timestamp: from year 1 to year 9999. */
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/** https://firebase.google.com/docs/firestore/storage-size */
const BYTES = { document: 32, name: 16, number: 8, time: 8, geoPoint: 16, boolean: 1, null: 1, map: 32 } as const;

const RESERVED_NAME = /^__.*__$/s;

/** @throws INVALID_ARGUMENT when no document can have the key */
export function checkKey({ collection, id }: DocumentKey): void {
  checkSegment('collection id', collection);
  checkSegment('document id', id);
}

/** @throws INVALID_ARGUMENT when no collection and no document can be called so */
export function checkSegment(what: string, name: string): void {
  const quoted = JSON.stringify(name);
  if (typeof name !== 'string' || name === '') throw invalid(`the ${what} ${quoted} is not a text of at least one character`);
  if (name === '.' || name === '..' || name.includes('/')) throw invalid(`the ${what} ${quoted} is part of a path`);
  if (RESERVED_NAME.test(name)) throw invalid(`the ${what} ${quoted} is reserved`);
  checkText(what, name, LIMITS.idBytes);
}

function checkText(what: string, text: string, maxBytes: number): void {
  if (!text.isWellFormed()) throw invalid(`the ${what} ${JSON.stringify(text)} is not valid UTF-8`);
  if (Buffer.byteLength(text) > maxBytes)
    throw invalid(`the ${what} ${JSON.stringify(text.slice(0, 40))}… is longer than ${maxBytes} bytes`);
}

/**
 * A copy of the data as it is stored: instants to the microsecond, nothing shared with the caller.
 * @throws INVALID_ARGUMENT when Firestore could not store it
 */
export function copyIn(key: DocumentKey, data: MapValue): MapValue {
  if (!isMap(data)) throw invalid('a document is a map of fields');
  const stored = copyMapIn(data, '', 0);
  const bytes = documentBytes(key, stored);
  if (bytes > LIMITS.documentBytes) {
    throw invalid(`Document "${key.collection}/${key.id}" cannot be written because its size (${bytes} bytes) exceeds 1,048,576 bytes.`);
  }
  return stored;
}

function copyMapIn(map: MapValue, path: string, depth: number): MapValue {
  if (depth > LIMITS.depth) throw invalid(`${path} is nested deeper than ${LIMITS.depth} maps and arrays`);
  const copy: Record<string, unknown> = {};
  for (const name of Object.keys(map)) {
    if (name === '' || RESERVED_NAME.test(name)) throw invalid(`the field name ${JSON.stringify(name)} is empty or reserved`);
    checkText('field name', name, LIMITS.fieldNameBytes);
    copy[name] = copyValueIn(map[name], path === '' ? name : `${path}.${name}`, depth + 1);
  }
  return copy;
}

function copyValueIn(value: unknown, path: string, depth: number): unknown {
  if (rankOf(value) === undefined) throw invalid(`${path}: ${typeof value} is not a Firestore type`);
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw invalid(`${path} is not valid UTF-8`);
    return value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof FirestoreTime) return storedTime(value, path);
  if (value instanceof Uint8Array) return Uint8Array.from(value);
  if (value instanceof ReferenceValue || value instanceof GeoPointValue) return value;
  if (!Array.isArray(value)) return copyMapIn(value as MapValue, path, depth);
  if (depth > LIMITS.depth) throw invalid(`${path} is nested deeper than ${LIMITS.depth} maps and arrays`);
  return Array.from(value, (element: unknown, index) => {
    if (Array.isArray(element)) throw invalid(`${path} has an array directly in an array`);
    return copyValueIn(element, `${path}[${index}]`, depth + 1);
  });
}

/** The instant to the microsecond. */
export function storedTime({ seconds, nanoseconds }: FirestoreTime, path: string): FirestoreTime {
  const isSound =
    Number.isSafeInteger(seconds) &&
    seconds >= FIRST_SECOND &&
    seconds <= LAST_SECOND &&
    Number.isSafeInteger(nanoseconds) &&
    nanoseconds >= 0 &&
    nanoseconds < 1_000_000_000;
  if (!isSound) throw invalid(`${path}: ${seconds} s ${nanoseconds} ns is not an instant of the years 1 to 9999`);
  return new FirestoreTime(seconds, nanoseconds - (nanoseconds % 1000));
}

/** What a document counts as, its name and its field names included. */
export function documentBytes(key: DocumentKey, data: MapValue): number {
  return BYTES.document + BYTES.name + textBytes(key.collection) + textBytes(key.id) + fieldBytes(data);
}

function fieldBytes(map: MapValue): number {
  let bytes = 0;
  for (const name of Object.keys(map)) bytes += textBytes(name) + valueBytes(map[name]);
  return bytes;
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return textBytes(value);
  if (typeof value === 'number') return BYTES.number;
  if (value === null) return BYTES.null;
  if (typeof value === 'boolean') return BYTES.boolean;
  if (value instanceof FirestoreTime) return BYTES.time;
  if (value instanceof Uint8Array) return value.byteLength;
  if (value instanceof GeoPointValue) return BYTES.geoPoint;
  if (value instanceof ReferenceValue) return BYTES.name + textBytes(value.path);
  if (Array.isArray(value)) return value.reduce((bytes: number, element) => bytes + valueBytes(element), 0);
  return BYTES.map + fieldBytes(value as MapValue);
}

function textBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}

/**
 * Entries of the indexes that Firestore keeps of every field by itself: an ascending and a descending one for each value, one for
 * each element of an array. Exemptions and composite indexes are not considered.
 * https://firebase.google.com/docs/firestore/query-data/index-overview#automatic_indexing
 */
export function indexEntriesOf(data: MapValue): number {
  let entries = 0;
  for (const value of Object.values(data)) {
    if (isMap(value)) entries += indexEntriesOf(value);
    else entries += 2 + (Array.isArray(value) ? value.length : 0);
  }
  return entries;
}
