/** The index of the last point that has a value, or of the last one where none has. */
export function lastKnown(points: readonly { readonly value: number | null }[]): number {
  const index = points.findLastIndex(({ value }) => value !== null);
  return index === -1 ? Math.max(0, points.length - 1) : index;
}
