import {
  addDays,
  aggregateDays,
  createApi,
  type DateRange,
  datesOf,
  type EndpointName,
  type ResponseOf,
  type UtcDate,
} from '@pack324a/core';
import { type Platform, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { GRPC } from '../../src/index.ts';
import { DAY, type Fixture, fixture } from '../adapter/fixture.ts';
import { ownIndexesOnly } from './indexed.ts';

const TO = DAY as UtcDate;
const FOUR_WEEKS: DateRange = { from: addDays(TO, -27), to: TO };
const RANGE = { startDate: FOUR_WEEKS.from, endDate: FOUR_WEEKS.to };
/** The read of the user who calls. */
const CALLER = 1;

/** `anna` earned on every day of the four weeks, `bert` on the last one, and so did 50 others. */
function platform(): Platform {
  const earned = (receiverId: string, date: string): Readonly<Record<string, unknown>> => ({
    createdAt: `${date}T12:00:00.000Z`,
    type: 'SPEND',
    userId: 'payer',
    receiverId,
    amount: 1.5,
    context: 'CHAT',
  });
  const others = Array.from({ length: 50 }, (_, index) => earned(`creator-${index}`, TO));
  const annas = datesOf(FOUR_WEEKS).map((date) => earned('anna', date));
  return {
    users: [{ id: 'boss', data: { createdAt: '2024-01-01T00:00:00.000Z', role: 'admin' } }],
    walletTransactions: rowsOf(...annas, earned('bert', TO), ...others),
  };
}

async function aggregated(range: DateRange): Promise<Fixture> {
  const given = await fixture({ platform: platform(), ...ownIndexesOnly() });
  const { outcome } = await aggregateDays(given.context, { range, trigger: 'scheduled' });
  expect(outcome).toBe('succeeded');
  return given;
}

/** What a call answers, and the reads that it bills by the double's own count. */
async function asked<N extends EndpointName>(given: Fixture, name: N, data: object): Promise<{ answer: ResponseOf<N>; reads: number }> {
  const { context, reader, store, double } = given;
  const refuse = (): Promise<never> => Promise.reject(new Error('something was about to be made'));
  const api = createApi({
    ...context,
    store,
    isAdmin: (uid) => reader.isAdmin(uid),
    aggregateDay: refuse,
    aggregateHours: refuse,
    backfill: { enqueue: refuse },
    sleep: refuse,
    newId: () => 'id',
    checkResponses: true,
  });
  const before = double.meter.reads;
  const answer = (await api.call(name, { uid: 'boss' }, data)) as ResponseOf<N>;
  return { answer, reads: double.meter.reads - before };
}

describe('four weeks on Firestore', () => {
  it('of every figure bill two reads a day, and nothing for failures where no day is missing', async () => {
    const { answer, reads } = await asked(await aggregated(FOUR_WEEKS), 'kpi_admin_getTrend', RANGE);
    expect(answer.collections.map(({ days }) => days.filter(({ state }) => state === 'stored').length)).toEqual([28, 28]);
    expect(reads).toBe(28 + 28 + CALLER);
  });

  it('with days missing bill less, and one read for each failed run', async () => {
    const given = await aggregated({ from: addDays(TO, -26), to: TO });
    const { store, context, double } = given;
    for (const collection of ['users', 'moderationQueue']) double.faults.add({ collection, code: GRPC.PERMISSION_DENIED });
    await aggregateDays(context, { range: { from: FOUR_WEEKS.from, to: FOUR_WEEKS.from }, trigger: 'manual' });
    double.faults.clear();
    expect(await store.latestRuns(10, { outcome: 'failed' })).toHaveLength(1);
    const { answer, reads } = await asked(given, 'kpi_admin_getTrend', RANGE);
    expect(answer.collections.map(({ days }) => days[0]?.reason)).toEqual(['failed', 'failed']);
    expect(reads).toBe(27 + 27 + 1 + CALLER);
  });

  it('of a creator bill one read a day, and one more for each from the first to the last without a document, however many others there are', async () => {
    const given = await aggregated(FOUR_WEEKS);
    const anna = await asked(given, 'kpi_getCreatorTrend', { userId: 'anna', ...RANGE });
    expect(anna.answer.summary).toMatchObject({ totalDays: 28, activeDays: 28, earnings: { total: 42 }, totalEarningsPLN: 8.4 });
    expect(anna.reads).toBe(28 + CALLER);
    const bert = await asked(given, 'kpi_getCreatorTrend', { userId: 'bert', ...RANGE });
    expect(bert.answer.summary).toMatchObject({ totalDays: 28, activeDays: 1, earnings: { total: 1.5 } });
    expect(bert.reads).toBe(28 + 27 + CALLER);
  });
});
