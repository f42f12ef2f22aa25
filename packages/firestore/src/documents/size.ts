import { type DocumentKey, FirestoreTime, type Write } from '../gateway.ts';
import { utf8Bytes } from './ids.ts';

/** Largest document: 1 MiB (https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields). */
export const MAX_DOCUMENT_BYTES = 1_048_576;

/** What a document takes in storage (https://firebase.google.com/docs/firestore/storage-size). */
export function documentBytes({ collection, id }: DocumentKey, data: object): number {
  const name = [...collection.split('/'), id].reduce((sum, segment) => sum + textBytes(segment), NAME_OVERHEAD);
  return name + mapBytes(data);
}

const NAME_OVERHEAD = 16;
const MAP_OVERHEAD = 32;
const NUMBER_OR_TIME = 8;

function mapBytes(map: object): number {
  return Object.entries(map).reduce((sum, [field, value]) => sum + textBytes(field) + valueBytes(value), MAP_OVERHEAD);
}

function valueBytes(value: unknown): number {
  if (value === null || typeof value === 'boolean') return 1;
  if (typeof value === 'number' || value instanceof FirestoreTime) return NUMBER_OR_TIME;
  if (typeof value === 'string') return textBytes(value);
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + valueBytes(item), 0);
  return mapBytes(value as object);
}

function textBytes(text: string): number {
  return utf8Bytes(text) + 1;
}

/**
 * Bytes that a write takes at most in a request. Beside what it holds, each value of the protocol has tags and lengths of up to
 * six bytes, five deep (https://protobuf.dev/programming-guides/encoding), and each write the full name of its document.
 */
export function writeBytes(write: Write): number {
  const name = DATABASE_NAME_BYTES + utf8Bytes(write.key.collection) + utf8Bytes(write.key.id);
  return name + ('data' in write ? encodedBytes(write.data) : 0);
}

const TAGS_PER_VALUE = 32;
/** `projects/{30}/databases/{63}/documents/` and what stands around it. */
const DATABASE_NAME_BYTES = 256;

function encodedBytes(value: unknown): number {
  if (typeof value === 'string') return TAGS_PER_VALUE + utf8Bytes(value);
  if (typeof value !== 'object' || value === null || value instanceof FirestoreTime) return TAGS_PER_VALUE + 2 * NUMBER_OR_TIME;
  return Object.entries(value).reduce((sum, [name, item]) => sum + utf8Bytes(name) + encodedBytes(item), TAGS_PER_VALUE);
}
