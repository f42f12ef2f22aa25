import { type DateRange, datesOf, type UtcDate } from '../calendar/utc.ts';
import type { SectionId } from '../catalogue/model.ts';
import type { KpiStore } from '../ports.ts';

/** What says, for each section, that a day of it has been aggregated. */
export const DAY_DOCUMENTS = {
  platform: 'platformKpiDaily',
  creators: 'kpiPacks',
  safety: 'safetyKpiDaily',
} as const satisfies Record<SectionId, string>;

/** Days of a range of which a section has no figures, or none from after the day's end; of today any will do. */
export async function unsettledDates(store: KpiStore, range: DateRange, today: UtcDate): Promise<UtcDate[]> {
  const settled: ReadonlySet<string>[] = [];
  for (const collection of Object.values(DAY_DOCUMENTS)) {
    const documents = await store.listDays(collection, range);
    settled.push(new Set(documents.filter(({ date, provenance }) => provenance.complete || date === today).map(({ date }) => date)));
  }
  return datesOf(range).filter((date) => !settled.every((dates) => dates.has(date)));
}
