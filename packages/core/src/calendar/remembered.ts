/** Answers that are kept: more than a few years of days. */
const MAX_REMEMBERED = 5_000;

/**
 * The same function with its answers kept. The calendar is slow beside everything else that serves a stored day, and the days
 * that are asked for are few.
 */
export function remembered<K extends string | number, T>(work: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = work(key);
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, made);
    return made;
  };
}
