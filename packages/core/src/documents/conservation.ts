import type { Catalogue, Measure, SectionId } from '../catalogue/model.ts';
import { KpiError } from '../errors.ts';
import { sourcesOfSection } from '../slices/plan.ts';
import type { FlowTally, SourceTally, WindowTally } from '../slices/tally.ts';

/**
 * Refuses a tally in which something was lost or counted twice. For every source: rows seen = rows used + rows left out, by
 * reason. For every flow with receivers: its quantity = what creators got + platform accounts + unreadable ids. For figures
 * that split another one: the parts = the whole.
 * @throws KpiError `data-loss`, naming the window, the source and the two sides
 */
export function assertConserved(catalogue: Catalogue, section: SectionId, tally: WindowTally, windowName: string): void {
  for (const name of sourcesOfSection(catalogue, section)) {
    const source = tally.get(name);
    if (source === undefined) continue;
    for (const flowId of catalogue.sections[section].flows) {
      const flow = source.flows.get(flowId);
      if (flow === undefined || catalogue.flows[flowId].source !== name) continue;
      const where = `${windowName}, ${name} (${flowId})`;
      assertRowsConserved(where, source, flow, catalogue.flows[flowId].needsQuantity);
      if (flow.groups !== undefined) assertDistributed(where, flow);
    }
  }
  if (section === 'platform') assertPartsOfSpending(tally, windowName, catalogue);
}

/** Refuses creators' figures that do not add up to what the tally says creators got. */
export function assertCreatorsConserved(
  windowName: string,
  tally: WindowTally,
  catalogue: Catalogue,
  totals: ReadonlyMap<string, bigint>,
): void {
  for (const flowId of catalogue.sections.creators.flows) {
    const flow = catalogue.flows[flowId];
    const groups = tally.get(flow.source)?.flows.get(flowId)?.groups;
    if (groups === undefined) continue;
    const measures = catalogue.measuresByFlow[flowId].filter((measure) => measure.perCreator === true);
    const published = measures.reduce((sum, measure) => sum + (totals.get(measure.id) ?? 0n), 0n);
    const owed = flow.needsQuantity ? groups.creators.quantity : BigInt(groups.creators.rows);
    balance(`${windowName}, ${flow.source} (${flowId})`, "creators' figures", published, 'what creators got', owed);
  }
}

function assertRowsConserved(where: string, source: SourceTally, flow: FlowTally, needsQuantity: boolean): void {
  const rejected = needsQuantity ? total(source.rejected.values()) : 0;
  const accounted = flow.used + rejected + total(flow.excluded.values());
  balance(where, 'rows seen', BigInt(source.seen), 'rows used and left out', BigInt(accounted));
}

function assertDistributed(where: string, flow: FlowTally): void {
  const { creators, platformAccounts, unreadableIds } = flow.groups ?? {};
  const shares = [creators, platformAccounts, unreadableIds];
  const quantity = shares.reduce((sum, share) => sum + (share?.quantity ?? 0n), 0n);
  const rows = shares.reduce((sum, share) => sum + (share?.rows ?? 0), 0);
  balance(where, 'quantity of the rows used', flow.quantity, 'quantity by receiver', quantity);
  balance(where, 'rows used', BigInt(flow.used), 'rows by receiver', BigInt(rows));
}

function assertPartsOfSpending(tally: WindowTally, windowName: string, catalogue: Catalogue): void {
  const spending = tally.get('walletTransactions')?.flows.get('spending');
  const origin = catalogue.documents.platformKpiDaily.fields.find((field) => field.name === 'tokensBySource')?.origin;
  if (spending === undefined || origin === undefined || !('measures' in origin)) return;
  const parts = Object.values(origin.measures).reduce((sum: bigint, measure: Measure) => sum + (spending.values.get(measure.id) ?? 0n), 0n);
  balance(`${windowName}, walletTransactions (spending)`, 'tokens spent', spending.quantity, 'tokens by source', parts);
}

function balance(where: string, leftName: string, left: bigint, rightName: string, right: bigint): void {
  if (left === right) return;
  throw new KpiError('data-loss', `${where} does not balance: ${leftName} ${left}, ${rightName} ${right}. Nothing was stored.`, {
    expected: `${leftName} = ${rightName}`,
    hint: 'This is a defect of the engine, or the sources changed while they were being read. Aggregate the day again; if it persists, report it.',
  });
}

function total(counts: Iterable<number>): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}
