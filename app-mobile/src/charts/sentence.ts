import type { Format } from '../texts/format.ts';
import type { Texts } from '../texts/texts.ts';
import type { HourPoint, TrendPoint } from './points.ts';

interface Series<T> {
  /** What is counted, as the screen names it. */
  readonly name: string;
  readonly points: readonly T[];
  readonly formatValue: (value: number) => string;
}

type DayOfSeries = Pick<TrendPoint, 'date' | 'value' | 'state' | 'isAtLeast'>;
type Known<T> = T & { readonly value: number };

/**
 * What a chart of days shows, in words: its first, last, lowest and highest value with their days, and what is missing or not complete.
 * A running or unfinished day is never called the lowest.
 */
export function trendSentence(texts: Texts, format: Format, { name, points, formatValue }: Series<DayOfSeries>): string {
  const words = texts.charts.sentence;
  const running = points.find(({ state }) => state === 'running');
  const parts = [
    course(),
    ...some(points.filter(({ value }) => value === null).length, words.missing),
    ...some(points.filter(({ state }) => state === 'unfinished').length, words.unfinished),
    ...some(points.filter(({ isAtLeast }) => isAtLeast).length, words.atLeast),
    ...(running === undefined ? [] : [words.running(format.day(running.date))]),
  ];
  return parts.join(' ');

  function course(): string {
    const known = knownOf(points);
    const first = format.day(points[0]?.date ?? '');
    const last = format.day(points.at(-1)?.date ?? '');
    const from = known[0];
    const to = known.at(-1);
    if (from === undefined || to === undefined) return words.none(name, first, last);
    if (points.length === 1) return words.single(name, first, formatValue(from.value));
    const highest = highestOf(known);
    const lowest = lowestOf(known, ({ state }) => state === 'stored');
    if (known.every(({ value }) => value === from.value)) return words.same(name, first, last, formatValue(from.value));
    return [
      words.course(name, first, last, formatValue(from.value), formatValue(to.value)),
      words.lowest(formatValue(lowest.value), format.shortDay(lowest.date)),
      words.highest(formatValue(highest.value), format.shortDay(highest.date)),
    ].join(' ');
  }
}

/** What a chart of a day's hours shows, in words. The running hour is never called the lowest. */
export function hoursSentence(
  texts: Texts,
  format: Format,
  { name, points, formatValue, date }: Series<HourPoint> & { readonly date: string },
): string {
  const words = texts.charts.hours.sentence;
  const running = points.find(({ state }) => state === 'running');
  const parts = [
    course(),
    ...some(points.filter(({ state }) => state === 'missing').length, words.missing),
    ...(points.some(({ isAtLeast }) => isAtLeast) ? [words.atLeast] : []),
    ...(running === undefined ? [] : [words.running(hourText(running.hour))]),
  ];
  return parts.join(' ');

  function course(): string {
    const day = format.day(date);
    const known = knownOf(points);
    const first = known[0];
    if (first === undefined) return words.none(name, day);
    if (known.every(({ value }) => value === first.value)) return words.same(name, day, formatValue(first.value));
    const highest = highestOf(known);
    const lowest = lowestOf(known, ({ state }) => state === 'done');
    return words.course(name, day, formatValue(highest.value), hourText(highest.hour), formatValue(lowest.value), hourText(lowest.hour));
  }
}

/** 05:00 for 5. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

function some(count: number, words: (count: number) => string): string[] {
  return count === 0 ? [] : [words(count)];
}

function knownOf<T extends { readonly value: number | null }>(points: readonly T[]): Known<T>[] {
  return points.filter((point): point is Known<T> => point.value !== null);
}

/** The first of the highest; there has to be one. */
function highestOf<T>(points: readonly Known<T>[]): Known<T> {
  return points.reduce((best, point) => (point.value > best.value ? point : best));
}

/** The first of the lowest among the complete, or among all where none is. */
function lowestOf<T>(points: readonly Known<T>[], isComplete: (point: Known<T>) => boolean): Known<T> {
  const complete = points.filter(isComplete);
  return (complete.length > 0 ? complete : points).reduce((best, point) => (point.value < best.value ? point : best));
}
