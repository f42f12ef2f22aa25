import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** Marks a query that was fetched before anybody looked at it. A screen that shows it asks without the mark, which takes it away. */
export const AHEAD: Readonly<Record<string, unknown>> = { isAhead: true };

/** Options of a query, for fetching it ahead; one that somebody has looked at stays one that was looked at. */
export function ahead<O extends { readonly queryKey: QueryKey }>(client: QueryClient, options: O): O {
  const known = client.getQueryCache().find({ queryKey: options.queryKey });
  return known === undefined || known.meta === AHEAD ? { ...options, meta: AHEAD } : options;
}
