import { type DateRange, SOURCE_NAMES, type UtcDate } from '@pack324a/core';
import type { Database } from '@pack324a/duckdb';
import { upToNow } from '../operations/source-days.ts';

/** The days of the source rows in a database, see `Backend`. */
export async function sourceExtentOf(database: Database, today: UtcDate): Promise<DateRange | undefined> {
  const parts: string[] = [];
  for (const source of SOURCE_NAMES) {
    if (source === 'users') continue;
    if (await database.hasTable('source', source))
      parts.push(`SELECT min("createdAt") AS a, max("createdAt") AS b FROM source."${source}" WHERE "createdAt" < DATE '${today}' + 1`);
  }
  const [row] =
    parts.length === 0
      ? []
      : await database.all(
          `SELECT strftime(min(a), '%Y-%m-%d') AS a, strftime(max(b), '%Y-%m-%d') AS b FROM (${parts.join(' UNION ALL ')})`,
        );
  const from = row?.['a'] as UtcDate | null | undefined;
  const to = row?.['b'] as UtcDate | null | undefined;
  return from === undefined || from === null || to === undefined || to === null ? undefined : upToNow({ from, to }, today);
}
