import { nice, ticks } from 'd3-array';

/** How many lines a chart's axis is meant to have. */
const TICKS = 3;

/** From values to distances in points from a plot's top. */
export interface ValueScale {
  readonly ticks: readonly number[];
  readonly y: (value: number) => number;
}

/**
 * A scale from zero to the round number above the highest value. Where all values are whole, so are the ticks.
 * @param height of the plot in points
 */
export function valueScale(values: readonly (number | null)[], height: number): ValueScale {
  const known = values.filter((value) => value !== null);
  const highest = Math.max(0, ...known);
  if (highest === 0) return { ticks: [0], y: (value) => height * (1 - value) };
  const [, top] = nice(0, highest, TICKS);
  const round = ticks(0, top, TICKS);
  return { ticks: known.every(Number.isInteger) ? round.filter(Number.isInteger) : round, y: (value) => height * (1 - value / top) };
}
