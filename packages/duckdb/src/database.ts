import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import { type Catalogue, KpiError } from '@pack324a/core';
import { Connection } from './connections.ts';
import { createInstance, makeFolder, openError } from './engine.ts';
import { Executor } from './executor.ts';
import { SCHEMA_VERSION, schemaStatements } from './sql/schema.ts';
import { literal } from './sql/text.ts';

/** A value as DuckDB's JSON converter gives it: 64-bit integers, decimals and times are text. */
export type SqlValue = string | number | boolean | null | SqlValue[] | { [key: string]: SqlValue };
export type SqlRow = Record<string, SqlValue>;

export interface DatabaseOptions {
  /** Path of the file, or `:memory:`. */
  readonly file: string;
  /** `read` leaves the file as it is and may be shared with other readers. */
  readonly mode: 'read' | 'write';
  /** The engine's own memory limit in MB; beyond it, work spills to a folder beside the file. */
  readonly memoryLimitMb?: number;
}

const ATTACHED = 'kpi_core';

/**
 * Connections for statements outside transactions. Two, so that look-ups do not wait for the one job that reads at length; not
 * more, since each statement under way occupies one of the four threads that Node has for files as well (UV_THREADPOOL_SIZE).
 */
const OUTSIDE_CONNECTIONS = 2;

/**
 * One embedded DuckDB file, open for any number of simultaneous callers.
 *
 * Where a statement is called decides where it runs. Inside the `work` of a transaction it belongs to that transaction;
 * anywhere else it is a transaction of its own, sees only what has been committed, and waits for no transaction. Transactions
 * run one at a time, in order of arrival. What DuckDB keeps per connection (temporary tables, session settings) holds within
 * one transaction only.
 */
export class Database {
  readonly file: string;
  readonly #instance: DuckDBInstance;
  readonly #executor: Executor;
  /** Names of the tables that had been committed at a revision. */
  #tables: { readonly revision: number; readonly names: ReadonlySet<string> } | undefined;
  #isClosed = false;

  private constructor(file: string, instance: DuckDBInstance, executor: Executor) {
    this.file = file;
    this.#instance = instance;
    this.#executor = executor;
  }

  /**
   * Opens a file, and in `write` mode creates it when it does not exist.
   * @throws KpiError `not-found` in `read` mode without a file; `failed-precondition` when another process has it open, when it
   *   was made by another version, or when it cannot be read
   */
  static async open(options: DatabaseOptions, catalogue: Catalogue): Promise<Database> {
    const { file, mode, memoryLimitMb } = options;
    if (file !== ':memory:') {
      if (mode === 'read' && !existsSync(file)) {
        throw new KpiError('not-found', `There is no database at ${file}.`, {
          hint: 'Make one with "kpi demo" or "kpi import", or name another with --db.',
        });
      }
      if (mode === 'write') makeFolder(dirname(file));
    }
    const instance = await createInstance(file, memoryLimitMb);
    const connect = async (): Promise<Connection> => new Connection(await instance.connect());
    const outside: Connection[] = [];
    for (let n = 0; n < OUTSIDE_CONNECTIONS; n += 1) outside.push(await connect());
    const database = new Database(file, instance, new Executor(await connect(), outside));
    try {
      await database.#attach(mode);
      await database.#prepare(mode, catalogue);
    } catch (error) {
      database.close();
      throw error;
    }
    return database;
  }

  /** The file gets a name of our own inside the engine: by default it would be called after the file, and `kpi.duckdb` would hide the schema `kpi`. */
  async #attach(mode: 'read' | 'write'): Promise<void> {
    try {
      await this.run(`ATTACH ${literal(this.file)} AS ${ATTACHED} (${mode === 'read' ? 'READ_ONLY' : 'READ_WRITE'})`);
    } catch (error) {
      throw openError(this.file, error);
    }
    await this.#executor.onEveryConnection(`USE ${ATTACHED}.main`);
  }

  async #prepare(mode: 'read' | 'write', catalogue: Catalogue): Promise<void> {
    // Text without an offset is UTC, whatever the process's own zone.
    await this.#executor.onEveryConnection(`SET TimeZone = 'UTC'`);
    // A file that is not ours is left as it is, whatever it is opened for.
    const tables = await this.#tableNames();
    const isOurs = tables.has('meta.properties');
    if (!isOurs && (mode === 'read' || tables.size > 0)) {
      throw new KpiError('failed-precondition', `${this.file} is a DuckDB file, but not one of ours.`, {
        hint: 'Name another file with --db.',
      });
    }
    const version = isOurs ? await this.property('schemaVersion') : undefined;
    const isNew = version === undefined && mode === 'write';
    if (!isNew && version !== String(SCHEMA_VERSION)) {
      throw new KpiError('failed-precondition', `${this.file} has layout ${version}; this program reads layout ${SCHEMA_VERSION}.`, {
        hint: 'Open it with the version that made it, or import the data into a new file.',
      });
    }
    if (mode === 'write') for (const statement of schemaStatements(catalogue)) await this.run(statement);
    if (isNew) await this.setProperty('schemaVersion', String(SCHEMA_VERSION));
    await this.#executor.onEveryConnection(`SET search_path = '${ATTACHED}.kpi,${ATTACHED}.source,${ATTACHED}.meta'`);
  }

  /**
   * Raised after every transaction, and after every other statement that may have changed something: what was read while it
   * stayed the same is still so, unless `isChanging`.
   */
  get revision(): number {
    return this.#executor.revision;
  }

  /** True while a change is taking effect, which one reader may see already and another not yet. */
  get isChanging(): boolean {
    return this.#executor.isChanging;
  }

  /** True where the call comes from the work of a transaction or a snapshot: what it sees is not what others see. */
  get isInTransaction(): boolean {
    return this.#executor.scope !== undefined;
  }

  /** Runs one statement. */
  async run(sql: string, parameters?: string[]): Promise<void> {
    await this.#executor.write((connection) => connection.run(sql, parameters));
  }

  /** Runs one query and returns all of its rows. */
  async all(sql: string, parameters?: string[]): Promise<SqlRow[]> {
    return this.#executor.read(async (connection) => {
      const reader = await connection.runAndReadAll(sql, parameters);
      return reader.getRowObjectsJson() as SqlRow[];
    });
  }

  /** Names and rows of a query's result, at most `limit` of them and whether there were more. */
  async page(sql: string, limit: number): Promise<{ readonly columns: string[]; readonly rows: SqlValue[][]; readonly more: boolean }> {
    return this.#executor.read(async (connection) => {
      const reader = await connection.streamAndReadUntil(sql, limit + 1);
      const rows = reader.getRowsJson() as SqlValue[][];
      // The stream would go on holding what it has not given yet; a statement on its connection ends it.
      await connection.run('SELECT 1');
      return { columns: reader.deduplicatedColumnNames(), rows: rows.slice(0, limit), more: rows.length > limit };
    });
  }

  /**
   * Runs `work` in one transaction: all of it is stored, or nothing.
   * @throws KpiError `unavailable` when it was interrupted
   * @throws RangeError inside another one, which it would wait for without end
   */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    return this.#executor.transaction(work);
  }

  /**
   * Runs several reads that see the same state of the file, whatever is committed meanwhile. Inside a transaction or another
   * snapshot they are part of that.
   */
  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    return this.#executor.snapshot(work);
  }

  /**
   * Stops the statements that are running, and the transactions and snapshots that are open; what waits for its turn stays.
   * Whoever waits for one of them gets a KpiError `unavailable`. Resolves once the statements have ended.
   */
  async interrupt(): Promise<void> {
    await this.#executor.interrupt();
  }

  async property(name: string): Promise<string | undefined> {
    const [row] = await this.all('SELECT value FROM meta.properties WHERE name = $1', [name]);
    return row?.['value'] as string | undefined;
  }

  async setProperty(name: string, value: string): Promise<void> {
    await this.transaction(async () => {
      await this.run('DELETE FROM meta.properties WHERE name = $1', [name]);
      await this.run('INSERT INTO meta.properties VALUES ($1, $2)', [name, value]);
    });
  }

  /** True when a table of this name exists in the given schema, as seen from where it is asked. */
  async hasTable(schema: string, table: string): Promise<boolean> {
    const names = this.isInTransaction ? await this.#tableNames() : await this.#committedTables();
    return names.has(`${schema}.${table}`);
  }

  async #committedTables(): Promise<ReadonlySet<string>> {
    const { revision } = this;
    if (this.#tables?.revision === revision) return this.#tables.names;
    const names = await this.#tableNames();
    this.#tables = { revision, names };
    return names;
  }

  async #tableNames(): Promise<Set<string>> {
    const rows = await this.all(
      `SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_catalog = $1`,
      [ATTACHED],
    );
    return new Set(rows.map(({ name }) => name as string));
  }

  /**
   * Folds the write-ahead log into the file, in its turn among the transactions.
   * @throws RangeError inside a transaction
   */
  async checkpoint(): Promise<void> {
    await this.#executor.betweenTransactions(`CHECKPOINT ${ATTACHED}`, 'checkpoint');
  }

  /**
   * Closes the file; what was committed is in it. Statements that are running are stopped, and the file is released when they
   * have ended; any later statement is refused. Closing again does nothing.
   */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#executor.close();
    this.#instance.closeSync();
  }
}
