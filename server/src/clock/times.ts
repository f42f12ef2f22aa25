import { Cron } from 'croner';

/** Patterns are read once; asking them for times costs little then. */
const patterns = new Map<string, Cron>();

function patternOf(cron: string): Cron {
  const known = patterns.get(cron) ?? new Cron(cron, { timezone: 'UTC', paused: true });
  patterns.set(cron, known);
  return known;
}

/** The latest time of a schedule that is not later than an instant, epoch milliseconds. */
export function latestTime(cron: string, nowMs: number): number {
  // The library's earlier times exclude the reference itself.
  const [latest] = patternOf(cron).previousRuns(1, new Date(nowMs + 1));
  if (latest === undefined) throw new RangeError(`the schedule ${cron} has no time before ${nowMs}`);
  return latest.getTime();
}

/** The first time of a schedule after an instant, epoch milliseconds. */
export function nextTime(cron: string, nowMs: number): number {
  const next = patternOf(cron).nextRun(new Date(nowMs));
  if (next === null) throw new RangeError(`the schedule ${cron} has no time after ${nowMs}`);
  return next.getTime();
}
