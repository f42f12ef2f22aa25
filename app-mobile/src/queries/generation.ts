import { type QueryClient, useMutation, useMutationState, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../session/provider.tsx';

/** What aggregating days changes nothing about: the catalogue, and the backfills that were started. */
const UNCHANGED: ReadonlySet<unknown> = new Set(['metrics', 'backfill', 'backfills']);

/** Asks for all figures anew that are in sight; the others when somebody looks at them. */
export function refetchFigures(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ predicate: ({ queryKey }) => !UNCHANGED.has(queryKey[0]) });
}

interface Generation {
  readonly generate: () => void;
  readonly isPending: boolean;
  /** Why the last attempt failed; null when it did not, or there was none. */
  readonly error: unknown;
}

/**
 * Aggregates one day. It is pending until the figures are there; one that is under way, or has failed, is still known of when somebody
 * has looked at other days or screens meanwhile.
 * @param onGenerated told when the day is aggregated: by then nothing may be left on the screen that asked for it
 */
export function useGeneration(date: string, onGenerated: () => void = () => undefined): Generation {
  const { kpi } = useSession().backend;
  const client = useQueryClient();
  const mutationKey = ['generate', date];
  const { mutate } = useMutation({
    mutationKey,
    mutationFn: () => kpi.triggerAggregation({ date }),
    onSuccess() {
      onGenerated();
      return refetchFigures(client);
    },
  });
  const last = useMutationState({ filters: { mutationKey, exact: true }, select: ({ state }) => state }).at(-1);
  return { generate: () => mutate(), isPending: last?.status === 'pending', error: last?.status === 'error' ? last.error : null };
}
