import type { PersistedClient } from '@tanstack/react-query-persist-client';

/** The figures as text, each as if it had just been had: an error has no place in JSON, and is another day's anyway. */
export function textOfKept(client: PersistedClient): string {
  const queries = client.clientState.queries.map((query) => ({
    ...query,
    state: { ...query.state, status: 'success', error: null, fetchFailureReason: null, fetchFailureCount: 0, fetchStatus: 'idle' },
  }));
  return JSON.stringify({ ...client, clientState: { queries, mutations: [] } });
}

/** Reads what `textOfKept` wrote. JSON has no dates: the client's are texts in it. */
export function readKept(text: string): PersistedClient {
  return JSON.parse(text, (key, value) => (key === 'lastUpdated' && typeof value === 'string' ? new Date(value) : value));
}
