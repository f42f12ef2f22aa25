import { DocumentReference, GeoPoint, Timestamp } from 'firebase-admin/firestore';
import { FirestoreTime } from '../gateway.ts';
import { invalid } from './refused-request.ts';

type Fields = Record<string, unknown>;

/**
 * Data as the SDK takes it.
 * @throws INVALID_ARGUMENT for what Firestore has no type for
 */
export function toSdkFields(data: Readonly<Fields>): Fields {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [fieldName(name), toSdkValue(value)]));
}

/** One value as the SDK takes it, in a document or in a filter. */
export function toSdkValue(value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return wellFormed(value);
  if (value instanceof FirestoreTime) return toTimestamp(value);
  if (value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return Array.from(value, toSdkValue);
  if (isPlain(value)) return toSdkFields(value);
  throw invalid(`a value of type ${typeof value} cannot be stored`);
}

function toTimestamp({ seconds, nanoseconds }: FirestoreTime): Timestamp {
  try {
    return new Timestamp(seconds, nanoseconds);
  } catch {
    throw invalid(`${seconds} s ${nanoseconds} ns is not an instant of the years 1 to 9999`);
  }
}

/** https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
function fieldName(name: string): string {
  if (name === '' || /^__.*__$/s.test(name)) throw invalid(`${JSON.stringify(name)} is not a name of a field`);
  return wellFormed(name);
}

/** On the wire text is UTF-8, which has no lone surrogates: something else would be stored under their name. */
function wellFormed(text: string): string {
  if (!text.isWellFormed()) throw invalid(`${JSON.stringify(text)} is not valid UTF-8`);
  return text;
}

function isPlain(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Data of the SDK without anything of the SDK in it. */
export function fromSdkFields(data: Readonly<Fields>): Fields {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, fromSdkValue(value)]));
}

function fromSdkValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (value instanceof Timestamp) return new FirestoreTime(value.seconds, value.nanoseconds);
  if (Array.isArray(value)) return value.map(fromSdkValue);
  if (value instanceof GeoPoint) return { latitude: value.latitude, longitude: value.longitude };
  if (value instanceof DocumentReference) return { path: value.path };
  // What is left and not a map is a vector, whose class firebase-admin does not export.
  return isPlain(value) ? fromSdkFields(value) : { values: (value as { toArray(): number[] }).toArray() };
}
