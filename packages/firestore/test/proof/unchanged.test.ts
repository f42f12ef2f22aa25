import { cleanup, KPI_COLLECTIONS, SCHEDULED_JOBS, SOURCE_NAMES } from '@pack324a/core';
import { busyDay, type FirestoreDouble } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { DAY, fixture, NOW_MS } from '../adapter/fixture.ts';
import { ownIndexesOnly } from './indexed.ts';

const PLATFORM = busyDay({ date: DAY, creators: 60, ledgerRows: 1_500 });

/** What the sources hold, by collection. */
function sourceHashes(double: FirestoreDouble): Map<string, string> {
  return new Map(SOURCE_NAMES.map((name) => [name, double.hash(name)]));
}

describe('the sources', () => {
  it('are the same before and after every job, and nothing but KPI documents comes to be', async () => {
    const { context, double } = await fixture({ platform: PLATFORM, ...ownIndexesOnly() });
    const before = sourceHashes(double);
    expect(new Set(before.values()).size).toBe(SOURCE_NAMES.length);
    for (const job of SCHEDULED_JOBS) expect((await job.run(context, NOW_MS)).outcome, job.id).toBe('succeeded');
    expect(sourceHashes(double)).toEqual(before);
    const others = double.collections().filter((name) => !(SOURCE_NAMES as readonly string[]).includes(name));
    expect(others).toEqual(['creatorKpiDaily', 'kpiPacks', 'kpiRuns', 'platformKpiDaily', 'platformKpiHourly', 'safetyKpiDaily']);
  });

  it('are the same after everything that is old has been deleted', async () => {
    const { context, double } = await fixture({ platform: PLATFORM, ...ownIndexesOnly() });
    const before = sourceHashes(double);
    for (const job of SCHEDULED_JOBS) await job.run(context, NOW_MS);
    const yearsLaterMs = NOW_MS + 3 * 366 * 86_400_000;
    const run = await cleanup({ ...context, clock: () => yearsLaterMs }, { scheduledForMs: yearsLaterMs });
    expect(run.outcome).toBe('succeeded');
    expect(double.documents('creatorKpiDaily')).toEqual([]);
    expect(sourceHashes(double)).toEqual(before);
  });

  it('are written to by nobody: every write names a collection of ours', async () => {
    const { context, double } = await fixture({ platform: PLATFORM });
    for (const job of SCHEDULED_JOBS) await job.run(context, NOW_MS);
    const written = double.requests
      .filter(({ operation }) => operation === 'commit' || operation === 'transact')
      .flatMap(({ keys = [] }) => keys.map(({ collection }) => collection));
    expect(written.length).toBeGreaterThan(60);
    expect(written.filter((collection) => !(KPI_COLLECTIONS as readonly string[]).includes(collection))).toEqual([]);
  });
});
