import { focusManager, MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { AppState, Platform } from 'react-native';
import { KEPT_MS } from './kept.ts';
import { isUnreachable, problemOf } from './problem.ts';

const MINUTE_MS = 60_000;
const RETRIES = 1;
/** How often figures that could not be had anew are asked for again. */
const REACH_AGAIN_MS = 20_000;

/** @param onRefused told what a call was rejected with, when that was because of who is calling */
export function createQueryClient(onRefused: (error: unknown) => void): QueryClient {
  const onError = (error: unknown) => {
    const { kind } = problemOf(error);
    if (kind === 'signed-out' || kind === 'not-admin') onRefused(error);
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // A local host needs no network, so the browser's idea of being online says nothing.
        networkMode: 'always',
        staleTime: MINUTE_MS,
        gcTime: KEPT_MS,
        retry: (failures, error) => failures < RETRIES && isUnreachable(error),
      },
      mutations: { networkMode: 'always', retry: false },
    },
  });
}

/** On a phone an app that is not in front counts as hidden, as a tab in the background does. */
export function watchVisibility(): () => void {
  if (Platform.OS === 'web') return () => undefined;
  const subscription = AppState.addEventListener('change', (state) => focusManager.setFocused(state === 'active'));
  return () => subscription.remove();
}

/**
 * Asks again, while somebody looks, for figures that are shown although nothing answered when newer ones were asked for.
 * @returns how to stop that
 */
export function reachAgain(client: QueryClient): () => void {
  const timer = setInterval(() => {
    if (!focusManager.isFocused()) return;
    void client
      .refetchQueries({
        type: 'active',
        predicate: ({ state }) => state.data !== undefined && isUnreachable(state.error),
      })
      .catch(() => undefined);
  }, REACH_AGAIN_MS);
  return () => clearInterval(timer);
}
