import type { Format } from '../../texts/format.ts';
import { type FigureColumn, figureOf, type RankedCreator } from './creator-list.ts';

/** A figure of a creator as its column shows it; the head of the column names the unit. */
export function figureText(format: Format, creator: RankedCreator, column: FigureColumn): string {
  const value = figureOf(creator, column);
  return column === 'sessions' || column === 'days' ? format.count(value) : format.twoDecimals(value);
}

/** A share of a whole, 0 to 1, as 12.3%. */
export function fixedShareText(format: Format, share: number): string {
  return new Intl.NumberFormat(format.locale, { style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share);
}
