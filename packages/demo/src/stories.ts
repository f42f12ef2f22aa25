import { MS_PER_DAY, MS_PER_HOUR, type TimeWindow } from '@pack324a/core';
import { rngOf, STREAM } from './random.ts';
import type { DemoParams } from './types.ts';

/** A platform that is continued meets the same troubles again after about this many days. */
const RECURRENCE_DAYS = 45;
/** A recurrence comes up to this many days later than the calendar of troubles says. */
const RECURRENCE_JITTER_DAYS = 3;
const OUTAGE_HOURS = 7;

/** What is out of the ordinary on a day. */
export interface DayStories {
  /** A spike of reports and panic events. */
  readonly incident: boolean;
  /** Moderation cleans up: the day after an incident. */
  readonly aftermath: boolean;
  /** No purchase and no spend goes through in this window. */
  readonly outage: TimeWindow | null;
}

export function storiesOf(params: DemoParams, dayIndex: number, startMs: number): DayStories {
  return {
    incident: happensOn(params, dayIndex, 0.7),
    aftermath: happensOn(params, dayIndex - 1, 0.7),
    outage: outageOn(params, dayIndex, startMs),
  };
}

/** Whether the outage of any day covers an instant. */
export function inOutage(params: DemoParams, firstDayMs: number, atMs: number): boolean {
  const dayIndex = Math.floor((atMs - firstDayMs) / MS_PER_DAY);
  const outage = outageOn(params, dayIndex, firstDayMs + dayIndex * MS_PER_DAY);
  return outage !== null && atMs >= outage.startMs && atMs < outage.endExclusiveMs;
}

function outageOn(params: DemoParams, dayIndex: number, startMs: number): TimeWindow | null {
  if (!happensOn(params, dayIndex, 0.5)) return null;
  const fromHour = rngOf(params.seed, STREAM.stories, dayIndex).between(13, 15);
  return { startMs: startMs + fromHour * MS_PER_HOUR, endExclusiveMs: startMs + (fromHour + OUTAGE_HOURS) * MS_PER_HOUR };
}

/** Once at a share of the first telling; after its end again and again. */
function happensOn({ seed, days }: DemoParams, dayIndex: number, share: number): boolean {
  const first = Math.floor(days * share);
  if (dayIndex === first) return true;
  if (dayIndex < days || dayIndex < first) return false;
  const round = Math.floor((dayIndex - first) / RECURRENCE_DAYS);
  if (round === 0) return false;
  const jitter = rngOf(seed, STREAM.stories, round, first).between(0, RECURRENCE_JITTER_DAYS);
  return dayIndex === first + round * RECURRENCE_DAYS + jitter;
}
