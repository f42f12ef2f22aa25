import { isBeyondChance } from './change.ts';
import type { FigureName } from './figures.ts';

const WEEK_DAYS = 7;
/** Same weekdays before the day that it is held against. */
const WEEKS = 3;
/** A figure stands out when it is worse than each of those days by this share of that day's value. */
const LEAST_SHARE = 0.3;

/**
 * Whether a figure is remarkably bad: the highest, where down is good, or else the lowest by far of the same weekdays of four weeks.
 * @param values of the days up to the one in question, which is the last
 * @returns undefined also where a day that it would be held against has no value
 */
export function standOutOf(figure: FigureName, values: readonly (number | null)[], downIsGood: boolean): 'highest' | 'lowest' | undefined {
  const current = values.at(-1);
  const earlier = Array.from({ length: WEEKS }, (_, week) => values.at(-1 - WEEK_DAYS * (week + 1)));
  if (current === undefined || current === null) return undefined;
  const isWorse = earlier.every((value) => typeof value === 'number' && isFarWorse(figure, current, value, downIsGood));
  if (!isWorse) return undefined;
  return downIsGood ? 'highest' : 'lowest';
}

function isFarWorse(figure: FigureName, current: number, earlier: number, downIsGood: boolean): boolean {
  const excess = downIsGood ? current - earlier : earlier - current;
  if (excess <= 0 || excess < earlier * LEAST_SHARE) return false;
  return isBeyondChance(figure, current, earlier);
}
