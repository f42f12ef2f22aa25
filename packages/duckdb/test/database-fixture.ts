import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogueFor } from '@pack324a/core';
import { Database, type DatabaseOptions, type SqlValue } from '../src/index.ts';

/** Databases that are closed, and their files removed, together. */
export interface Databases {
  readonly folder: string;
  open(options?: Partial<DatabaseOptions>): Promise<Database>;
  close(): void;
}

export function databases(): Databases {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-database-'));
  const opened: Database[] = [];
  return {
    folder,
    async open(options = {}) {
      const database = await Database.open({ file: join(folder, 'kpi.duckdb'), mode: 'write', ...options }, catalogueFor());
      opened.push(database);
      return database;
    },
    close() {
      for (const database of opened) database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The only value of a query's only row. */
export async function cellOf(database: Database, query: string): Promise<SqlValue | undefined> {
  const [row = {}] = await database.all(query);
  return Object.values(row)[0];
}

/** A promise and what settles it. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

/** A query that would take hours. */
export const ENDLESS = 'SELECT sum(a.i * b.i) FROM range(10000000) AS a(i), range(10000000) AS b(i)';
