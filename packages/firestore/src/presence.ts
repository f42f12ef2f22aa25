import type { Access } from './access.ts';
import { presenceQuery } from './queries/rows.ts';

/** A collection may come into being at any time: that it is not there is believed for so long. */
const ABSENT_FOR_MS = 60_000;

/** Knows which collections have documents: one without any does not exist. */
export interface Presence {
  /** Asks the database, unless it is known. */
  isPresent(collection: string): Promise<boolean>;
  /** Tells that a document of the collection was seen. */
  seen(collection: string): void;
}

export function presenceOver(access: Access, clock: () => number): Presence {
  const present = new Set<string>();
  const asked = new Map<string, { readonly atMs: number; readonly answer: Promise<boolean> }>();
  const ask = async (collection: string): Promise<boolean> => {
    const found = await access.documents(presenceQuery(collection));
    if (found.length > 0) present.add(collection);
    return found.length > 0;
  };
  return {
    async isPresent(collection) {
      if (present.has(collection)) return true;
      const last = asked.get(collection);
      if (last !== undefined && clock() - last.atMs < ABSENT_FOR_MS) return last.answer;
      const answer = ask(collection);
      asked.set(collection, { atMs: clock(), answer });
      void answer.catch(() => asked.delete(collection));
      return answer;
    },
    seen: (collection) => void present.add(collection),
  };
}
