import { area, line } from 'd3-shape';

/** A point of a line, in points; `isOpen` when its figures are not complete. */
export interface LinePoint {
  readonly x: number;
  /** Null where the line has a gap. */
  readonly y: number | null;
  readonly isOpen?: boolean;
}

interface Place {
  readonly x: number;
  readonly y: number;
}

const toLine = line<Place>(
  (place) => place.x,
  (place) => place.y,
).digits(2);
const toArea = area<Place>()
  .x((place) => place.x)
  .y1((place) => place.y)
  .digits(2);

interface LinePaths {
  /** Through complete figures, as SVG path data. */
  readonly solid: string;
  /** To and from figures that are not complete. */
  readonly dashed: string;
}

/** The line through points, interrupted exactly where one has no value. */
export function linePaths(points: readonly LinePoint[]): LinePaths {
  const solid: string[] = [];
  const dashed: string[] = [];
  for (const run of placesOf(points)) {
    let stretch = run.slice(0, 1);
    for (const [index, place] of run.entries()) {
      const before = run[index - 1];
      if (before === undefined) continue;
      if (before.isOpen || place.isOpen) {
        dashed.push(toLine([before, place]) ?? '');
        solid.push(pathOf(stretch));
        stretch = [place];
      } else stretch.push(place);
    }
    solid.push(pathOf(stretch));
  }
  return { solid: solid.join(''), dashed: dashed.join('') };
}

/** @param baseline distance of zero from the plot's top in points */
export function areaPath(points: readonly LinePoint[], baseline: number): string {
  const toBaseline = toArea.y0(baseline);
  return placesOf(points)
    .filter((run) => run.length > 1)
    .map((run) => toBaseline(run) ?? '')
    .join('');
}

/** Indices of points with a gap on both sides, which no line shows. */
export function loneIndices(points: readonly LinePoint[]): number[] {
  const isGap = (index: number) => (points[index]?.y ?? null) === null;
  return [...points.keys()].filter((index) => !isGap(index) && isGap(index - 1) && isGap(index + 1));
}

function pathOf(places: readonly Place[]): string {
  return places.length > 1 ? (toLine(places as Place[]) ?? '') : '';
}

interface OpenPlace extends Place {
  readonly isOpen: boolean;
}

/** The runs of points between gaps. */
function placesOf(points: readonly LinePoint[]): OpenPlace[][] {
  const runs: OpenPlace[][] = [[]];
  for (const { x, y, isOpen = false } of points) {
    if (y === null) runs.push([]);
    else runs.at(-1)?.push({ x, y, isOpen });
  }
  return runs.filter((run) => run.length > 0);
}
