/** A response with `lastUpdated` as a `Date`: its own, and that of the entries of its lists (`dailyData`, `hours`). */
export type WithDates<T> = {
  readonly [K in keyof T]: K extends 'lastUpdated' ? Date : T[K] extends readonly (infer E)[] ? readonly EntryWithDate<E>[] : T[K];
};

type EntryWithDate<E> = E extends { readonly lastUpdated: string } ? { readonly [K in keyof E]: K extends 'lastUpdated' ? Date : E[K] } : E;

/** Instants cross the wire as ISO 8601 text. The order of fields stays. */
export function withDates<T extends object>(response: T): WithDates<T> {
  const fields = Object.entries(dated(response)).map(([name, value]) => [name, Array.isArray(value) ? value.map(dated) : value]);
  return Object.fromEntries(fields) as WithDates<T>;
}

function dated(value: unknown): object {
  const entry = value as object;
  if (typeof entry !== 'object' || entry === null || !('lastUpdated' in entry) || typeof entry.lastUpdated !== 'string') return entry;
  return { ...entry, lastUpdated: new Date(entry.lastUpdated) };
}
