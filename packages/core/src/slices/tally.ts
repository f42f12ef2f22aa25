import type { CountingRules, FlowId, SourceName } from '../catalogue/model.ts';
import type { RejectionReason } from '../readings/readings.ts';
import type { FlowState, SliceState } from './state.ts';

/** Rows and quantity that went to one kind of receiver. */
export interface Share {
  readonly rows: number;
  readonly quantity: bigint;
}

/** Where the used rows of a grouped flow went. */
export interface GroupTally {
  readonly creators: Share;
  readonly platformAccounts: Share;
  readonly unreadableIds: Share;
}

/** A flow over a whole window: what is left of its states when sets are counted and groups are added up. */
export interface FlowTally {
  readonly used: number;
  readonly quantity: bigint;
  readonly excluded: ReadonlyMap<string, number>;
  /** Counts, sums and distinct counts, by measure id. A measure that no row touched may be absent: it is 0. */
  readonly values: ReadonlyMap<string, bigint>;
  readonly unreadableIds: ReadonlyMap<string, number>;
  readonly groups?: GroupTally;
}

export interface SourceTally {
  readonly source: SourceName;
  readonly present: boolean;
  readonly seen: number;
  readonly rejected: ReadonlyMap<RejectionReason, number>;
  readonly flows: ReadonlyMap<FlowId, FlowTally>;
}

/** The tallies of the sources behind a section, over one window. */
export type WindowTally = ReadonlyMap<SourceName, SourceTally>;

/** What one creator did over a window, over all flows. */
export interface CreatorFigures {
  readonly userId: string;
  /** By measure id. */
  readonly values: Map<string, bigint>;
  /** Rows behind the figures, by source. */
  readonly rows: Map<SourceName, number>;
}

export function tallyOf(state: SliceState, rules: CountingRules, groupedFlows: ReadonlySet<FlowId>): SourceTally {
  const flows = new Map<FlowId, FlowTally>();
  for (const [id, flow] of state.flows) flows.set(id, flowTallyOf(flow, rules, groupedFlows.has(id)));
  return { source: state.source, present: state.present, seen: state.seen, rejected: state.rejected, flows };
}

function flowTallyOf(flow: FlowState, rules: CountingRules, grouped: boolean): FlowTally {
  const values = new Map(flow.values);
  for (const [id, ids] of flow.sets) values.set(id, BigInt(ids.size));
  const base = { used: flow.used, quantity: flow.quantity, excluded: flow.excluded, values, unreadableIds: flow.unreadableIds };
  if (!grouped) return base;
  const creators = { rows: 0, quantity: 0n };
  const platformAccounts = { rows: 0, quantity: 0n };
  for (const [id, group] of flow.groups) {
    const share = rules.platformAccountIds.includes(id) ? platformAccounts : creators;
    share.rows += group.rows;
    share.quantity += group.quantity;
  }
  return { ...base, groups: { creators, platformAccounts, unreadableIds: flow.ungrouped } };
}

/** The creators of a window, platform accounts left out, in Unicode code-point order of their ids. */
export function creatorsOf(states: readonly SliceState[], rules: CountingRules, sectionFlows: readonly FlowId[]): CreatorFigures[] {
  const creators = new Map<string, CreatorFigures>();
  for (const state of states) {
    for (const flowId of sectionFlows) {
      for (const [userId, group] of state.flows.get(flowId)?.groups ?? []) {
        if (rules.platformAccountIds.includes(userId)) continue;
        const figures = creators.get(userId) ?? { userId, values: new Map<string, bigint>(), rows: new Map<SourceName, number>() };
        creators.set(userId, figures);
        figures.rows.set(state.source, (figures.rows.get(state.source) ?? 0) + group.rows);
        for (const [measure, value] of group.values) figures.values.set(measure, (figures.values.get(measure) ?? 0n) + value);
      }
    }
  }
  return [...creators.values()].sort((left, right) => compareCodePoints(left.userId, right.userId));
}

/** Unicode code-point order, in which U+FFFF comes before U+10000; JavaScript's own order compares UTF-16 units. */
export function compareCodePoints(left: string, right: string): number {
  const a = left[Symbol.iterator]();
  const b = right[Symbol.iterator]();
  for (;;) {
    const x = a.next();
    const y = b.next();
    if (x.done === true || y.done === true) return Number(y.done === true ? x.done !== true : -1);
    const difference = (x.value.codePointAt(0) ?? 0) - (y.value.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
}
