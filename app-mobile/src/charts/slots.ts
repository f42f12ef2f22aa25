/** The width of a plot in equal parts, one for each day or hour; distances are in points from the plot's left edge. */
export interface Slots {
  readonly count: number;
  /** Of one slot. */
  readonly width: number;
}

/** The part of a slot that a bar takes, and the most that it takes in points. */
const BAR_SHARE = 0.72;
const MAX_BAR_WIDTH = 36;

export function slotsOf(count: number, plotWidth: number): Slots {
  return { count, width: count === 0 ? 0 : plotWidth / count };
}

export function leftOf(slots: Slots, index: number): number {
  return slots.width * index;
}

export function centerOf(slots: Slots, index: number): number {
  return slots.width * (index + 0.5);
}

/** The slot that a place is in; the nearest one for places beside the plot. */
export function slotAt(slots: Slots, x: number): number {
  if (slots.width === 0) return 0;
  return Math.min(slots.count - 1, Math.max(0, Math.floor(x / slots.width)));
}

/** Where the bar of a slot stands. */
export function barOf(slots: Slots, index: number): { readonly left: number; readonly width: number } {
  const width = Math.min(MAX_BAR_WIDTH, slots.width * BAR_SHARE);
  return { left: centerOf(slots, index) - width / 2, width };
}

/** The first and last index, both included, of each run of neighbours that pass a test. */
export function runsOf<T>(items: readonly T[], test: (item: T) => boolean): (readonly [number, number])[] {
  const runs: [number, number][] = [];
  for (const [index, item] of items.entries()) {
    if (!test(item)) continue;
    const last = runs.at(-1);
    if (last?.[1] === index - 1) last[1] = index;
    else runs.push([index, index]);
  }
  return runs;
}
