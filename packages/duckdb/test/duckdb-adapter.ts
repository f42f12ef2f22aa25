import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type CountingRules,
  catalogueFor,
  DEFAULT_CONFIG,
  type KpiConfig,
  type KpiStore,
  SOURCE_NAMES,
  type SourceName,
} from '@pack324a/core';
import type { Adapter, LoadedAdapter, Platform, RawRow } from '@pack324a/testkit';
import { Database, DuckDbKpiStore, DuckDbRangeEngine, DuckDbSourceReader, importFiles } from '../src/index.ts';

const NOW = '2026-01-01T00:00:00.000Z';

/**
 * The adapter over a database in memory; platforms reach it the way any data does, as files that are imported.
 * @param inFront what is put in front of the store
 */
export async function duckDbAdapter(inFront: (store: KpiStore, database: Database) => KpiStore = (store) => store): Promise<Adapter> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-contract-'));
  let database: Database | undefined;
  return {
    async load(platform, rules, sources = {}) {
      database?.close();
      database = await Database.open({ file: ':memory:', mode: 'write' }, catalogueFor(rules));
      await importPlatform(database, folder, platform, rules, { ...DEFAULT_CONFIG, sources });
      const loaded = adapterOver(database, rules);
      return { ...loaded, store: inFront(loaded.store, database) };
    },
    async close() {
      database?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function adapterOver(database: Database, rules: CountingRules): LoadedAdapter {
  const catalogue = catalogueFor(rules);
  const store = new DuckDbKpiStore(database, catalogue);
  return { reader: new DuckDbSourceReader(database, catalogue), store, engine: new DuckDbRangeEngine(database, catalogue, store) };
}

/** JSON cannot hold NaN or an infinity: rows with one go into Parquet files of their own, whose columns have the values' types. */
async function importPlatform(
  database: Database,
  folder: string,
  platform: Platform,
  rules: CountingRules,
  config: KpiConfig,
): Promise<void> {
  const files: { source: SourceName; path: string }[] = [];
  for (const source of SOURCE_NAMES) {
    const rows = platform[source];
    if (rows === undefined) continue;
    const path = join(folder, `${source}.ndjson`);
    writeFileSync(
      path,
      rows
        .filter(isJson)
        .map(({ id, data }) => `${JSON.stringify({ ...data, id })}\n`)
        .join(''),
    );
    files.push({ source, path });
    for (const [index, row] of rows.filter((candidate) => !isJson(candidate)).entries()) {
      const parquet = join(folder, `${source}-${index}.parquet`);
      await database.run(`COPY (SELECT ${columns(row)}) TO '${parquet}' (FORMAT parquet)`);
      files.push({ source, path: parquet });
    }
  }
  for (const { source, path } of files) await importFiles(database, catalogueFor(rules), config, [path], { source, nowIso: NOW });
}

function isJson({ data }: RawRow): boolean {
  return Object.values(data).every((value) => typeof value !== 'number' || Number.isFinite(value));
}

function columns({ id, data }: RawRow): string {
  const entries = Object.entries({ ...data, id }).filter(([, value]) => value !== undefined);
  return entries.map(([name, value]) => `${sqlValue(value)} AS "${name.replaceAll('"', '""')}"`).join(', ');
}

function sqlValue(value: unknown): string {
  if (value === null) return 'CAST(NULL AS VARCHAR)';
  if (typeof value === 'number') return `CAST('${value}' AS DOUBLE)`;
  if (typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return typeof value === 'string' ? quoted : `CAST(${quoted} AS JSON)`;
}
