import {
  type Catalogue,
  emptySliceState,
  type FieldSample,
  type Flow,
  type FlowId,
  type FlowState,
  flowsOfSource,
  type SlicePlan,
  type SliceState,
  type SourceName,
  type SourceReader,
  type SourceSample,
  type TimeWindow,
  type UserObservation,
  type ValueCount,
} from '@pack324a/core';
import type { Database, SqlRow } from './database.ts';
import { lastImport } from './import/inventory.ts';
import { groupsQuery } from './sql/creators.ts';
import { issueColumn, sourceTable } from './sql/schema.ts';
import { distinctIdsQuery, windowSeries } from './sql/tally.ts';
import { identifier, timestampLiteral } from './sql/text.ts';
import { quantityUnits, tallyWindows, toBigInt } from './tallies.ts';

/** Reads sources from the embedded file. It has no method that writes. */
export class DuckDbSourceReader implements SourceReader {
  /** A statement costs more than the rows of a day. */
  readonly sliceHours = 24;
  readonly #database: Database;
  readonly #catalogue: Catalogue;

  constructor(database: Database, catalogue: Catalogue) {
    this.#database = database;
    this.#catalogue = catalogue;
  }

  async readSlice(plan: SlicePlan): Promise<SliceState> {
    return this.#database.snapshot(() => this.#readSlice(plan));
  }

  async #readSlice({ source, window }: SlicePlan): Promise<SliceState> {
    const [tally] = await tallyWindows(this.#database, this.#catalogue, source, [window]);
    const flows = flowsOfSource(this.#catalogue, source);
    const state = emptySliceState(
      source,
      flows.map((flow) => flow.id),
      tally?.present ?? false,
    );
    if (tally === undefined || !tally.present) return state;
    state.seen = tally.seen;
    for (const [reason, rows] of tally.rejected) state.rejected.set(reason, rows);
    for (const flow of flows) {
      const flowTally = tally.flows.get(flow.id);
      const flowState = state.flows.get(flow.id as FlowId);
      if (flowTally === undefined || flowState === undefined) continue;
      flowState.used = flowTally.used;
      flowState.quantity = flowTally.quantity;
      copyPositive(flowTally.excluded, flowState.excluded);
      copyPositive(flowTally.unreadableIds, flowState.unreadableIds);
      for (const [id, value] of flowTally.values) flowState.values.set(id, value);
      flowState.ungrouped.rows = flowTally.groups?.unreadableIds.rows ?? 0;
      flowState.ungrouped.quantity = flowTally.groups?.unreadableIds.quantity ?? 0n;
      await this.#readSets(flow, window, flowState);
      if (flow.groupBy !== undefined) await this.#readGroups(flow, window, flowState);
    }
    return state;
  }

  async #readSets(flow: Flow, window: TimeWindow, state: FlowState): Promise<void> {
    for (const measure of this.#catalogue.measuresByFlow[flow.id]) {
      if (typeof measure.aggregate !== 'object') continue;
      const rows = await this.#database.all(distinctIdsQuery(this.#catalogue, measure, windowSeries([window])));
      // A set stands in for the count, which cannot be merged.
      state.values.delete(measure.id);
      state.sets.set(measure.id, new Set(rows.map((row) => row['id'] as string)));
    }
  }

  async #readGroups(flow: Flow, window: TimeWindow, state: FlowState): Promise<void> {
    for (const row of await this.#database.all(groupsQuery(this.#catalogue, flow, windowSeries([window])))) {
      const values = new Map<string, bigint>();
      for (const measure of this.#catalogue.measuresByFlow[flow.id]) {
        if (measure.perCreator !== true) continue;
        const value = row[measure.id];
        values.set(measure.id, measure.aggregate === 'quantity' ? quantityUnits(this.#catalogue, flow.source, value) : toBigInt(value));
      }
      const quantity = flow.needsQuantity ? quantityUnits(this.#catalogue, flow.source, row['quantity']) : 0n;
      state.groups.set(row['id'] as string, { rows: Number(row['n']), quantity, values });
    }
  }

  async isAdmin(userId: string): Promise<boolean> {
    // On its way to the engine a lone surrogate becomes U+FFFD, which may well be the id of somebody else.
    if (!userId.isWellFormed() || !(await this.#database.hasTable('source', 'users'))) return false;
    const [row] = await this.#database.all(
      `SELECT coalesce(bool_or("role" = 'admin' OR "roles.admin"), false) AS admin FROM ${sourceTable('users')} WHERE _id = $1`,
      [userId],
    );
    return row?.['admin'] === true;
  }

  async observeUsers(windows: readonly TimeWindow[]): Promise<UserObservation[]> {
    return this.#database.snapshot(() => this.#observeUsers(windows));
  }

  async #observeUsers(windows: readonly TimeWindow[]): Promise<UserObservation[]> {
    if (windows.length === 0) return [];
    if (!(await this.#database.hasTable('source', 'users'))) return windows.map(() => ({ within: 0, since: 0, verifiedTotal: 0 }));
    const [verified] = await this.#database.all(`SELECT count(*) FILTER (WHERE verified) AS n FROM ${sourceTable('users')}`);
    const verifiedTotal = Number(verified?.['n'] ?? 0);
    const values = windows.map(
      ({ startMs, endExclusiveMs }, w) => `(${w}, ${timestampLiteral(startMs)}, ${timestampLiteral(endExclusiveMs)})`,
    );
    const earliest = Math.min(...windows.map((window) => window.startMs));
    // Last activities are counted per hour first, so that many windows over many users stay one pass over the users.
    const rows = await this.#database.all(`
      WITH windows(w, s, e) AS (VALUES ${values.join(', ')}),
           active AS (SELECT date_trunc('hour', "lastActiveAt") AS h, count(*) AS n
                      FROM ${sourceTable('users')} WHERE "lastActiveAt" >= ${timestampLiteral(earliest)} GROUP BY h)
      SELECT w, coalesce(sum(n) FILTER (WHERE h < e), 0) AS within, coalesce(sum(n), 0) AS since
      FROM windows LEFT JOIN active ON h >= s GROUP BY w`);
    const found = new Map(rows.map((row) => [Number(row['w']), row]));
    return windows.map((_, w) => ({
      within: Number(found.get(w)?.['within'] ?? 0),
      since: Number(found.get(w)?.['since'] ?? 0),
      verifiedTotal,
    }));
  }

  async sample(source: SourceName, limit: number): Promise<SourceSample> {
    return this.#database.snapshot(() => this.#sample(source, limit));
  }

  async #sample(source: SourceName, limit: number): Promise<SourceSample> {
    if (!(await this.#database.hasTable('source', source))) {
      return { present: false, rows: 0, totalRows: 0, rowsWithoutTime: 0, fields: [], unmapped: [], values: {} };
    }
    const fields = Object.entries(this.#catalogue.sources[source].fields);
    const [totals] = await this.#database.all(
      `SELECT count(*) AS "all", count(*) FILTER (WHERE "createdAt" IS NULL) AS timeless FROM ${sourceTable(source)}`,
    );
    const recent = `(SELECT * FROM ${sourceTable(source)} ORDER BY "createdAt" DESC NULLS LAST, _id LIMIT ${limit})`;
    const counts = fields.flatMap(([field]) => {
      const issue = identifier(issueColumn(field));
      return [
        `count(*) FILTER (WHERE ${issue} IS NULL OR ${issue} NOT IN ('missing', 'null')) AS ${identifier(`${field}.found`)}`,
        `count(*) FILTER (WHERE ${issue} IS NULL) AS ${identifier(`${field}.readable`)}`,
      ];
    });
    const [row = {}] = await this.#database.all(`SELECT count(*) AS n, ${counts.join(', ')} FROM ${recent}`);
    const imported = await lastImport(this.#database, source);
    const textFields = fields.filter(([, { kind }]) => kind === 'text').map(([field]) => field);
    return {
      present: true,
      rows: Number(row['n']),
      totalRows: Number(totals?.['all'] ?? 0),
      rowsWithoutTime: Number(totals?.['timeless'] ?? 0),
      fields: fields.map(([field]) => fieldSample(field, row, imported?.mapping)),
      unmapped: imported?.unmapped ?? [],
      values: await this.#valuesOf(textFields, recent, 'true'),
      ...(source === 'walletTransactions'
        ? { valuesWithReceiver: await this.#valuesOf(textFields, recent, `"receiverId" IS NOT NULL`) }
        : {}),
    };
  }

  async #valuesOf(fields: readonly string[], rows: string, condition: string): Promise<Record<string, ValueCount[]>> {
    const values: Record<string, ValueCount[]> = {};
    for (const field of fields) {
      const column = identifier(field);
      const found = await this.#database.all(
        `SELECT ${column} AS value, count(*) AS n FROM ${rows} WHERE ${column} IS NOT NULL AND ${condition} GROUP BY value ORDER BY n DESC, value LIMIT 20`,
      );
      values[field] = found.map((row) => ({ value: row['value'] as string, rows: Number(row['n']) }));
    }
    return values;
  }
}

function fieldSample(field: string, row: SqlRow, mapping: Readonly<Record<string, string | null>> | undefined): FieldSample {
  const mappedTo = mapping !== undefined && field in mapping ? (mapping[field] ?? null) : field;
  return { field, mappedTo, found: Number(row[`${field}.found`]), readable: Number(row[`${field}.readable`]) };
}

function copyPositive(from: ReadonlyMap<string, number>, into: Map<string, number>): void {
  for (const [key, rows] of from) if (rows > 0) into.set(key, rows);
}
