import { dayWindow, hourWindow, parseInstant, type UtcDate, type UtcHour } from '../calendar/utc.ts';
import type { PlatformKpiHourly } from '../documents/types.ts';
import { KpiError } from '../errors.ts';
import { startedHours } from '../jobs/aggregate-hours.ts';

/** Figures of the running day or hour are refreshed once they are older than this. */
export const RUNNING_FRESH_MS = 5 * 60_000;

/** A stored document, as far as its age matters. */
export interface Aged {
  readonly updatedAt: string;
  readonly provenance: { readonly complete: boolean };
}

/** True when a day's document should be made anew before it is served: it is of a running day and old, or was never finished. */
export function isDayStale(document: Aged, date: UtcDate, nowMs: number): boolean {
  return isStale(document, dayWindow(date).endExclusiveMs, nowMs);
}

/** A clock that was put back leaves figures from the future behind, of a window that has not ended or not begun: they are stale. */
function isStale({ updatedAt, provenance }: Aged, endExclusiveMs: number, nowMs: number): boolean {
  if (nowMs >= endExclusiveMs) return !provenance.complete;
  const ageMs = nowMs - parseInstant(updatedAt);
  return provenance.complete || ageMs < 0 || ageMs > RUNNING_FRESH_MS;
}

/** From the first to the last hour of a day that has begun and lacks fresh figures; empty when all have them. */
export function staleHours(date: UtcDate, documents: readonly PlatformKpiHourly[], nowMs: number): UtcHour[] {
  const byHour = new Map(documents.map((document) => [document.hour, document]));
  const stale = startedHours({ from: date, to: date }, nowMs).filter((hour) => {
    const document = byHour.get(hour.hour);
    return document === undefined || isStale(document, hourWindow(hour).endExclusiveMs, nowMs);
  });
  const first = stale[0]?.hour ?? 0;
  const last = stale.at(-1)?.hour ?? -1;
  return Array.from({ length: last - first + 1 }, (_, index) => ({ date, hour: first + index }));
}

/**
 * @param problem what to say of a date that is too old
 * @throws KpiError `out-of-range`, naming the oldest date that can be generated
 */
export function assertGenerable(problem: string, date: UtcDate, oldest: UtcDate | null, today: UtcDate): void {
  if (oldest === null || date >= oldest) return;
  throw new KpiError('out-of-range', problem, {
    field: 'date',
    expected: `a day from ${oldest}, the oldest that can be generated, to ${today}`,
  });
}
