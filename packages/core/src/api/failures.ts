import { datesOf, hoursOf, type UtcDate, utcDateOf } from '../calendar/utc.ts';
import type { SectionId } from '../catalogue/model.ts';
import type { KpiConfig } from '../config/schema.ts';
import { DAY_DOCUMENTS } from '../documents/day-sections.ts';
import { hourlyDocumentId } from '../documents/ids.ts';
import { keptRange } from '../jobs/cleanup.ts';
import type { KpiStore, RunRecord } from '../ports.ts';
import type { StatusResponse } from './shapes.ts';

/** Failed runs that are looked at, the latest. A section that is asked for while it is down fails every half minute. */
const MAX_FAILED_RUNS = 300;

type Failure = StatusResponse['failures'][number];

/**
 * Sections that failed and have not been mended since: some day or hour of theirs that is still kept has no document from the
 * failed run or later; a deletion that failed, until a later cleanup has succeeded with it. Each once, as its latest run tells it.
 */
export async function standingFailures(store: KpiStore, nowMs: number, retention: KpiConfig['retention']): Promise<Failure[]> {
  const standing: Failure[] = [];
  const looked = new Set<string>();
  for (const run of await latestFailedRuns(store)) {
    for (const [section, outcome] of Object.entries(run.sections)) {
      const what = JSON.stringify(isOfDaysOrHours(section) ? [section, run.from, run.to] : [section, run.job]);
      if (outcome.status !== 'failed' || looked.has(what)) continue;
      looked.add(what);
      if (await isMended(store, run, section, nowMs, retention)) continue;
      standing.push({ run: run.id, job: run.job, section, from: run.from, to: run.to, endedAt: run.endedAt, errors: outcome.errors });
    }
  }
  return standing;
}

/** Failed runs, the latest first. */
export function latestFailedRuns(store: KpiStore): Promise<RunRecord[]> {
  return store.latestRuns(MAX_FAILED_RUNS, { outcome: 'failed' });
}

/**
 * Whether one of these runs failed with a section over a range that a day lies in, and the day has no document from then or later.
 * @param updatedAt of the day's document; undefined where there is none
 */
export function hasFailedSince(runs: readonly RunRecord[], section: SectionId, date: UtcDate, updatedAt = ''): boolean {
  return runs.some(
    ({ sections, from, to, startedAt }) =>
      sections[section]?.status === 'failed' && dateOf(from) <= date && date <= dateOf(to) && updatedAt < startedAt,
  );
}

async function isMended(
  store: KpiStore,
  run: RunRecord,
  section: string,
  nowMs: number,
  { hourlyDays, dailyDays }: KpiConfig['retention'],
): Promise<boolean> {
  const today = utcDateOf(nowMs);
  const days = { from: dateOf(run.from), to: dateOf(run.to) };
  if (section === 'hourly') {
    const range = keptRange(days, today, hourlyDays);
    const wanted = datesOf(range)
      .flatMap(hoursOf)
      .map(hourlyDocumentId)
      .filter((id) => id >= run.from && id <= run.to);
    const documents = wanted.length === 0 ? [] : await store.listDays('platformKpiHourly', range);
    return areSince(run, wanted, new Map(documents.map((document) => [hourlyDocumentId(document), document.updatedAt])));
  }
  if (isDaySection(section)) {
    const range = keptRange(days, today, dailyDays);
    const wanted = datesOf(range);
    const documents = wanted.length === 0 ? [] : await store.listDays(DAY_DOCUMENTS[section], range);
    return areSince(run, wanted, new Map(documents.map(({ date, updatedAt }) => [date, updatedAt])));
  }
  const later = await store.latestRuns(1, { job: run.job });
  return later.some(({ startedAt, sections }) => startedAt > run.startedAt && sections[section]?.status === 'stored');
}

/** Other sections, a deletion for one, fail or succeed as a whole, on whatever day they are run. */
function isOfDaysOrHours(section: string): boolean {
  return section === 'hourly' || isDaySection(section);
}

function isDaySection(section: string): section is keyof typeof DAY_DOCUMENTS {
  return Object.hasOwn(DAY_DOCUMENTS, section);
}

/** A run's sections that did not fail, and the parts of a range that did not, were written by the run itself. */
function areSince({ startedAt }: RunRecord, wanted: readonly string[], updatedAt: ReadonlyMap<string, string>): boolean {
  return wanted.every((id) => (updatedAt.get(id) ?? '') >= startedAt);
}

/** The day of a run's bound, which is a day or an hour. */
function dateOf(bound: string): UtcDate {
  return bound.slice(0, 'YYYY-MM-DD'.length) as UtcDate;
}
