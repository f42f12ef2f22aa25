import { dayWindow, MS_PER_DAY, MS_PER_HOUR, type TimeWindow, type UtcDate } from '../calendar/utc.ts';
import type { Catalogue, Flow, SectionId, SourceName } from '../catalogue/model.ts';
import type { SlicePlan } from './state.ts';

/** The sources behind a section, in the catalogue's order. */
export function sourcesOfSection(catalogue: Catalogue, section: SectionId): SourceName[] {
  const { flows, observesUsers } = catalogue.sections[section];
  const wanted = new Set<SourceName>(flows.map((id) => catalogue.flows[id].source));
  if (observesUsers) wanted.add('users');
  return (Object.keys(catalogue.sources) as SourceName[]).filter((name) => wanted.has(name));
}

/** The flows that read a source. */
export function flowsOfSource(catalogue: Catalogue, source: SourceName): Flow[] {
  return Object.values(catalogue.flows).filter((flow) => flow.source === source);
}

/** True when rows of the source must be seen one by one: distinct ids, or figures per creator. */
export function needsRows(catalogue: Catalogue, source: SourceName): boolean {
  return flowsOfSource(catalogue, source).some(
    (flow) => flow.groupBy !== undefined || catalogue.measuresByFlow[flow.id].some((measure) => typeof measure.aggregate === 'object'),
  );
}

/** Lengths that divide a day into equal slices. */
export type SliceHours = 1 | 2 | 3 | 4 | 6 | 8 | 12 | 24;

/** The slices of one source over one day: a few hours where rows must be seen, the whole day where counts and sums are enough. */
export function planDay(catalogue: Catalogue, source: SourceName, date: UtcDate, sliceHours: SliceHours = 1): SlicePlan[] {
  const { startMs, endExclusiveMs } = dayWindow(date);
  const lengthMs = needsRows(catalogue, source) ? sliceHours * MS_PER_HOUR : MS_PER_DAY;
  const plans: SlicePlan[] = [];
  for (let start = startMs; start < endExclusiveMs; start += lengthMs) {
    plans.push(sliceOf(catalogue, source, { startMs: start, endExclusiveMs: start + lengthMs }));
  }
  return plans;
}

/** The slice of one source over one window. */
export function sliceOf(catalogue: Catalogue, source: SourceName, window: TimeWindow): SlicePlan {
  const [first] = flowsOfSource(catalogue, source);
  if (first === undefined) throw new RangeError(`no flow reads ${source}`);
  return { source, timeField: first.timeField, window };
}
