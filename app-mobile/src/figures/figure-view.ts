import type { KpiClient } from '@pack324a/client';
import { addDays } from '../calendar/days.ts';
import { type Change, changeOf, type Verdict, verdictOf } from './change.ts';
import type { CollectionName, FigureName } from './figures.ts';
import { isComparedByHour, isLowerBound, type SameHour, soFar } from './same-hour.ts';
import { standOutOf } from './stand-out.ts';

export type Trend = Awaited<ReturnType<KpiClient['getTrend']>>;

/** Days between a day and the one that it is compared with. */
export const COMPARED_DAYS = 7;

/** What a figure has in common with all others of its collection on that day. */
export interface DayContext {
  readonly date: string;
  readonly isRunning: boolean;
  /** The day is over, but its figures are from before its end. */
  readonly isUnfinished: boolean;
  /** The four weeks up to the day. */
  readonly trend: Trend | 'pending' | 'failed';
  /** The running day beside the day a week earlier; undefined when no hour can be compared. */
  readonly sameHour: SameHour | 'pending' | undefined;
}

/** One figure of a day, with everything that its tile says. */
export interface FigureView {
  readonly name: FigureName;
  readonly value: number;
  /** The value is only a lower bound. */
  readonly isAtLeast: boolean;
  readonly isRunning: boolean;
  readonly isUnfinished: boolean;
  /** The four weeks up to the day; null where a day has no figures. */
  readonly spark: readonly (number | null)[];
  readonly change: Change;
  readonly verdict: Verdict;
  /** Remarkably bad, as the highest or lowest by far of its weekday in four weeks. */
  readonly standsOut: 'highest' | 'lowest' | undefined;
}

interface FigureInput {
  readonly name: FigureName;
  readonly collection: CollectionName;
  readonly value: number;
  readonly isAtLeast: boolean;
  readonly downIsGood: boolean | undefined;
}

export function figureView(input: FigureInput, day: DayContext): FigureView {
  const { name, value, isAtLeast, downIsGood } = input;
  const spark = sparkOf(input, day.trend);
  const change = changeInDay(input, day);
  return {
    name,
    value,
    isAtLeast,
    isRunning: day.isRunning,
    isUnfinished: day.isUnfinished,
    spark,
    change,
    verdict: verdictOf(change, downIsGood),
    standsOut: canStandOut(input, day) ? standOutOf(name, spark, downIsGood === true) : undefined,
  };
}

/** A figure that is too low for want of data says nothing when it is low, and a lower bound never does. */
function canStandOut({ downIsGood, isAtLeast }: FigureInput, { isRunning, isUnfinished }: DayContext): boolean {
  if (downIsGood === undefined || isAtLeast) return false;
  return downIsGood || !(isRunning || isUnfinished);
}

/** The day's own value comes from the day, whose figures are the newer ones while it runs. */
function sparkOf(input: FigureInput, trend: DayContext['trend']): readonly (number | null)[] {
  const values = typeof trend === 'string' ? undefined : seriesOf(trend, input)?.figure.values;
  return values === undefined ? [] : [...values.slice(0, -1), input.value];
}

function changeInDay(input: FigureInput, day: DayContext): Change {
  const { name, value } = input;
  const against = addDays(day.date, -COMPARED_DAYS);
  if (typeof day.trend === 'string') return { kind: day.trend };
  const series = seriesOf(day.trend, input);
  const earlierDay = series?.days.at(-1 - COMPARED_DAYS);
  const earlier = series?.figure.values.at(-1 - COMPARED_DAYS);
  if (earlierDay === undefined || typeof earlier !== 'number') {
    return { kind: 'no-earlier-data', against, reason: earlierDay?.reason ?? 'not-aggregated' };
  }
  if (earlierDay.state !== 'stored') return { kind: 'no-earlier-data', against, reason: null };
  if (day.isRunning) return changeByHour(name, day.sameHour, against);
  if (day.isUnfinished) return { kind: 'unfinished', against };
  return changeOf(name, value, { against, value: earlier, isAtLeast: series?.figure.atLeast.includes(against) === true });
}

function changeByHour(name: FigureName, sameHour: DayContext['sameHour'], against: string): Change {
  if (!isComparedByHour(name) || sameHour === undefined) return { kind: 'when-over', against };
  if (sameHour === 'pending') return { kind: 'pending' };
  const values = soFar(name, sameHour);
  if (values === undefined) return { kind: 'when-over', against };
  return changeOf(name, values.current, {
    against,
    value: values.earlier,
    isAtLeast: isLowerBound(name, sameHour),
    untilHour: sameHour.untilHour,
  });
}

function seriesOf(trend: Trend, { collection, name }: FigureInput) {
  const found = trend.collections.find((candidate) => candidate.collection === collection);
  const figure = found?.figures.find((candidate) => candidate.name === name);
  return found === undefined || figure === undefined ? undefined : { days: found.days, figure };
}
