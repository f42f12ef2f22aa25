import { randomUUID } from 'node:crypto';
import { cleanup, type JobContext, SCHEDULED_JOBS } from '@pack324a/core';
import { busyDay, firestoreDouble, firestoreRows, jobContext, type Platform, type RawRow, storedDays } from '@pack324a/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type FirestoreBackend, type FirestoreGateway, openFirestore, type Write } from '../../src/index.ts';
import { connectFirestore, sdkGateway } from '../../src/sdk/index.ts';
import { contractOptions } from '../adapter/firestore-adapter.ts';
import { DAY, NOW_MS, ONE_DAY } from '../adapter/fixture.ts';
import { provideEmulator } from '../emulator/start-emulator.ts';
import { meterWire } from '../emulator/wire-meter.ts';

/** The emulator inserts in quadratic time, and finds no fractions in a range that begins with a whole number. */
const PLATFORM = withWholeMinutes(busyDay({ date: DAY, creators: 15, ledgerRows: 200 }));
const RULES = { platformAccountIds: [], nonEarningTypes: ['REFUND'], earningTypes: null, contextsBookedElsewhere: [] };

interface Counts {
  readonly reads: number;
  readonly writes: number;
  readonly roundTrips: number;
}

// The emulator prints what it fails at.
vi.spyOn(console, 'error').mockReturnValue();

const emulator = await provideEmulator();
const firestore = connectFirestore({ projectId: `demo-${randomUUID()}` });
const wire = meterWire(firestore);
const gateway = sdkGateway(firestore);
const double = firestoreDouble();

beforeAll(async () => {
  for (const [collection, rows] of firestoreRows(PLATFORM)) {
    const writes = rows.map(({ id, data }): Write => ({ kind: 'set', key: { collection, id }, data }));
    for (let first = 0; first < writes.length; first += 500) await gateway.commit(writes.slice(first, first + 500));
    double.load(collection, rows);
  }
  wire.reset();
});
afterAll(async () => {
  await gateway.close();
  emulator.stop();
});

function withWholeMinutes(platform: Platform): Platform {
  const whole = ({ id, data }: RawRow): RawRow => ({ id, data: { ...data, durationMinutes: Math.ceil(Number(data['durationMinutes'])) } });
  const { aiVoiceCallSessions = [], aiVideoCallSessions = [] } = platform;
  return { ...platform, aiVoiceCallSessions: aiVoiceCallSessions.map(whole), aiVideoCallSessions: aiVideoCallSessions.map(whole) };
}

interface Opened extends FirestoreBackend {
  readonly context: JobContext;
}

function open(over: FirestoreGateway): Opened {
  const backend = openFirestore({ gateway: over, ...contractOptions(RULES), clock: () => NOW_MS });
  return { ...backend, context: jobContext(backend, { rules: RULES, now: NOW_MS }) };
}

const countsOf = ({ reads, writes, roundTrips }: Counts): Counts => ({ reads, writes, roundTrips });

describe('what Firestore is asked for', () => {
  const onWire = open(gateway);
  const onDouble = open(double);

  /** Does the same on both, and compares the three counters. */
  async function expectCountedAlike(work: (opened: Opened) => Promise<unknown>): Promise<Counts> {
    const before = [wire, double.meter, onWire.meter, onDouble.meter].map(countsOf);
    await work(onWire);
    await work(onDouble);
    const [byWire, byDouble, byAdapter, byAdapterOnDouble] = [wire, double.meter, onWire.meter, onDouble.meter].map((counts, index) => ({
      reads: counts.reads - (before[index]?.reads ?? 0),
      writes: counts.writes - (before[index]?.writes ?? 0),
      roundTrips: counts.roundTrips - (before[index]?.roundTrips ?? 0),
    }));
    expect(byAdapter, 'by the adapter, and on the wire').toEqual(byWire);
    expect(byDouble, 'by the double, and on the wire').toEqual(byWire);
    expect(byAdapterOnDouble, 'by the adapter over the double').toEqual(byWire);
    return byWire as Counts;
  }

  it.each(SCHEDULED_JOBS)('is counted alike on the wire, by the double and by the adapter: the $id job', async (job) => {
    const counts = await expectCountedAlike(async ({ context }) => {
      const run = await job.run(context, NOW_MS);
      expect(run, JSON.stringify(run.sections)).toMatchObject({ outcome: 'succeeded' });
    });
    expect(counts.roundTrips).toBeGreaterThan(0);
    expect(counts.writes).toBeGreaterThan(0);
  });

  it('the same when a day is aggregated again, and when all is deleted', async () => {
    const [daily] = SCHEDULED_JOBS;
    await expectCountedAlike(({ context }) => (daily as (typeof SCHEDULED_JOBS)[number]).run(context, NOW_MS));
    const laterMs = NOW_MS + 3 * 366 * 86_400_000;
    await expectCountedAlike(({ context }) => cleanup({ ...context, clock: () => laterMs }, { scheduledForMs: laterMs }));
  });

  it('the same for leases, ranks and lists', async () => {
    const lease = { holder: 'one', nowMs: NOW_MS, expiresAtMs: NOW_MS + 1000 };
    await expectCountedAlike(async ({ store, reader }) => {
      expect(await store.acquireLease('day', lease)).toBe(true);
      await store.releaseLease('day', 'one');
      await store.rankCreators(ONE_DAY, 10);
      await store.listCreatorDays('creator-1', ONE_DAY);
      await store.listCreatorDays('nobody', ONE_DAY);
      await store.latestRuns(5);
      await store.inventory();
      await reader.isAdmin('user-1');
    });
  });

  it('and gives the same documents', async () => {
    const [daily] = SCHEDULED_JOBS;
    for (const { context } of [onWire, onDouble]) await daily?.run(context, NOW_MS);
    expect(await storedDays(onWire.store, ONE_DAY)).toEqual(await storedDays(onDouble.store, ONE_DAY));
    expect((await onWire.store.listDays('creatorKpiDaily', ONE_DAY)).length).toBe(15);
  });
});
