import { ENDPOINTS, type PlatformDailyResponse } from '@pack324a/core';
import { FunctionsError } from 'firebase/functions';
import { afterAll, afterEach, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import { connectLocalHost, createKpiClient, errorDetails, type KpiClient } from '../src/index.ts';
import { type CallableServer, deleteApps, newFunctions, startCallableServer } from './callable-server.ts';

const AT = '2025-12-12T00:10:02.123Z';
const DAY: PlatformDailyResponse = {
  date: '2025-12-11',
  users: { new: 245, verified: 180, active: 1523, paying: 342 },
  revenue: { tokensSpent: 45_230, revenuePLN: 9046 },
  activity: { chats: 892, voiceMinutes: 1245, videoMinutes: 567, calendarBookings: 23, eventTickets: 45 },
  lastUpdated: AT,
  provenance: {
    complete: true,
    trigger: 'scheduled',
    generatedAt: AT,
    rowsUsed: { lastUpdated: 1 },
    rowsRejected: {},
    missingSources: [],
    activeUsers: null,
    verifiedAt: null,
  },
};

let host: CallableServer;
let client: KpiClient;

beforeAll(async () => {
  host = await startCallableServer();
});
afterAll(() => host.close());
afterEach(deleteApps);

function connect(): KpiClient {
  const functions = newFunctions();
  connectLocalHost(functions, { url: host.url });
  host.received.length = 0;
  client = createKpiClient(functions);
  return client;
}

async function rejection(call: Promise<unknown>): Promise<unknown> {
  return call.then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('the typed client', () => {
  it('has a function for every endpoint, named after it, that sends its request there', async () => {
    host.answer = { body: { result: {} } };
    const calls = connect() as unknown as Record<string, (request: object) => Promise<unknown>>;
    const names = Object.keys(ENDPOINTS);
    expect(Object.keys(calls).sort()).toEqual(names.map((name) => name.replace(/^kpi_(admin_)?/, '')).sort());
    for (const [name, { example }] of Object.entries(ENDPOINTS)) {
      await calls[name.replace(/^kpi_(admin_)?/, '')]?.(example);
      expect(host.received.at(-1)).toMatchObject({ path: `/demo-kpi/europe-central2/${name}`, body: { data: example } });
    }
    expect(host.received).toHaveLength(names.length);
  });

  it('gives lastUpdated as a date and everything else as it came, in its order', async () => {
    host.answer = { body: { result: DAY } };
    const day = await connect().getPlatformDaily({ date: DAY.date });
    expect(day).toEqual({ ...DAY, lastUpdated: new Date(AT) });
    expect(Object.keys(day)).toEqual(Object.keys(DAY));
    expectTypeOf(day.lastUpdated).toEqualTypeOf<Date>();
    expectTypeOf(day.provenance.generatedAt).toEqualTypeOf<string>();
  });

  it('does so for each day of a range and each hour of a day', async () => {
    const summary = { totalDays: 1, missingDates: ['2025-12-10'] };
    host.answer = { body: { result: { success: true, startDate: '2025-12-10', endDate: DAY.date, dailyData: [DAY, DAY], summary } } };
    const range = await connect().getSummary({ startDate: '2025-12-10', endDate: DAY.date });
    const day = { ...DAY, lastUpdated: new Date(AT) };
    expect(range).toEqual({ success: true, startDate: '2025-12-10', endDate: DAY.date, dailyData: [day, day], summary });
    expect(Object.keys(range.dailyData[0] ?? {})).toEqual(Object.keys(DAY));
    expectTypeOf(range.dailyData[0]?.lastUpdated).toEqualTypeOf<Date | undefined>();

    host.answer = { body: { result: { date: DAY.date, hours: [{ hour: 0, lastUpdated: AT, provenance: DAY.provenance }] } } };
    const { hours } = await client.getPlatformHourly({ date: DAY.date });
    expect(hours).toEqual([{ hour: 0, lastUpdated: new Date(AT), provenance: DAY.provenance }]);
    expectTypeOf(hours[0]?.lastUpdated).toEqualTypeOf<Date | undefined>();
  });

  it('does so for each day of the trends, and leaves null where a day has nothing', async () => {
    const days = [
      { date: DAY.date, state: 'stored', reason: null, lastUpdated: AT },
      { date: '2025-12-12', state: 'missing', reason: 'not-aggregated', lastUpdated: null },
    ];
    const dated = [{ ...days[0], lastUpdated: new Date(AT) }, days[1]];
    const figures = [{ name: 'totalChats', values: [3, null], total: 3, dailyAverage: 3, atLeast: [] }];
    const collection = { collection: 'platformKpiDaily', days, figures };
    host.answer = { body: { result: { success: true, collections: [collection] } } };
    const range = { startDate: DAY.date, endDate: '2025-12-12' };
    const trend = await connect().getTrend(range);
    expect(trend).toEqual({ success: true, collections: [{ ...collection, days: dated }] });
    expect(Object.keys(trend.collections[0]?.days[0] ?? {})).toEqual(['date', 'state', 'reason', 'lastUpdated']);
    expectTypeOf(trend.collections[0]?.days[0]?.lastUpdated).toEqualTypeOf<Date | null | undefined>();
    expectTypeOf(trend.collections[0]?.figures[0]?.values).toEqualTypeOf<readonly (number | null)[] | undefined>();

    host.answer = { body: { result: { success: true, userId: 'anna', days } } };
    const creator = await client.getCreatorTrend({ userId: 'anna', ...range });
    expect(creator).toEqual({ success: true, userId: 'anna', days: dated });
    expectTypeOf(creator.days[0]?.lastUpdated).toEqualTypeOf<Date | null | undefined>();
  });

  it('leaves the times of stored documents and of the status as text', async () => {
    const result = { success: true, date: DAY.date, creatorsProcessed: 1, platformKpi: { createdAt: AT }, safetyKpi: { createdAt: AT } };
    host.answer = { body: { result } };
    const answer = await connect().triggerAggregation({ date: DAY.date });
    expect(answer).toEqual(result);
    expectTypeOf(answer.platformKpi.createdAt).toEqualTypeOf<string>();
    host.answer = { body: { result: { now: AT, lastRuns: [{ endedAt: AT }] } } };
    const status = await client.getStatus();
    expect(status).toEqual({ now: AT, lastRuns: [{ endedAt: AT }] });
    expectTypeOf(status.now).toEqualTypeOf<string>();
  });

  it('sends an empty request where there is nothing to say, and no field that is not given', async () => {
    host.answer = { body: { result: {} } };
    await connect().getMetrics();
    expect(host.received.at(-1)?.body).toEqual({ data: {} });
    await client.getTopCreators({ startDate: '2025-12-01', endDate: '2025-12-11', limit: undefined });
    expect(host.received.at(-1)?.body).toEqual({ data: { startDate: '2025-12-01', endDate: '2025-12-11' } });
  });

  it('takes only the fields of each request', () => {
    expectTypeOf<Parameters<KpiClient['getPlatformDaily']>>().toEqualTypeOf<[request: { date: string }]>();
    expectTypeOf<Parameters<KpiClient['getCreatorDaily']>>().toEqualTypeOf<[request: { userId: string; date: string }]>();
    expectTypeOf<Parameters<KpiClient['getStatus']>[0]>().toEqualTypeOf<Record<string, never> | undefined>();
  });

  it('passes options on to the SDK', async () => {
    host.answer = 'none';
    const functions = newFunctions();
    connectLocalHost(functions, { url: host.url });
    const error = await rejection(createKpiClient(functions, { timeout: 1 }).getStatus());
    expect(error).toMatchObject({ code: 'functions/deadline-exceeded' });
  });
});

describe('errors', () => {
  it('stay the SDK’s own, and their details can be read', async () => {
    const details = { field: 'date', expected: 'a day of the calendar', hint: 'Ask for another day.' };
    host.answer = { status: 400, body: { error: { status: 'INVALID_ARGUMENT', message: 'date is missing.', details } } };
    const error = await rejection(connect().getPlatformDaily({ date: '' }));
    expect(error).toBeInstanceOf(FunctionsError);
    expect(error).toMatchObject({ code: 'functions/invalid-argument', message: expect.stringContaining('date is missing.') });
    expect(errorDetails(error)).toEqual(details);
  });

  it('have only the details that are text under their names', async () => {
    const details = { reference: 'r-1', expected: 5, hint: null, other: 'x' };
    host.answer = { status: 500, body: { error: { status: 'INTERNAL', message: 'Something went wrong.', details } } };
    const error = await rejection(connect().getStatus());
    expect(error).toMatchObject({ code: 'functions/internal' });
    expect(errorDetails(error)).toEqual({ reference: 'r-1' });
  });

  it.each([
    ['an error without details', new FunctionsError('internal', 'x')],
    ['an error with a text for details', new FunctionsError('internal', 'x', 'details')],
    ['another error', new Error('x')],
    ['no error', { details: { field: 'date' } }],
    ['nothing', undefined],
  ])('%s has none', (_what, error) => {
    expect(errorDetails(error)).toEqual({});
  });
});
