import { assertKpiCollection, type DateRange, type StoreChange, type StoredDocuments } from '@pack324a/core';
import type { Write } from '../gateway.ts';
import { toStored } from './codec.ts';
import { canBeDocumentId } from './ids.ts';

type Collection = keyof StoredDocuments;

/** Ids of the stored documents in a range. */
export type StoredIds = (collection: Collection, range: DateRange) => Promise<readonly string[]>;

/**
 * What changes come to, one write a document: where several concern the same one, the last counts and decides its place in the
 * order. Of a replaced range new documents come first and those that are gone last, so that a crash in between loses nothing.
 */
export async function writesOf(changes: readonly StoreChange[], storedIds: StoredIds): Promise<Write[]> {
  const pending = new Map<string, { readonly write: Write; readonly date: string | undefined }>();
  const add = (write: Write, date?: string): void => {
    const name = `${write.key.collection}/${write.key.id}`;
    pending.delete(name);
    pending.set(name, { write, date });
  };
  for (const change of changes) {
    const { collection } = change;
    const replaced = change.kind === 'replaceDays' ? await idsInRange(pending, change, storedIds) : [];
    for (const { id, data } of change.documents) {
      if (!canBeDocumentId(id)) throw new RangeError(`${collection}: Firestore has no room for a document of this id`);
      add({ kind: 'set', key: { collection, id }, data: toStored(data) }, 'date' in data ? data.date : undefined);
    }
    const put = new Set(change.documents.map(({ id }) => id));
    for (const id of replaced) if (!put.has(id)) add({ kind: 'delete', key: { collection, id } });
  }
  return [...pending.values()].map(({ write }) => write);
}

/** Stored documents of a range, and those that an earlier change has put there; without those that it has moved elsewhere. */
async function idsInRange(
  pending: ReadonlyMap<string, { readonly write: Write; readonly date: string | undefined }>,
  { collection, range, listed }: Extract<StoreChange, { kind: 'replaceDays' }>,
  storedIds: StoredIds,
): Promise<Set<string>> {
  assertKpiCollection(collection);
  const ids = new Set(listed ?? (await storedIds(collection, range)));
  for (const { write, date } of pending.values()) {
    if (write.key.collection !== collection || write.kind === 'delete') continue;
    if (date !== undefined && date >= range.from && date <= range.to) ids.add(write.key.id);
    else ids.delete(write.key.id);
  }
  return ids;
}
