import { type ResolvedSource, type RowLookup, type SourceName, type SourceSample, sampleOfRows } from '@pack324a/core';
import type { RawRow } from './platform.ts';

/** What `doctor` sees of a source in memory. */
export function sampleOf(
  source: SourceName,
  resolved: ResolvedSource,
  rows: readonly RawRow[] | undefined,
  lookups: ReadonlyMap<string, RowLookup>,
  limit: number,
): SourceSample {
  const all = (rows ?? []).map(({ data }) => data);
  return {
    present: rows !== undefined,
    totalRows: all.length,
    rowsWithoutTime: all.filter((row) => typeof lookups.get('createdAt')?.(row) !== 'bigint').length,
    ...sampleOfRows(source, resolved, all.slice(0, limit), lookups),
  };
}
