import { aggregateDays, DEFAULT_CONFIG, ENGINE_VERSION, parseUtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { type ApiBench, apiBench, refusalOf } from './bench.ts';
import { DAY, EARLIER, EXAMPLE, NOW, TODAY } from './example-platform.ts';

const status = (bench: ApiBench) => bench.ask('kpi_getStatus', {});

/** Makes a day at an instant, and leaves the clock there. */
async function make(bench: ApiBench, date: string, instant: string): Promise<void> {
  bench.setClock(instant);
  await bench.ask('kpi_getPlatformDaily', { date });
}

describe('kpi_getStatus', () => {
  it('before anything has run', async () => {
    const bench = apiBench();
    const response = await status(bench);
    expect(Object.keys(response)).toEqual([
      'now',
      'today',
      'engineVersion',
      'paused',
      'retention',
      'stored',
      'staleDays',
      'failures',
      'jobs',
      'lastRuns',
    ]);
    const nothing = { documents: 0, oldest: null, newest: null };
    expect(response).toMatchObject({
      now: NOW,
      today: TODAY,
      engineVersion: ENGINE_VERSION,
      paused: false,
      retention: DEFAULT_CONFIG.retention,
      stored: [
        { collection: 'platformKpiDaily', ...nothing },
        { collection: 'platformKpiHourly', ...nothing },
        { collection: 'creatorKpiDaily', ...nothing },
        { collection: 'safetyKpiDaily', ...nothing },
      ],
      staleDays: { from: null, to: null, dates: [] },
      failures: [],
      lastRuns: [],
    });
    expect(response.jobs.map(({ name, cron, timeZone, lastRun }) => [name, cron, timeZone, lastRun])).toEqual([
      ['kpi_aggregateDailyScheduled', '10 0 * * *', 'UTC', null],
      ['kpi_aggregateHourlyScheduled', '10 * * * *', 'UTC', null],
      ['kpi_cleanupHourlyScheduled', '0 1 * * *', 'UTC', null],
    ]);
    expect([bench.begun, bench.written]).toEqual([[], []]);
  });

  it('says what is stored', async () => {
    const bench = apiBench();
    await make(bench, DAY, NOW);
    await make(bench, '2025-12-01', NOW);
    await bench.ask('kpi_getPlatformHourly', { date: TODAY });
    expect((await status(bench)).stored).toEqual([
      { collection: 'platformKpiDaily', documents: 2, oldest: '2025-12-01', newest: DAY },
      { collection: 'platformKpiHourly', documents: 10, oldest: TODAY, newest: TODAY },
      { collection: 'creatorKpiDaily', documents: 2, oldest: DAY, newest: DAY },
      { collection: 'safetyKpiDaily', documents: 2, oldest: '2025-12-01', newest: DAY },
    ]);
  });

  it('gives the configuration it runs under', async () => {
    const retention = { hourlyDays: null, dailyDays: 30 };
    expect(await status(apiBench({ config: { retention, paused: true } }))).toMatchObject({ retention, paused: true });
  });
});

describe('runs', () => {
  it('come newest first, at most 20 of them, and whole', async () => {
    const bench = apiBench();
    for (let second = 0; second < 25; second++) {
      bench.setClock(`${TODAY}T09:30:${String(second).padStart(2, '0')}.000Z`);
      await bench.ask('kpi_admin_triggerAggregation', { date: DAY });
    }
    const { lastRuns } = await status(bench);
    const newestFirst = Array.from({ length: 20 }, (_, index) => `${TODAY}T09:30:${String(24 - index).padStart(2, '0')}.000Z`);
    expect(lastRuns.map(({ startedAt }) => startedAt)).toEqual(newestFirst);
    expect(lastRuns[0]).toEqual(await bench.store.get('kpiRuns', lastRuns[0]?.id ?? ''));
  });

  it('the last one of every job, however many runs there were since', async () => {
    const bench = apiBench();
    await bench.runJob('cleanup', `${DAY}T01:00:00.000Z`);
    await bench.runJob('daily', `${DAY}T00:10:00.000Z`);
    await bench.runJob('daily', `${TODAY}T00:10:00.000Z`);
    for (let hour = 10; hour < 24; hour++) await bench.runJob('hourly', `${DAY}T${hour}:10:00.000Z`);
    for (let hour = 0; hour < 8; hour++) await bench.runJob('hourly', `${TODAY}T0${hour}:10:00.000Z`);
    const { jobs } = await status(bench);
    expect(jobs.map(({ lastRun }) => [lastRun?.job, lastRun?.scheduledFor, lastRun?.outcome])).toEqual([
      ['daily', `${TODAY}T00:10:00.000Z`, 'succeeded'],
      ['hourly', `${TODAY}T07:10:00.000Z`, 'succeeded'],
      ['cleanup', `${DAY}T01:00:00.000Z`, 'succeeded'],
    ]);
  });
});

describe('stale days', () => {
  it('are the finished days without figures, from the oldest that is stored', async () => {
    const bench = apiBench();
    await make(bench, '2025-12-07', NOW);
    await make(bench, EARLIER, NOW);
    expect((await status(bench)).staleDays).toEqual({ from: '2025-12-07', to: DAY, dates: ['2025-12-08', '2025-12-09', DAY] });
  });

  it('are the days of which a section is missing', async () => {
    const bench = apiBench();
    await make(bench, DAY, NOW);
    bench.reader.failSource('moderationQueue', new Error('down'));
    await make(bench, EARLIER, NOW);
    bench.reader.repairSource('moderationQueue');
    bench.reader.failSource('calendarBookings', new Error('down'));
    await refusalOf(make(bench, '2025-12-09', NOW));
    expect((await status(bench)).staleDays.dates).toEqual(['2025-12-09', EARLIER]);
  });

  it('are the days of which only the creators are missing', async () => {
    const bench = apiBench({
      store: (store) => ({
        async write(changes) {
          if (changes.some(({ collection }) => collection === 'kpiPacks')) throw new Error('disk full');
          await store.write(changes);
        },
      }),
    });
    await make(bench, DAY, NOW);
    expect(await bench.store.get('safetyKpiDaily', DAY)).toBeDefined();
    expect((await status(bench)).staleDays.dates).toEqual([DAY]);
  });

  it('are the days whose figures date from before their end', async () => {
    const bench = apiBench();
    await make(bench, EARLIER, `${EARLIER}T20:00:00.000Z`);
    await make(bench, DAY, NOW);
    expect((await status(bench)).staleDays).toEqual({ from: EARLIER, to: DAY, dates: [EARLIER] });
    await make(bench, EARLIER, NOW);
    expect((await status(bench)).staleDays.dates).toEqual([]);
  });

  it('are never today, nor anything before the first day', async () => {
    const bench = apiBench();
    await make(bench, TODAY, NOW);
    expect((await status(bench)).staleDays).toEqual({ from: null, to: null, dates: [] });
    bench.setClock('2025-12-13T00:00:00.000Z');
    expect((await status(bench)).staleDays).toEqual({ from: TODAY, to: TODAY, dates: [TODAY] });
  });

  it('are looked for in the last 31 days', async () => {
    const bench = apiBench();
    await make(bench, '2025-06-01', NOW);
    await make(bench, DAY, NOW);
    const { staleDays } = await status(bench);
    expect(staleDays).toMatchObject({ from: '2025-11-11', to: DAY });
    expect(staleDays.dates).toHaveLength(30);
    expect(staleDays.dates).not.toContain(DAY);
  });

  it('of a history that ended long ago are looked for up to its own end', async () => {
    const lastDay = async () => parseUtcDate('2019-03-04');
    const bench = apiBench({ config: { retention: { hourlyDays: null, dailyDays: null } }, context: { lastDay } });
    await make(bench, '2019-03-01', NOW);
    await make(bench, '2019-03-04', NOW);
    // Somebody has asked for days on which there was nothing any more.
    await make(bench, DAY, NOW);
    await make(bench, TODAY, NOW);
    expect((await status(bench)).staleDays).toEqual({ from: '2019-03-01', to: '2019-03-04', dates: ['2019-03-02', '2019-03-03'] });
  });
});

describe('failures', () => {
  const DOWN = new Error('ledger is down');

  async function failed(): Promise<ApiBench> {
    const bench = apiBench({ platform: EXAMPLE });
    bench.reader.failSource('walletTransactions', DOWN);
    await bench.runJob('daily', `${TODAY}T00:10:00.000Z`);
    bench.reader.repairSource('walletTransactions');
    return bench;
  }
  const sections = async (bench: ApiBench) => (await status(bench)).failures.map(({ section }) => section);

  it('say which run, job, section and days, and why', async () => {
    const bench = await failed();
    const { failures, lastRuns } = await status(bench);
    const shared = { run: lastRuns[0]?.id, job: 'daily', from: DAY, to: DAY, endedAt: `${TODAY}T00:10:00.000Z` };
    expect(failures).toEqual(['platform', 'creators'].map((section) => ({ ...shared, section, errors: [`${DAY}: ledger is down`] })));
  });

  it('stand until the same section of the same day is stored', async () => {
    const bench = await failed();
    bench.setClock(NOW);
    await bench.ask('kpi_admin_triggerAggregation', { date: EARLIER });
    expect(await sections(bench)).toEqual(['platform', 'creators']);
    bench.advance(1_000);
    await bench.ask('kpi_admin_triggerAggregation', { date: DAY });
    expect(await sections(bench)).toEqual([]);
  });

  it('that are mended in part stand for the rest', async () => {
    const bench = await failed();
    bench.reader.failSource('eventTickets', DOWN);
    bench.reader.failSource('safetyAlerts', DOWN);
    bench.setClock(NOW);
    await refusalOf(bench.ask('kpi_admin_triggerAggregation', { date: DAY }));
    expect((await sections(bench)).toSorted()).toEqual(['creators', 'platform', 'safety']);
    bench.reader.repairSource('eventTickets');
    bench.advance(1_000);
    await refusalOf(bench.ask('kpi_admin_triggerAggregation', { date: DAY }));
    expect(new Set(await sections(bench))).toEqual(new Set(['safety']));
  });

  it('that repeat are told once, as the latest run tells them, and keep no other from being told', async () => {
    const bench = await failed();
    bench.reader.failSource('moderationQueue', new Error('reports are down'));
    for (let call = 0; call < 60; call++) {
      bench.advance(30_001);
      await refusalOf(bench.ask('kpi_getSafetyDaily', { date: EARLIER }));
    }
    const { failures, lastRuns } = await status(bench);
    expect(failures.map(({ section, from }) => [section, from])).toEqual([
      ['safety', EARLIER],
      ['platform', DAY],
      ['creators', DAY],
    ]);
    expect(failures[0]?.run).toBe(lastRuns[0]?.id);
  });

  it('say nothing that an engine quotes from the data', async () => {
    const bench = apiBench();
    const said = `Conversion Error: Could not convert string 'anna@example.com' to INT64\nLINE 1: SELECT 'secret' FROM "users"`;
    bench.reader.failSource('safetyAlerts', new Error(said));
    await bench.runJob('daily', `${TODAY}T00:10:00.000Z`);
    const response = await status(bench);
    expect(response.failures).toMatchObject([{ errors: [`${DAY}: Conversion Error: Could not convert string … to INT64`] }]);
    expect(JSON.stringify(response)).not.toMatch(/anna|secret|LINE/);
    expect(JSON.stringify(bench.logged)).toContain('anna@example.com');
  });

  it('stand however many other runs there were since', async () => {
    const bench = await failed();
    for (let hour = 1; hour < 24; hour++) await bench.runJob('hourly', `${TODAY}T${String(hour).padStart(2, '0')}:10:00.000Z`);
    expect(new Set(await sections(bench))).toEqual(new Set(['platform', 'creators']));
  });

  it('of hours stand until those hours are stored', async () => {
    const bench = apiBench();
    bench.reader.failSource('walletTransactions', DOWN);
    await bench.runJob('hourly', `${TODAY}T09:10:00.000Z`);
    bench.reader.repairSource('walletTransactions');
    await bench.runJob('hourly', `${TODAY}T10:10:00.000Z`);
    expect((await status(bench)).failures).toMatchObject([{ section: 'hourly', from: `${TODAY}_08`, to: `${TODAY}_09` }]);
    bench.setClock(`${TODAY}T10:20:00.000Z`);
    await bench.ask('kpi_getPlatformHourly', { date: TODAY });
    expect(await sections(bench)).toEqual([]);
  });

  it('of the cleanup are mended by the next one that succeeds', async () => {
    let isDown = true;
    const bench = apiBench({
      store: (store) => ({
        deleteBefore: async (collection, date) => {
          if (isDown) throw new Error('locked');
          return store.deleteBefore(collection, date);
        },
      }),
    });
    await bench.runJob('cleanup', `${EARLIER}T01:00:00.000Z`);
    const once = await sections(bench);
    expect(once.length).toBeGreaterThan(0);
    await bench.runJob('cleanup', `${DAY}T01:00:00.000Z`);
    expect(await sections(bench)).toEqual(once);
    isDown = false;
    await bench.runJob('cleanup', `${TODAY}T01:00:00.000Z`);
    expect(await sections(bench)).toEqual([]);
  });

  it('of a range are mended when every one of its days is', async () => {
    const bench = apiBench();
    bench.reader.failSource('safetyAlerts', DOWN);
    await aggregateDays(bench.jobs, { range: { from: parseUtcDate(EARLIER), to: parseUtcDate(DAY) }, trigger: 'backfill' });
    bench.reader.repairSource('safetyAlerts');
    bench.advance(1_000);
    await bench.ask('kpi_admin_triggerAggregation', { date: EARLIER });
    expect(await sections(bench)).toEqual(['safety']);
    bench.advance(1_000);
    await bench.ask('kpi_admin_triggerAggregation', { date: DAY });
    expect(await sections(bench)).toEqual([]);
  });
});
