import { closest, distance } from 'fastest-levenshtein';

/** The known name that an unknown one was most likely meant to be, if any comes close. */
export function nearestName(unknown: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const lower = new Map(known.map((name) => [name.toLowerCase(), name]));
  const candidate = closest(unknown.toLowerCase(), [...lower.keys()]);
  const allowed = Math.max(2, Math.floor(candidate.length / 3));
  return distance(unknown.toLowerCase(), candidate) <= allowed ? lower.get(candidate) : undefined;
}

/** The name that looks like a given one: nearly the same letters, or one contained in the other. */
export function lookAlike(wanted: string, names: readonly string[]): string | undefined {
  const plain = (name: string): string => (name.split('.').at(-1) ?? name).toLowerCase().replace(/[^a-z0-9]/g, '');
  const target = plain(wanted);
  // A name without any letter or digit of ASCII leaves nothing to compare, and nothing is contained in everything.
  const contained =
    target === ''
      ? undefined
      : names.find((name) => plain(name).length > 2 && (plain(name).includes(target) || target.includes(plain(name))));
  return contained ?? nearestName(wanted, names);
}
