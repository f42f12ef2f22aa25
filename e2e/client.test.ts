import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { connectLocalHost, createKpiClient, errorDetails, type KpiClient } from '@pack324a/client';
import { ENDPOINTS, type EndpointName, type PlatformDailyResponse, type RequestOf } from '@pack324a/core';
import type { DemoTruth } from '@pack324a/demo';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { connectFunctionsEmulator, type Functions, FunctionsError, getFunctions, httpsCallable } from 'firebase/functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backfilled } from './backfilled.ts';
import {
  CREATOR,
  differences,
  type Json,
  PLATFORM,
  PLATFORM_DOCUMENT,
  SAFETY,
  SAFETY_DOCUMENT,
  SUMMARY,
  SUMMARY_TOTALS,
  TOP_CREATOR,
  TOP_CREATORS,
  TRIGGERED,
} from './described-shapes.ts';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { temporaryFolder } from './kpi.ts';

const NAMES = Object.keys(ENDPOINTS) as EndpointName[];
const folder = temporaryFolder();
const db = folder.file('client.duckdb');
const apps: FirebaseApp[] = [];
let host: HostProcess;
let days: DemoTruth['days'];
let adminToken: string;
let userToken: string;
/** The id of a backfill that has ended. */
let backfill: string;

beforeAll(async () => {
  await makeDemo(db);
  days = (JSON.parse(readFileSync(`${db}.truth.json`, 'utf8')) as DemoTruth).days;
  host = await startHostProcess({ db });
  adminToken = await host.token('demo-admin');
  userToken = await host.token('user-00042');
  backfill = await backfilled(createKpiClient(signedIn(adminToken)), { startDate: finishedDay(5).date, endDate: finishedDay().date });
});
afterAll(async () => {
  await Promise.all(apps.map(deleteApp));
  await host?.stop();
  folder.remove();
});

/** The SDK's functions of an app of their own, connected as the SDK connects to an emulator. */
function newFunctions(region = 'europe-central2'): Functions {
  const app = initializeApp({ projectId: 'demo-kpi' }, `app ${apps.length}`);
  apps.push(app);
  const functions = getFunctions(app, region);
  const { hostname, port } = new URL(host.url);
  connectFunctionsEmulator(functions, hostname, Number(port));
  return functions;
}

function signedIn(token: string, region?: string): Functions {
  const functions = newFunctions(region);
  connectLocalHost(functions, { url: host.url, token });
  return functions;
}

async function call(functions: Functions, name: string, request: object): Promise<Json> {
  return (await httpsCallable<object, Json>(functions, name)(request)).data;
}

async function refusal(functions: Functions, name: string, request: unknown): Promise<FunctionsError> {
  const error: unknown = await httpsCallable(
    functions,
    name,
  )(request).then(
    () => new Error(`${name} answered`),
    (reason: unknown) => reason,
  );
  if (error instanceof FunctionsError) return error;
  throw error;
}

/** A finished day of the demo platform, and what its generator knows of it. */
function finishedDay(daysBack = 1): DemoTruth['days'][number] {
  const day = days.at(-1 - daysBack);
  if (day === undefined) throw new RangeError('the demo platform is too short');
  return day;
}

function topCreator(): string {
  const [best] = Object.entries(finishedDay().creators).sort((left, right) => Number(right[1]) - Number(left[1]));
  return best?.[0] ?? 'nobody';
}

/** The example of an endpoint, about days that the demo platform has. */
function request<N extends EndpointName>(name: N): RequestOf<N> {
  const { date } = finishedDay();
  const values: Json = { date, startDate: finishedDay(5).date, endDate: date, userId: topCreator(), id: backfill };
  const fields = Object.entries(ENDPOINTS[name].example).map(([field, value]) => [field, values[field] ?? value]);
  return Object.fromEntries(fields) as RequestOf<N>;
}

describe('every endpoint through the SDK', () => {
  it('a backfill runs to its end', async () => {
    const progress = await createKpiClient(signedIn(adminToken)).getBackfill({ id: backfill });
    expect(progress).toMatchObject({ state: 'succeeded', days: { total: 5, succeeded: 5, failed: 0, waiting: 0 }, reads: null });
    const day = await call(signedIn(adminToken), 'kpi_getPlatformDaily', { date: finishedDay().date });
    expect(day).toMatchObject({ provenance: { trigger: 'backfill' }, users: { new: finishedDay().platform.newUsers } });
  });

  it.each(NAMES)('%s answers an admin in its shape', async (name) => {
    const data = await call(signedIn(adminToken), name, request(name));
    expect(ENDPOINTS[name].response.parse(data)).toEqual(data);
  });

  it.each(NAMES)('%s answers neither a plain user nor somebody who is not signed in', async (name) => {
    const user = await refusal(signedIn(userToken), name, request(name));
    expect(user.code).toBe('functions/permission-denied');
    expect(errorDetails(user).expected).toContain('admin');
    const nobody = await refusal(newFunctions(), name, request(name));
    expect(nobody.code).toBe('functions/unauthenticated');
    expect(errorDetails(nobody).hint).toContain('Sign in');
  });

  it.each(NAMES)('%s says the same through the typed client, with dates', async (name) => {
    const functions = signedIn(adminToken);
    const client = createKpiClient(functions) as unknown as Record<string, (request: object) => Promise<Json>>;
    const typed = await client[name.replace(/^kpi_(admin_)?/, '')]?.(request(name));
    // A date is written as the text that it was made of.
    const written: unknown = JSON.parse(JSON.stringify(typed));
    expect(ENDPOINTS[name].response.parse(written)).toEqual(written);
    const changing = ['kpi_getStatus', 'kpi_admin_triggerAggregation'];
    if (!changing.includes(name)) expect(JSON.stringify(typed)).toBe(JSON.stringify(await call(functions, name, request(name))));
    const collections = (typed?.['collections'] ?? []) as { readonly days: Json[] }[];
    const entries = (typed?.['dailyData'] ?? typed?.['hours'] ?? (Array.isArray(typed?.['days']) ? typed['days'] : [])) as Json[];
    for (const entry of [typed, ...entries, ...collections.flatMap(({ days: ofCollection }) => ofCollection)]) {
      if (entry?.['lastUpdated'] !== undefined) expect(entry['lastUpdated']).toBeInstanceOf(Date);
    }
  });

  it('answers the examples of the reference page as they stand there', async () => {
    const page = readFileSync(new URL('../docs/api.md', import.meta.url), 'utf8');
    const examples = [...page.matchAll(/^curl .*\\\n +-d '(.+)' \\\n +http:\/\/127\.0\.0\.1:3240(\/\S+\/(\w+))$/gm)];
    expect(examples.map(([, , , name]) => name)).toEqual(NAMES);
    for (const [, body = '', path, name] of examples) {
      const sent = body
        .replaceAll("'$DAY'", finishedDay().date)
        .replaceAll("'$FROM'", finishedDay(7).date)
        .replaceAll("'$BACKFILL'", backfill);
      const headers = { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' };
      const response = await fetch(`${host.url}${path}`, { method: 'POST', headers, body: sent });
      expect(response.status, name).toBe(200);
      expect(Object.keys((await response.json()) as Json), name).toEqual(['result']);
    }
  });
});

describe('the six described responses', () => {
  let client: KpiClient;
  beforeAll(() => {
    client = createKpiClient(signedIn(adminToken));
  });

  it('kpi_getPlatformDaily', async () => {
    const { date, platform } = finishedDay();
    const data = await call(signedIn(adminToken), 'kpi_getPlatformDaily', { date });
    expect(differences(data, PLATFORM)).toEqual([]);
    expect(data).toMatchObject({
      date,
      users: { new: platform.newUsers, paying: platform.payingUsers },
      revenue: { tokensSpent: Number(platform.totalTokensSpent), revenuePLN: Number(platform.totalTokenRevenuePLN) },
      activity: { chats: platform.totalChats, voiceMinutes: Number(platform.totalVoiceMinutes), eventTickets: platform.totalEventTickets },
    });
    const typed = await client.getPlatformDaily({ date });
    expect(typed.lastUpdated.toISOString()).toBe(data['lastUpdated']);
  });

  it('kpi_getCreatorDaily', async () => {
    const { date, creators } = finishedDay();
    const data = await call(signedIn(adminToken), 'kpi_getCreatorDaily', { userId: topCreator(), date });
    expect(differences(data, CREATOR)).toEqual([]);
    expect(data).toMatchObject({ date, userId: topCreator(), earnings: { total: Number(creators[topCreator()]) } });
    const nobody = await client.getCreatorDaily({ userId: 'nobody at all', date });
    expect(nobody).toMatchObject({ userId: 'nobody at all', earnings: { total: 0 }, earningsPLN: 0, sessions: 0 });
  });

  it('kpi_getSafetyDaily', async () => {
    const { date, safety } = finishedDay();
    const data = await call(signedIn(adminToken), 'kpi_getSafetyDaily', { date });
    expect(differences(data, SAFETY)).toEqual([]);
    expect(data).toMatchObject({
      reports: { total: safety.reportsTotal, aiDetected: safety.reportsAI, userReported: safety.reportsHuman },
      enforcement: { bans: safety.bansIssued, autoBlocks: safety.autoBlocks, panicEvents: safety.panicEvents },
    });
  });

  it('kpi_admin_getSummary', async () => {
    const asked = request('kpi_admin_getSummary');
    const data = await call(signedIn(adminToken), 'kpi_admin_getSummary', asked);
    expect(differences(data, SUMMARY)).toEqual([]);
    expect(differences(data['summary'], SUMMARY_TOTALS)).toEqual([]);
    const range = days.filter(({ date }) => date >= asked.startDate && date <= asked.endDate);
    expect((data['dailyData'] as PlatformDailyResponse[]).map(({ date }) => date)).toEqual(range.map(({ date }) => date));
    for (const day of data['dailyData'] as Json[]) expect(differences(day, PLATFORM)).toEqual([]);
    const grosze = range.reduce((sum, { platform }) => sum + Math.round(Number(platform.totalTokensSpent) * 1e6), 0) / 5e4;
    expect(data).toMatchObject({
      success: true,
      ...asked,
      summary: {
        totalDays: range.length,
        totalNewUsers: range.reduce((sum, { platform }) => sum + platform.newUsers, 0),
        totalRevenuePLN: Math.round(grosze) / 100,
        averageDailyRevenue: Math.round(Math.round(grosze) / range.length) / 100,
        missingDates: [],
      },
    });
  });

  it('kpi_admin_getTopCreators', async () => {
    const { date, creators } = finishedDay();
    const data = await call(signedIn(adminToken), 'kpi_admin_getTopCreators', { startDate: date, endDate: date, limit: 3 });
    expect(differences(data, TOP_CREATORS)).toEqual([]);
    const top = data['topCreators'] as Json[];
    for (const entry of top) expect(differences(entry, TOP_CREATOR)).toEqual([]);
    const best = Object.entries(creators)
      .map(([userId, tokens]) => ({ userId, totalEarningsTokens: Number(tokens) }))
      .sort((left, right) => right.totalEarningsTokens - left.totalEarningsTokens || (left.userId < right.userId ? -1 : 1));
    expect(top).toMatchObject(best.slice(0, 3));
    expect(data).toMatchObject({ success: true, startDate: date, endDate: date });
    expect(data['totalCreators']).toBeGreaterThanOrEqual(best.length);
  });

  it('kpi_admin_triggerAggregation', async () => {
    const { date } = finishedDay(3);
    const data = await call(signedIn(adminToken), 'kpi_admin_triggerAggregation', { date });
    expect(differences(data, TRIGGERED)).toEqual([]);
    for (const [name, described] of [
      ['platformKpi', PLATFORM_DOCUMENT],
      ['safetyKpi', SAFETY_DOCUMENT],
    ] as const) {
      const document = data[name] as Json;
      const known = Object.fromEntries(Object.entries(document).filter(([field]) => field in described));
      expect(differences(known, described), name).toEqual([]);
    }
    expect(data).toMatchObject({ success: true, date, platformKpi: { date, provenance: { trigger: 'manual' } }, safetyKpi: { date } });
  });
});

describe('what the host refuses', () => {
  it('is a token that has expired, was changed, or was signed by somebody else', async () => {
    const [header = '', payload = '', signature = ''] = adminToken.split('.');
    const secret = readFileSync(`${db}.secret`);
    // What this test signs is as good as the real one, so that only what it says makes the difference.
    expect(signed(header, payload, secret)).toBe(adminToken);
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Readonly<Record<string, number>>;
    const expired = encoded({ ...claims, iat: 1_700_000_000, exp: 1_700_000_001 });
    const asAnother = encoded({ ...claims, sub: 'user-00042' });
    const forged = {
      expired: signed(header, expired, secret),
      changed: `${header}.${asAnother}.${signature}`,
      'signed by somebody else': signed(header, payload, Buffer.alloc(32, 1)),
      unsigned: `${encoded({ alg: 'none' })}.${payload}.`,
      'no token at all': 'token',
    };
    for (const [what, token] of Object.entries(forged)) {
      const error = await refusal(signedIn(token), 'kpi_getStatus', {});
      expect(error.code, what).toBe('functions/unauthenticated');
    }
    expect(await call(signedIn(adminToken), 'kpi_getStatus', {})).toHaveProperty('today');
  });

  const wrong: readonly (readonly [EndpointName, unknown, string, RegExp])[] = [
    ['kpi_getPlatformDaily', {}, 'date', /YYYY-MM-DD/],
    ['kpi_getPlatformDaily', { date: '2025-02-30' }, 'date', /YYYY-MM-DD/],
    ['kpi_getPlatformDaily', { date: 20_251_211 }, 'date', /YYYY-MM-DD/],
    ['kpi_getPlatformHourly', { date: '9999-12-31' }, 'date', /today/],
    ['kpi_getSafetyDaily', { date: '2025-12-11', dat: 1 }, 'dat', /date/],
    ['kpi_getCreatorDaily', { userId: 'a/b', date: '2025-12-11' }, 'userId', /128/],
    ['kpi_admin_getSummary', { startDate: '2025-12-11', endDate: '2025-12-10' }, 'startDate', /on or before endDate/],
    ['kpi_admin_getSummary', { startDate: '2024-01-01', endDate: '2025-01-01' }, 'endDate', /366/],
    ['kpi_admin_getTrend', { startDate: '2024-01-01', endDate: '2025-01-01' }, 'endDate', /366/],
    ['kpi_admin_getTrend', { startDate: '2025-12-01', endDate: '9999-12-31' }, 'endDate', /today/],
    ['kpi_getCreatorTrend', { userId: 'a/b', startDate: '2025-12-01', endDate: '2025-12-11' }, 'userId', /128/],
    ['kpi_getCreatorTrend', { userId: 'a', startDate: '2025-12-11', endDate: '2025-12-10' }, 'startDate', /on or before endDate/],
    ['kpi_admin_getTopCreators', { startDate: '2025-12-01', endDate: '2025-12-11', limit: 101 }, 'limit', /100/],
    ['kpi_admin_getTopCreators', { startDate: '2025-12-01', endDate: '2025-12-11', limit: 1.5 }, 'limit', /100/],
    ['kpi_admin_triggerAggregation', { date: null }, 'date', /YYYY-MM-DD/],
    ['kpi_getMetrics', { date: '2025-12-11' }, 'date', /no fields/],
  ];
  it.each(wrong)('is %s of %j, because of its %s', async (name, asked, field, expected) => {
    const error = await refusal(signedIn(adminToken), name, asked);
    expect(error.code).toBe('functions/invalid-argument');
    expect(errorDetails(error)).toMatchObject({ field, expected: expect.stringMatching(expected) });
  });

  it.each([
    'kpi_getPlatformDaily',
    'kpi_getSafetyDaily',
    'kpi_getPlatformHourly',
    'kpi_admin_triggerAggregation',
  ] as const)('is %s of a day that is too old to be made', async (name) => {
    const error = await refusal(signedIn(adminToken), name, { date: '2019-05-01' });
    expect(error.code).toBe('functions/out-of-range');
    expect(errorDetails(error)).toMatchObject({ field: 'date', expected: expect.stringMatching(/from \d{4}-\d{2}-\d{2}, the oldest/) });
  });

  it('is a function or a region that is not there', async () => {
    expect((await refusal(signedIn(adminToken), 'kpi_getNothing', {})).code).toBe('functions/not-found');
    expect((await refusal(signedIn(adminToken, 'us-central1'), 'kpi_getStatus', {})).code).toBe('functions/not-found');
  });
});

const encoded = (claims: object): string => Buffer.from(JSON.stringify(claims)).toString('base64url');
const signed = (header: string, payload: string, secret: Uint8Array): string =>
  `${header}.${payload}.${createHmac('sha256', secret).update(`${header}.${payload}`).digest('base64url')}`;
