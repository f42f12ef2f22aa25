import {
  addDays,
  type CreatorDailyResponse,
  creatorDailyResponse,
  creatorDocumentId,
  creatorPackId,
  emptyCreatorDaily,
  isUsableId,
  KpiError,
  type PlatformDailyResponse,
  parsePastOrPresentDate,
  platformDailyResponse,
  platformHourlyResponse,
  type SafetyDailyResponse,
  safetyDailyResponse,
  type UtcDate,
} from '@pack324a/core';
import { z } from 'zod';
import type { Backend } from './backend.ts';
import { operation } from './operation.ts';

export const SHOW_KINDS = ['platform', 'creator', 'safety', 'hourly'] as const;
export type ShowKind = (typeof SHOW_KINDS)[number];

const WEEK = 7;

/** One day's stored figures, and where they are compared, those of a week before. */
export type Shown =
  | { readonly kind: 'platform'; readonly response: PlatformDailyResponse; readonly before: PlatformDailyResponse | null }
  | { readonly kind: 'safety'; readonly response: SafetyDailyResponse; readonly before: SafetyDailyResponse | null }
  | { readonly kind: 'hourly'; readonly response: ReturnType<typeof platformHourlyResponse> }
  | { readonly kind: 'creator'; readonly response: CreatorDailyResponse };

type Show = (backend: Backend, date: UtcDate, user: string | undefined) => Promise<Shown>;

const SHOW: Readonly<Record<ShowKind, Show>> = { platform, creator, safety, hourly };

export const show = operation({
  mode: 'read',
  input: z.strictObject({ kind: z.enum(SHOW_KINDS), date: z.string(), user: z.string().optional() }),
  run: (backend, { kind, date, user }) => SHOW[kind](backend, parsePastOrPresentDate(date, backend.today, '--date'), user),
});

function notAggregated(what: string, date: UtcDate, { advice }: Backend): KpiError {
  return new KpiError('not-found', `There are no ${what} figures of ${date}: the day has not been aggregated.`, {
    hint: `Run: kpi aggregate${advice.options} --date ${date}`,
  });
}

async function platform(backend: Backend, date: UtcDate): Promise<Shown> {
  const { store } = backend;
  const document = await store.get('platformKpiDaily', date);
  if (document === undefined) throw notAggregated('platform', date, backend);
  const before = await store.get('platformKpiDaily', addDays(date, -WEEK));
  return {
    kind: 'platform',
    response: platformDailyResponse(document),
    before: before === undefined ? null : platformDailyResponse(before),
  };
}

async function safety(backend: Backend, date: UtcDate): Promise<Shown> {
  const { store } = backend;
  const document = await store.get('safetyKpiDaily', date);
  if (document === undefined) throw notAggregated('safety', date, backend);
  const before = await store.get('safetyKpiDaily', addDays(date, -WEEK));
  return { kind: 'safety', response: safetyDailyResponse(document), before: before === undefined ? null : safetyDailyResponse(before) };
}

async function hourly(backend: Backend, date: UtcDate): Promise<Shown> {
  const documents = await backend.store.listDays('platformKpiHourly', { from: date, to: date });
  if (documents.length === 0) throw notAggregated('hourly', date, backend);
  return { kind: 'hourly', response: platformHourlyResponse(date, documents) };
}

/** A creator without a document on a day that has been aggregated did nothing that day. */
async function creator(backend: Backend, date: UtcDate, user: string | undefined): Promise<Shown> {
  const { store, catalogue } = backend;
  if (!isUsableId(user)) {
    throw new KpiError('invalid-argument', user === undefined ? '--user is missing.' : `--user: "${user}" is not a user id.`, {
      expected: 'an id of 1 to 128 characters without /',
    });
  }
  const document = await store.get('creatorKpiDaily', creatorDocumentId(user, date));
  if (document !== undefined) return { kind: 'creator', response: creatorDailyResponse(document) };
  const pack = await store.get('kpiPacks', creatorPackId(date));
  if (pack === undefined) throw notAggregated('creators’', date, backend);
  return { kind: 'creator', response: creatorDailyResponse(emptyCreatorDaily(catalogue, date, user, pack)) };
}
