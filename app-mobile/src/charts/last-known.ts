/** The index of the last point that has a value, or of the last one where none has. */
export function lastKnown(points: readonly { readonly value: number | null }[]): number {
  const index = points.reduce((last, { value }, at) => (value === null ? last : at), -1);
  return index === -1 ? Math.max(0, points.length - 1) : index;
}
