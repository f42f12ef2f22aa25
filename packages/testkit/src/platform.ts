import type { SourceName } from '@pack324a/core';

/**
 * A row as a platform holds it: any kind of value in any field. Numbers may be NaN or infinite; instants are ISO text, epoch
 * milliseconds or `{_seconds, _nanoseconds}`; dotted names of the catalogue lead into nested objects (`roles: {admin: true}`).
 */
export interface RawRow {
  readonly id: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The collections of a platform. One that is left out does not exist, which is not the same as an empty one. */
export type Platform = { readonly [source in SourceName]?: readonly RawRow[] };

/** Rows with the ids `r1`, `r2`, … from their fields alone. */
export function rowsOf(...rows: readonly Readonly<Record<string, unknown>>[]): RawRow[] {
  return rows.map((data, index) => ({ id: `r${index + 1}`, data }));
}
