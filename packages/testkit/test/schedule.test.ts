import { aggregateDays, aggregateHours, cleanup, hoursOf, SCHEDULED_JOBS, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { type Platform, rowsOf, storedBy, storedDays } from '../src/index.ts';
import { bench, ms, rangeOf } from './support.ts';

const PLATFORM: Platform = {
  users: rowsOf({ createdAt: '2025-03-09T12:00:00Z', verified: true }),
  aiChatSessions: rowsOf({ createdAt: '2025-03-09T12:00:00Z', creatorId: 'creator' }),
};
const MARCH = rangeOf('2025-03-01', '2025-03-31');

function job(name: string) {
  const found = SCHEDULED_JOBS.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
}

describe('scheduled jobs go by the schedule’s time, not by the clock', () => {
  it('the daily job aggregates the day before its schedule, however late it starts', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-12T05:00:00Z'));
    const run = await job('kpi_aggregateDailyScheduled').run(jobs.context, ms('2025-03-10T00:10:00Z'));
    const stored = await storedDays(jobs.store, MARCH);
    expect([...stored.platformKpiDaily.keys()]).toEqual(['2025-03-09']);
    expect([...stored.safetyKpiDaily.keys()]).toEqual(['2025-03-09']);
    expect([...stored.creatorKpiDaily.keys()]).toEqual(['creator_2025-03-09']);
    expect(run).toMatchObject({
      job: 'daily',
      scheduledFor: '2025-03-10T00:10:00.000Z',
      startedAt: '2025-03-12T05:00:00.000Z',
      from: '2025-03-09',
      to: '2025-03-09',
    });
  });

  it('the hourly job takes the hour that had ended and the one that was running', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-09T14:05:00Z'));
    await job('kpi_aggregateHourlyScheduled').run(jobs.context, ms('2025-03-09T13:10:00Z'));
    const hours = await storedBy(jobs.store, 'platformKpiHourly', MARCH);
    expect([...hours.keys()]).toEqual(['2025-03-09_12', '2025-03-09_13']);
    expect(hours.get('2025-03-09_12')?.chatsStarted).toBe(1);
  });

  it('the hourly job after midnight takes the last hour of the day before', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-10T00:10:30Z'));
    await job('kpi_aggregateHourlyScheduled').run(jobs.context, ms('2025-03-10T00:10:00Z'));
    const hours = await storedBy(jobs.store, 'platformKpiHourly', MARCH);
    expect([...hours].map(([id, { provenance }]) => [id, provenance.complete])).toEqual([
      ['2025-03-09_23', true],
      ['2025-03-10_00', false],
    ]);
  });

  it('the cleanup keeps by the schedule’s date', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-10T00:10:00Z'));
    const hours = ['2025-03-02', '2025-03-03'].flatMap((date) => hoursOf(date as UtcDate));
    await aggregateHours(jobs.context, { hours, trigger: 'backfill' });
    jobs.setClock(ms('2027-01-01T00:00:00Z'));
    await job('kpi_cleanupHourlyScheduled').run(jobs.context, ms('2025-03-10T01:00:00Z'));
    expect(new Set((await jobs.store.listDays('platformKpiHourly', MARCH)).map(({ date }) => date))).toEqual(new Set(['2025-03-03']));
  });
});

describe('cleanup', () => {
  it('deletes daily documents a day older than the retention, packs included, and keeps the oldest that is allowed', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-10T01:00:00Z'), { retention: { hourlyDays: 7, dailyDays: 1 } });
    await aggregateDays(jobs.context, { range: rangeOf('2025-03-08', '2025-03-09'), trigger: 'backfill' });
    await cleanup(jobs.context);
    const left = await storedDays(jobs.store, MARCH);
    expect([...left.platformKpiDaily.keys()]).toEqual(['2025-03-09']);
    expect([...left.kpiPacks.keys()]).toEqual(['creatorKpiDaily_2025-03-09']);
  });

  it('keeps everything where the retention is null', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-10T01:00:00Z'), { retention: { hourlyDays: null, dailyDays: null } });
    await aggregateDays(jobs.context, { range: rangeOf('2025-03-09'), trigger: 'backfill' });
    jobs.setClock(ms('2095-01-01T00:00:00Z'));
    await cleanup(jobs.context);
    expect((await storedDays(jobs.store, MARCH)).platformKpiDaily.size).toBe(1);
  });
});

describe('paused', () => {
  it('every job refuses, and nothing is written', async () => {
    const jobs = bench(PLATFORM, ms('2025-03-10T00:10:00Z'), { paused: true });
    const refusal = { code: 'failed-precondition' };
    await expect(aggregateDays(jobs.context, { range: rangeOf('2025-03-09'), trigger: 'manual' })).rejects.toMatchObject(refusal);
    await expect(aggregateHours(jobs.context, { hours: hoursOf('2025-03-09' as UtcDate), trigger: 'manual' })).rejects.toMatchObject(
      refusal,
    );
    await expect(cleanup(jobs.context)).rejects.toMatchObject(refusal);
    for (const scheduled of SCHEDULED_JOBS)
      await expect(scheduled.run(jobs.context, ms('2025-03-10T00:10:00Z'))).rejects.toMatchObject(refusal);
    expect((await storedDays(jobs.store, MARCH)).platformKpiDaily.size).toBe(0);
    expect(await jobs.store.get('kpiRuns', 'run-1')).toBeUndefined();
  });
});
