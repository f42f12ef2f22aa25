import { type Catalogue, needsRows, SOURCE_NAMES, type SourceName } from '@pack324a/core';
import { type CountedPlan, planCounted } from './counted.ts';
import { type MappedSources, sourceOf } from './fields.ts';

/** The plans of all sources of which no row has to be seen. */
export function planSources(catalogue: Catalogue, sources: MappedSources): ReadonlyMap<SourceName, CountedPlan> {
  const counted = SOURCE_NAMES.filter((name) => !needsRows(catalogue, name));
  return new Map(counted.map((name) => [name, planCounted(catalogue, sourceOf(sources, name))]));
}
