import { type HourObservation, MS_PER_HOUR, type UserObservation, type UtcHour } from '@pack324a/core';
import { dayIndexAt } from './generate-day.ts';
import { populationOf } from './population.ts';
import type { DemoDay, DemoParams } from './types.ts';

/** The hourly job runs this long after each full hour. */
const RUN_AFTER_HOUR_MS = 10 * 60_000;
const HOURS_PER_DAY = 24;

/** What one run of the hourly job found out about one hour. */
export interface HourCapture {
  readonly hour: UtcHour;
  /** When the run took place. */
  readonly nowMs: number;
  /** False for the refresh of the running hour, true for the finalisation of the one that has ended. */
  readonly complete: boolean;
  readonly observation: HourObservation;
}

export interface CaptureRequest {
  readonly params: DemoParams;
  /** Successive days, from `firstDayForCaptures` on, each with its activity at least up to `untilMs`. */
  readonly days: Iterable<DemoDay>;
  /** Runs up to this instant have already been captured; by default none. */
  readonly afterMs?: number;
  readonly untilMs: number;
}

/** The day to start from so that the runs after an instant see what they would have seen: they look back over a whole day. */
export function firstDayForCaptures(params: DemoParams, afterMs: number): number {
  return Math.max(0, dayIndexAt(params, afterMs) - 1);
}

/**
 * The hourly captures of the past, as the hourly job would have taken them from `users.lastActiveAt` at HH:10. In order of the
 * runs, and within a run the ended hour before the running one: every hour comes twice, first running, then complete.
 */
export function* observeCaptures({ params, days, afterMs = Number.NEGATIVE_INFINITY, untilMs }: CaptureRequest): Generator<HourCapture> {
  const verified = verifiedTimes(params, untilMs);
  const users = new LastActiveHours();
  let verifiedTotal = 0;
  let previous: DemoDay | undefined;
  for (const day of days) {
    users.open(day);
    for (const { hour, nowMs } of runsOf(day)) {
      if (nowMs > untilMs) return;
      users.advance(nowMs);
      if (nowMs <= afterMs) continue;
      while ((verified[verifiedTotal] ?? Number.POSITIVE_INFINITY) <= nowMs) verifiedTotal += 1;
      const endedOn = hour > 0 ? day : dayBefore(day, previous);
      if (endedOn !== undefined) {
        const ended = { date: endedOn.date, hour: (hour + HOURS_PER_DAY - 1) % HOURS_PER_DAY };
        yield { hour: ended, nowMs, complete: true, observation: users.observe(endedOn.index, ended.hour, verifiedTotal) };
      }
      yield { hour: { date: day.date, hour }, nowMs, complete: false, observation: users.observe(day.index, hour, verifiedTotal) };
    }
    users.advance(Number.POSITIVE_INFINITY);
    previous = day;
  }
}

/** The runs that take place on a day. */
function runsOf(day: DemoDay): { readonly hour: number; readonly nowMs: number }[] {
  return Array.from({ length: HOURS_PER_DAY }, (_, hour) => ({ hour, nowMs: day.startMs + hour * MS_PER_HOUR + RUN_AFTER_HOUR_MS }));
}

/** Before the platform's first day there was nothing to capture; before any other there was a day. */
function dayBefore(day: DemoDay, previous: DemoDay | undefined): DemoDay | undefined {
  if (day.index > 0 && previous?.index !== day.index - 1) {
    throw new RangeError(`captures of day ${day.index} need the activity of day ${day.index - 1}`);
  }
  return previous;
}

/** Users by the hour of their last activity; hours are counted from the platform's first day. */
class LastActiveHours {
  private readonly hourOfUser: number[] = [];
  private readonly usersOfHour: number[] = [];
  private day: DemoDay | undefined;
  /** Of the day's next activity. */
  private position = 0;

  /** Goes on to the activity of a day. */
  open(day: DemoDay): void {
    this.day = day;
    this.position = 0;
  }

  /** Takes in the day's activity up to an instant. */
  advance(untilMs: number): void {
    const day = this.day;
    if (day === undefined) return;
    for (let entry = day.activity[this.position]; entry !== undefined && entry.atMs <= untilMs; entry = day.activity[this.position]) {
      this.note(entry.userIndex, day.index * HOURS_PER_DAY + Math.floor((entry.atMs - day.startMs) / MS_PER_HOUR));
      this.position += 1;
    }
  }

  private note(userIndex: number, hour: number): void {
    const before = this.hourOfUser[userIndex];
    if (before !== undefined) this.usersOfHour[before] = this.count(before) - 1;
    this.hourOfUser[userIndex] = hour;
    this.usersOfHour[hour] = this.count(hour) + 1;
  }

  observe(dayIndex: number, hourOfDay: number, verifiedTotal: number): HourObservation {
    const midnight = dayIndex * HOURS_PER_DAY;
    const hour = midnight + hourOfDay;
    return { hour: this.window(hour, hour, verifiedTotal), day: this.window(midnight, hour, verifiedTotal) };
  }

  /** @param lastHour the window's last hour, included */
  private window(firstHour: number, lastHour: number, verifiedTotal: number): UserObservation {
    let within = 0;
    for (let hour = firstHour; hour <= lastHour; hour += 1) within += this.count(hour);
    let since = within;
    for (let hour = lastHour + 1; hour < this.usersOfHour.length; hour += 1) since += this.count(hour);
    return { within, since, verifiedTotal };
  }

  private count(hour: number): number {
    return this.usersOfHour[hour] ?? 0;
  }
}

/** When users were verified, in order. */
function verifiedTimes(params: DemoParams, untilMs: number): number[] {
  const times = populationOf(params)
    .usersAt(untilMs)
    .flatMap((user) => (user.verifiedAtMs === null ? [] : [user.verifiedAtMs]));
  return times.sort((left, right) => left - right);
}
