import { weekdayOf } from '../calendar/days.ts';
import type { Format } from '../texts/format.ts';
import type { Texts } from '../texts/texts.ts';
import type { Change } from './change.ts';
import { hourText, LEAST_SHARE, shareText, valueText, verdictText } from './figure-text.ts';
import type { FigureView } from './figure-view.ts';
import { type FigureName, UNITS } from './figures.ts';

/** A tile in one phrase for a screen reader: name, value, unit, change and state. */
export function figurePhrase(view: FigureView, t: Texts, format: Format): string {
  const { isAtLeast, isRunning, isUnfinished, standsOut, change, verdict, name, value } = view;
  const words = t.dashboard;
  const amount = quantityText(name, value, t, format);
  const facts = [
    isAtLeast ? words.atLeast(amount) : amount,
    changePhrase(name, change, t, format),
    verdictText(verdict, t),
    isRunning ? words.states.running : undefined,
    isUnfinished ? words.states.unfinished : undefined,
    standsOut && words.standsOut[standsOut],
  ];
  return `${words.figures[name]}: ${facts.filter((fact) => fact !== undefined && fact !== '').join(', ')}`;
}

/** 1,234 people: a value with its unit in words; PLN already has it. */
export function quantityText(name: FigureName, value: number, t: Texts, format: Format): string {
  const unit = UNITS[name];
  const text = valueText(name, value, format);
  return unit === 'PLN' ? text : `${text} ${t.dashboard.units[unit](value)}`;
}

/** Up 12.3% against Monday 9 November: the change in words. Empty while nothing is known of it. */
export function changePhrase(name: FigureName, change: Change, t: Texts, format: Format): string {
  const words = t.dashboard.change;
  if (change.kind === 'pending') return '';
  if (change.kind === 'failed') return words.failed;
  const day = t.dashboard.dayAgainst(weekdayOf(change.against), format.dayAndMonth(change.against));
  if (change.kind === 'no-earlier-data') return words.noEarlierDataInWords(day, change.reason ?? 'unfinished');
  if (change.kind === 'when-over') return words.whenOver;
  if (change.kind === 'unfinished') return words.unfinished;
  const until = change.untilHour === undefined ? undefined : hourText(change.untilHour);
  if (change.difference === 0) return words.noneInWords(day, until);
  const isUp = change.difference > 0;
  const size = valueText(name, Math.abs(change.difference), format);
  if (change.share === null) return words.fromZeroInWords(size, day, until);
  const share = Math.abs(change.share) < LEAST_SHARE ? undefined : shareText(change.share, format);
  return words.inWords(isUp, size, share, day, until);
}
