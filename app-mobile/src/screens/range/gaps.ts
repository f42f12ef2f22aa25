import type { KpiClient } from '@pack324a/client';
import { addDays } from '../../calendar/days.ts';
import type { CollectionName } from '../../figures/figures.ts';

/** What the API answers about a range of days. */
export type Trend = Awaited<ReturnType<KpiClient['getTrend']>>;
type Day = Trend['collections'][number]['days'][number];

/** Days in a row that lack their figures in the same way. */
export interface Gap {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** Whether there are no figures, or figures from before the day's end. */
  readonly state: 'missing' | 'unfinished';
  readonly reason: NonNullable<Day['reason']>;
  /** The one collection that lacks them; undefined where both do. */
  readonly only: CollectionName | undefined;
}

/** The days of a range without final figures, those that follow each other and have the same reason in one; the latest last. */
export function gapsOf({ collections }: Trend): Gap[] {
  const byDate = new Map<string, { readonly day: Day; readonly collection: CollectionName }[]>();
  for (const { collection, days } of collections) {
    for (const day of days) {
      if (day.reason === null) continue;
      byDate.set(day.date, [...(byDate.get(day.date) ?? []), { day, collection }]);
    }
  }
  const gaps: Gap[] = [];
  for (const date of [...byDate.keys()].sort()) {
    const next = gapOfDay(date, byDate.get(date) ?? [], collections.length);
    const last = gaps.at(-1);
    if (last !== undefined && addDays(last.to, 1) === date && isAlike(last, next)) {
      gaps[gaps.length - 1] = { ...last, to: date, days: last.days + 1 };
    } else gaps.push(next);
  }
  return gaps;
}

/** Whether the range has no figures at all. */
export function isEmpty({ collections }: Trend): boolean {
  return collections.every(({ days }) => days.every(({ state }) => state === 'missing'));
}

/** One that lacks all its figures says more than one that has some; where both lack them, both are made by the same press. */
function gapOfDay(date: string, found: readonly { readonly day: Day; readonly collection: CollectionName }[], collections: number): Gap {
  const worst = found.find(({ day }) => day.state === 'missing') ?? found[0];
  const { state, reason } = worst?.day ?? {};
  return {
    from: date,
    to: date,
    days: 1,
    state: state === 'unfinished' ? 'unfinished' : 'missing',
    reason: reason ?? 'not-aggregated',
    only: found.length < collections ? worst?.collection : undefined,
  };
}

function isAlike(one: Gap, other: Gap): boolean {
  return one.state === other.state && one.reason === other.reason && one.only === other.only;
}
