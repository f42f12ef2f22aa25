import { useQuery } from '@tanstack/react-query';
import { useLocalSearchParams, useRouter } from 'expo-router';
import { useMemo } from 'react';
import { useToday } from '../../calendar/clock.tsx';
import { addressOf } from '../../calendar/ranges.ts';
import { REFRESH_MS, useFigures } from '../../queries/figures.ts';
import { useRange } from '../range/use-range.ts';
import { addressOfChoices, choicesFromAddress, type ListChoices, ranked, sortedList } from './creator-list.ts';
import { useAskedRefresh } from './use-asked-refresh.ts';

/** What the address asks for, and the creators that answer it. */
export function useCreators() {
  const { chosen, choose } = useRange();
  const router = useRouter();
  const { limit, sorting } = choicesFromAddress(useLocalSearchParams());
  const figures = useFigures();
  const isRunning = chosen.to === useToday();
  const query = useQuery({
    ...figures.topCreators(chosen.from, chosen.to, Number(limit)),
    refetchInterval: isRunning ? REFRESH_MS : false,
    // A longer or shorter list of the same days takes the place of the one before it; other days begin anew.
    placeholderData: (last) => (last?.startDate === chosen.from && last.endDate === chosen.to ? last : undefined),
  });
  const list = query.data?.topCreators;
  const creators = useMemo(() => (list === undefined ? undefined : sortedList(ranked(list), sorting)), [list, sorting]);
  const choices: ListChoices = { limit, sorting };
  return {
    chosen,
    ...useAskedRefresh(query.refetch),
    updatedAt: query.data === undefined ? undefined : new Date(query.dataUpdatedAt),
    /** Whether the running day is among the days. */
    isRunning,
    chooseRange: choose,
    choices,
    choose: (next: ListChoices) => router.setParams(addressOfChoices(next)),
    /** Everything that was chosen, for addresses of screens that lead back here. */
    address: { ...addressOf(chosen), ...addressOfChoices(choices) },
    query,
    creators,
  };
}
