import { type Lease, toIso, utcDateOf } from '@pack324a/core';
import type { Database } from './database.ts';
import { kpiTable } from './sql/schema.ts';

const TABLE = kpiTable('kpiLeases');

interface StoredLease {
  readonly holder: string;
  /** ISO texts. */
  readonly acquiredAt: string;
  readonly expiresAt: string;
}

/** Takes a lease, or makes one that the caller has last longer, in one transaction. */
export async function acquireLease(database: Database, id: string, { holder, nowMs, expiresAtMs }: Lease): Promise<boolean> {
  return database.transaction(async () => {
    const stored = await storedLease(database, id);
    const isAlive = stored !== undefined && Date.parse(stored.expiresAt) > nowMs;
    if (isAlive && stored.holder !== holder) return false;
    const acquiredAt = isAlive ? stored.acquiredAt : toIso(nowMs);
    const lease: StoredLease = { holder, acquiredAt, expiresAt: toIso(expiresAtMs) };
    await database.run(`DELETE FROM ${TABLE} WHERE id = $1`, [id]);
    await database.run(`INSERT INTO ${TABLE} VALUES ($1, CAST($2 AS DATE), CAST($3 AS JSON))`, [
      id,
      utcDateOf(Date.parse(acquiredAt)),
      JSON.stringify(lease),
    ]);
    return true;
  });
}

export async function releaseLease(database: Database, id: string, holder: string): Promise<void> {
  await database.transaction(async () => {
    if ((await storedLease(database, id))?.holder === holder) await database.run(`DELETE FROM ${TABLE} WHERE id = $1`, [id]);
  });
}

/** Drops every lease; returns how many there were. */
export async function dropLeases(database: Database): Promise<number> {
  return database.transaction(async () => {
    const [row] = await database.all(`SELECT count(*) AS n FROM ${TABLE}`);
    await database.run(`DELETE FROM ${TABLE}`);
    return Number(row?.['n'] ?? 0);
  });
}

async function storedLease(database: Database, id: string): Promise<StoredLease | undefined> {
  const [row] = await database.all(`SELECT data FROM ${TABLE} WHERE id = $1`, [id]);
  return row === undefined ? undefined : (JSON.parse(row['data'] as string) as StoredLease);
}
