import { aggregateDays, aggregateHours, hoursOf, MS_PER_DAY, MS_PER_HOUR, SCHEDULED_JOBS, type UtcDate } from '@pack324a/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usersAt, type Visit, visitorsIn } from '../src/index.ts';
import { bench, ms, rangeOf } from './support.ts';

const DAY = '2025-03-09';
const DAY_MS = ms(`${DAY}T00:00:00.000Z`);
const TEN_MINUTES_MS = 600_000;
const [DAILY, HOURLY] = SCHEDULED_JOBS;

const visit = (userId: string, time: string, date = DAY): Visit => ({ userId, atMs: ms(`${date}T${time}:00.000Z`) });

/** Runs the jobs as the clock would: hourly at ten past, for the given hours counted from the day's start, and daily after midnight. */
async function liveThrough(visits: readonly Visit[], hours: readonly number[], closesInTime = true) {
  let nowMs = DAY_MS;
  const jobs = bench(() => ({ users: usersAt(visits, nowMs) }), nowMs);
  const goTo = (toMs: number): void => {
    nowMs = toMs;
    jobs.setClock(toMs);
  };
  for (const hour of hours) {
    goTo(DAY_MS + hour * MS_PER_HOUR + TEN_MINUTES_MS);
    await HOURLY?.run(jobs.context, nowMs);
  }
  goTo(DAY_MS + MS_PER_DAY + TEN_MINUTES_MS);
  if (closesInTime) await DAILY?.run(jobs.context, nowMs);
  const day = async () => {
    const document = await jobs.store.get('platformKpiDaily', DAY);
    if (document?.provenance.activeUsers === undefined) throw new Error('the day has no document');
    return { activeUsers: document.activeUsers, bounds: document.provenance.activeUsers };
  };
  const again = async (toMs: number) => {
    goTo(toMs);
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'manual' });
    return day();
  };
  return { jobs, day, again, goTo };
}

const EVERY_HOUR = Array.from({ length: 25 }, (_, hour) => hour);

/** What each run could see: users whose latest visit, by then, was on the day. */
function captures(visits: readonly Visit[], hours: readonly number[]): number[] {
  return [...hours, 24].map((hour) => {
    const seen = usersAt(visits, DAY_MS + hour * MS_PER_HOUR + TEN_MINUTES_MS);
    return seen.filter(({ data }) => (data['lastActiveAt'] as number) >= DAY_MS && (data['lastActiveAt'] as number) < DAY_MS + MS_PER_DAY)
      .length;
  });
}

/** People who come and come back, from the evening before to the morning after. */
const visitsArbitrary: fc.Arbitrary<Visit[]> = fc.array(
  fc.record({
    userId: fc.constantFrom('u1', 'u2', 'u3', 'u4', 'u5', 'u6', 'u7', 'u8'),
    atMs: fc.oneof(
      fc.integer({ min: DAY_MS - 2 * MS_PER_HOUR, max: DAY_MS + 30 * MS_PER_HOUR }),
      fc.integer({ min: DAY_MS + MS_PER_DAY - TEN_MINUTES_MS, max: DAY_MS + MS_PER_DAY + TEN_MINUTES_MS }),
      fc.constantFrom(DAY_MS - 1, DAY_MS, DAY_MS + MS_PER_DAY - 1, DAY_MS + MS_PER_DAY),
    ),
  }),
  { maxLength: 30 },
);

describe('active users of a day with hourly runs', () => {
  const VISITS = [
    visit('early', '00:05'),
    visit('back soon', '08:00'),
    visit('back soon', '00:04', '2025-03-10'),
    visit('back next day', '21:00'),
    visit('back next day', '09:00', '2025-03-10'),
    visit('late', '23:30'),
    visit('next day only', '00:01', '2025-03-10'),
    // Comes long after the close, and has to widen no bound.
    visit('days later', '12:00', '2025-03-12'),
  ];

  it('are the largest count ever captured: who came back after midnight is not lost', async () => {
    const { day } = await liveThrough(VISITS, EVERY_HOUR);
    // At 23:10 three were seen (without "late"); at 00:10 again three (without "back soon"). Four were truly there.
    expect(captures(VISITS, EVERY_HOUR).slice(-2)).toEqual([3, 3]);
    expect(await day()).toEqual({ activeUsers: 3, bounds: { method: 'captured', lower: 3, upper: 5 } });
  });

  it('are not lowered, nor their bounds changed, by aggregating the day later', async () => {
    const { day, again } = await liveThrough(VISITS, EVERY_HOUR);
    const atClose = await day();
    expect(await again(ms('2025-03-12T00:00:00Z'))).toEqual(atClose);
    expect(await again(ms('2025-05-01T00:00:00Z'))).toEqual(atClose);
  });

  it('have the bounds of the last hour’s close when the daily run came days late', async () => {
    const { day } = await liveThrough(VISITS, EVERY_HOUR);
    const late = await liveThrough(VISITS, EVERY_HOUR, false);
    expect(await late.again(ms('2025-03-14T00:00:00Z'))).toEqual(await day());
  });

  it('of a closed hour are neither lowered nor widened by aggregating it later', async () => {
    const { jobs, goTo } = await liveThrough(VISITS, EVERY_HOUR);
    const figures = async () =>
      (await jobs.store.listDays('platformKpiHourly', rangeOf(DAY))).map(({ provenance }) => [
        provenance.activeUsers,
        provenance.dayActiveUsers,
      ]);
    const atClose = await figures();
    goTo(ms('2025-03-14T00:00:00Z'));
    await aggregateHours(jobs.context, { hours: hoursOf(DAY as UtcDate), trigger: 'manual' });
    expect(await figures()).toEqual(atClose);
  });

  it('stay as they are once the hourly documents are gone', async () => {
    const { jobs, day, again } = await liveThrough(VISITS, EVERY_HOUR);
    const atClose = await day();
    await jobs.store.deleteBefore('platformKpiHourly', '2025-04-01' as never);
    expect(await again(ms('2025-03-20T00:00:00Z'))).toEqual(atClose);
  });

  it('hold for any comings and goings: largest capture, lower ≤ truth ≤ upper', async () => {
    const property = fc.asyncProperty(visitsArbitrary, async (visits) => {
      const { jobs, day, again } = await liveThrough(visits, EVERY_HOUR);
      const { activeUsers, bounds } = await day();
      const truth = visitorsIn(visits, DAY_MS, DAY_MS + MS_PER_DAY);
      expect(activeUsers).toBe(Math.max(...captures(visits, EVERY_HOUR)));
      expect(bounds.method).toBe('captured');
      expect(bounds.lower).toBe(activeUsers);
      expect(bounds.lower).toBeLessThanOrEqual(truth);
      expect(bounds.upper).toBeGreaterThanOrEqual(truth);
      for (const hour of await jobs.store.listDays('platformKpiHourly', rangeOf(DAY))) {
        const startMs = DAY_MS + hour.hour * MS_PER_HOUR;
        const truthOfHour = visitorsIn(visits, startMs, startMs + MS_PER_HOUR);
        expect(hour.activeUsers).toBeLessThanOrEqual(truthOfHour);
        expect(hour.provenance.activeUsers?.upper).toBeGreaterThanOrEqual(truthOfHour);
        expect(hour.provenance.activeUsers?.method).toBe('captured');
        expect(hour.dayActiveUsers).toBeLessThanOrEqual(visitorsIn(visits, DAY_MS, startMs + MS_PER_HOUR));
      }
      expect(await again(ms('2025-03-16T00:00:00Z'))).toEqual({ activeUsers, bounds });
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

describe('active users of a day without its hourly runs', () => {
  const VISITS = [visit('stays', '10:00'), visit('returns', '11:00'), visit('returns', '09:00', '2025-03-10')];

  it('are reconstructed, even when counted ten minutes after midnight', async () => {
    const { day } = await liveThrough(VISITS, []);
    expect(await day()).toEqual({ activeUsers: 2, bounds: { method: 'reconstructed', lower: 2, upper: 2 } });
  });

  it('are a lower bound and nothing more when counted later', async () => {
    const jobs = bench({ users: usersAt(VISITS, ms('2025-03-11T00:00:00Z')) }, ms('2025-03-11T00:00:00Z'));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'backfill' });
    const document = await jobs.store.get('platformKpiDaily', DAY);
    expect(document).toMatchObject({ activeUsers: 1, provenance: { activeUsers: { method: 'reconstructed', lower: 1, upper: 2 } } });
  });

  it('are reconstructed where the runs stopped before the last hour, but keep what was captured', async () => {
    const visits = [visit('morning', '08:00'), visit('morning', '00:03', '2025-03-10')];
    const { day } = await liveThrough(visits, EVERY_HOUR.slice(0, 16));
    expect(await day()).toMatchObject({ activeUsers: 1, bounds: { method: 'reconstructed', lower: 1 } });
  });
});

describe('users as they are now', () => {
  const users = (verified: boolean) => [{ id: 'u', data: { createdAt: `${DAY}T10:00:00Z`, verified } }];

  it('are kept from the close by later aggregations', async () => {
    let verified = true;
    const jobs = bench(() => ({ users: users(verified) }), ms('2025-03-10T00:10:00Z'));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'scheduled' });
    verified = false;
    jobs.setClock(ms('2025-03-20T00:00:00Z'));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'manual' });
    expect(await jobs.store.get('platformKpiDaily', DAY)).toMatchObject({
      verifiedUsers: 1,
      verifiedUsersTotal: 1,
      provenance: { usersCountedAt: '2025-03-10T00:10:00.000Z' },
    });
  });

  it('taken while the day ran are taken again at its close', async () => {
    let verified = false;
    const jobs = bench(() => ({ users: users(verified) }), ms(`${DAY}T15:00:00Z`));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'on-demand' });
    verified = true;
    jobs.setClock(ms('2025-03-10T00:10:00Z'));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'scheduled' });
    expect(await jobs.store.get('platformKpiDaily', DAY)).toMatchObject({ verifiedUsers: 1, verifiedUsersTotal: 1 });
  });

  it('are not known in total when a day is first aggregated more than 24 hours after its end', async () => {
    const jobs = bench({ users: users(true) }, ms('2025-03-11T00:00:00.001Z'));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'backfill' });
    expect(await jobs.store.get('platformKpiDaily', DAY)).toMatchObject({ verifiedUsers: 1, verifiedUsersTotal: null });
  });
});
