import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { type Catalogue, KpiError, messageOf } from '@pack324a/core';
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

/** Leaves room for Node itself within 600 MB for a whole process that aggregates. */
export const DEFAULT_MEMORY_LIMIT_MB = 288;

/** An import sorts and joins whole files; it is run by a person, on a machine with room. */
export const IMPORT_MEMORY_LIMIT_MB = 768;

const ATTACHED = 'kpi_core';

/** One embedded DuckDB file and the one connection to it. */
export class Database {
  readonly file: string;
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  /** Names of the tables that exist; undefined when they have to be looked up again. */
  #tables: Set<string> | undefined;

  private constructor(file: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.file = file;
    this.#instance = instance;
    this.#connection = connection;
  }

  /**
   * Opens a file, and in `write` mode creates it when it does not exist.
   * @throws KpiError `not-found` in `read` mode without a file; `failed-precondition` when another process has it open, when it
   *   was made by another version, or when it cannot be read
   */
  static async open(options: DatabaseOptions, catalogue: Catalogue): Promise<Database> {
    const { file, mode } = options;
    if (file !== ':memory:') {
      if (mode === 'read' && !existsSync(file)) {
        throw new KpiError('not-found', `There is no database at ${file}.`, {
          hint: 'Make one with "kpi demo" or "kpi import", or name another with --db.',
        });
      }
      if (mode === 'write') makeFolder(dirname(file));
    }
    const instance = await createInstance(options);
    const database = new Database(file, instance, await instance.connect());
    try {
      await database.#attach(mode);
      await database.#prepare(mode, catalogue);
    } catch (error) {
      database.#closeQuietly();
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
    await this.run(`USE ${ATTACHED}.main`);
  }

  async #prepare(mode: 'read' | 'write', catalogue: Catalogue): Promise<void> {
    // Text without an offset is UTC, whatever the process's own zone.
    await this.run(`SET TimeZone = 'UTC'`);
    // A file that is not ours is left as it is, whatever it is opened for.
    const tables = (await this.#tableNames()).map(({ name }) => name);
    const isOurs = tables.includes('meta.properties');
    if (!isOurs && (mode === 'read' || tables.length > 0)) {
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
    await this.run(`SET search_path = '${ATTACHED}.kpi,${ATTACHED}.source,${ATTACHED}.meta'`);
  }

  /** Runs one statement. */
  async run(sql: string, parameters?: string[]): Promise<void> {
    await this.#connection.run(sql, parameters);
  }

  /** Runs one query and returns all of its rows. */
  async all(sql: string, parameters?: string[]): Promise<SqlRow[]> {
    const reader = await this.#connection.runAndReadAll(sql, parameters);
    return reader.getRowObjectsJson() as SqlRow[];
  }

  /** Names and rows of a query's result, at most `limit` of them and whether there were more. */
  async page(sql: string, limit: number): Promise<{ readonly columns: string[]; readonly rows: SqlValue[][]; readonly more: boolean }> {
    const reader = await this.#connection.streamAndReadUntil(sql, limit + 1);
    const rows = reader.getRowsJson() as SqlValue[][];
    return { columns: reader.deduplicatedColumnNames(), rows: rows.slice(0, limit), more: rows.length > limit };
  }

  /** Runs `work` in one transaction: all of it is stored, or nothing. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN TRANSACTION');
    try {
      const result = await work();
      await this.run('COMMIT');
      return result;
    } catch (error) {
      await this.run('ROLLBACK').catch(() => undefined);
      this.#tables = undefined;
      throw error;
    }
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

  /** True when a table of this name exists in the given schema. */
  async hasTable(schema: string, table: string): Promise<boolean> {
    this.#tables ??= new Set((await this.#tableNames()).map(({ name }) => name as string));
    return this.#tables.has(`${schema}.${table}`);
  }

  /** Runs a statement that makes a table. */
  async createTable(sql: string): Promise<void> {
    this.#tables = undefined;
    await this.run(sql);
  }

  #tableNames(): Promise<SqlRow[]> {
    return this.all(`SELECT table_schema || '.' || table_name AS name FROM information_schema.tables WHERE table_catalog = $1`, [ATTACHED]);
  }

  /** Folds the write-ahead log into the file. */
  async checkpoint(): Promise<void> {
    await this.run(`CHECKPOINT ${ATTACHED}`);
  }

  /** Closes the file; what was committed is in it. */
  close(): void {
    this.#closeQuietly();
  }

  #closeQuietly(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new KpiError('failed-precondition', `The folder ${folder} cannot be made: ${messageOf(error)}`, {
      hint: 'Name another file with --db.',
    });
  }
}

async function createInstance({ file, memoryLimitMb }: DatabaseOptions): Promise<DuckDBInstance> {
  const settings: Record<string, string> = {
    memory_limit: `${memoryLimitMb ?? DEFAULT_MEMORY_LIMIT_MB}MB`,
    // No extension is ever fetched.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  };
  if (file !== ':memory:') settings['temp_directory'] = `${file}.tmp`;
  return DuckDBInstance.create(':memory:', settings);
}

function openError(file: string, error: unknown): KpiError {
  const text = messageOf(error);
  const lock = /lock is held in .*?\(PID (\d+)\)/.exec(text);
  if (lock !== null || /could not set lock/i.test(text)) {
    const holder = lock === null ? 'another process' : `another process (PID ${lock[1]})`;
    return new KpiError(
      'failed-precondition',
      `${file} is in use by ${holder}; stop that first, or name another file with --db or KPI_DB.`,
    );
  }
  if (/not a valid DuckDB database/i.test(text)) {
    return new KpiError('failed-precondition', `${file} is not a DuckDB file.`, { hint: 'Name another file with --db.' });
  }
  const [first] = text.split('\n');
  return new KpiError('failed-precondition', `${file} cannot be opened: ${first}`, {
    hint: 'Keep the file and its .wal as they are, make a copy of both, and import the sources again into a new file named with --db.',
  });
}
