import { type Catalogue, folderFor, type SlicePlan, type SliceState } from '@pack324a/core';
import type { Collector } from '../access.ts';
import type { MappedSource } from '../queries/fields.ts';

export interface FoldedRows {
  readonly state: SliceState;
  /** Documents that the query gave and that belong to no window, or to another. */
  readonly leftOut: number;
}

/**
 * Folds the documents of a slice. A query of ISO texts may give some that are no instants: they are left out. The others belong
 * where they are as texts, which is where the database counts them.
 */
export function rowCollector(
  catalogue: Catalogue,
  source: MappedSource,
  { source: name, timeField, window }: SlicePlan,
): Collector<FoldedRows> {
  const folder = folderFor(catalogue, name);
  const mapping = source.fields[timeField]?.mapping;
  const isText = mapping !== undefined && 'encoding' in mapping && mapping.encoding === 'iso';
  const startMicros = BigInt(window.startMs) * 1000n;
  const endExclusiveMicros = BigInt(window.endExclusiveMs) * 1000n;
  const belongs = (instant: unknown): boolean =>
    typeof instant === 'bigint' && (isText || (instant >= startMicros && instant < endExclusiveMicros));
  let leftOut = 0;
  return {
    add({ data }) {
      if (belongs(source.lookups.get(timeField)?.(data))) folder.add((field) => source.lookups.get(field)?.(data));
      else leftOut += 1;
    },
    result: () => ({ state: folder.state, leftOut }),
  };
}
