import type { ErrorDetails } from '@pack324a/core';

const NAMES = ['field', 'expected', 'hint', 'reference'] as const satisfies readonly (keyof ErrorDetails)[];

/**
 * What an error of the admin API says beyond its code and message: the `field` that is wrong, what was `expected`, a `hint` what to
 * do, the `reference` under which the log has the rest.
 * @param error anything that was caught
 * @returns only what the error says; nothing for any other error
 */
export function errorDetails(error: unknown): ErrorDetails {
  const details = error instanceof Error && 'details' in error ? error.details : undefined;
  if (typeof details !== 'object' || details === null) return {};
  const given = new Map<string, unknown>(Object.entries(details));
  return Object.fromEntries(NAMES.flatMap((name) => (typeof given.get(name) === 'string' ? [[name, given.get(name)]] : [])));
}
