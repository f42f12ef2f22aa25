import { catalogueFor, SOURCE_NAMES } from '@pack324a/core';
import { Database } from '@pack324a/duckdb';

/** What is stored of KPI documents, and of what they have in common. */
export const DOCUMENT_TABLES = ['platformKpiDaily', 'platformKpiHourly', 'creatorKpiDaily', 'safetyKpiDaily', 'kpiPacks'] as const;

/** Opens a database that no process serves, for reading. */
export async function reading<T>(db: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open({ file: db, mode: 'read' }, catalogueFor());
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

export interface Fingerprint {
  readonly rows: string;
  readonly hash: string;
}

/** How many rows each table has and what they hold, times included; of KPI documents those of a range of days. */
export function fingerprints(db: string, range: { readonly from: string; readonly to: string }): Promise<Record<string, Fingerprint>> {
  return reading(db, async (database) => {
    const found: Record<string, Fingerprint> = {};
    for (const [schema, names] of [['source', SOURCE_NAMES] as const, ['kpi', DOCUMENT_TABLES] as const]) {
      for (const name of names) {
        if (!(await database.hasTable(schema, name))) continue;
        const condition = schema === 'kpi' ? `WHERE "date" BETWEEN DATE '${range.from}' AND DATE '${range.to}'` : '';
        const [row] = await database.all(
          `SELECT CAST(count(*) AS VARCHAR) AS n, CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) AS h FROM ${schema}."${name}" t ${condition}`,
        );
        found[`${schema}.${name}`] = { rows: String(row?.['n']), hash: String(row?.['h']) };
      }
    }
    return found;
  });
}

/** Ids of the runs of aggregations that touched any day of a range. */
export function runsOver(db: string, range: { readonly from: string; readonly to: string }): Promise<string[]> {
  return reading(db, async (database) => {
    const rows = await database.all(
      `SELECT id FROM kpi."kpiRuns" WHERE data->>'$.job' <> 'cleanup' AND left(data->>'$.from', 10) <= $1 AND left(data->>'$.to', 10) >= $2 ORDER BY id`,
      [range.to, range.from],
    );
    return rows.map((row) => String(row['id']));
  });
}
