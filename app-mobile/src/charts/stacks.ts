import { stack } from 'd3-shape';
import type { Bar } from './bars.ts';
import type { StackedPoint } from './points.ts';
import { barOf, type Slots } from './slots.ts';
import type { ValueScale } from './value-scale.ts';

/** Kept free between two parts of a stack, in points. */
const SEAM = 1;

/**
 * The bars of each series, in the series' order, each standing on those of the series before it.
 * @param count of series
 */
export function stackedBars(points: readonly StackedPoint[], count: number, slots: Slots, scale: ValueScale): Bar[][] {
  const known = points.flatMap(({ parts }, index) => (parts === null ? [] : [{ parts, index }]));
  const toStack = stack<unknown, (typeof known)[number], number>()
    .keys(Array.from({ length: count }, (_, series) => series))
    .value(({ parts }, series) => parts[series] ?? 0);
  return toStack(known).map((series) =>
    series.map(([from, to], at) => {
      const bar = barOf(slots, known[at]?.index ?? 0);
      const top = scale.y(to);
      const height = scale.y(from) - top;
      return { ...bar, top, height: from > 0 && height > 2 * SEAM ? height - SEAM : height };
    }),
  );
}
