import { SCHEDULED_JOBS, toIso } from '@pack324a/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Clock } from '../src/clock/clock.ts';
import { latestTime, nextTime } from '../src/clock/times.ts';

afterEach(() => void vi.useRealTimers());

/** A clock on the product's own schedules, and what it has had run. */
function clockAt(start: string) {
  let nowMs = Date.parse(start);
  const events: string[] = [];
  const clock = new Clock({
    jobs: SCHEDULED_JOBS,
    now: () => nowMs,
    run: async ({ id }, scheduledForMs) => void events.push(`${id} ${toIso(scheduledForMs)}`),
    catchUp: async () => void events.push('catch up'),
  });
  return {
    clock,
    events,
    /** What a look at an instant has run. */
    async lookAt(time: string): Promise<string[]> {
      nowMs = Date.parse(time);
      events.length = 0;
      await clock.look();
      return [...events];
    },
  };
}

describe('the times of a schedule', () => {
  it.each([
    ['2025-12-12T00:10:00.000Z', '2025-12-12T00:10:00.000Z'],
    ['2025-12-12T00:10:00.004Z', '2025-12-12T00:10:00.000Z'],
    ['2025-12-12T00:09:59.999Z', '2025-12-11T00:10:00.000Z'],
    ['2025-12-13T00:09:59.999Z', '2025-12-12T00:10:00.000Z'],
    ['2024-03-01T00:00:00.000Z', '2024-02-29T00:10:00.000Z'],
    ['2025-01-01T00:00:00.000Z', '2024-12-31T00:10:00.000Z'],
  ])('at %s, the latest daily one is %s', (now, latest) => {
    expect(toIso(latestTime('10 0 * * *', Date.parse(now)))).toBe(latest);
  });

  it('come every 24 hours whatever clocks on walls do', () => {
    // Both turns of the clock in Europe and in America lie in between.
    let atMs = Date.parse('2025-03-01T00:10:00Z');
    for (let day = 0; day < 300; day += 1) {
      const nextMs = nextTime('10 0 * * *', atMs);
      expect(nextMs - atMs).toBe(86_400_000);
      expect(latestTime('10 0 * * *', nextMs - 1)).toBe(atMs);
      atMs = nextMs;
    }
  });
});

describe('the clock', () => {
  it('runs an hourly job as of its scheduled time, however late the timer is', async () => {
    const { lookAt } = clockAt('2025-12-12T08:30:00Z');
    expect(await lookAt('2025-12-12T09:10:00.004Z')).toEqual(['hourly 2025-12-12T09:10:00.000Z']);
    expect(await lookAt('2025-12-12T10:47:31.900Z')).toEqual(['hourly 2025-12-12T10:10:00.000Z']);
  });

  it('runs nothing twice, and nothing before its time', async () => {
    const { lookAt } = clockAt('2025-12-12T08:30:00Z');
    expect(await lookAt('2025-12-12T09:09:59.999Z')).toEqual([]);
    expect(await lookAt('2025-12-12T09:10:00.000Z')).toEqual(['hourly 2025-12-12T09:10:00.000Z']);
    expect(await lookAt('2025-12-12T09:10:00.001Z')).toEqual([]);
    expect(await lookAt('2025-12-12T10:09:59.999Z')).toEqual([]);
  });

  it('leaves what was due before it began to the catching up at the start', async () => {
    expect(await clockAt('2025-12-12T09:10:00Z').lookAt('2025-12-12T09:10:30Z')).toEqual([]);
  });

  it('finishes the last hour before the day, and then makes up what had failed', async () => {
    const { lookAt } = clockAt('2025-12-11T23:30:00Z');
    expect(await lookAt('2025-12-12T00:10:00.004Z')).toEqual([
      'hourly 2025-12-12T00:10:00.000Z',
      'daily 2025-12-12T00:10:00.000Z',
      'catch up',
    ]);
    expect(await lookAt('2025-12-12T01:00:00.002Z')).toEqual(['cleanup 2025-12-12T01:00:00.000Z']);
    expect(await lookAt('2025-12-12T01:10:00.002Z')).toEqual(['hourly 2025-12-12T01:10:00.000Z']);
  });

  it('runs each job once after a sleep of hours, in the order of their times, and makes up the rest', async () => {
    const { lookAt } = clockAt('2025-12-11T21:30:00Z');
    expect(await lookAt('2025-12-12T07:42:13.370Z')).toEqual([
      'daily 2025-12-12T00:10:00.000Z',
      'cleanup 2025-12-12T01:00:00.000Z',
      'hourly 2025-12-12T07:10:00.000Z',
      'catch up',
    ]);
    expect(await lookAt('2025-12-12T08:10:00Z')).toEqual(['hourly 2025-12-12T08:10:00.000Z']);
  });

  it('makes up hours that were slept through within a day', async () => {
    const { lookAt } = clockAt('2025-12-12T09:30:00Z');
    expect(await lookAt('2025-12-12T11:15:00Z')).toEqual(['hourly 2025-12-12T11:10:00.000Z', 'catch up']);
  });

  it('goes on after the machine’s clock has been put back', async () => {
    const { lookAt } = clockAt('2031-01-01T12:00:00Z');
    expect(await lookAt('2025-12-12T09:30:00Z')).toEqual(['catch up']);
    expect(await lookAt('2025-12-12T10:10:00Z')).toEqual(['hourly 2025-12-12T10:10:00.000Z']);
  });

  it('is woken by its timers, and by none once it is stopped', async () => {
    vi.useFakeTimers({ now: Date.parse('2025-12-11T23:08:00Z') });
    const events: string[] = [];
    const clock = new Clock({
      jobs: SCHEDULED_JOBS,
      now: Date.now,
      run: async ({ id }, scheduledForMs) => void events.push(`${id} ${toIso(scheduledForMs)}`),
      catchUp: async () => void events.push('catch up'),
    });
    clock.start();
    await vi.advanceTimersByTimeAsync(3 * 3_600_000);
    const hourly = (time: string): string => `hourly ${time}:00.000Z`;
    expect(events).toEqual([
      hourly('2025-12-11T23:10'),
      hourly('2025-12-12T00:10'),
      'daily 2025-12-12T00:10:00.000Z',
      'catch up',
      'cleanup 2025-12-12T01:00:00.000Z',
      hourly('2025-12-12T01:10'),
    ]);
    // The machine sleeps: its clock goes on, its timers do not.
    vi.setSystemTime(Date.parse('2025-12-12T06:30:00Z'));
    await vi.advanceTimersByTimeAsync(30_000);
    expect(events.slice(6)).toEqual([hourly('2025-12-12T06:10'), 'catch up']);
    clock.stop();
    await vi.advanceTimersByTimeAsync(48 * 3_600_000);
    expect(events).toHaveLength(8);
  });
});
