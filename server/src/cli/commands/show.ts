import {
  addDays,
  creatorDailyResponse,
  creatorDocumentId,
  creatorPackId,
  emptyCreatorDaily,
  isUsableId,
  KpiError,
  parsePastOrPresentDate,
  platformDailyResponse,
  platformHourlyResponse,
  safetyDailyResponse,
  type UtcDate,
} from '@pack324a/core';
import { Argument, type Command } from 'commander';
import { type Session, withSession } from '../../local/session.ts';
import { creatorReport, dayReport, hourlyReport, safetyReport } from '../../print/reports.ts';
import { type CommonOptions, databaseCommand, print } from '../options.ts';

interface Options extends CommonOptions {
  readonly date: string;
  readonly user?: string;
}

type Kind = 'platform' | 'creator' | 'safety' | 'hourly';

const SHOW: Record<Kind, (session: Session, date: UtcDate, options: Options) => Promise<void>> = { platform, creator, safety, hourly };

export function showCommand(): Command {
  return databaseCommand('show', 'Show what is stored of one day.', 'kpi show creator --date 2025-12-11 --user creator123 --json')
    .addArgument(new Argument('<kind>', 'which figures').choices(Object.keys(SHOW)))
    .requiredOption('--date <day>', 'the day, YYYY-MM-DD in UTC')
    .option('--user <id>', 'the creator, for "show creator"')
    .option('--json', 'print the response of the admin API')
    .action((kind: Kind, options: Options) =>
      withSession(options, 'read', (session) =>
        SHOW[kind](session, parsePastOrPresentDate(options.date, session.today, '--date'), options),
      ),
    );
}

function notAggregated(what: string, date: UtcDate): KpiError {
  return new KpiError('not-found', `There are no ${what} figures of ${date}: the day has not been aggregated.`, {
    hint: `Run: kpi aggregate --date ${date}`,
  });
}

async function platform({ store }: Session, date: UtcDate, options: Options): Promise<void> {
  const document = await store.get('platformKpiDaily', date);
  if (document === undefined) throw notAggregated('platform', date);
  const response = platformDailyResponse(document);
  const before = await store.get('platformKpiDaily', addDays(date, -7));
  print(options, response, () => dayReport(response, before && platformDailyResponse(before), undefined, undefined));
}

async function safety({ store }: Session, date: UtcDate, options: Options): Promise<void> {
  const document = await store.get('safetyKpiDaily', date);
  if (document === undefined) throw notAggregated('safety', date);
  const response = safetyDailyResponse(document);
  const before = await store.get('safetyKpiDaily', addDays(date, -7));
  print(options, response, () => safetyReport(response, before && safetyDailyResponse(before)));
}

async function hourly({ store }: Session, date: UtcDate, options: Options): Promise<void> {
  const documents = await store.listDays('platformKpiHourly', { from: date, to: date });
  if (documents.length === 0) throw notAggregated('hourly', date);
  const response = platformHourlyResponse(date, documents);
  print(options, response, () => hourlyReport(response));
}

/** A creator without a document on a day that has been aggregated did nothing that day. */
async function creator({ store, catalogue }: Session, date: UtcDate, options: Options): Promise<void> {
  const { user } = options;
  if (!isUsableId(user)) {
    throw new KpiError('invalid-argument', user === undefined ? '--user is missing.' : `--user: "${user}" is not a user id.`, {
      expected: 'an id of 1 to 128 characters without /',
    });
  }
  const document = await store.get('creatorKpiDaily', creatorDocumentId(user, date));
  const pack = document === undefined ? await store.get('kpiPacks', creatorPackId(date)) : undefined;
  if (document === undefined && pack === undefined) throw notAggregated('creators’', date);
  const found = document ?? (pack && emptyCreatorDaily(catalogue, date, user, pack));
  if (found === undefined) return;
  const response = creatorDailyResponse(found);
  print(options, response, () => creatorReport(response));
}
