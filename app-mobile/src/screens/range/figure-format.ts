import { valueText } from '../../figures/figure-text.ts';
import { UNITS } from '../../figures/figures.ts';
import type { Format } from '../../texts/format.ts';
import type { Texts } from '../../texts/texts.ts';
import type { TrendFigure } from './series.ts';

/** What a figure is called. */
export function titleOf(t: Texts, name: TrendFigure): string {
  return name === 'aiTokens' ? t.range.aiTokens : t.dashboard.figures[name];
}

/** Writes values of a figure for one day or in all. */
export function valueFormat(format: Format, name: TrendFigure): (value: number) => string {
  return name === 'aiTokens' ? format.amount : (value) => valueText(name, value, format);
}

/** Writes averages of a figure, which have decimals even where people and things are counted. */
export function averageFormat(format: Format, name: TrendFigure): (value: number) => string {
  return name !== 'aiTokens' && UNITS[name] === 'PLN' ? format.pln : format.amount;
}
