/** What is known of a day: complete figures, figures so far, figures from before the day's end, or none. */
export type DayState = 'stored' | 'running' | 'unfinished' | 'missing';

/** A day of a chart. */
interface DayPoint {
  /** `YYYY-MM-DD` in UTC. */
  readonly date: string;
  readonly state: DayState;
  /** Why there is a gap, or what is special about the day. */
  readonly note?: string | undefined;
}

export interface TrendPoint extends DayPoint {
  /** Null where the figure is not known. */
  readonly value: number | null;
  /** The true value may be higher. */
  readonly isAtLeast?: boolean | undefined;
}

export interface StackedPoint extends DayPoint {
  /** One for each series, in the series' order. */
  readonly parts: readonly number[] | null;
  readonly total: number | null;
}

/** An hour of a day: over, begun, to come, or without figures. */
export interface HourPoint {
  /** 0 to 23 in UTC. */
  readonly hour: number;
  readonly value: number | null;
  readonly state: 'done' | 'running' | 'ahead' | 'missing';
  readonly isAtLeast?: boolean | undefined;
  readonly note?: string | undefined;
}
