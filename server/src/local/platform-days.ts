import { type ApiContext, addDays, type DateRange, keptRange, type UtcDate, unsettledDates } from '@pack324a/core';
import { readDemoState } from '../demo/demo-state.ts';
import { type DemoOptions, ensureDemo, LATE_DAYS, type StartProgress } from '../demo/ensure-demo.ts';
import { assertMeant } from '../operations/source-days.ts';
import type { Session } from './session.ts';
import { untilChanged } from './until-changed.ts';

/** The days of the platform in a database. */
export interface PlatformDays {
  /** Those that should have figures. */
  readonly all: DateRange;
  /** Those that have to be aggregated for the figures to be up to date; undefined when none have. */
  readonly stale: DateRange | undefined;
}

export interface PlatformOptions {
  /** Makes the demo platform of these options in an empty database; undefined leaves it empty. One that is there is continued in any case. */
  readonly demo?: DemoOptions | undefined;
  /** Tells how far the telling of the demo is; a bar or lines on standard error by default. */
  readonly startProgress?: StartProgress | undefined;
}

/**
 * The days of what is in the database, which is told on first when it is the demo platform; undefined when there is nothing,
 * or nothing but sign-ups.
 * @throws KpiError `failed-precondition` when the rows lie so far apart that the range should be named
 */
export async function platformDays(session: Session, options: PlatformOptions = {}): Promise<PlatformDays | undefined> {
  const { database, today } = session;
  const isDemo = (await readDemoState(database)) !== undefined;
  if (!isDemo && (await holdsData(session))) {
    const extent = await session.sourceExtent();
    if (extent === undefined) return undefined;
    const all = withinRetention(session, extent);
    assertMeant(all);
    // Rows of the running day may have been imported since its figures were made; nothing says so but the rows themselves.
    const stale = (await unsettledDays(session, all)) ?? (all.to === today ? { from: today, to: today } : undefined);
    return { all, stale };
  }
  if (!isDemo && options.demo === undefined) return undefined;
  const { stale, params } = await ensureDemo(session, options.demo, options.startProgress);
  const all = withinRetention(session, { from: params.firstDate, to: today });
  const unsettled = await unsettledDays(session, all);
  if (stale === undefined || unsettled === undefined) return { all, stale: stale ?? unsettled };
  return { all, stale: { from: earlierOf(stale.from, unsettled.from), to: today } };
}

/** The first and the last day of the session's sources, each read once while neither the file nor the day changes. */
export function dayLookups(session: Session): Required<Pick<ApiContext, 'firstDay' | 'lastDay'>> {
  const first = untilChanged(session.database, async () => (await session.sourceExtent())?.from);
  const last = untilChanged(session.database, () => session.lastDay());
  return { firstDay: () => first(session.today), lastDay: () => last(session.today) };
}

/** Whether anything has been imported or made. */
export async function holdsData({ database }: Session): Promise<boolean> {
  const sources = await database.all(
    `SELECT 1 FROM information_schema.tables WHERE table_catalog = current_database() AND table_schema = 'source' LIMIT 1`,
  );
  return sources.length > 0;
}

/** Of a platform that is running, days older than the retention would only be deleted again; a history is shown as it is. */
function withinRetention({ today, config }: Session, range: DateRange): DateRange {
  return range.to === today ? keptRange(range, today, config.retention.dailyDays) : range;
}

/**
 * From the first day of a range without figures, or with no others than from the time when it was running, to the range's end;
 * and the days before it that late rows may have changed along with it.
 */
async function unsettledDays({ store, today }: Session, range: DateRange): Promise<DateRange | undefined> {
  const [first] = await unsettledDates(store, range, today);
  return first === undefined ? undefined : { from: laterOf(range.from, addDays(first, -LATE_DAYS)), to: range.to };
}

function laterOf(left: UtcDate, right: UtcDate): UtcDate {
  return left > right ? left : right;
}

function earlierOf(left: UtcDate, right: UtcDate): UtcDate {
  return left < right ? left : right;
}
