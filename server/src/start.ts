import { addDays, cleanup, type DateRange, datesOf, platformDailyResponse, safetyDailyResponse, type UtcDate } from '@pack324a/core';
import { reportError } from './cli/errors.ts';
import { readDemoState } from './demo/demo-state.ts';
import { ensureDemo } from './demo/ensure-demo.ts';
import { aggregateRange } from './local/aggregate.ts';
import { type Session, withSession } from './local/session.ts';
import { sourceDays } from './local/source-days.ts';
import { styled } from './print/format.ts';
import { startProgress } from './print/progress.ts';
import { dayReport, daysTable, weekday } from './print/reports.ts';

const FORTNIGHT = 14;
const WEEK = 7;

/** The main job: bring the figures up to date, then show them. */
async function start(session: Session): Promise<void> {
  const stale = await bringUpToDate(session);
  if (stale !== undefined) await aggregate(session, stale);
  const newest = await newestDay(session);
  if (newest === undefined) return;
  await showFigures(session, newest);
  tellWhatNext(newest, session.database.file);
}

/** An empty database gets the demo platform; one with data of its own is left as it is. */
async function bringUpToDate(session: Session): Promise<DateRange | undefined> {
  const sources = await session.database.all(
    `SELECT 1 FROM information_schema.tables WHERE table_catalog = current_database() AND table_schema = 'source' LIMIT 1`,
  );
  const isDemo = (await readDemoState(session.database)) !== undefined;
  if (sources.length > 0 && !isDemo) return missingDays(session, await sourceDays(session));
  const demo = await ensureDemo(session);
  return demo.stale ?? missingDays(session, { from: demo.params.firstDate, to: session.today });
}

/** From the first day of a range that has no figures to its end. */
async function missingDays({ store }: Session, range: DateRange): Promise<DateRange | undefined> {
  const stored = new Set((await store.listDays('platformKpiDaily', range)).map(({ date }) => date));
  const first = datesOf(range).find((date) => !stored.has(date));
  return first === undefined ? undefined : { from: first, to: range.to };
}

async function aggregate(session: Session, range: DateRange): Promise<void> {
  const progress = startProgress('Aggregating', datesOf(range).length, 'days');
  const runs = await aggregateRange(session, range, 'backfill', (days) => progress.update(days)).finally(() => progress.stop());
  if (runs.some((run) => run.outcome === 'failed')) process.exitCode = 1;
  await cleanup(session);
}

/** The newest finished day with figures: yesterday, on a platform that is running. */
async function newestDay({ database, today }: Session): Promise<UtcDate | undefined> {
  const [row] = await database.all(
    `SELECT strftime(max("date"), '%Y-%m-%d') AS d FROM kpi."platformKpiDaily" WHERE "date" < DATE '${today}'`,
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

function tellWhatNext(day: UtcDate, file: string): void {
  const from = addDays(day, -(FORTNIGHT - 1));
  process.stdout.write(`
${styled('bold', 'What next')}
  npx kpi top-creators --from ${from} --to ${day} --limit 5
  npx kpi show platform --date ${day} --json     every figure with its provenance
  npx kpi doctor                                     what the sources look like
  npx kpi sql "SELECT * FROM walletTransactions LIMIT 5"
  npx kpi import --help                              your own data

Everything is in ${file}; remove it to start anew.
`);
}

try {
  await withSession({}, 'write', start);
} catch (error) {
  process.exitCode = reportError(error);
}
