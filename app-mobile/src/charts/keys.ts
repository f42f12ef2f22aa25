/** How far each key goes, as of sliders (WAI-ARIA Authoring Practices). */
const STEPS: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -1],
  ['ArrowDown', -1],
  ['ArrowRight', 1],
  ['ArrowUp', 1],
  ['PageDown', -7],
  ['PageUp', 7],
  ['Home', Number.NEGATIVE_INFINITY],
  ['End', Number.POSITIVE_INFINITY],
]);

/**
 * The slot that a key leads to from another; undefined for keys that lead nowhere.
 * @param count of slots
 */
export function selectionAfter(key: string, index: number, count: number): number | undefined {
  const step = STEPS.get(key);
  return step === undefined ? undefined : Math.max(0, Math.min(count - 1, index + step));
}
