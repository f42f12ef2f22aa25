import {
  addDays,
  cleanup,
  type DateRange,
  datesOf,
  platformDailyResponse,
  SOURCE_NAMES,
  safetyDailyResponse,
  type UtcDate,
} from '@pack324a/core';
import type { Database } from '@pack324a/duckdb';
import { reportError, tolerateClosedOutput } from './cli/errors.ts';
import { aggregateRange } from './local/aggregate.ts';
import { type Session, withSession } from './local/session.ts';
import { staleDays } from './local/stale-days.ts';
import { styled } from './print/format.ts';
import { startProgress } from './print/progress.ts';
import { dayReport, daysTable, weekday } from './print/reports.ts';

const FORTNIGHT = 14;
const WEEK = 7;

/** The main job: bring the figures up to date, then show them. */
async function start(session: Session): Promise<void> {
  const stale = await staleDays(session);
  if (stale !== undefined) await aggregate(session, stale);
  const newest = await newestDay(session);
  if (newest === undefined) return;
  await showFigures(session, newest);
  await tellWhatNext(newest, session.database);
}

async function aggregate(session: Session, range: DateRange): Promise<void> {
  const progress = startProgress('Aggregating', datesOf(range).length, 'days');
  const runs = await aggregateRange(session, range, 'backfill', (days) => progress.update(days)).finally(() => progress.stop());
  if (runs.some((run) => run.outcome === 'failed')) process.exitCode = 1;
  // The retention is for a platform that is running; a history that was imported to be looked at is kept.
  if (range.to === session.today) await cleanup(session);
}

/** The newest finished day with figures: yesterday, on a platform that is running; today, on one that began today. */
async function newestDay({ database, today }: Session): Promise<UtcDate | undefined> {
  const [row] = await database.all(
    `SELECT strftime(coalesce(max("date") FILTER ("date" < DATE '${today}'), max("date")), '%Y-%m-%d') AS d FROM kpi."platformKpiDaily"`,
  );
  return (row?.['d'] ?? undefined) as UtcDate | undefined;
}

async function showFigures({ store, today }: Session, day: UtcDate): Promise<void> {
  const from = addDays(day, -(FORTNIGHT + WEEK - 1));
  const to = addDays(day, 1) <= today ? addDays(day, 1) : day;
  const platform = new Map(
    (await store.listDays('platformKpiDaily', { from, to })).map((document) => [document.date, platformDailyResponse(document)]),
  );
  const safety = new Map(
    (await store.listDays('safetyKpiDaily', { from, to })).map((document) => [document.date, safetyDailyResponse(document)]),
  );
  const shown = platform.get(day);
  if (shown === undefined) return;
  const before = addDays(day, -WEEK);
  process.stdout.write(`\n${styled('bold', `${weekday(day)} ${day}`)} (UTC)\n\n`);
  process.stdout.write(`${dayReport(shown, platform.get(before), safety.get(day), safety.get(before))}\n`);
  const fortnight = [...platform.values()].filter(({ date }) => date > addDays(day, -FORTNIGHT));
  process.stdout.write(`\n${styled('bold', 'The last fortnight')}\n\n${daysTable(fortnight, platform, safety)}\n`);
}

async function tellWhatNext(day: UtcDate, database: Database): Promise<void> {
  const from = addDays(day, -(FORTNIGHT - 1));
  const table = await tableToAsk(database);
  process.stdout.write(`
${styled('bold', 'What next')}
  npx kpi top-creators --from ${from} --to ${day} --limit 5
  npx kpi show platform --date ${day} --json     every figure with its provenance
  npx kpi doctor                                     what the sources look like
  npx kpi sql "SELECT * FROM ${table} LIMIT 5"
  npx kpi import --help                              your own data

Everything is in ${database.file}; remove it to start anew.
`);
}

/** The ledger, or what there is instead. */
async function tableToAsk(database: Database): Promise<string> {
  for (const source of ['walletTransactions', ...SOURCE_NAMES]) if (await database.hasTable('source', source)) return source;
  return 'platformKpiDaily';
}

tolerateClosedOutput();
try {
  await withSession({}, 'write', start);
} catch (error) {
  process.exitCode = reportError(error);
}
