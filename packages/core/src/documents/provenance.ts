import { type TimeWindow, toIso } from '../calendar/utc.ts';
import { CATALOGUE_VERSION } from '../catalogue/catalogue.ts';
import type { Catalogue, SectionId, Source } from '../catalogue/model.ts';
import { MINUTE_DECIMALS, TOKEN_DECIMALS, unitsToText } from '../money/decimal.ts';
import { sourcesOfSection } from '../slices/plan.ts';
import type { FlowTally, SourceTally, WindowTally } from '../slices/tally.ts';
import type { DistributionAccount, Provenance, RowAccount, Trigger } from './types.ts';

/** The version of the code that turns rows into figures. */
export const ENGINE_VERSION = '1.0.0';

/** When and why a document is being generated. */
export interface Stamp {
  readonly nowMs: number;
  readonly trigger: Trigger;
}

/** The provenance that a section's tally gives to its documents. Keys are in a fixed order: equal figures give equal bytes. */
export function provenanceOf(catalogue: Catalogue, section: SectionId, window: TimeWindow, tally: WindowTally, stamp: Stamp): Provenance {
  const rows: Record<string, RowAccount> = {};
  const rejectedRows: Record<string, Record<string, number>> = {};
  const unreadableIds: Record<string, Record<string, number>> = {};
  const sums: Record<string, string> = {};
  const distribution: Record<string, DistributionAccount> = {};
  const missingSources: string[] = [];
  for (const name of sourcesOfSection(catalogue, section)) {
    const source = tally.get(name);
    if (source === undefined) throw new RangeError(`no tally of ${name}`);
    if (!source.present) missingSources.push(name);
    setUnlessEmpty(rejectedRows, name, sortedRecord(source.rejected));
    const flowId = catalogue.sections[section].flows.find((id) => catalogue.flows[id].source === name);
    const flow = flowId === undefined ? undefined : source.flows.get(flowId);
    if (flowId === undefined || flow === undefined) continue;
    const { needsQuantity } = catalogue.flows[flowId];
    rows[name] = rowAccount(source, flow, needsQuantity);
    setUnlessEmpty(unreadableIds, name, sortedRecord(flow.unreadableIds));
    if (needsQuantity) sums[name] = quantityText(catalogue.sources[name], flow.quantity);
    if (needsQuantity && flow.groups !== undefined) distribution[name] = distributionAccount(catalogue.sources[name], flow);
  }
  return {
    window: { start: toIso(window.startMs), endExclusive: toIso(window.endExclusiveMs) },
    complete: stamp.nowMs >= window.endExclusiveMs,
    generatedAt: toIso(stamp.nowMs),
    trigger: stamp.trigger,
    engineVersion: ENGINE_VERSION,
    catalogueVersion: CATALOGUE_VERSION,
    rows,
    rejectedRows,
    unreadableIds,
    missingSources,
    sums,
    verifiedAt: null,
    ...(section === 'creators' ? { distribution } : {}),
  };
}

function rowAccount(source: SourceTally, flow: FlowTally, needsQuantity: boolean): RowAccount {
  const unreadable = needsQuantity ? [...source.rejected.values()].reduce((sum, count) => sum + count, 0) : 0;
  return { seen: source.seen, used: flow.used, unreadable, excluded: sortedRecord(flow.excluded) };
}

function distributionAccount(source: Source, flow: FlowTally): DistributionAccount {
  const { creators, platformAccounts, unreadableIds } = flow.groups ?? {};
  return {
    toCreators: quantityText(source, creators?.quantity ?? 0n),
    toPlatformAccounts: quantityText(source, platformAccounts?.quantity ?? 0n),
    toUnreadableIds: quantityText(source, unreadableIds?.quantity ?? 0n),
  };
}

/** A quantity of a source as exact decimal text, in tokens or minutes. */
function quantityText(source: Source, quantity: bigint): string {
  return unitsToText(quantity, source.quantity?.kind === 'minutes' ? MINUTE_DECIMALS : TOKEN_DECIMALS);
}

function setUnlessEmpty(into: Record<string, Record<string, number>>, key: string, record: Record<string, number>): void {
  if (Object.keys(record).length > 0) into[key] = record;
}

/** Counts above zero, by key in code-unit order. */
function sortedRecord(counts: ReadonlyMap<string, number>): Record<string, number> {
  const entries = [...counts].filter(([, count]) => count > 0).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries);
}
