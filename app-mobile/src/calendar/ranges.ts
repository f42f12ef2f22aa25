import { addDays, daysBetween, isDay, startOfMonth } from './days.ts';

/** Days that one range may span, both ends included; the API takes no more (packages/core/src/api/requests.ts). */
export const MAX_RANGE_DAYS = 366;

/** The last so many days that are over, or the month up to and with today. */
export const PRESETS = ['7', '28', '90', 'month'] as const;
export type Preset = (typeof PRESETS)[number];
export const DEFAULT_PRESET: Preset = '28';

/** Days from the first to the last, both included. */
export interface DayRange {
  readonly from: string;
  readonly to: string;
}

/** What was wrong with a range in the address. */
type RangeProblem = 'unreadable' | 'reversed' | 'future' | 'too-long';

export interface ChosenRange extends DayRange {
  /** Undefined for days of somebody's own choice. */
  readonly preset: Preset | undefined;
  /** Why the days are not those of the address; undefined when they are. */
  readonly problem: RangeProblem | undefined;
}

/**
 * The days that a preset stands for. Numbers of days end with the last day that is over, so that an average is not pulled down by the
 * running day; the month to date includes today, as its name says.
 */
export function rangeOfPreset(preset: Preset, today: string): DayRange {
  if (preset === 'month') return { from: startOfMonth(today), to: today };
  return { from: addDays(today, -Number(preset)), to: addDays(today, -1) };
}

/**
 * The range that an address names by `preset`, or by `from` and `to`; the default preset where it names none.
 * @param params of the address, as the router gives them
 * @returns days that the API takes; `problem` says why they are not those of the address
 */
export function rangeFromAddress(params: Readonly<Record<string, unknown>>, today: string): ChosenRange {
  const { preset, from, to } = params;
  if (from === undefined && to === undefined) {
    const known = PRESETS.find((candidate) => candidate === preset);
    const problem = preset === undefined || known !== undefined ? undefined : 'unreadable';
    return byDefault(today, known, problem);
  }
  if (!isDay(from) || !isDay(to)) return byDefault(today, undefined, 'unreadable');
  const [first, last] = from <= to ? [from, to] : [to, from];
  if (first > today) return byDefault(today, undefined, 'future');
  const end = last <= today ? last : today;
  const isTooLong = daysBetween(first, end) >= MAX_RANGE_DAYS;
  const start = isTooLong ? addDays(end, 1 - MAX_RANGE_DAYS) : first;
  return { from: start, to: end, preset: undefined, problem: problemOf({ isReversed: from > to, isFuture: last > today, isTooLong }) };
}

function byDefault(today: string, preset: Preset = DEFAULT_PRESET, problem?: RangeProblem): ChosenRange {
  return { ...rangeOfPreset(preset, today), preset, problem };
}

/** The one of several problems that changes most about the range. */
function problemOf(found: {
  readonly isReversed: boolean;
  readonly isFuture: boolean;
  readonly isTooLong: boolean;
}): RangeProblem | undefined {
  if (found.isTooLong) return 'too-long';
  if (found.isFuture) return 'future';
  return found.isReversed ? 'reversed' : undefined;
}

/** The same range as the parameters of an address; those that do not apply are undefined, so that a router takes them away. */
export function addressOf(range: Pick<ChosenRange, 'preset' | 'from' | 'to'>): Record<'preset' | 'from' | 'to', string | undefined> {
  const { preset, from, to } = range;
  return preset === undefined ? { preset: undefined, from, to } : { preset, from: undefined, to: undefined };
}

/** A range with another first day; the last one gives way where it has to. */
export function withFirstDay(range: DayRange, from: string): DayRange {
  const latest = addDays(from, MAX_RANGE_DAYS - 1);
  if (range.to < from) return { from, to: from };
  return { from, to: range.to < latest ? range.to : latest };
}

/** A range with another last day; the first one gives way where it has to. */
export function withLastDay(range: DayRange, to: string): DayRange {
  const earliest = addDays(to, 1 - MAX_RANGE_DAYS);
  if (range.from > to) return { from: to, to };
  return { from: range.from > earliest ? range.from : earliest, to };
}
