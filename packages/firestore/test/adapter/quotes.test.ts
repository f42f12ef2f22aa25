import { aggregateDays, aggregateHours, type DateRange, hoursOf, type JobContext, type UtcDate, type UtcHour } from '@pack324a/core';
import { busyDay, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { DAY, type Fixture, fixture, NOW_MS, ONE_DAY } from './fixture.ts';

const MS_PER_DAY = 86_400_000;
const THREE_DAYS = { from: '2025-03-07', to: DAY } as unknown as DateRange;
const HOURS = hoursOf(DAY as UtcDate);
const MANY_USERS = 100_000;

/** Every third user is verified; every fifth was last active on the day, and as many after it. */
function manyUsers() {
  const dayMs = Date.parse(`${DAY}T00:00:00.000Z`);
  const at = (index: number): string => new Date(dayMs + ([0, 1][index % 5] ?? -9) * MS_PER_DAY + index).toISOString();
  return rowsOf(
    ...Array.from({ length: MANY_USERS }, (_, index) => ({
      createdAt: '2025-01-01T00:00:00.000Z',
      lastActiveAt: at(index),
      verified: index % 3 === 0,
    })),
  );
}

/** Questions about all users; those about the ones who signed up on the day are others. */
const asked = ({ double }: Fixture, path: string): number =>
  double.requests.filter(({ query: { collection, where = [] } = {} }) => {
    return collection === 'users' && where.length > 0 && where.every((filter) => filter.path === path);
  }).length;

const at = (context: JobContext, nowMs: number): JobContext => ({ ...context, clock: () => nowMs });

describe('counting users', () => {
  it('bills one read for every 1,000 who are verified, and for every 1,000 who were active since the day began', async () => {
    const given = await fixture({ platform: { users: manyUsers() } });
    const run = await aggregateDays(given.context, { range: ONE_DAY, trigger: 'scheduled' });
    expect(run.reads).toBeLessThanOrEqual((MANY_USERS / 3 + (MANY_USERS * 2) / 5) / 1000 + 150);
    expect(run.reads).toBe(given.double.meter.reads);
    expect(await given.store.get('platformKpiDaily', DAY)).toMatchObject({
      verifiedUsersTotal: Math.ceil(MANY_USERS / 3),
      activeUsers: MANY_USERS / 5,
      provenance: { activeUsers: { lower: MANY_USERS / 5, upper: (MANY_USERS * 2) / 5 } },
    });
    expect(asked(given, 'verified')).toBe(1);
    expect(asked(given, 'lastActiveAt')).toBe(2);
  });

  it.each([
    [1, 24 * 3_600_000],
    [0, 24 * 3_600_000 + 1],
  ])('asks %i times for verified ones %i ms after the end of the day', async (times, laterMs) => {
    const given = await fixture({ platform: { users: rowsOf({ createdAt: `${DAY}T10:00:00.000Z`, verified: true }) } });
    const endMs = Date.parse(`${DAY}T00:00:00.000Z`) + MS_PER_DAY;
    await aggregateDays(at(given.context, endMs + laterMs), { range: ONE_DAY, trigger: 'backfill' });
    expect(asked(given, 'verified')).toBe(times);
    expect((await given.store.get('platformKpiDaily', DAY))?.verifiedUsersTotal).toBe(times === 0 ? null : 1);
  });

  it('asks an hourly run for no verified ones, and for equal spans once', async () => {
    const given = await fixture();
    const hours = [22, 23].map((hour) => ({ date: DAY, hour }) as UtcHour);
    await aggregateHours(given.context, { hours, trigger: 'scheduled' });
    expect(asked(given, 'verified')).toBe(0);
    // Each hour, its day so far, and everything from its end on.
    expect(asked(given, 'lastActiveAt')).toBe(6);
  });
});

describe('a quote', () => {
  const busy = busyDay({ date: DAY, creators: 100, ledgerRows: 2_000 });
  const quiet = { users: manyUsers(), walletTransactions: busyDay({ date: DAY, creators: 5, ledgerRows: 200 }).walletTransactions ?? [] };

  it.each([
    ['one day', busy, ONE_DAY, NOW_MS, []],
    ['three days', busy, THREE_DAYS, NOW_MS, []],
    ['a day with its hours', busy, ONE_DAY, NOW_MS, HOURS],
    ['three days and the hours of one', busy, THREE_DAYS, NOW_MS, HOURS],
    ['a day that is long past', busy, ONE_DAY, NOW_MS + 90 * MS_PER_DAY, []],
    ['many users', quiet, ONE_DAY, NOW_MS, []],
    ['many users, long past', quiet, ONE_DAY, NOW_MS + 90 * MS_PER_DAY, []],
    ['many users, and hours', quiet, ONE_DAY, NOW_MS, HOURS],
  ] as const)('is what a first and a repeated run bill, to 5 percent: %s', async (_, platform, range, nowMs, hours) => {
    const given = await fixture({ platform, clock: () => nowMs });
    const context = at(given.context, nowMs);
    for (const attempt of ['first', 'repeated']) {
      const quote = (await given.reader.estimateReads?.(range, hours)) ?? 0;
      const before = given.double.meter.reads;
      if (hours.length > 0) await aggregateHours(context, { hours, trigger: 'manual' });
      await aggregateDays(context, { range, trigger: 'manual' });
      const billed = given.double.meter.reads - before;
      expect(quote / billed, `${attempt}: ${quote} quoted, ${billed} billed`).toBeGreaterThan(0.95);
      expect(quote / billed, `${attempt}: ${quote} quoted, ${billed} billed`).toBeLessThan(1.05);
    }
  });

  it('counts the rows of a long range a month at a time', async () => {
    const { reader, double } = await fixture();
    await reader.estimateReads?.({ from: '2024-01-01', to: '2024-12-31' } as unknown as DateRange);
    const windows = double.requests.flatMap(({ query }) =>
      query?.collection === 'walletTransactions' ? [query.where.map(({ value }) => Number((value as { seconds: number }).seconds))] : [],
    );
    expect(windows).toHaveLength(12);
    for (const [from = 0, before = 0] of windows) expect(before - from).toBeLessThanOrEqual(31 * 86_400);
    expect(windows[0]?.[0]).toBe(Date.parse('2024-01-01T00:00:00Z') / 1000);
    expect(windows.at(-1)?.[1]).toBe(Date.parse('2025-01-01T00:00:00Z') / 1000);
    for (const [index, [from]] of windows.slice(1).entries()) expect(from).toBe(windows[index]?.[1]);
  });
});
