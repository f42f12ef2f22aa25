import { useQuery } from '@tanstack/react-query';
import { useLocalSearchParams } from 'expo-router';
import { useToday } from '../../calendar/clock.tsx';
import { addressOf } from '../../calendar/ranges.ts';
import { REFRESH_MS, useFigures } from '../../queries/figures.ts';
import { addressOfChoices, choicesFromAddress } from '../creators/creator-list.ts';
import { useAskedRefresh } from '../creators/use-asked-refresh.ts';
import { useRange } from '../range/use-range.ts';
import { hrefOf, isCreatorId } from './creator-id.ts';

/** The creator and the days that the address names, and their figures. */
export function useCreator() {
  const params = useLocalSearchParams<{ userId: string }>();
  const { userId } = params;
  const { chosen, choose } = useRange();
  const isId = isCreatorId(userId);
  const isRunning = chosen.to === useToday();
  const query = useQuery({
    ...useFigures().creatorTrend(userId, chosen.from, chosen.to),
    enabled: isId,
    refetchInterval: isRunning ? REFRESH_MS : false,
  });
  return {
    userId,
    isId,
    chosen,
    /** Whether the running day is among the days. */
    isRunning,
    chooseRange: choose,
    query,
    ...useAskedRefresh(query.refetch),
    updatedAt: query.data === undefined ? undefined : new Date(query.dataUpdatedAt),
    /** The list that led here, as it was, over the days that are chosen now. */
    backHref: hrefOf('/admin/kpi-creators', { ...addressOf(chosen), ...addressOfChoices(choicesFromAddress(params)) }),
  };
}
