import type { Format } from '../texts/format.ts';
import type { Texts } from '../texts/texts.ts';
import type { Change, Verdict } from './change.ts';
import { type FigureName, UNITS } from './figures.ts';

/** U+2212, as wide as the plus sign. */
const MINUS = '−';
/** Percentages have one decimal: a smaller share would be shown as zero. */
export const LEAST_SHARE = 0.0005;

/** A value as the screens write it: PLN with the currency, tokens and minutes with two decimals at most, everything else whole. */
export function valueText(figure: FigureName, value: number, format: Format): string {
  const unit = UNITS[figure];
  if (unit === 'PLN') return format.pln(value);
  return unit === 'tokens' || unit === 'minutes' ? format.amount(value) : format.count(value);
}

/** +55 (+5.4%): the difference, and its share where there is one to tell. */
export function differenceText(figure: FigureName, { difference, share }: Extract<Change, { kind: 'change' }>, format: Format): string {
  const sign = difference < 0 ? MINUS : '+';
  const amount = sign + valueText(figure, Math.abs(difference), format);
  return share === null || Math.abs(share) < LEAST_SHARE ? amount : `${amount} (${sign}${shareText(share, format)})`;
}

/** 5.4% of a share of 0.054 or of -0.054. */
export function shareText(share: number, format: Format): string {
  return format.percent(Math.abs(share));
}

/** 13:00 of 13. */
export function hourText(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}

/** The change in one short line, in two parts: how much, and against what. */
export interface ChangeText {
  readonly amount: string | undefined;
  readonly context: string;
}

export function changeText(figure: FigureName, change: Change, t: Texts, format: Format): ChangeText {
  const words = t.dashboard.change;
  if (change.kind === 'pending') return { amount: undefined, context: '' };
  if (change.kind === 'failed') return { amount: undefined, context: words.failed };
  const day = format.weekdayAndDay(change.against);
  if (change.kind === 'no-earlier-data') return { amount: undefined, context: words.noEarlierData(day) };
  if (change.kind === 'when-over') return { amount: undefined, context: words.whenOver };
  if (change.kind === 'unfinished') return { amount: undefined, context: words.unfinished };
  const context = words.against(day, change.untilHour === undefined ? undefined : hourText(change.untilHour));
  if (change.difference === 0) return { amount: words.none, context };
  const amount = differenceText(figure, change, format);
  return change.share === null ? { amount: words.fromZero(amount), context } : { amount, context };
}

/** Worse and better in words, for whoever does not see the colour. */
export function verdictText(verdict: Verdict, t: Texts): string | undefined {
  return verdict === 'neither' ? undefined : t.dashboard.verdicts[verdict];
}
