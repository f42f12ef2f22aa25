import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_CONFIG, type SourceName, toIso } from '@pack324a/core';
import { importFiles } from '@pack324a/duckdb';
import type { Session } from '../src/local/session.ts';

/** Imports rows the way anybody's are; `id` is their document id. */
export async function importRows(session: Session, source: SourceName, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-rows-'));
  try {
    writeFileSync(join(folder, `${source}.ndjson`), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    await importFiles(session.database, session.catalogue, DEFAULT_CONFIG, [folder], { nowIso: toIso(session.clock()) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A spend of two tokens. */
export function spendAt(createdAt: string): Record<string, unknown> {
  return { id: `tx ${createdAt}`, createdAt, type: 'SPEND', userId: 'payer', receiverId: 'creator', amount: 2, context: 'CHAT' };
}
