import type { TrendPoint } from '../../charts/points.ts';
import { type CollectionName, type FigureName, SECTIONS, type SectionId } from '../../figures/figures.ts';
import type { Trend } from './gaps.ts';

type Collection = Trend['collections'][number];
type Series = Collection['figures'][number];

/** The figures of the main screen, and those that only a range tells more about. */
export type TrendFigure = FigureName | 'aiTokens';

interface TrendSection {
  readonly id: SectionId;
  readonly collection: CollectionName;
  readonly figures: readonly TrendFigure[];
}

const TREND_SECTIONS: readonly TrendSection[] = SECTIONS.map((section) =>
  section.id === 'revenue' ? { ...section, figures: [...section.figures, 'aiTokens'] } : section,
);

/** What people look for first, and what leads the screen unless another figure is asked for. */
export const LEADING: TrendFigure = 'totalTokenRevenuePLN';

/** The figure that an address names; undefined when it names none that is shown. */
export function figureNamed(name: unknown): TrendFigure | undefined {
  return TREND_SECTIONS.flatMap(({ figures }) => figures).find((figure) => figure === name);
}

/** The sections without the figure that leads the screen, and without those that have nothing left. */
export function sectionsBelow(lead: TrendFigure): TrendSection[] {
  return TREND_SECTIONS.map((section) => ({ ...section, figures: section.figures.filter((name) => name !== lead) })).filter(
    ({ figures }) => figures.length > 0,
  );
}

/** A figure of a range, with the days that its values belong to. */
export interface FoundSeries {
  readonly series: Series;
  readonly days: Collection['days'];
}

/** Undefined where the backend does not know the figure. */
export function seriesOf({ collections }: Trend, name: TrendFigure): FoundSeries | undefined {
  for (const { days, figures } of collections) {
    const series = figures.find((figure) => figure.name === name);
    if (series !== undefined) return { series, days };
  }
  return undefined;
}

/** Words for what is special about a day. */
export interface DayNotes {
  readonly missing: Readonly<Record<NonNullable<Collection['days'][number]['reason']>, string>>;
  readonly running: string;
  readonly unfinished: string;
}

/** The days of a figure as a chart draws them. */
export function pointsOf({ series, days }: FoundSeries, notes: DayNotes): TrendPoint[] {
  const atLeast = new Set(series.atLeast);
  return days.map(({ date, state, reason }, index) => ({
    date,
    state,
    value: series.values[index] ?? null,
    isAtLeast: atLeast.has(date),
    note: noteOf(state, reason, notes),
  }));
}

/** What is special about a day, in words; undefined for one with its final figures. */
export function noteOf(state: TrendPoint['state'], reason: Collection['days'][number]['reason'], notes: DayNotes): string | undefined {
  if (state === 'running') return notes.running;
  if (state === 'unfinished') return notes.unfinished;
  return reason === null ? undefined : notes.missing[reason];
}

/** Figures side by side on a wide screen: three in a row, four as two and two. */
export function rowsOf<T>(figures: readonly T[]): T[][] {
  const perRow = figures.length === 4 ? 2 : 3;
  return Array.from({ length: Math.ceil(figures.length / perRow) }, (_, row) => figures.slice(row * perRow, (row + 1) * perRow));
}
