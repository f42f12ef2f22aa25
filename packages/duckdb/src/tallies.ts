import {
  type Catalogue,
  type FlowId,
  type FlowTally,
  type GroupTally,
  MINUTE_DECIMALS,
  type RejectionReason,
  type Share,
  type SourceName,
  type SourceTally,
  type TimeWindow,
  TOKEN_DECIMALS,
  textToUnits,
} from '@pack324a/core';
import type { Database, SqlRow, SqlValue } from './database.ts';
import { distinctQuery, rejectionQuery, SHARES, tallyColumn, tallyQuery, windowSeries } from './sql/tally.ts';

/** Tallies of one source, one per window; the windows follow each other and are equally long. */
export async function tallyWindows(
  database: Database,
  catalogue: Catalogue,
  source: SourceName,
  windows: readonly TimeWindow[],
): Promise<SourceTally[]> {
  const flows = Object.values(catalogue.flows).filter((flow) => flow.source === source);
  if (!(await database.hasTable('source', source))) {
    return windows.map(() => sourceTally(catalogue, source, { present: false, row: undefined, rejected: new Map(), distinct: new Map() }));
  }
  const series = windowSeries(windows);
  const rows = byWindow(await database.all(tallyQuery(catalogue, source, series)));
  const rejected = new Map<number, Map<RejectionReason, number>>();
  if (catalogue.sources[source].quantity !== undefined) {
    for (const row of await database.all(rejectionQuery(catalogue, source, flows[0]?.timeField ?? 'createdAt', series))) {
      const reasons = rejected.get(Number(row['w'])) ?? new Map<RejectionReason, number>();
      rejected.set(Number(row['w']), reasons.set(row['reason'] as RejectionReason, Number(row['n'])));
    }
  }
  const distinct = new Map<number, Map<string, bigint>>();
  for (const measure of flows.flatMap((flow) => catalogue.measuresByFlow[flow.id])) {
    if (typeof measure.aggregate !== 'object') continue;
    for (const row of await database.all(distinctQuery(catalogue, measure, series))) {
      const counts = distinct.get(Number(row['w'])) ?? new Map<string, bigint>();
      distinct.set(Number(row['w']), counts.set(measure.id, toBigInt(row['n'])));
    }
  }
  return windows.map((_, w) =>
    sourceTally(catalogue, source, {
      present: true,
      row: rows.get(w),
      rejected: rejected.get(w) ?? new Map(),
      distinct: distinct.get(w) ?? new Map(),
    }),
  );
}

interface WindowResult {
  readonly present: boolean;
  readonly row: SqlRow | undefined;
  readonly rejected: ReadonlyMap<RejectionReason, number>;
  readonly distinct: ReadonlyMap<string, bigint>;
}

function sourceTally(catalogue: Catalogue, source: SourceName, { present, row, rejected, distinct }: WindowResult): SourceTally {
  const flows = new Map<FlowId, FlowTally>();
  for (const flow of Object.values(catalogue.flows)) {
    if (flow.source === source) flows.set(flow.id, flowTally(catalogue, flow.id, row ?? {}, distinct));
  }
  return { source, present, seen: Number(row?.['seen'] ?? 0), rejected, flows };
}

function flowTally(catalogue: Catalogue, flowId: FlowId, row: SqlRow, distinct: ReadonlyMap<string, bigint>): FlowTally {
  const flow = catalogue.flows[flowId];
  const count = (column: string): number => Number(row[column] ?? 0);
  const quantity = (column: string): bigint => quantityUnits(catalogue, flow.source, row[column]);
  const values = new Map<string, bigint>();
  const unreadableIds = new Map<string, number>();
  for (const measure of catalogue.measuresByFlow[flowId]) {
    if (measure.perCreator === true) continue;
    if (typeof measure.aggregate === 'object') {
      values.set(measure.id, distinct.get(measure.id) ?? 0n);
      unreadableIds.set(measure.aggregate.distinct, count(tallyColumn.unreadableId(flow, measure.aggregate.distinct)));
    } else {
      const column = tallyColumn.value(measure);
      values.set(measure.id, measure.aggregate === 'quantity' ? quantity(column) : BigInt(count(column)));
    }
  }
  const base = {
    used: count(tallyColumn.used(flow)),
    quantity: flow.needsQuantity ? quantity(tallyColumn.quantity(flow)) : 0n,
    excluded: new Map(flow.gates.map((gate) => [gate.otherwise, count(tallyColumn.excluded(flow, gate))])),
    values,
    unreadableIds,
  };
  if (flow.groupBy === undefined) return base;
  const shares = SHARES.map(
    (share): Share => ({
      rows: count(tallyColumn.shareRows(flow, share)),
      quantity: flow.needsQuantity ? quantity(tallyColumn.shareQuantity(flow, share)) : 0n,
    }),
  );
  const [creators, platformAccounts, unreadable] = shares as [Share, Share, Share];
  unreadableIds.set(flow.groupBy, unreadable.rows);
  const groups: GroupTally = { creators, platformAccounts, unreadableIds: unreadable };
  return { ...base, groups };
}

/** A decimal column in the units of its source. */
export function quantityUnits(catalogue: Catalogue, source: SourceName, value: SqlValue | undefined): bigint {
  if (value === undefined || value === null) return 0n;
  const decimals = catalogue.sources[source].quantity?.kind === 'minutes' ? MINUTE_DECIMALS : TOKEN_DECIMALS;
  return textToUnits(String(value), decimals);
}

export function toBigInt(value: SqlValue | undefined): bigint {
  return BigInt(String(value ?? 0));
}

function byWindow(rows: readonly SqlRow[]): Map<number, SqlRow> {
  return new Map(rows.map((row) => [Number(row['w']), row]));
}
