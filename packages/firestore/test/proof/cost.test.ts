import { aggregateDays, aggregateHours, hoursOf, type RunRecord, type UtcDate } from '@pack324a/core';
import { busyDay, type DoubleMeter, mostBilledReads, oracleDays, questionOf } from '@pack324a/testkit';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, type Fixture, fixture, NOW_MS, ONE_DAY } from '../adapter/fixture.ts';
import { ownIndexesOnly } from './indexed.ts';

const MOST_REQUESTS = 150;

type Cost = Pick<DoubleMeter, 'reads' | 'writes' | 'roundTrips'>;

interface Measured extends Fixture {
  readonly run: RunRecord;
  /** As the double counts it, and as the adapter does. */
  readonly cost: Cost;
  readonly ownCount: Cost;
  readonly requestsWithoutWrites: number;
  readonly mostReads: number;
}

async function measure(creators: number, ledgerRows: number): Promise<Measured> {
  const platform = busyDay({ date: DAY, creators, ledgerRows });
  const made = await fixture({ platform, ...ownIndexesOnly() });
  const run = await aggregateDays(made.context, { range: ONE_DAY, trigger: 'scheduled' });
  const cost = costOf(made.double.meter);
  const commits = made.double.requests.filter(({ operation }) => operation === 'commit').length;
  return {
    ...made,
    run,
    cost,
    ownCount: costOf(made.meter),
    requestsWithoutWrites: cost.roundTrips - commits,
    mostReads: mostBilledReads(platform, DAY),
  };
}

function costOf({ reads, writes, roundTrips }: Cost): Cost {
  return { reads, writes, roundTrips };
}

describe.each([
  { creators: 50, ledgerRows: 3_000 },
  { creators: 1_000, ledgerRows: 20_000 },
  { creators: 2_500, ledgerRows: 10_000 },
])('a day of $creators creators and $ledgerRows ledger rows', ({ creators, ledgerRows }) => {
  let measured: Measured;
  beforeAll(async () => {
    measured = await measure(creators, ledgerRows);
  });

  it('is stored whole, with a document for every creator', async () => {
    const { run, double, store } = measured;
    expect(run).toMatchObject({ outcome: 'succeeded', rows: { walletTransactions: ledgerRows } });
    const ids = double.documents('creatorKpiDaily').map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set(Array.from({ length: creators }, (_, index) => `creator-${index}_${DAY}`)));
    expect(await store.listDays('creatorKpiDaily', ONE_DAY)).toHaveLength(creators);
  });

  it('is written in commits of at most 500 documents', () => {
    const sizes = measured.double.requests.flatMap(({ operation, keys }) => (operation === 'commit' ? [keys?.length ?? 0] : []));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
    // Besides the creators: the platform's, their pack, safety's, and the record of the run.
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(creators + 4);
  });

  it('bills no more reads than it may', () => {
    expect(measured.cost.reads).toBeLessThanOrEqual(measured.mostReads);
    expect(measured.cost.reads).toBeGreaterThanOrEqual(ledgerRows);
  });

  it('takes at most 150 requests besides those that write', () => {
    expect(measured.requestsWithoutWrites).toBeLessThanOrEqual(MOST_REQUESTS);
  });

  it('bills one read more for each stored creator when it is aggregated again, and writes no document more', async () => {
    const again = await measure(creators, ledgerRows);
    const before = costOf(again.double.meter);
    const { reads } = await aggregateDays(again.context, { range: ONE_DAY, trigger: 'manual' });
    expect(reads).toBe(again.double.meter.reads - before.reads);
    // What was not there the first time cost a read as well: the creators', and the documents beside them.
    expect((reads ?? 0) - again.cost.reads).toBeLessThanOrEqual(creators);
    expect((reads ?? 0) - again.cost.reads).toBeGreaterThan(creators - 20);
    expect(again.double.meter.writes - before.writes).toBe(creators + 4);
  });

  it('is counted alike by the adapter, by its run record and by the double', () => {
    const { ownCount, cost, run } = measured;
    expect(ownCount).toEqual(cost);
    expect(run.reads).toBe(cost.reads);
  });
});

describe('the number of requests', () => {
  it('is the same for 50 and for 1,000 creators', async () => {
    const few = await measure(50, 2_000);
    const many = await measure(1_000, 2_000);
    expect(many.requestsWithoutWrites).toBe(few.requestsWithoutWrites);
  });
});

describe('the figures of a large day', () => {
  it('are those of the oracle', async () => {
    const platform = busyDay({ date: DAY, creators: 300, ledgerRows: 3_000 });
    const { context, store } = await fixture({ platform, ...ownIndexesOnly() });
    await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' });
    const expected = oracleDays(questionOf(platform, context.catalogue.rules, NOW_MS), ONE_DAY);
    expect(await store.listDays('creatorKpiDaily', ONE_DAY)).toEqual(expect.arrayContaining([...expected.creatorKpiDaily.values()]));
    expect(await store.get('platformKpiDaily', DAY)).toEqual(expected.platformKpiDaily.get(DAY));
    expect(await store.get('safetyKpiDaily', DAY)).toEqual(expected.safetyKpiDaily.get(DAY));
  });
});

describe('the hours of a large day', () => {
  it('bill no more reads than the day itself and what empty queries bill', async () => {
    const platform = busyDay({ date: DAY, creators: 100, ledgerRows: 2_000 });
    const { context, double, meter } = await fixture({ platform, ...ownIndexesOnly() });
    const run = await aggregateHours(context, { hours: hoursOf(DAY as UtcDate), trigger: 'scheduled' });
    expect(run.outcome).toBe('succeeded');
    expect(meter.reads).toBe(double.meter.reads);
    expect(double.meter.reads).toBeLessThanOrEqual(mostBilledReads(platform, DAY) + 24 * 10);
  });
});
