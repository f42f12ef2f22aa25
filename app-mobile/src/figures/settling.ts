import { addDays } from '../calendar/days.ts';
import { canBeGenerated } from './change.ts';
import type { Trend } from './figure-view.ts';
import type { Hours } from './same-hour.ts';

/**
 * Whether figures of a day may become others by themselves: as long as the day runs, and after its end until they are final, which the
 * jobs that begin then take some minutes for.
 * @param isFinal whether what is there stays as it is
 */
export function isSettling(date: string, today: string, isFinal: boolean): boolean {
  return date === today || (date === addDays(today, -1) && !isFinal);
}

/** Whether the last day of a trend stands as it will. A trend that has not come yet is not waited for. */
export function isTrendFinal(trend: Trend | undefined): boolean {
  return trend?.collections.every(({ days }) => isDayFinal(days.at(-1))) ?? true;
}

function isDayFinal(day: Trend['collections'][number]['days'][number] | undefined): boolean {
  return day === undefined || day.state === 'stored' || (day.reason !== null && !canBeGenerated(day.reason));
}

/** Whether hours are all from after their end; those that a day does not have are never waited for. */
export function areHoursFinal(hours: Hours | null | undefined): boolean {
  return hours?.hours.every(({ provenance }) => provenance.complete) ?? true;
}
