import { aggregateDays, dayLeaseId, type RunRecord, type TrendResponse, type UtcDate } from '@pack324a/core';
import { FirestoreTime } from '@pack324a/firestore';
import { type FirestoreDouble, firestoreDouble } from '@pack324a/testkit';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { log, openHost } from '../src/host.ts';

/** What the functions' logger writes: it keeps the console as it was when it was loaded. */
const lines = vi.hoisted(() => {
  const written: string[] = [];
  for (const method of ['info', 'warn', 'error'] as const) console[method] = (text: string) => void written.push(text);
  return written;
});

const double = vi.hoisted((): { current?: FirestoreDouble } => ({}));
vi.mock('@pack324a/firestore/sdk', () => ({ connectFirestore: () => undefined, sdkGateway: () => double.current }));

const DAY = '2026-03-01' as UtcDate;
const OTHER = '2026-03-02' as UtcDate;
/** All that have rows of their own days. */
const COLLECTIONS = 9;

beforeEach(() => void lines.splice(0));

describe('the log', () => {
  it.each([
    ['error', 'ERROR'],
    ['warn', 'WARNING'],
    ['info', 'INFO'],
  ] as const)('holds an event of level %s under its name', (level, severity) => {
    log({ level, event: 'section-failed', section: 'safety', cause: undefined });
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { severity, event: 'section-failed', message: 'section-failed', section: 'safety' },
    ]);
  });
});

describe('the host of an instance', () => {
  it('counts for each run what that run reads, however many are under way, and keeps runs of one day apart', async () => {
    const firestore = firestoreDouble();
    double.current = firestore;
    const createdAt = FirestoreTime.fromMillis(Date.parse(`${DAY}T12:00:00Z`));
    const data = { createdAt, type: 'SPEND', userId: 'payer', receiverId: 'creator', amount: 5, context: 'CHAT' };
    firestore.load('walletTransactions', [{ id: 'row', data }]);
    firestore.load('users', [{ id: 'admin', data: { createdAt, role: 'admin' } }]);
    const { api, openRun } = await openHost();
    const aggregate = (date: UtcDate): Promise<RunRecord> =>
      aggregateDays(openRun(), { range: { from: date, to: date }, trigger: 'backfill' });

    firestore.meter.reset();
    const { reads: alone } = await aggregate(DAY);
    expect(alone).toBeGreaterThan(0);
    expect(alone).toBe(firestore.meter.reads);

    const [again] = await Promise.all([aggregate(DAY), aggregate(OTHER), api.call('kpi_getMetrics', { uid: 'admin' }, {})]);
    // The documents of the day that are stored by now are read, too.
    const { reads } = await aggregate(DAY);
    expect(again.reads).toBe(reads);

    const { store, clock } = openRun();
    await store.acquireLease(dayLeaseId(DAY), { holder: 'other', nowMs: clock(), expiresAtMs: clock() + 60_000 });
    await expect(aggregate(DAY)).rejects.toMatchObject({ code: 'unavailable' });

    const trend = { startDate: '2026-02-28', endDate: OTHER };
    const reasons = async () => {
      firestore.meter.reset();
      const { collections } = (await api.call('kpi_admin_getTrend', { uid: 'admin' }, trend)) as TrendResponse;
      return { reasons: collections[0]?.days.map(({ reason }) => reason), reads: firestore.meter.reads };
    };
    const first = await reasons();
    expect(first.reasons).toEqual(['before-data', null, null]);
    // Where the sources begin is asked once a day.
    expect(await reasons()).toEqual({ ...first, reads: first.reads - COLLECTIONS });
  });
});
