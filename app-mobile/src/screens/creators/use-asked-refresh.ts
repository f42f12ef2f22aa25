import { useState } from 'react';

/** Tells a refresh that somebody asked for, which a phone shows as such, from those that happen by themselves. */
export function useAskedRefresh(refetch: () => Promise<unknown>): { readonly refresh: () => void; readonly isRefreshing: boolean } {
  const [isRefreshing, setIsRefreshing] = useState(false);
  const end = () => setIsRefreshing(false);
  return {
    isRefreshing,
    refresh() {
      setIsRefreshing(true);
      void refetch().then(end, end);
    },
  };
}
