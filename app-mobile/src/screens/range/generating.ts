import { useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../../session/provider.tsx';
import { type Asked, isRunning, pollAfter } from './backfill-poll.ts';

/** What aggregating several days takes: asked anew whenever somebody is about to start it. */
export function useQuote(startDate: string, endDate: string) {
  const { kpi } = useSession().backend;
  return useQuery({
    queryKey: ['backfill-quote', startDate, endDate],
    queryFn: () => kpi.startBackfill({ startDate, endDate }),
    gcTime: 0,
    staleTime: 0,
  });
}

interface Days {
  readonly startDate: string;
  readonly endDate: string;
}

/** Starts a backfill. @param maxReads document reads that it may bill; undefined for the API's own limit */
export function useStartBackfill({ startDate, endDate }: Days) {
  const { kpi } = useSession().backend;
  const started = useStartedBackfills();
  return useMutation({
    mutationFn: (maxReads: number | undefined) => kpi.startBackfill({ startDate, endDate, confirm: true, maxReads }),
    onSuccess: ({ id }) => {
      if (id !== null) started.add({ id, startDate, endDate });
    },
  });
}

/** A backfill that was started on this device and has not been put aside. */
interface StartedBackfill extends Days {
  readonly id: string;
}

const STARTED_KEY = ['backfills'] as const;

/** Kept beside the figures, so that they are still followed after another screen was looked at, or the page was loaded again. */
function useStartedBackfills() {
  const client = useQueryClient();
  const current = () => client.getQueryData<readonly StartedBackfill[]>(STARTED_KEY) ?? [];
  const { data = [] } = useQuery({ queryKey: STARTED_KEY, queryFn: current, staleTime: Number.POSITIVE_INFINITY });
  const without = (id: string) => current().filter((backfill) => backfill.id !== id);
  return {
    backfills: data,
    add: (backfill: StartedBackfill) => client.setQueryData(STARTED_KEY, [...without(backfill.id), backfill]),
    putAside: (id: string) => client.setQueryData(STARTED_KEY, without(id)),
  };
}

/** How far the backfills have come, asked every other second until each has ended, or nobody knows it any more. */
export function useBackfills() {
  const { kpi } = useSession().backend;
  const { backfills, putAside } = useStartedBackfills();
  const progress = useQueries({
    queries: backfills.map(({ id }) => ({
      queryKey: ['backfill', id],
      queryFn: () => kpi.getBackfill({ id }),
      refetchInterval: ({ state }: { state: Asked }) => pollAfter(state),
    })),
  });
  return backfills.map((backfill, index) => {
    const { data, error = null } = progress[index] ?? {};
    return { ...backfill, progress: data, error, isRunning: isRunning({ data, error }), putAside: () => putAside(backfill.id) };
  });
}

export type FollowedBackfill = ReturnType<typeof useBackfills>[number];
