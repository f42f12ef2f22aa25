import { decimalsOf, type FigureName } from './figures.ts';

/** Why there is nothing to compare with; the API's reasons why a day has no complete figures. */
export type GapReason = 'not-aggregated' | 'failed' | 'too-old' | 'before-data' | 'after-data';

/** Whether an aggregation can remove the reason. Where it cannot, waiting changes nothing either. */
export function canBeGenerated(reason: GapReason): boolean {
  return reason === 'not-aggregated' || reason === 'failed';
}

/** A figure beside the same weekday's a week earlier. */
export type Change =
  | {
      readonly kind: 'change';
      /** The day compared with, `YYYY-MM-DD`. */
      readonly against: string;
      /** On the running day, the hour of the day (1 to 24, UTC) up to which both days are compared. */
      readonly untilHour?: number | undefined;
      /** The value of that day, up to the same hour where there is one. */
      readonly earlier: number;
      /** That value is only a lower bound. */
      readonly isEarlierAtLeast: boolean;
      /** This day minus that day, in the figure's unit, exact to its last decimal. */
      readonly difference: number;
      /** The difference as a share of that day's value; null when that was zero. */
      readonly share: number | null;
    }
  /** The day compared with has no figures, or, with the reason null, only figures from before its end. */
  | { readonly kind: 'no-earlier-data'; readonly against: string; readonly reason: GapReason | null }
  /** The running day's figure cannot be had up to an hour; it is compared when the day is over. */
  | { readonly kind: 'when-over'; readonly against: string }
  /** This day's own figures are from before its end. */
  | { readonly kind: 'unfinished'; readonly against: string }
  /** The earlier days are on their way. */
  | { readonly kind: 'pending' }
  /** The earlier days could not be had. */
  | { readonly kind: 'failed' };

/** What a change means: "down is good" turns it round. */
export type Verdict = 'better' | 'worse' | 'neither';

/** This value minus that one, exact to the last decimal that the API gives of the figure. */
export function differenceOf(figure: FigureName, current: number, previous: number): number {
  const scale = 10 ** decimalsOf(figure);
  return (Math.round(current * scale) - Math.round(previous * scale)) / scale;
}

/** What is compared with. */
export interface Earlier {
  readonly against: string;
  readonly value: number;
  readonly isAtLeast: boolean;
  readonly untilHour?: number | undefined;
}

export function changeOf(figure: FigureName, current: number, { against, value, isAtLeast, untilHour }: Earlier): Change {
  const difference = differenceOf(figure, current, value);
  const share = value === 0 ? null : difference / value;
  return { kind: 'change', against, untilHour, earlier: value, isEarlierAtLeast: isAtLeast, difference, share };
}

/** Less than this share of the earlier value is what figures of the same weekday differ by anyway. */
const NOTABLE_SHARE = 0.1;
/** Small counts vary by chance about as their square root does (Poisson): a difference within two such deviations says nothing. */
const CHANCE_DEVIATIONS = 2;

/** Whether two values of a figure differ by more than counts do by chance; amounts are taken as they are. */
export function isBeyondChance(figure: FigureName, one: number, other: number): boolean {
  return decimalsOf(figure) > 0 || Math.abs(one - other) > CHANCE_DEVIATIONS * Math.sqrt(one + other);
}

/** Whether a change is large enough to be looked at: an ordinary one is told, but takes no colour. */
export function isNotable(figure: FigureName, change: Change): boolean {
  if (change.kind !== 'change' || change.difference === 0) return false;
  const { earlier, difference, share } = change;
  return (share === null || Math.abs(share) >= NOTABLE_SHARE) && isBeyondChance(figure, earlier + difference, earlier);
}

/** @param downIsGood as the catalogue says; undefined until it has come */
export function verdictOf(change: Change, downIsGood: boolean | undefined): Verdict {
  if (change.kind !== 'change' || change.difference === 0 || downIsGood === undefined) return 'neither';
  return change.difference < 0 === downIsGood ? 'better' : 'worse';
}
