import { createHash } from 'node:crypto';

/** Constraints on document ids: https://firebase.google.com/docs/firestore/quotas#collections_documents_and_fields */
const MAX_ID_BYTES = 1500;
const RESERVED = /^__.*__$/s;

/** Whether Firestore can hold a document of this id. */
export function canBeDocumentId(id: string): boolean {
  return (
    id !== '' && id !== '.' && id !== '..' && !id.includes('/') && !RESERVED.test(id) && id.isWellFormed() && utf8Bytes(id) <= MAX_ID_BYTES
  );
}

/** A document id that stands for any text; different texts have different ids. */
export function escapedDocumentId(text: string): string {
  const escaped = text.replaceAll(/[%/]|\p{Surrogate}/gu, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  if (canBeDocumentId(escaped)) return escaped;
  if (utf8Bytes(escaped) > MAX_ID_BYTES) return `%sha256_${createHash('sha256').update(escaped).digest('hex')}`;
  // The empty text, `.`, `..` and `__x__`: a single % occurs in no other.
  return `%_${escaped}`;
}

export function utf8Bytes(text: string): number {
  return Buffer.byteLength(text);
}
