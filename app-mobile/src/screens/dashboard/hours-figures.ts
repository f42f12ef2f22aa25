import type { KpiClient } from '@pack324a/client';
import type { HourPoint } from '../../charts/points.ts';

type Hour = Awaited<ReturnType<KpiClient['getPlatformHourly']>>['hours'][number];

/** The figures that a day's hours have, in the order in which they are offered. */
export const HOUR_FIGURES = ['active', 'tokens', 'chats', 'voice', 'video'] as const;
export type HourFigure = (typeof HOUR_FIGURES)[number];

const VALUES: Readonly<Record<HourFigure, (hour: Hour) => number>> = {
  active: ({ users }) => users.active,
  tokens: ({ revenue }) => revenue.tokensSpent,
  chats: ({ activity }) => activity.chats,
  voice: ({ activity }) => activity.voiceMinutes,
  video: ({ activity }) => activity.videoMinutes,
};

const HOURS_OF_DAY = 24;

interface Day {
  /** The hours that have figures. */
  readonly hours: readonly Hour[];
  /** Whether the day was still running when the figures were had. */
  readonly isToday: boolean;
  readonly figure: HourFigure;
  /** Said of an hour that is over and whose figures are from before its end. */
  readonly unfinishedNote: string;
}

/** The 24 hours of a day for a chart. Of a running day, hours after the last that has figures are to come; else they are missing. */
export function hourPoints({ hours, isToday, figure, unfinishedNote }: Day): HourPoint[] {
  const known = new Map(hours.map((hour) => [hour.hour, hour]));
  const last = Math.max(-1, ...known.keys());
  return Array.from({ length: HOURS_OF_DAY }, (_, hour): HourPoint => {
    const found = known.get(hour);
    if (found === undefined) return { hour, value: null, state: isToday && hour > last ? 'ahead' : 'missing' };
    const isRunning = !found.provenance.complete;
    return {
      hour,
      value: VALUES[figure](found),
      state: isRunning ? 'running' : 'done',
      isAtLeast: figure === 'active' && isLowerBound(found),
      note: isRunning && !(isToday && hour === last) ? unfinishedNote : undefined,
    };
  });
}

function isLowerBound({ provenance: { activeUsers } }: Hour): boolean {
  return activeUsers !== null && activeUsers !== undefined && activeUsers.lower !== activeUsers.upper;
}
