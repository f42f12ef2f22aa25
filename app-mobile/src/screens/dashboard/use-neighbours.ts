import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { addDays } from '../../calendar/days.ts';
import type { CollectionName } from '../../figures/figures.ts';
import { ahead } from '../../queries/ahead.ts';
import { figuresOf, SPARK_DAYS } from '../../queries/figures.ts';
import { useSession } from '../../session/provider.tsx';
import { dayStateOf } from './source.ts';

type Figures = ReturnType<typeof figuresOf>;

/**
 * Fetches the day before and the day after ahead, so that they are there at once.
 * @param isReady the day on the screen has its figures: those come first
 */
export function useNeighbours(date: string, today: string, isReady: boolean): void {
  const client = useQueryClient();
  const { kpi } = useSession().backend;
  useEffect(() => {
    if (!isReady) return;
    const days = [addDays(date, -1), addDays(date, 1)].filter((day) => day < today);
    for (const day of days) void fetchAhead(client, figuresOf(kpi), day).catch(() => undefined);
  }, [client, kpi, date, today, isReady]);
}

/** Only a day that has its final figures is asked for: any other would be made. */
async function fetchAhead(client: QueryClient, figures: Figures, day: string): Promise<void> {
  const trend = await client.fetchQuery(ahead(client, figures.trend(addDays(day, 1 - SPARK_DAYS), day)));
  const isStored = (collection: CollectionName) => dayStateOf(trend, collection)?.state === 'stored';
  await Promise.all([
    isStored('platformKpiDaily') && client.prefetchQuery(ahead(client, figures.platformDay(day))),
    isStored('safetyKpiDaily') && client.prefetchQuery(ahead(client, figures.safetyDay(day))),
  ]);
}
