import { DOCUMENTS } from './documents.ts';
import { flowsFor, SECTIONS } from './flows.ts';
import type { Catalogue, CountingRules, DocumentField, FlowId, Measure } from './model.ts';
import { SOURCES } from './sources.ts';

/** Raised whenever a figure's meaning changes, so that a document says which definitions made it. */
export const CATALOGUE_VERSION = 1;

/** How rows are counted unless the configuration says otherwise. */
export const DEFAULT_COUNTING_RULES: CountingRules = {
  platformAccountIds: ['avalo_platform'],
  nonEarningTypes: ['REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL'],
  earningTypes: null,
  contextsBookedElsewhere: ['CALENDAR', 'EVENT'],
};

/** The catalogue under the given counting rules. */
export function catalogueFor(rules: CountingRules = DEFAULT_COUNTING_RULES): Catalogue {
  const flows = flowsFor(rules);
  return { rules, sources: SOURCES, flows, documents: DOCUMENTS, sections: SECTIONS, measuresByFlow: MEASURES_BY_FLOW };
}

/** The measures that a document field publishes: none for derived fields, several for a map. */
export function measuresOf(field: DocumentField): readonly Measure[] {
  if ('measure' in field.origin) return [field.origin.measure];
  if ('measures' in field.origin) return Object.values(field.origin.measures);
  return [];
}

const MEASURES_BY_FLOW: Readonly<Record<FlowId, readonly Measure[]>> = collectMeasures();

function collectMeasures(): Record<FlowId, Measure[]> {
  const byFlow = Object.fromEntries(Object.keys(flowsFor(DEFAULT_COUNTING_RULES)).map((id) => [id, []])) as unknown as Record<
    FlowId,
    Measure[]
  >;
  for (const document of Object.values(DOCUMENTS)) {
    for (const measure of document.fields.flatMap(measuresOf)) {
      if (!byFlow[measure.flow].includes(measure)) byFlow[measure.flow].push(measure);
    }
  }
  return byFlow;
}
