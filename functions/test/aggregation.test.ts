import type { RunRecord } from '@pack324a/core';
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
