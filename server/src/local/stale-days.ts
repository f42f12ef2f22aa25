import { addDays, type DateRange, datesOf, oldestKept, type UtcDate } from '@pack324a/core';
import { readDemoState } from '../demo/demo-state.ts';
import { type DemoOptions, ensureDemo, LATE_DAYS } from '../demo/ensure-demo.ts';
import type { Session } from './session.ts';
import { sourceDays } from './source-days.ts';

/** A day has been aggregated when it has a document in each of these: the platform's, the creators' and the safety section's. */
const SECTION_DOCUMENTS = ['platformKpiDaily', 'kpiPacks', 'safetyKpiDaily'] as const;

/**
 * The days that have to be aggregated for the figures to be up to date; undefined when none have. An empty database gets the
 * demo platform first; one with data of its own is left as it is.
 */
export async function staleDays(session: Session, demoOptions: DemoOptions = {}): Promise<DateRange | undefined> {
  const { today } = session;
  if (await holdsOwnData(session)) {
    const range = withinRetention(session, await sourceDays(session));
    // Rows of the running day may have been imported since its figures were made; nothing says so but the rows themselves.
    return (await unsettledDays(session, range)) ?? (range.to === today ? { from: today, to: today } : undefined);
  }
  const { stale, params } = await ensureDemo(session, demoOptions);
  const range = withinRetention(session, { from: params.firstDate, to: today });
  const unsettled = await unsettledDays(session, range);
  if (stale === undefined || unsettled === undefined) return stale ?? unsettled;
  return { from: stale.from < unsettled.from ? stale.from : unsettled.from, to: today };
}

async function holdsOwnData({ database }: Session): Promise<boolean> {
  const sources = await database.all(
    `SELECT 1 FROM information_schema.tables WHERE table_catalog = current_database() AND table_schema = 'source' LIMIT 1`,
  );
  return sources.length > 0 && (await readDemoState(database)) === undefined;
}

/** Of a platform that is running, days older than the retention would only be deleted again; a history is shown as it is. */
function withinRetention({ today, config }: Session, range: DateRange): DateRange {
  const oldest = oldestKept(today, config.retention.dailyDays);
  return range.to !== today || oldest === null ? range : { from: laterOf(range.from, oldest), to: today };
}

/**
 * From the first day of a range without figures, or with no others than from the time when it was running, to the range's end;
 * and the days before it that late rows may have changed along with it.
 */
async function unsettledDays({ store, today }: Session, range: DateRange): Promise<DateRange | undefined> {
  const settled: ReadonlySet<string>[] = [];
  for (const collection of SECTION_DOCUMENTS) {
    const documents = await store.listDays(collection, range);
    const final = documents.filter(({ date, provenance }) => provenance.complete || date === today);
    settled.push(new Set(final.map(({ date }) => date)));
  }
  const first = datesOf(range).find((date) => !settled.every((dates) => dates.has(date)));
  return first === undefined ? undefined : { from: laterOf(range.from, addDays(first, -LATE_DAYS)), to: range.to };
}

function laterOf(left: UtcDate, right: UtcDate): UtcDate {
  return left > right ? left : right;
}
