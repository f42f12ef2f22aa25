import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { catalogueFor, KpiError, parseConfig, type SourceConfig, type SourceName } from '@pack324a/core';
import { Database, type DatabaseOptions, type ImportOptions, type ImportReport, importFiles, type SqlRow } from '../src/index.ts';

const NOW = '2026-01-01T00:00:00.000Z';

export type Mapping = Partial<Record<SourceName, SourceConfig>>;

/** A database in memory and a folder of files to import into it. */
export interface Fixture {
  readonly database: Database;
  /** Where the files are written. */
  readonly folder: string;
  /** Writes a file under the folder and returns its path. */
  write(name: string, content: string | Uint8Array): string;
  /** Writes the rows of a query to a Parquet file under the folder and returns its path. */
  writeParquet(name: string, query: string): Promise<string>;
  /** Imports paths with a mapping, through the validation that any mapping goes through. */
  load(paths: string | readonly string[], mapping?: Mapping, options?: Partial<ImportOptions>): Promise<ImportReport[]>;
  /** The error that an import ends with; fails when there is none, or when it is not meant for people. */
  refusal(paths: string | readonly string[], mapping?: Mapping, options?: Partial<ImportOptions>): Promise<KpiError>;
  /** Forgets all rows of a source. */
  clear(source: SourceName): Promise<void>;
  /** Columns of a source's rows, in order of their ids. */
  rows(source: SourceName, columns?: string): Promise<SqlRow[]>;
  close(): void;
}

export async function openFixture(options: Pick<DatabaseOptions, 'memoryLimitMb'> = {}): Promise<Fixture> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-import-'));
  const database = await Database.open({ file: ':memory:', mode: 'write', ...options }, catalogueFor());
  const load: Fixture['load'] = (paths, mapping = {}, options = {}) => {
    const list = typeof paths === 'string' ? [paths] : paths;
    return importFiles(database, catalogueFor(), parseConfig({ sources: mapping }), list, { nowIso: NOW, ...options });
  };
  return {
    database,
    folder,
    write(name, content) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    async writeParquet(name, query) {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      await database.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (FORMAT parquet)`);
      return path;
    },
    load,
    async refusal(paths, mapping, options) {
      const error = await load(paths, mapping, options).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error instanceof KpiError) return error;
      throw error ?? new Error('nothing was refused');
    },
    async clear(source) {
      if (await database.hasTable('source', source)) await database.run(`DELETE FROM source."${source}"`);
    },
    rows: (source, columns = '*') => database.all(`SELECT ${columns} FROM source."${source}" ORDER BY _id`),
    close() {
      database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Rows as NDJSON. */
export function ndjson(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
