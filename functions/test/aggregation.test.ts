import { DAY_LEASE_MS, dayLeaseId, type RunRecord, type UtcDate } from '@pack324a/core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { log, openHost } from '../src/host.ts';
import {
  kpi_aggregateDailyScheduled,
  kpi_aggregateHourlyScheduled,
  kpi_cleanupHourlyScheduled,
  kpiBackfillDay,
} from '../src/pack324a-kpi-aggregation.ts';
import { type HostDouble, hostDouble } from './host-double.ts';

vi.mock('../src/host.ts', () => ({ openHost: vi.fn(), log: vi.fn() }));

const DAY = '2026-03-01' as UtcDate;

let host: HostDouble;

beforeEach(() => use(hostDouble()));

function use(double: HostDouble): void {
  host = double;
  vi.mocked(openHost).mockResolvedValue(double);
  vi.mocked(log).mockReset();
}

async function lastRun(): Promise<RunRecord | undefined> {
  const [run] = await host.jobs.store.latestRuns(1);
  return run;
}

/** Somebody else is at work on the day. */
async function taken(): Promise<void> {
  const nowMs = host.jobs.clock();
  expect(await host.jobs.store.acquireLease(dayLeaseId(DAY), { holder: 'other', nowMs, expiresAtMs: nowMs + DAY_LEASE_MS })).toBe(true);
}

interface Backoff {
  readonly minBackoffSeconds: number;
  readonly maxBackoffSeconds: number;
  readonly maxDoublings: number;
}

/** How long retries are spread over, if each ends at once. */
function spreadMs(retries: number, { minBackoffSeconds, maxBackoffSeconds, maxDoublings }: Backoff): number {
  const waits = Array.from({ length: retries }, (_, index) =>
    Math.min(maxBackoffSeconds, minBackoffSeconds * 2 ** Math.min(index, maxDoublings)),
  );
  return waits.reduce((sum, seconds) => sum + seconds * 1000, 0);
}

describe.each([
  ['the daily job', async () => kpi_aggregateDailyScheduled.run({ scheduleTime: '2026-03-02T00:10:00Z' })],
  ['a day of a backfill', async () => kpiBackfillDay.run({ data: { id: 'b', date: DAY } } as Parameters<typeof kpiBackfillDay.run>[0])],
])('%s', (_, run) => {
  it('ends in an error while somebody else is at work on the day, so that it is tried again', async () => {
    await taken();
    await expect(run()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(`aggregating ${DAY}`) });
    expect(await host.jobs.store.get('platformKpiDaily', DAY)).toBeUndefined();
    expect(await lastRun()).toBeUndefined();
    await host.jobs.store.releaseLease(dayLeaseId(DAY), 'other');
    await run();
    expect(await host.jobs.store.get('platformKpiDaily', DAY)).toMatchObject({ totalTokensSpent: 5 });
  });

  it('keeps others from the day while it works, and no longer', async () => {
    const others: boolean[] = [];
    const { store } = host.jobs;
    const observeUsers = host.jobs.reader.observeUsers.bind(host.jobs.reader);
    host.jobs.reader.observeUsers = async (windows) => {
      const nowMs = host.jobs.clock() + 30 * 60_000;
      others.push(await store.acquireLease(dayLeaseId(DAY), { holder: 'other', nowMs, expiresAtMs: nowMs + 1 }));
      return observeUsers(windows);
    };
    await run();
    expect(others).toEqual([false]);
    await taken();
  });

  it('is kept from a day that a call is making', async () => {
    const outcomes: unknown[] = [];
    const observeUsers = host.jobs.reader.observeUsers.bind(host.jobs.reader);
    host.jobs.reader.observeUsers = async (windows) => {
      host.jobs.reader.observeUsers = observeUsers;
      outcomes.push(await run().catch(({ code }: { code: unknown }) => code));
      return observeUsers(windows);
    };
    await host.api.call('kpi_admin_triggerAggregation', { uid: 'admin' }, { date: DAY });
    expect(outcomes).toEqual(['unavailable']);
  });

  it('gives the day back when it fails', async () => {
    host.jobs.reader.failSource('walletTransactions', new Error('denied'));
    await expect(run()).rejects.toThrow();
    await taken();
  });
});

describe('attempts at a day', () => {
  it('go on for longer than the lease of an instance that died', () => {
    const schedule = kpi_aggregateDailyScheduled.__endpoint.scheduleTrigger?.retryConfig as unknown as Backoff & {
      readonly retryCount: number;
    };
    expect(spreadMs(schedule.retryCount, schedule)).toBeGreaterThan(DAY_LEASE_MS);
    const queue = kpiBackfillDay.__endpoint.taskQueueTrigger?.retryConfig as unknown as Backoff & { readonly maxAttempts: number };
    expect(spreadMs(queue.maxAttempts - 1, queue)).toBeGreaterThan(DAY_LEASE_MS);
  });
});

describe('scheduled functions', () => {
  it('take the day from the schedule’s time, however late they run', async () => {
    await kpi_aggregateDailyScheduled.run({ scheduleTime: '2026-03-02T00:10:00Z' });
    expect(await lastRun()).toMatchObject({ job: 'daily', from: '2026-03-01', to: '2026-03-01', scheduledFor: '2026-03-02T00:10:00.000Z' });
    expect(await host.jobs.store.get('platformKpiDaily', '2026-03-01')).toMatchObject({ totalTokensSpent: 5 });
  });

  it('take the hours from the schedule’s time', async () => {
    await kpi_aggregateHourlyScheduled.run({ scheduleTime: '2026-03-01T13:10:00Z' });
    expect(await lastRun()).toMatchObject({ job: 'hourly', from: '2026-03-01_12', to: '2026-03-01_13' });
    expect(await host.jobs.store.get('platformKpiHourly', '2026-03-01_12')).toMatchObject({ tokensSpent: 5 });
  });

  it('delete by the schedule’s time', async () => {
    await kpi_aggregateHourlyScheduled.run({ scheduleTime: '2026-03-01T13:10:00Z' });
    await kpi_cleanupHourlyScheduled.run({ scheduleTime: '2026-03-08T01:00:00Z' });
    expect(await host.jobs.store.get('platformKpiHourly', '2026-03-01_12')).toBeDefined();
    await kpi_cleanupHourlyScheduled.run({ scheduleTime: '2026-03-09T01:00:00Z' });
    expect(await host.jobs.store.get('platformKpiHourly', '2026-03-01_12')).toBeUndefined();
  });

  it('end in an error when a section failed, so that they are run again; the others are stored', async () => {
    host.jobs.reader.failSource('moderationQueue', new Error('denied'));
    await expect(kpi_aggregateDailyScheduled.run({ scheduleTime: '2026-03-02T00:10:00Z' })).rejects.toThrow(/failed in: safety\./);
    expect(await host.jobs.store.get('platformKpiDaily', '2026-03-01')).toMatchObject({ totalTokensSpent: 5 });
    expect(await host.jobs.store.get('safetyKpiDaily', '2026-03-01')).toBeUndefined();
  });

  it('do nothing while they are paused, which is no error', async () => {
    use(hostDouble({ paused: true }));
    await kpi_aggregateDailyScheduled.run({ scheduleTime: '2026-03-02T00:10:00Z' });
    expect(await lastRun()).toBeUndefined();
    expect(log).toHaveBeenCalledWith({ level: 'warn', event: 'job-paused', job: 'daily' });
  });

  it('refuse a schedule’s time that is none', async () => {
    await expect(kpi_aggregateDailyScheduled.run({ scheduleTime: 'soon' })).rejects.toThrow('"soon" is no instant');
    expect(await lastRun()).toBeUndefined();
  });
});

describe('kpiBackfillDay', () => {
  const run = async (data: unknown): Promise<void> => kpiBackfillDay.run({ data } as Parameters<typeof kpiBackfillDay.run>[0]);

  it('aggregates the day of its task, once', async () => {
    await run({ id: 'b', date: '2026-03-01' });
    const document = await host.jobs.store.get('platformKpiDaily', '2026-03-01');
    expect(document).toMatchObject({ totalTokensSpent: 5, provenance: { trigger: 'backfill' } });
    host.jobs.reader.failSource('walletTransactions', new Error('read again'));
    await run({ id: 'b', date: '2026-03-01' });
  });

  it('ends in an error when the day failed, so that the queue tries it again', async () => {
    host.jobs.reader.failSource('walletTransactions', new Error('denied'));
    await expect(run({ id: 'b', date: '2026-03-01' })).rejects.toThrow(/2026-03-01 failed/);
    host.jobs.reader.repairSource('walletTransactions');
    await run({ id: 'b', date: '2026-03-01' });
    expect(await host.jobs.store.get('platformKpiDaily', '2026-03-01')).toMatchObject({ totalTokensSpent: 5 });
  });

  it.each([
    undefined,
    null,
    {},
    { id: 'b' },
    { id: 'b', date: '2026-02-30' },
    { id: 7, date: '2026-03-01' },
  ])('refuses %j', async (data) => {
    await expect(run(data)).rejects.toThrow();
    expect(await lastRun()).toBeUndefined();
  });
});
