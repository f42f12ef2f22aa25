import { addDays, dayWindow, hourWindow, startOfDayMs, type TimeWindow, type UtcHour, utcHourOf } from '../calendar/utc.ts';
import type { UserObservation } from '../documents/active-users.ts';
import { assertConserved } from '../documents/conservation.ts';
import { finishPlatformHourly } from '../documents/finish.ts';
import { hourlyDocumentId } from '../documents/ids.ts';
import type { Trigger } from '../documents/types.ts';
import type { RunRecord } from '../ports.ts';
import { sourcesOfSection } from '../slices/plan.ts';
import { assertNotPaused, type JobContext } from './context.ts';
import { startRun } from './run-record.ts';
import { assertRead, readSources, readWindows, windowTally } from './tallies.ts';

/** The users as one hourly run found them. */
export interface HourObservation {
  /** Active in the hour, and since it began. */
  readonly hour: UserObservation;
  /** Active from 00:00 UTC to the end of the hour, and since 00:00 UTC. */
  readonly day: UserObservation;
}

export interface HoursRequest {
  /** Hours that follow each other without a gap. */
  readonly hours: readonly UtcHour[];
  readonly trigger: Trigger;
  readonly job?: string;
  readonly scheduledForMs?: number;
  /** Tells what the runs of the past found, where that is known; by default the users are counted now. */
  readonly observed?: (hour: UtcHour) => HourObservation & { readonly nowMs: number };
}

/**
 * Aggregates hours that follow each other: the platform's figures of each, and the active users of the hour and of the day
 * so far, which are never lowered.
 */
export async function aggregateHours(context: JobContext, request: HoursRequest): Promise<RunRecord> {
  assertNotPaused(context.config);
  const { hours } = request;
  const first = hours[0];
  const last = hours.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('no hours to aggregate');
  const run = startRun(context, {
    job: request.job ?? 'aggregate-hours',
    from: hourlyDocumentId(first),
    to: hourlyDocumentId(last),
    scheduledForMs: request.scheduledForMs,
  });
  const { catalogue, store } = context;
  const sources = sourcesOfSection(catalogue, 'platform');
  const windows = hours.map(hourWindow);
  const table = await readSources(sources, (source) => readWindows(context, source, windows));
  run.addRows(table);
  await run.section('hourly', `${hourlyDocumentId(first)} to ${hourlyDocumentId(last)}`, async () => {
    assertRead(table, sources);
    const observations = request.observed === undefined ? await observeNow(context, hours) : hours.map(request.observed);
    const range = { from: first.date, to: last.date };
    const stored = await store.listDays('platformKpiHourly', range);
    const previous = new Map(stored.map((document) => [hourlyDocumentId(document), document]));
    const documents = hours.map((hour, index) => {
      const id = hourlyDocumentId(hour);
      const tally = windowTally(table, sources, index);
      assertConserved(catalogue, 'platform', tally, id);
      const observation = observations[index];
      if (observation === undefined) throw new RangeError(`no users were counted for ${id}`);
      const input = { hour, tally, users: observation.hour, dayUsers: observation.day, previous: previous.get(id) };
      return { id, data: finishPlatformHourly(catalogue, input, { nowMs: observation.nowMs, trigger: request.trigger }) };
    });
    await store.write([{ kind: 'put', collection: 'platformKpiHourly', documents }]);
    return documents.length;
  });
  return run.close();
}

async function observeNow({ reader, clock }: JobContext, hours: readonly UtcHour[]): Promise<(HourObservation & { nowMs: number })[]> {
  const nowMs = clock();
  const ofHours = hours.map(hourWindow);
  const soFar = hours.map(({ date }, index) => ({ ...(ofHours[index] as TimeWindow), startMs: startOfDayMs(date) }));
  const counted = await reader.observeUsers([...ofHours, ...soFar], { verified: false });
  return hours.map((_, index) => ({
    hour: counted[index] as UserObservation,
    day: counted[hours.length + index] as UserObservation,
    nowMs,
  }));
}

/** The hour that has ended by a run of the hourly job, and the one that is running. */
export function hoursOfRun(scheduledForMs: number): [ended: UtcHour, running: UtcHour] {
  const running = utcHourOf(scheduledForMs);
  const ended = running.hour === 0 ? { date: addDays(running.date, -1), hour: 23 } : { date: running.date, hour: running.hour - 1 };
  return [ended, running];
}

/** The hours of days that have begun by an instant, for catching up. */
export function startedHours(range: { readonly from: UtcHour['date']; readonly to: UtcHour['date'] }, nowMs: number): UtcHour[] {
  const hours: UtcHour[] = [];
  const lastMs = Math.min(dayWindow(range.to).endExclusiveMs - 1, nowMs);
  for (let startMs = startOfDayMs(range.from); startMs <= lastMs; startMs = hourWindow(utcHourOf(startMs)).endExclusiveMs)
    hours.push(utcHourOf(startMs));
  return hours;
}
