import type { LinePoint } from './paths.ts';

interface Box {
  /** In points, as are the others. */
  readonly width: number;
  readonly height: number;
  /** Kept free on all sides for the mark of the last point. */
  readonly inset: number;
  readonly isLastRunning: boolean;
}

/** Where the values of a sparkline stand: from edge to edge, from zero at the bottom to the highest value at the top. */
export function sparkPoints(values: readonly (number | null)[], { width, height, inset, isLastRunning }: Box): LinePoint[] {
  const highest = Math.max(0, ...values.filter((value) => value !== null));
  const last = values.length - 1;
  const step = last > 0 ? (width - 2 * inset) / last : 0;
  const heightOf = (value: number) => (highest === 0 ? 0 : (value / highest) * (height - 2 * inset));
  return values.map((value, index) => ({
    x: last === 0 ? width - inset : inset + index * step,
    y: value === null ? null : height - inset - heightOf(value),
    isOpen: isLastRunning && index === last,
  }));
}
