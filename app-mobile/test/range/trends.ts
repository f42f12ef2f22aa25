import { addDays } from '../../src/calendar/days.ts';
import type { Trend } from '../../src/screens/range/gaps.ts';

type Day = Trend['collections'][number]['days'][number];
/** How one day stands, in a word: what it lacks, or that it lacks nothing. */
export type Standing = 'ok' | 'running' | NonNullable<Day['reason']> | `unfinished ${NonNullable<Day['reason']>}`;

export const FIRST = '2026-10-30';

/** An answer about days from `FIRST` on. */
export function trendOf(platform: readonly Standing[], safety: readonly Standing[] = platform): Trend {
  return {
    success: true,
    startDate: FIRST,
    endDate: addDays(FIRST, platform.length - 1),
    collections: [
      {
        collection: 'platformKpiDaily',
        days: platform.map(dayOf),
        figures: [figure('activeUsers', platform), figure('newUsers', platform)],
      },
      { collection: 'safetyKpiDaily', days: safety.map(dayOf), figures: [figure('panicEvents', safety)] },
    ],
  };
}

function dayOf(standing: Standing, index: number): Day {
  const date = addDays(FIRST, index);
  if (standing === 'ok') return { date, state: 'stored', reason: null, lastUpdated: new Date(`${date}T23:59:59Z`) };
  if (standing === 'running') return { date, state: 'running', reason: null, lastUpdated: new Date(`${date}T10:00:00Z`) };
  if (!standing.startsWith('unfinished ')) return { date, state: 'missing', reason: standing as Day['reason'], lastUpdated: null };
  const reason = standing.slice('unfinished '.length) as Day['reason'];
  return { date, state: 'unfinished', reason, lastUpdated: new Date(`${date}T10:00:00Z`) };
}

function figure(name: string, days: readonly Standing[]): Trend['collections'][number]['figures'][number] {
  const values = days.map((standing, index) => (dayOf(standing, index).state === 'missing' ? null : 10 + index));
  return { name, values, total: null, dailyAverage: 11, atLeast: name === 'activeUsers' ? [FIRST] : [] };
}
