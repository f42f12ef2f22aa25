import type { DayRange } from '../../calendar/ranges.ts';
import type { Format } from '../../texts/format.ts';
import type { Texts } from '../../texts/texts.ts';
import { rangeText } from '../range/range-text.ts';

interface Found {
  readonly chosen: DayRange;
  /** Whether the running day is among the days. */
  readonly isRunning: boolean;
}

/** Which days a list or a creator's figures are of. */
export function daysNote({ chosen, isRunning }: Found, t: Texts, format: Format): string {
  const days = rangeText(format, chosen.from, chosen.to);
  return isRunning ? t.creators.daysSoFar(days) : t.creators.days(days);
}
