/**
 * Where two values differ, a line per place, such as `platformKpiDaily 2025-03-09 payingUsers: got 2, expected 3`. Fields that
 * are undefined count as absent; Maps compare by key.
 */
export function differences(actual: unknown, expected: unknown, path = ''): string[] {
  if (Object.is(actual, expected)) return [];
  if (actual instanceof Map && expected instanceof Map) return differencesByKey(actual, expected, path);
  if (isObject(actual) && isObject(expected) && Array.isArray(actual) === Array.isArray(expected)) {
    return differencesByKey(entriesOf(actual), entriesOf(expected), path);
  }
  return [`${path}: got ${show(actual)}, expected ${show(expected)}`];
}

function differencesByKey(actual: ReadonlyMap<string, unknown>, expected: ReadonlyMap<string, unknown>, path: string): string[] {
  const keys = new Set([...expected.keys(), ...actual.keys()]);
  return [...keys].flatMap((key) => differences(actual.get(key), expected.get(key), path === '' ? key : `${path} ${key}`));
}

function entriesOf(value: object): Map<string, unknown> {
  return new Map(Object.entries(value).filter(([, field]) => field !== undefined));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}
