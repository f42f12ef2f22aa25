import type { KpiClient } from '@pack324a/client';
import type { FigureName } from './figures.ts';

export type Hours = Awaited<ReturnType<KpiClient['getPlatformHourly']>>;
type Hour = Hours['hours'][number];

/** Two days up to the end of the same hour. */
export interface SameHour {
  /** The hour of the day (1 to 24, UTC) that both have come to. */
  readonly untilHour: number;
  readonly current: Hour;
  readonly earlier: Hour;
}

/** What the API knows of a day up to the end of an hour. */
const SO_FAR: Readonly<Partial<Record<FigureName, (hour: Hour) => number | undefined>>> = {
  activeUsers: (hour) => hour.users.daySoFar,
  totalTokenRevenuePLN: (hour) => hour.daySoFar?.revenuePLN,
  totalTokensSpent: (hour) => hour.daySoFar?.tokensSpent,
  totalChats: (hour) => hour.daySoFar?.chats,
  totalVoiceMinutes: (hour) => hour.daySoFar?.voiceMinutes,
  totalVideoMinutes: (hour) => hour.daySoFar?.videoMinutes,
};

/** The last hour that is over on the running day, beside the same hour of a day earlier; undefined when there is none. */
export function lastSameHour(running: Hours, earlier: Hours): SameHour | undefined {
  const finished = running.hours.filter(({ provenance }) => provenance.complete).sort((a, b) => b.hour - a.hour);
  for (const current of finished) {
    const then = earlier.hours.find(({ hour, provenance }) => hour === current.hour && provenance.complete);
    if (then !== undefined) return { untilHour: current.hour + 1, current, earlier: then };
  }
  return undefined;
}

/** A figure of both days up to the hour, where the API knows it. */
export function soFar(figure: FigureName, { current, earlier }: SameHour): { current: number; earlier: number } | undefined {
  const read = SO_FAR[figure];
  const values = { current: read?.(current), earlier: read?.(earlier) };
  return values.current === undefined || values.earlier === undefined ? undefined : { current: values.current, earlier: values.earlier };
}

/** Whether the earlier day's value is only a lower bound: active users that were counted after the fact. */
export function isLowerBound(figure: FigureName, { earlier }: SameHour): boolean {
  const bounds = earlier.provenance.activeUsers;
  return figure === 'activeUsers' && bounds !== null && bounds.lower !== bounds.upper;
}

/** Whether a figure is compared while its day still runs. */
export function isComparedByHour(figure: FigureName): boolean {
  return SO_FAR[figure] !== undefined;
}
