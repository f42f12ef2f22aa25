import { addDays, platformDailyResponse, SOURCE_NAMES, safetyDailyResponse, type UtcDate } from '@pack324a/core';
import type { Database } from '@pack324a/duckdb';
import type { Session } from '../local/session.ts';
import type { RunningHost } from '../serve/serve.ts';
import { curlExample } from '../serve/welcome.ts';
import { databaseOption } from './command-line.ts';
import { styled } from './format.ts';
import { dayReport, daysTable, weekday } from './reports.ts';

const FORTNIGHT = 14;
const WEEK = 7;

/**
 * The newest finished day with figures: yesterday, on a platform that is running; today, on one that began today; of a history
 * its last day, whatever later days somebody has asked for.
 */
export async function newestDay(session: Session): Promise<UtcDate | undefined> {
  const { database, today } = session;
  const last = (await session.lastDay()) ?? today;
  const [row] = await database.all(
    `SELECT strftime(coalesce(max("date") FILTER ("date" < DATE '${today}'), max("date")), '%Y-%m-%d') AS d
     FROM kpi."platformKpiDaily" WHERE "date" <= DATE '${last}'`,
  );
  return (row?.['d'] ?? undefined) as UtcDate | undefined;
}

/** Prints a day against the same weekday a week before, and the fortnight up to it. */
export async function printFigures(session: Session, day: UtcDate): Promise<void> {
  const { store, today } = session;
  const last = (await session.lastDay()) ?? today;
  const from = addDays(day, -(FORTNIGHT + WEEK - 1));
  const to = addDays(day, 1) <= last ? addDays(day, 1) : day;
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

/** What there is to do with the figures; while they are served, some of it has to wait until that ends. */
export async function whatNext(
  { database, config }: Session,
  day: UtcDate,
  served?: { readonly host: RunningHost; readonly uid: string | undefined },
): Promise<string> {
  const from = addDays(day, -(FORTNIGHT - 1));
  const db = databaseOption(database.file);
  const looking = `  npx kpi top-creators --from ${from} --to ${day} --limit 5${db}
  npx kpi show platform --date ${day} --json${db}     every figure with its provenance
  npx kpi doctor${db}                                     what the sources look like`;
  const alone = `  npx kpi sql "SELECT * FROM ${await tableToAsk(database)} LIMIT 5"${db}
  npx kpi import --help                              your own data`;
  const whereabouts = `Everything is in ${database.file}; remove it to start anew.\n`;
  if (served === undefined) return `\n${styled('bold', 'What next')}\n${looking}\n${alone}\n\n${whereabouts}`;
  const { host, uid } = served;
  const asking = uid === undefined ? '' : `${curlExample(host, database.file, config.region, uid, day)}\n`;
  return `\n${styled('bold', 'What next')}, in another window\n${looking}\n${asking}\n${styled('bold', 'Once this is stopped')}\n${alone}\n\n${whereabouts}`;
}

/** The ledger, or what there is instead. */
async function tableToAsk(database: Database): Promise<string> {
  for (const source of ['walletTransactions', ...SOURCE_NAMES]) if (await database.hasTable('source', source)) return source;
  return 'platformKpiDaily';
}
