import { catalogueFor } from '@pack324a/core';
import { Database } from '@pack324a/duckdb';

/** A made-up ledger: 365 days, 200,000 payers, 5,000 creators, every context, rows in order of time. */
const BENCH_DAYS = 365;
export const BENCH_FROM = '2025-01-01';
export const BENCH_TO = '2025-12-31';

const PICK = (salt: number, count: number): string => `CAST(hash(i * 16 + ${salt}) % ${count} AS INTEGER)`;

/** Rows as `SELECT`, the same for the same count; skewed so that few users bring most rows, as on real platforms. */
function rowsQuery(rows: number): string {
  const spread = (salt: number, count: number): string => `CAST(floor(${count} * pow(${PICK(salt, 1_000_000)} / 1e6, 3)) AS INTEGER)`;
  return `
    SELECT 'tx' || i AS id,
           make_timestamp(epoch_us(TIMESTAMP '${BENCH_FROM}') + (i * ${BENCH_DAYS * 86_400_000_000}::HUGEINT // ${rows})::BIGINT) AS "createdAt",
           CASE WHEN ${PICK(1, 100)} < 85 THEN 'SPEND' WHEN ${PICK(1, 100)} < 93 THEN 'PURCHASE' WHEN ${PICK(1, 100)} < 97 THEN 'PAYOUT' ELSE 'REFUND' END AS type,
           'user-' || ${spread(2, 200_000)} AS "userId",
           CASE WHEN ${PICK(1, 100)} < 85 THEN 'creator-' || ${spread(3, 5_000)} END AS "receiverId",
           (1 + ${PICK(4, 50_000)}) / 100.0 AS amount,
           (['CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO', 'TIP', 'CALENDAR', 'EVENT', 'BOOST'])[1 + ${PICK(5, 10)}] AS context
    FROM (SELECT unnest(range(${rows})) AS i)`;
}

/** Writes a ledger file. */
export async function writeLedger(path: string, rows: number, format: 'parquet' | 'csv'): Promise<void> {
  const database = await Database.open({ file: ':memory:', mode: 'write', memoryLimitMb: 4_000 }, catalogueFor());
  try {
    await database.run(`COPY (${rowsQuery(rows)}) TO '${path}' (FORMAT ${format}${format === 'csv' ? ', HEADER' : ''})`);
  } finally {
    database.close();
  }
}
