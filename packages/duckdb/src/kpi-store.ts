import {
  assertKpiCollection,
  type Catalogue,
  type CollectionInventory,
  type CreatorTotal,
  creatorPackId,
  creatorProvenance,
  type DateRange,
  type DocumentField,
  type Entry,
  type KpiCollection,
  type KpiDocumentCollection,
  type KpiStore,
  type Lease,
  type Provenance,
  type RunFilter,
  type RunRecord,
  type StoreChange,
  type StoredDocuments,
  TOKEN_DECIMALS,
  textToUnits,
  type UtcDate,
} from '@pack324a/core';
import type { Database, SqlRow, SqlValue } from './database.ts';
import { acquireLease, dropLeases, releaseLease } from './leases.ts';
import { creatorRowsColumn, creatorSources, documentColumnType, isDerived, kpiTable } from './sql/schema.ts';
import { identifier, literal, withinDates } from './sql/text.ts';

const ISO_MS = '%Y-%m-%dT%H:%M:%S.%gZ';
/** Documents written by one statement: bounds the size of its JSON parameter. */
const WRITE_BATCH = 2_000;

type Collection = keyof StoredDocuments;

/** Stores KPI documents in the embedded file: one typed table per kind of document, so that they can be asked in SQL. */
export class DuckDbKpiStore implements KpiStore {
  readonly #database: Database;
  readonly #catalogue: Catalogue;

  constructor(database: Database, catalogue: Catalogue) {
    this.#database = database;
    this.#catalogue = catalogue;
  }

  async get<C extends Collection>(collection: C, id: string): Promise<StoredDocuments[C] | undefined> {
    assertKpiCollection(collection);
    // On its way to the engine a lone surrogate becomes U+FFFD, which may well be the id of somebody else.
    if (!id.isWellFormed()) return undefined;
    const documents = await this.#select(collection, 'id = $1', [id]);
    return documents[0];
  }

  async listDays<C extends KpiDocumentCollection | 'kpiPacks'>(collection: C, range: DateRange): Promise<StoredDocuments[C][]> {
    return this.#select(collection, withinDates(range));
  }

  async listCreatorDays(userId: string, range: DateRange): Promise<StoredDocuments['creatorKpiDaily'][]> {
    if (!userId.isWellFormed()) return [];
    return this.#select('creatorKpiDaily', `"userId" = $1 AND ${withinDates(range)}`, [userId]);
  }

  async write(changes: readonly StoreChange[]): Promise<void> {
    for (const change of changes) assertKpiCollection(change.collection);
    await this.#database.transaction(() => this.writeWithin(changes));
  }

  /** Like `write`, inside a transaction that is already open. */
  async writeWithin(changes: readonly StoreChange[]): Promise<void> {
    for (const { kind, collection, documents, ...rest } of changes) {
      assertKpiCollection(collection);
      if (kind === 'replaceDays' && 'range' in rest) {
        await this.#database.run(`DELETE FROM ${kpiTable(collection)} WHERE ${withinDates(rest.range as DateRange)}`);
      }
      for (let start = 0; start < documents.length; start += WRITE_BATCH) {
        const batch = documents.slice(start, start + WRITE_BATCH) as readonly Entry<StoredDocuments[Collection]>[];
        if (kind === 'put') {
          const ids = JSON.stringify(batch.map(({ id }) => id));
          await this.#database.run(`DELETE FROM ${kpiTable(collection)} WHERE id IN (SELECT unnest(CAST(CAST($1 AS JSON) AS VARCHAR[])))`, [
            ids,
          ]);
        }
        await this.#insert(collection, batch);
      }
    }
  }

  async deleteBefore(collection: KpiCollection, date: UtcDate): Promise<number> {
    assertKpiCollection(collection);
    const older = `FROM ${kpiTable(collection)} WHERE "date" < DATE ${literal(date)}`;
    return this.#database.transaction(async () => {
      const [row] = await this.#database.all(`SELECT count(*) AS n ${older}`);
      await this.#database.run(`DELETE ${older}`);
      return Number(row?.['n'] ?? 0);
    });
  }

  async rankCreators(range: DateRange, limit: number): Promise<{ ranked: CreatorTotal[]; totalCreators: number }> {
    // Text is ordered by its UTF-8 bytes, which is the order of Unicode code points.
    const rows = await this.#database.all(`
      SELECT "userId", sum("totalEarnedTokens") AS tokens, sum("sessionsCount") AS sessions, count(*) AS days, count(*) OVER () AS creators
      FROM ${kpiTable('creatorKpiDaily')}
      WHERE ${withinDates(range)}
      GROUP BY "userId" ORDER BY tokens DESC, "userId" LIMIT ${limit}`);
    const ranked = rows.map((row) => ({
      userId: row['userId'] as string,
      microTokens: textToUnits(String(row['tokens']), TOKEN_DECIMALS),
      sessions: Number(row['sessions']),
      activeDays: Number(row['days']),
    }));
    return { ranked, totalCreators: Number(rows[0]?.['creators'] ?? 0) };
  }

  async latestRuns(limit: number, only: RunFilter = {}): Promise<RunRecord[]> {
    const filters = Object.entries(only).filter(([, value]) => value !== undefined);
    const conditions = filters.map(([field], index) => `(data->>${literal(`$.${field}`)}) = $${index + 1}`);
    const rows = await this.#database.all(
      `SELECT data FROM ${kpiTable('kpiRuns')} ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
       ORDER BY data->>'$.startedAt' DESC, id LIMIT ${limit}`,
      filters.map(([, value]) => value),
    );
    return rows.map((row) => JSON.parse(row['data'] as string) as RunRecord);
  }

  async inventory(): Promise<CollectionInventory[]> {
    const collections = Object.keys(this.#catalogue.documents) as KpiDocumentCollection[];
    const counts = collections.map(
      (collection) =>
        `SELECT ${literal(collection)} AS collection, count(*) AS n, strftime(min("date"), '%Y-%m-%d') AS oldest,
                strftime(max("date"), '%Y-%m-%d') AS newest FROM ${kpiTable(collection)}`,
    );
    const rows = new Map((await this.#database.all(counts.join(' UNION ALL '))).map((row) => [row['collection'], row]));
    return collections.map((collection) => {
      const row = rows.get(collection);
      const dateIn = (column: string): UtcDate | null => (row?.[column] ?? null) as UtcDate | null;
      return { collection, documents: Number(row?.['n'] ?? 0), oldest: dateIn('oldest'), newest: dateIn('newest') };
    });
  }

  async acquireLease(id: string, lease: Lease): Promise<boolean> {
    return acquireLease(this.#database, id, lease);
  }

  async releaseLease(id: string, holder: string): Promise<void> {
    await releaseLease(this.#database, id, holder);
  }

  /**
   * Drops every lease; returns how many there were. For the one process that has the file open for writing, before it gives out
   * any: those it finds were left behind by processes that have ended.
   */
  async dropLeases(): Promise<number> {
    return dropLeases(this.#database);
  }

  async #select<C extends Collection>(collection: C, condition: string, parameters?: string[]): Promise<StoredDocuments[C][]> {
    assertKpiCollection(collection);
    // Creators' documents are put together from two tables, which have to be of one state.
    const select = (): Promise<StoredDocuments[C][]> => this.#selectOnce(collection, condition, parameters);
    return collection === 'creatorKpiDaily' ? this.#database.snapshot(select) : select();
  }

  async #selectOnce<C extends Collection>(collection: C, condition: string, parameters?: string[]): Promise<StoredDocuments[C][]> {
    const table = kpiTable(collection);
    if (!isDocumentCollection(this.#catalogue, collection)) {
      const rows = await this.#database.all(`SELECT data FROM ${table} WHERE ${condition} ORDER BY id`, parameters);
      return rows.map((row) => JSON.parse(row['data'] as string) as StoredDocuments[C]);
    }
    const { fields } = this.#catalogue.documents[collection];
    const rowCounts =
      collection === 'creatorKpiDaily' ? creatorSources(this.#catalogue).map((source) => identifier(creatorRowsColumn(source))) : [];
    const columns = [
      ...fields.map((field) => (field.name === 'date' ? `strftime("date", '%Y-%m-%d') AS "date"` : identifier(field.name))),
      ...['createdAt', 'updatedAt'].map((name) => `strftime(${identifier(name)}, '${ISO_MS}') AS ${identifier(name)}`),
      ...rowCounts,
      '"provenance"',
    ];
    const rows = await this.#database.all(`SELECT ${columns.join(', ')} FROM ${table} WHERE ${condition} ORDER BY id`, parameters);
    const packs = await this.#packsOf(rows.filter((row) => row['provenance'] === null));
    return rows.map((row) => documentOf(fields, row, this.#provenanceOf(row, packs)) as unknown as StoredDocuments[C]);
  }

  /** Creators that the engine stored share their provenance, kept once per day; their own part is in columns. */
  #provenanceOf(row: SqlRow, packs: ReadonlyMap<string, Provenance>): Provenance {
    const own = row['provenance'];
    if (own !== null) return JSON.parse(own as string) as Provenance;
    const shared = packs.get(row['date'] as string);
    if (shared === undefined) throw new RangeError(`the creators of ${row['date']} have no pack`);
    const rows = new Map(creatorSources(this.#catalogue).map((source) => [source as string, Number(row[creatorRowsColumn(source)])]));
    return creatorProvenance(shared, rows);
  }

  async #packsOf(rows: readonly SqlRow[]): Promise<Map<string, Provenance>> {
    const ids = [...new Set(rows.map((row) => creatorPackId(row['date'] as string)))];
    if (ids.length === 0) return new Map();
    const found = await this.#database.all(
      `SELECT data FROM ${kpiTable('kpiPacks')} WHERE id IN (SELECT unnest(CAST(CAST($1 AS JSON) AS VARCHAR[])))`,
      [JSON.stringify(ids)],
    );
    const packs = found.map((row) => JSON.parse(row['data'] as string) as StoredDocuments['kpiPacks']);
    return new Map(packs.map((pack) => [pack.date, pack.provenance]));
  }

  async #insert(collection: Collection, documents: readonly Entry<StoredDocuments[Collection]>[]): Promise<void> {
    if (documents.length === 0) return;
    const json = JSON.stringify(documents.map(({ id, data }) => ({ id, data })));
    const from = `FROM (SELECT unnest(CAST(CAST($1 AS JSON) AS JSON[])) AS j)`;
    if (!isDocumentCollection(this.#catalogue, collection)) {
      await this.#database.run(
        `INSERT INTO ${kpiTable(collection)} SELECT j->>'$.id', TRY_CAST(coalesce(j->>'$.data.date', left(j->>'$.data.startedAt', 10)) AS DATE), j->'$.data' ${from}`,
        [json],
      );
      return;
    }
    const { fields } = this.#catalogue.documents[collection];
    const values = new Map<string, string>(
      fields.filter((field) => !isDerived(field)).map((field) => [field.name, fieldSql(collection, field)]),
    );
    values.set('createdAt', instantSql('createdAt'));
    values.set('updatedAt', instantSql('updatedAt'));
    if (collection === 'creatorKpiDaily') {
      for (const source of creatorSources(this.#catalogue)) {
        values.set(creatorRowsColumn(source), `coalesce(CAST(j->>'$.data.provenance.creatorRows.${source}' AS INTEGER), 0)`);
      }
    } else {
      values.set('id', `j->>'$.id'`);
    }
    values.set('provenance', `j->'$.data.provenance'`);
    const names = [...values.keys()].map(identifier);
    await this.#database.run(
      `INSERT INTO ${kpiTable(collection)} (${names.join(', ')}) SELECT ${[...values.values()].join(', ')} ${from}`,
      [json],
    );
  }
}

function isDocumentCollection(catalogue: Catalogue, collection: Collection): collection is KpiDocumentCollection {
  return collection in catalogue.documents;
}

function fieldSql(collection: KpiDocumentCollection, field: DocumentField): string {
  const path = literal(`$.data.${field.name}`);
  return field.type === 'tokenMap' ? `j->${path}` : `CAST(j->>${path} AS ${documentColumnType(collection, field)})`;
}

/** ISO text ends in Z; as a plain timestamp its digits are the UTC ones. */
function instantSql(name: string): string {
  return `CAST(left(j->>'$.data.${name}', 23) AS TIMESTAMP)`;
}

function documentOf(fields: readonly DocumentField[], row: SqlRow, provenance: Provenance): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const field of fields) document[field.name] = fieldValue(field, row[field.name]);
  return { ...document, createdAt: row['createdAt'], updatedAt: row['updatedAt'], provenance };
}

function fieldValue(field: DocumentField, value: SqlValue | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (field.type === 'text') return value;
  return field.type === 'tokenMap' ? JSON.parse(value as string) : Number(value);
}
