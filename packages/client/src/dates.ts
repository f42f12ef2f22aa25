/** A response with `lastUpdated` as a `Date`: its own, and that of the entries of its lists, and of their lists (`dailyData`, `hours`, `days`). */
export type WithDates<T> = {
  readonly [K in keyof T]: K extends 'lastUpdated' ? Dated<T[K]> : T[K] extends readonly (infer E)[] ? readonly EntryWithDates<E>[] : T[K];
};

type Dated<V> = V extends string ? Date : V;
type EntryWithDates<E> = E extends object ? WithDates<E> : E;

/** Instants cross the wire as ISO 8601 text. The order of fields stays. */
export function withDates<T extends object>(response: T): WithDates<T> {
  const fields = Object.entries(response).map(([name, value]) => [name, name === 'lastUpdated' ? dated(value) : entries(value)]);
  return Object.fromEntries(fields) as WithDates<T>;
}

function dated(value: unknown): unknown {
  return typeof value === 'string' ? new Date(value) : value;
}

function entries(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.map((entry: unknown) => (typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? withDates(entry) : entry));
}
