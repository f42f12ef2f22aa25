import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DateRange, summaryOf, toIso, type UtcDate } from '@pack324a/core';
import { importFiles } from '@pack324a/duckdb';
import { aggregateRange, formatPln, reportError, type Session, startProgress, withSession } from '@pack324a/server';

/** The days of the history, as its publishers give them. */
const RANGE: DateRange = { from: '1997-01-01' as UtcDate, to: '1998-06-30' as UtcDate };
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** Imports the history, aggregates all of its days, and asks the store for the totals. */
async function run(session: Session): Promise<void> {
  const { database, catalogue, config, store } = session;
  const [imported] = await importFiles(database, catalogue, config, [here('cdnow.txt.gz')], { nowIso: toIso(session.clock()) });
  process.stdout.write(`Imported ${imported?.rowsRead} rows of ${imported?.source}.\n`);
  const progress = startProgress('Aggregating', 546, 'days');
  await aggregateRange(session, RANGE, 'backfill', (days) => progress.update(days)).finally(() => progress.stop());

  const { summary } = await summaryOf(store, RANGE);
  const first = await store.get('platformKpiDaily', RANGE.from);
  process.stdout.write(`
On ${first?.date}: ${first?.provenance.rows['walletTransactions']?.seen} rows, ${first?.payingUsers} paying users, ${first?.totalTokensSpent} tokens
In all: ${summary.totalTokensSpent} tokens, worth ${formatPln(summary.totalRevenuePLN)}; ${formatPln(summary.averageDailyRevenue)} a day
`);
  const [stored] = await database.all(`
    SELECT (SELECT count(*) FROM "walletTransactions") AS rows,
           (SELECT count(*) FROM "platformKpiDaily") AS days,
           (SELECT sum("totalTokensSpent") FROM "platformKpiDaily") AS tokens,
           (SELECT count(DISTINCT "userId") FROM "walletTransactions") AS payers`);
  const tokens = String(stored?.['tokens']).replace(/\.?0+$/, '');
  process.stdout.write(`rows ${stored?.['rows']} days ${stored?.['days']} tokens ${tokens} payers ${stored?.['payers']}\n`);
}

const folder = mkdtempSync(join(tmpdir(), 'kpi-cdnow-'));
try {
  await withSession({ db: join(folder, 'cdnow.duckdb'), config: here('kpi.config.json') }, 'write', run);
} catch (error) {
  process.exitCode = reportError(error);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
