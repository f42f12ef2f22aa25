import { compareText, compareValues, type MapValue, segmentsOf, valueAt } from './values.ts';

export interface StoredDocument {
  readonly id: string;
  /** Never changed: a write stores another document. */
  readonly data: MapValue;
}

export interface IndexEntry {
  readonly value: unknown;
  readonly document: StoredDocument;
}

/** The pseudo field under which documents are in order of their ids. */
export const ID_FIELD = '__name__';

interface FieldIndex {
  readonly segments: readonly string[];
  entries: IndexEntry[];
  /** Ids that were written since the entries were put in order. */
  readonly changed: Set<string>;
}

/** The documents of one collection, with an index of each field that somebody has asked by. */
export class Collection {
  readonly documents = new Map<string, StoredDocument>();
  readonly #indexes = new Map<string, FieldIndex>();

  put(id: string, data: MapValue): void {
    this.documents.set(id, { id, data });
    this.#touch(id);
  }

  delete(id: string): void {
    if (this.documents.delete(id)) this.#touch(id);
  }

  #touch(id: string): void {
    for (const index of this.#indexes.values()) index.changed.add(id);
  }

  /** The documents that have the field, by its value and then by id. */
  entries(path: string): readonly IndexEntry[] {
    const index = this.#indexes.get(path);
    if (index === undefined) return this.#makeIndex(path).entries;
    if (index.changed.size > 0) this.#refresh(path, index);
    return index.entries;
  }

  #makeIndex(path: string): FieldIndex {
    const index: FieldIndex = { segments: segmentsOf(path), entries: [], changed: new Set() };
    index.entries = entriesOf(this.documents.values(), path, index.segments);
    this.#indexes.set(path, index);
    return index;
  }

  #refresh(path: string, index: FieldIndex): void {
    const written = [...index.changed].flatMap((id) => this.documents.get(id) ?? []);
    const kept = index.entries.filter(({ document }) => !index.changed.has(document.id));
    index.entries = merge(kept, entriesOf(written, path, index.segments));
    index.changed.clear();
  }
}

function entriesOf(documents: Iterable<StoredDocument>, path: string, segments: readonly string[]): IndexEntry[] {
  const entries: IndexEntry[] = [];
  for (const document of documents) {
    const value = path === ID_FIELD ? document.id : valueAt(document.data, segments);
    if (value !== undefined) entries.push({ value, document });
  }
  return entries.sort(compareEntries);
}

function compareEntries(left: IndexEntry, right: IndexEntry): number {
  return compareValues(left.value, right.value) || compareText(left.document.id, right.document.id);
}

function merge(left: readonly IndexEntry[], right: readonly IndexEntry[]): IndexEntry[] {
  const merged: IndexEntry[] = [];
  let next = 0;
  for (const entry of left) {
    for (let other = right[next]; other !== undefined && compareEntries(other, entry) < 0; other = right[next]) {
      merged.push(other);
      next++;
    }
    merged.push(entry);
  }
  for (; next < right.length; next++) merged.push(right[next] as IndexEntry);
  return merged;
}
