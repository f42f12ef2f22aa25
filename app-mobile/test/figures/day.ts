import { addDays, daysOf } from '../../src/calendar/days.ts';
import type { PlatformDay } from '../../src/figures/day-values.ts';
import type { DayContext, Trend } from '../../src/figures/figure-view.ts';
import { type CollectionName, type FigureName, SECTIONS } from '../../src/figures/figures.ts';
import type { Hours } from '../../src/figures/same-hour.ts';

/** A Monday; a week before it is the 9th. */
export const DATE = '2026-11-16';
export const WEEK_BEFORE = '2026-11-09';

type TrendDay = Trend['collections'][number]['days'][number];
type Hour = Hours['hours'][number];
type Provenance = PlatformDay['provenance'];

export function provenance(changes: Partial<Provenance> = {}): Provenance {
  return {
    complete: true,
    trigger: 'scheduled',
    generatedAt: '2026-11-17T00:10:00.000Z',
    rowsUsed: {},
    rowsRejected: {},
    missingSources: [],
    activeUsers: null,
    verifiedAt: null,
    ...changes,
  };
}

interface TrendChanges {
  /** Instead of `stored`, by day. */
  readonly days?: Readonly<Record<string, Pick<TrendDay, 'state' | 'reason'>>>;
  readonly atLeast?: readonly string[];
}

/** The four weeks up to DATE: every figure is the number of the day in its month. */
export function trendOf({ days = {}, atLeast = [] }: TrendChanges = {}): Trend {
  const startDate = addDays(DATE, -27);
  const dates = daysOf(startDate, DATE);
  const collection = (name: CollectionName): Trend['collections'][number] => ({
    collection: name,
    days: dates.map((date) => ({ date, state: 'stored', reason: null, lastUpdated: new Date(`${date}T23:00:00Z`), ...days[date] })),
    figures: SECTIONS.flatMap((section): readonly FigureName[] => (section.collection === name ? section.figures : [])).map((figure) => ({
      name: figure,
      values: dates.map((date) => (days[date]?.state === 'missing' ? null : Number(date.slice(-2)))),
      total: null,
      dailyAverage: null,
      atLeast: figure === 'activeUsers' ? [...atLeast] : [],
    })),
  });
  return { success: true, startDate, endDate: DATE, collections: [collection('platformKpiDaily'), collection('safetyKpiDaily')] };
}

export function dayOfTest(changes: Partial<DayContext> = {}): DayContext {
  return { date: DATE, isRunning: false, isUnfinished: false, trend: trendOf(), sameHour: undefined, ...changes };
}

/** An hour by whose end the day had so many active users and chats, and ten times as many tokens. */
export function hourOf(hour: number, soFar: number, changes: Partial<Provenance> = {}): Hour {
  return {
    hour,
    users: { active: 1, daySoFar: soFar },
    revenue: { tokensSpent: 0, revenuePLN: 0 },
    activity: { chats: 0, voiceMinutes: 0, videoMinutes: 0 },
    daySoFar: { tokensSpent: soFar * 10, revenuePLN: soFar * 2, chats: soFar, voiceMinutes: 0, videoMinutes: 0 },
    lastUpdated: new Date('2026-11-16T12:00:00.000Z'),
    provenance: provenance(changes),
  };
}

export const hoursOf = (date: string, hours: readonly Hour[]): Hours => ({ date, hours });
