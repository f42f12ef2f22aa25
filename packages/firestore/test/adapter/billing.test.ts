import { aggregateDays, aggregateHours, type DateRange, hoursOf, type UtcDate } from '@pack324a/core';
import { busyDay, type Platform, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { type FirestoreGateway, GRPC } from '../../src/index.ts';
import { type MeterReading, metered } from '../../src/meter.ts';
import { DAY, type Fixture, fixture, ONE_DAY } from './fixture.ts';

const at = (time: string): string => `${DAY}T${time}:00.000Z`;
const READS_PER_DAY_BESIDE_ROWS = 150;
const MOST_ROUND_TRIPS = 150;

async function billed(work: (gateway: FirestoreGateway) => Promise<unknown>): Promise<MeterReading> {
  const { double } = await fixture();
  double.load(
    'c',
    Array.from({ length: 2500 }, (_, n) => ({ id: `d${n}`, data: { n } })),
  );
  const meter: MeterReading = { reads: 0, writes: 0, roundTrips: 0 };
  await work(metered(double, meter)).catch(() => undefined);
  return meter;
}

async function drain(documents: AsyncIterable<unknown>): Promise<void> {
  for await (const _document of documents);
}

describe('what a request bills', () => {
  const where = (value: number) => [{ path: 'n', operator: '>=' as const, value }];
  const key = { collection: 'c', id: 'd1' };

  it.each([
    [
      'documents one by one',
      (g: FirestoreGateway) => drain(g.stream({ collection: 'c', where: where(2490) })),
      { reads: 10, writes: 0, roundTrips: 1 },
    ],
    [
      'a query without a result, one read',
      (g: FirestoreGateway) => drain(g.stream({ collection: 'c', where: where(9999) })),
      { reads: 1, writes: 0, roundTrips: 1 },
    ],
    [
      '2,500 documents counted, three reads',
      (g: FirestoreGateway) => g.aggregate({ collection: 'c', where: [], aggregates: { rows: 'count' } }),
      { reads: 3, writes: 0, roundTrips: 1 },
    ],
    [
      '1,000 documents counted and summed, one read',
      (g: FirestoreGateway) => g.aggregate({ collection: 'c', where: where(1500), aggregates: { total: { sum: 'n' }, rows: 'count' } }),
      { reads: 1, writes: 0, roundTrips: 1 },
    ],
    [
      'nothing counted, one read',
      (g: FirestoreGateway) => g.aggregate({ collection: 'x', where: [], aggregates: { rows: 'count' } }),
      { reads: 1, writes: 0, roundTrips: 1 },
    ],
    ['one document', (g: FirestoreGateway) => g.get(key), { reads: 1, writes: 0, roundTrips: 1 }],
    [
      'a document that is not there',
      (g: FirestoreGateway) => g.get({ collection: 'c', id: 'none' }),
      { reads: 1, writes: 0, roundTrips: 1 },
    ],
    [
      'a commit',
      (g: FirestoreGateway) =>
        g.commit([
          { kind: 'delete', key },
          { kind: 'set', key: { collection: 'c', id: 'y' }, data: {} },
        ]),
      { reads: 0, writes: 2, roundTrips: 1 },
    ],
    [
      'a commit that is refused',
      (g: FirestoreGateway) => g.commit([{ kind: 'create', key, data: {} }]),
      { reads: 0, writes: 0, roundTrips: 1 },
    ],
    [
      'a transaction that writes',
      (g: FirestoreGateway) => g.transact(key, () => ({ result: 1, write: { kind: 'delete' } })),
      { reads: 1, writes: 1, roundTrips: 2 },
    ],
    [
      'a transaction that leaves everything as it is',
      (g: FirestoreGateway) => g.transact(key, () => ({ result: 1 })),
      { reads: 1, writes: 0, roundTrips: 2 },
    ],
  ])('%s', async (_what, work, expected) => {
    expect(await billed(work)).toEqual(expected);
  });

  it('a stream that breaks, what it had given by then', async () => {
    const { double } = await fixture();
    double.load('c', rowsOf({ n: 1 }, { n: 2 }, { n: 3 }));
    double.faults.add({ operation: 'stream', afterDocuments: 2, code: GRPC.INTERNAL });
    const meter: MeterReading = { reads: 0, writes: 0, roundTrips: 0 };
    await drain(metered(double, meter).stream({ collection: 'c', where: [] })).catch(() => undefined);
    expect(meter).toEqual({ reads: 2, writes: 0, roundTrips: 1 });
  });
});

describe('a day', () => {
  it.each([
    [50, 2_000],
    [1_000, 20_000],
  ])('of %i creators and %i ledger rows stays within its bounds, and two meters agree', async (creators, ledgerRows) => {
    const platform = busyDay({ date: DAY, creators, ledgerRows });
    const given = await fixture({ platform });
    const estimated = (await given.reader.estimateReads?.(ONE_DAY)) ?? 0;
    const before = { ...given.meter };
    const run = await aggregateDays(given.context, { range: ONE_DAY, trigger: 'manual' });
    expect(run.outcome).toBe('succeeded');
    expectAgreement(given);
    const seen = (names: readonly (keyof Platform)[]): number => names.reduce((sum, name) => sum + (run.rows[name] ?? 0), 0);
    const rowsSeen = seen(['walletTransactions', 'aiChatSessions', 'calendarBookings', 'eventTickets']);
    const counted = (platform.users?.length ?? 0) + seen(['aiVoiceCallSessions', 'aiVideoCallSessions', 'moderationQueue']);
    expect(run.reads).toBeLessThanOrEqual(rowsSeen + 0.02 * ledgerRows + counted / 1000 + READS_PER_DAY_BESIDE_ROWS);
    expect(run.reads).toBe(given.meter.reads - before.reads);
    expect(Math.abs(estimated - (run.reads ?? 0))).toBeLessThan(0.02 * (run.reads ?? 0));
    const commits = given.double.requests.filter(({ operation }) => operation === 'commit').length;
    expect(given.meter.roundTrips - before.roundTrips - commits).toBe(122);
    expect(122).toBeLessThanOrEqual(MOST_ROUND_TRIPS);
  });

  it('of an empty platform bills no more than its queries', async () => {
    const given = await fixture();
    const run = await aggregateDays(given.context, { range: ONE_DAY, trigger: 'manual' });
    expectAgreement(given);
    expect(run.reads).toBeLessThanOrEqual(READS_PER_DAY_BESIDE_ROWS);
    expect(given.meter.roundTrips).toBeLessThanOrEqual(MOST_ROUND_TRIPS);
  });

  it('hour by hour, and listed and ranked and cleaned up, is counted alike by two meters', async () => {
    const given = await fixture({ platform: busyDay({ date: DAY, creators: 20, ledgerRows: 500 }) });
    const range = { from: '2025-03-01', to: '2025-03-31' } as unknown as DateRange;
    await aggregateHours(given.context, { hours: hoursOf(DAY as UtcDate), trigger: 'manual' });
    await aggregateDays(given.context, { range: ONE_DAY, trigger: 'manual' });
    await given.store.rankCreators(range, 10);
    await given.store.latestRuns(2);
    await given.store.inventory();
    await given.store.acquireLease('day', { holder: 'me', nowMs: 0, expiresAtMs: 60_000 });
    await given.store.acquireLease('day', { holder: 'other', nowMs: 1, expiresAtMs: 60_001 });
    await given.store.releaseLease('day', 'me');
    await given.store.deleteBefore('creatorKpiDaily', '2025-04-01' as UtcDate);
    expectAgreement(given);
  });
});

function expectAgreement({ meter, double }: Fixture): void {
  expect({ ...meter }).toEqual({ reads: double.meter.reads, writes: double.meter.writes, roundTrips: double.meter.roundTrips });
}

describe('whether a collection exists', () => {
  const slice = (time = '00:00') => ({
    source: 'safetyAlerts' as const,
    timeField: 'createdAt',
    window: { startMs: Date.parse(at(time)), endExclusiveMs: Date.parse(at(time)) + 3_600_000 },
  });
  const presenceQueries = ({ double }: Fixture): number =>
    double.requests.filter(({ query }) => query?.limit === 1 && query.where.length === 0).length;

  it('is asked once for many empty windows at the same time, and again after a minute', async () => {
    let nowMs = 0;
    const given = await fixture({ clock: () => nowMs });
    const states = await Promise.all(Array.from({ length: 20 }, () => given.reader.readSlice(slice())));
    expect(states.map(({ present }) => present)).toEqual(Array(20).fill(false));
    expect(presenceQueries(given)).toBe(1);
    given.double.load('safetyAlerts', rowsOf({ createdAt: 'never' }));
    nowMs = 59_999;
    expect((await given.reader.readSlice(slice())).present).toBe(false);
    nowMs = 60_000;
    expect((await given.reader.readSlice(slice())).present).toBe(true);
    nowMs = 10 * 60_000;
    expect((await given.reader.readSlice(slice())).present).toBe(true);
    expect(presenceQueries(given)).toBe(2);
  });

  it('is not asked where a window has rows', async () => {
    const given = await fixture({ platform: { safetyAlerts: rowsOf({ createdAt: at('07:30'), type: 'PANIC' }) } });
    expect((await given.reader.readSlice(slice('07:00'))).present).toBe(true);
    expect((await given.reader.readSlice(slice('08:00'))).present).toBe(true);
    expect(presenceQueries(given)).toBe(0);
  });

  it('is asked again when asking failed', async () => {
    const given = await fixture({ platform: { safetyAlerts: rowsOf({ createdAt: 'never' }) } });
    given.double.faults.add({ operation: 'stream', code: GRPC.PERMISSION_DENIED, times: 1 });
    await expect(given.reader.readSlice(slice())).rejects.toMatchObject({ code: 'database-failed' });
    expect((await given.reader.readSlice(slice())).present).toBe(true);
  });
});
