import type { KpiClient } from '@pack324a/client';
import type { GapReason } from '../../figures/change.ts';

type Status = Awaited<ReturnType<KpiClient['getStatus']>>;

/**
 * The day with figures that is nearest to one outside of the data.
 * @param reason why `date` has none
 * @returns undefined where the day is not outside of the data, or nothing is stored
 */
export function nearestDay(status: Status, date: string, reason: GapReason): string | undefined {
  if (reason === 'after-data') {
    // The end of the data, also where later days were looked at and are stored as empty.
    const last = status.staleDays.to;
    return last !== null && last < date ? last : undefined;
  }
  if (reason !== 'before-data') return undefined;
  const first = status.stored.find(({ collection }) => collection === 'platformKpiDaily')?.oldest ?? null;
  return first !== null && first > date ? first : undefined;
}
