import {
  addDays,
  type Catalogue,
  type CreatorDayPack,
  type CreatorDayTotals,
  type DateRange,
  datesOf,
  daysBetween,
  dayWindow,
  type Entry,
  type RangeEngine,
  type SourceName,
  type SourceTally,
  type Stamp,
  type TimeWindow,
  TOKEN_DECIMALS,
  textToUnits,
  toIso,
  type UtcDate,
} from '@pack324a/core';
import type { Database, SqlRow } from './database.ts';
import type { DuckDbKpiStore } from './kpi-store.ts';
import { creatorTotalsQuery, insertCreators } from './sql/creators.ts';
import { kpiTable, sourceTable } from './sql/schema.ts';
import { windowSeries, withinSeries } from './sql/tally.ts';
import { withinDates } from './sql/text.ts';
import { tallyWindows, toBigInt } from './tallies.ts';

/** Ledger rows that one part of a range may hold: bounds the memory of its group-bys. Every part reads the sources anew. */
const MAX_ROWS_PER_PART = 12_000_000;
/** Up to this many ledger rows a part takes a fraction of a second, and smaller parts show how far the work is. */
const FEW_ROWS = 2_000_000;
const DAYS_PER_PART = { few: 31, many: 366 } as const;

/** Aggregates whole ranges of days by set-based SQL. */
export class DuckDbRangeEngine implements RangeEngine {
  readonly #database: Database;
  readonly #catalogue: Catalogue;
  readonly #store: DuckDbKpiStore;

  constructor(database: Database, catalogue: Catalogue, store: DuckDbKpiStore) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#store = store;
  }

  async partition(range: DateRange): Promise<DateRange[]> {
    const days = daysBetween(range.from, range.to) + 1;
    const rows = await this.#rowsIn(range);
    const daysPerPart = rows <= FEW_ROWS ? DAYS_PER_PART.few : DAYS_PER_PART.many;
    const parts = Math.min(days, Math.max(Math.ceil(days / daysPerPart), Math.ceil(rows / MAX_ROWS_PER_PART)));
    const ranges: DateRange[] = [];
    for (let part = 0; part < parts; part += 1) {
      const from = addDays(range.from, Math.floor((days * part) / parts));
      ranges.push({ from, to: addDays(range.from, Math.floor((days * (part + 1)) / parts) - 1) });
    }
    return ranges;
  }

  async #rowsIn(range: DateRange): Promise<number> {
    if (!(await this.#database.hasTable('source', 'walletTransactions'))) return 0;
    const series = windowSeries(datesOf(range).map(dayWindow));
    const [row] = await this.#database.all(
      `SELECT count(*) AS n FROM ${sourceTable('walletTransactions')} WHERE ${withinSeries('createdAt', series)}`,
    );
    return Number(row?.['n'] ?? 0);
  }

  async tallyWindows(source: SourceName, windows: readonly TimeWindow[]): Promise<SourceTally[]> {
    return this.#database.snapshot(() => tallyWindows(this.#database, this.#catalogue, source, windows));
  }

  async storeCreators(
    range: DateRange,
    stamp: Stamp,
    accept: (totals: readonly CreatorDayTotals[]) => Promise<Entry<CreatorDayPack>[]>,
  ): Promise<void> {
    const flows = this.#catalogue.sections.creators.flows.map((id) => this.#catalogue.flows[id]);
    const present: typeof flows = [];
    for (const flow of flows) if (await this.#database.hasTable('source', flow.source)) present.push(flow);
    const table = kpiTable('creatorKpiDaily');
    const inRange = withinDates(range);
    const now = toIso(stamp.nowMs).slice(0, -1);
    const series = windowSeries(datesOf(range).map(dayWindow));
    await this.#database.transaction(async () => {
      const [stored] = await this.#database.all(`SELECT count(*) AS n FROM ${table} WHERE ${inRange}`);
      const rewriting = Number(stored?.['n'] ?? 0) > 0;
      if (rewriting) {
        await this.#database.run(
          `CREATE OR REPLACE TEMP TABLE kept AS SELECT "date", "userId", "createdAt" FROM ${table} WHERE ${inRange}`,
        );
        await this.#database.run(`DELETE FROM ${table} WHERE ${inRange}`);
      }
      if (present.length > 0) {
        await this.#database.run(insertCreators(this.#catalogue, present, range, series, now, rewriting ? 'temp.kept' : undefined));
      }
      if (rewriting) await this.#database.run('DROP TABLE temp.kept');
      const totals = await this.#database.all(creatorTotalsQuery(this.#catalogue, range));
      const packs = await accept(dayTotals(this.#catalogue, range, totals));
      await this.#store.writeWithin([{ kind: 'put', collection: 'kpiPacks', documents: packs }]);
    });
  }
}

function dayTotals(catalogue: Catalogue, range: DateRange, rows: readonly SqlRow[]): CreatorDayTotals[] {
  const byDate = new Map(rows.map((row) => [row['date'] as string, row]));
  return datesOf(range).map((date: UtcDate) => {
    const row = byDate.get(date);
    const values = new Map<string, bigint>();
    for (const { type, origin } of catalogue.documents.creatorKpiDaily.fields) {
      if (!('measure' in origin)) continue;
      const value = row?.[origin.measure.id];
      values.set(origin.measure.id, type === 'tokens' ? textToUnits(String(value ?? 0), TOKEN_DECIMALS) : toBigInt(value));
    }
    return {
      date,
      creators: Number(row?.['creators'] ?? 0),
      microTokens: textToUnits(String(row?.['tokens'] ?? 0), TOKEN_DECIMALS),
      values,
    };
  });
}
