import { aggregateDays, DEFAULT_COUNTING_RULES, dayWindow, type SlicePlan, type SliceState, type UtcDate } from '@pack324a/core';
import { type Platform, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { type FirestoreGateway, GRPC, openFirestore } from '../../src/index.ts';
import { contractOptions } from './firestore-adapter.ts';
import { DAY, type Fixture, fixture, ONE_DAY } from './fixture.ts';

const ROWS = 7;
const PLATFORM: Platform = {
  walletTransactions: rowsOf(
    ...Array.from({ length: ROWS }, (_, index) => ({
      createdAt: `${DAY}T12:00:00.00${index}Z`,
      type: 'SPEND',
      userId: `payer ${index}`,
      receiverId: 'creator',
      amount: 1,
      context: 'CHAT',
    })),
  ),
};
const SLICE: SlicePlan = { source: 'walletTransactions', timeField: 'createdAt', window: dayWindow(DAY as UtcDate) };

function spentIn(state: SliceState) {
  const spending = state.flows.get('spending');
  return { seen: state.seen, used: spending?.used, micro: spending?.quantity, payers: spending?.sets.get('payers')?.size };
}

const WHOLE = { seen: ROWS, used: ROWS, micro: BigInt(ROWS) * 1_000_000n, payers: ROWS };

async function read({ reader }: Fixture) {
  return spentIn(await reader.readSlice(SLICE));
}

describe('a stream of rows', () => {
  it('counts a document once that arrives twice', async () => {
    const given = await fixture({ platform: PLATFORM });
    given.double.faults.add({ operation: 'stream', afterDocuments: 4, repeat: 3, times: 1 });
    expect(await read(given)).toEqual(WHOLE);
    expect(given.meter.reads).toBe(ROWS + 3);
  });

  it('that breaks in the middle is read afresh', async () => {
    const given = await fixture({ platform: PLATFORM });
    given.double.faults.add({ operation: 'stream', afterDocuments: 4, code: GRPC.INTERNAL, times: 2 });
    expect(await read(given)).toEqual(WHOLE);
    expect(given.waits).toEqual([1000, 1500]);
    expect(given.meter).toEqual({ reads: ROWS + 8, writes: 0, roundTrips: 3 });
    expect(given.meter.reads).toBe(given.double.meter.reads);
  });

  it('asks for the fields that are read, and for nothing else', async () => {
    const given = await fixture({ platform: PLATFORM });
    await read(given);
    expect(given.double.requests).toHaveLength(1);
    expect(given.double.requests[0]?.query).toMatchObject({ select: ['createdAt', 'type', 'userId', 'receiverId', 'amount', 'context'] });
  });

  it('that ends early without a word is found out by counting, and nothing is stored', async () => {
    const { double } = await fixture({ platform: PLATFORM });
    const lossy: FirestoreGateway = {
      aggregate: (query) => double.aggregate(query),
      get: (key) => double.get(key),
      commit: (writes) => double.commit(writes),
      transact: (key, decide) => double.transact(key, decide),
      close: () => double.close(),
      async *stream(query) {
        for await (const document of double.stream(query)) if (document.id !== 'r3') yield document;
      },
    };
    const backend = openFirestore({ ...contractOptions(DEFAULT_COUNTING_RULES), gateway: lossy });
    const { context, logged } = await fixture();
    const run = await aggregateDays({ ...context, ...backend }, { range: ONE_DAY, trigger: 'manual' });
    expect(run.outcome).toBe('failed');
    expect(run.sections['platform']).toMatchObject({ status: 'failed', documents: 0 });
    expect(JSON.stringify(run.sections['platform'])).toContain(`${ROWS - 1} rows were read, and ${ROWS} counted`);
    expect(run.sections['safety']).toEqual({ status: 'stored', documents: 1 });
    expect(double.documents('platformKpiDaily')).toEqual([]);
    expect(logged.some(({ level }) => level === 'error')).toBe(true);
  });
});
