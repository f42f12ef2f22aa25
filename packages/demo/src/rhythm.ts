import { MS_PER_HOUR } from '@pack324a/core';
import type { Rng } from './random.ts';

/** How lively each day of the week is, Monday first. */
const WEEKDAY_LEVEL = [0.9, 0.88, 0.91, 0.96, 1.08, 1.17, 1.1] as const;

/** How lively each hour is (UTC, an audience in Central Europe): quiet nights, full evenings. */
const HOUR_LEVEL = [
  1.0, 0.6, 0.4, 0.3, 0.35, 0.7, 1.4, 2.0, 2.2, 2.3, 2.5, 2.9, 2.9, 2.7, 2.8, 3.2, 3.9, 4.8, 5.8, 6.6, 6.6, 5.4, 3.4, 1.9,
] as const;

const EVENING_FROM_HOUR = 17;
/** Evenings of Friday, Saturday and Sunday against those of other days. */
const WEEKEND_EVENING_LEVEL = 1.4;

const FRIDAY = 5;

/** @param weekday Monday is 1, Sunday is 7 */
export function weekdayLevel(weekday: number): number {
  return WEEKDAY_LEVEL[weekday - 1] ?? 1;
}

const CUMULATIVE = { ordinary: cumulate(1), weekend: cumulate(WEEKEND_EVENING_LEVEL) };

function cumulate(eveningLevel: number): number[] {
  let sum = 0;
  return HOUR_LEVEL.map((level, hour) => {
    sum += hour >= EVENING_FROM_HOUR ? level * eveningLevel : level;
    return sum;
  });
}

/** A moment of the day that follows the rhythm, in whole milliseconds since its start. */
export function drawMsOfDay(rng: Rng, weekday: number): number {
  const cumulative = weekday >= FRIDAY ? CUMULATIVE.weekend : CUMULATIVE.ordinary;
  const target = rng.unit() * (cumulative.at(-1) ?? 1);
  const hour = cumulative.findIndex((sum) => sum > target);
  return (hour < 0 ? 23 : hour) * MS_PER_HOUR + rng.below(MS_PER_HOUR);
}
