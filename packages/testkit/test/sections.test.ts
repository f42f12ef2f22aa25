import { aggregateDays, type SourceName } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { dayDifferences, normaliseDays, oracleDays, type Platform, questionOf, rowsOf, storedDays } from '../src/index.ts';
import { type Bench, bench, ms, RULES, rangeOf } from './support.ts';

const DAY = '2025-03-09';
const NOON = `${DAY}T12:00:00.000Z`;
const FIRST_MS = ms('2025-03-10T00:10:00.000Z');
const LATER_MS = ms('2025-03-10T06:00:00.000Z');

const spending = (amount: number) =>
  rowsOf({ createdAt: NOON, type: 'SPEND', userId: 'payer', receiverId: 'creator', amount, context: 'CHAT' });
const BEFORE: Platform = {
  users: rowsOf({ createdAt: NOON, lastActiveAt: NOON }),
  walletTransactions: spending(1),
  moderationQueue: rowsOf({ createdAt: NOON, source: 'USER' }),
};
const AFTER: Platform = {
  ...BEFORE,
  walletTransactions: spending(2),
  moderationQueue: rowsOf({ createdAt: NOON, source: 'USER' }, { createdAt: NOON, source: 'AI' }),
};

/** A day aggregated once; then the platform changes, a source breaks, and the day is aggregated again. */
async function aggregateWithBroken(broken: SourceName) {
  let platform = BEFORE;
  const jobs = bench(() => platform, FIRST_MS);
  await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'scheduled' });
  const before = await storedDays(jobs.store, rangeOf(DAY));
  platform = AFTER;
  jobs.setClock(LATER_MS);
  jobs.reader.failSource(broken, new Error(`${broken} is down`));
  const run = await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'manual' });
  return { jobs, run, before, after: await storedDays(jobs.store, rangeOf(DAY)) };
}

describe('a section that fails', () => {
  it('safety: the others are stored, and its previous document stays as it was', async () => {
    const { run, before, after, jobs } = await aggregateWithBroken('moderationQueue');
    expect(run.outcome).toBe('failed');
    expect(run.sections).toEqual({
      platform: { status: 'stored', documents: 1 },
      creators: { status: 'stored', documents: 1 },
      safety: { status: 'failed', documents: 0, errors: [expect.stringMatching(/^2025-03-\d\d: moderationQueue is down$/)] },
    });
    expect(await jobs.store.get('kpiRuns', run.id)).toEqual(run);
    expect(after.safetyKpiDaily).toEqual(before.safetyKpiDaily);
    expect(after.platformKpiDaily.get(DAY)).toMatchObject({ totalTokensSpent: 2, updatedAt: '2025-03-10T06:00:00.000Z' });
    expect(after.creatorKpiDaily.get(`creator_${DAY}`)).toMatchObject({ totalEarnedTokens: 2 });
    expect(jobs.logged).toContainEqual(expect.objectContaining({ level: 'error', section: 'safety', error: 'moderationQueue is down' }));
  });

  it('ledger: platform and creators keep what they had, safety is stored', async () => {
    const { run, before, after } = await aggregateWithBroken('walletTransactions');
    expect(run.sections).toEqual({
      platform: { status: 'failed', documents: 0, errors: [expect.stringMatching(/: walletTransactions is down$/)] },
      creators: { status: 'failed', documents: 0, errors: [expect.stringMatching(/: walletTransactions is down$/)] },
      safety: { status: 'stored', documents: 1 },
    });
    expect(after.platformKpiDaily).toEqual(before.platformKpiDaily);
    expect(after.creatorKpiDaily).toEqual(before.creatorKpiDaily);
    expect(after.kpiPacks).toEqual(before.kpiPacks);
    expect(after.safetyKpiDaily.get(DAY)).toMatchObject({ reportsTotal: 2, reportsAI: 1 });
  });

  it('users: only the platform fails', async () => {
    const { run } = await aggregateWithBroken('users');
    expect(Object.entries(run.sections).map(([name, { status }]) => [name, status])).toEqual([
      ['platform', 'failed'],
      ['creators', 'stored'],
      ['safety', 'stored'],
    ]);
  });

  it('without a previous document there is none afterwards, least of all zeros', async () => {
    const jobs = bench(BEFORE, FIRST_MS);
    jobs.reader.failSource('safetyAlerts', new Error('down'));
    jobs.reader.failSource('walletTransactions', new Error('down'));
    await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'scheduled' });
    const stored = await storedDays(jobs.store, rangeOf(DAY));
    expect([...Object.values(stored)].map((documents) => documents.size)).toEqual([0, 0, 0, 0]);
  });

  it('running again once the source is back repairs the day', async () => {
    const { jobs } = await aggregateWithBroken('walletTransactions');
    jobs.reader.repairSource('walletTransactions');
    const run = await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'manual' });
    expect(run.outcome).toBe('succeeded');
    const expected = oracleDays(questionOf(AFTER, RULES, LATER_MS), rangeOf(DAY));
    expect(normaliseDays(await storedDays(jobs.store, rangeOf(DAY)))).toEqual(normaliseDays(expected));
  });
});

describe('disturbances', () => {
  it('a write that fails fails its section alone, and running again stores it', async () => {
    const jobs = bench(BEFORE, FIRST_MS);
    let broken = true;
    const store: Bench['store'] = {
      ...jobs.store,
      write: async (changes) => {
        if (broken && changes.some((change) => change.collection === 'creatorKpiDaily')) throw new Error('disk full');
        await jobs.store.write(changes);
      },
    };
    const context = { ...jobs.context, store };
    const run = await aggregateDays(context, { range: rangeOf(DAY), trigger: 'manual' });
    expect(run.sections).toMatchObject({
      platform: { status: 'stored' },
      creators: { status: 'failed', errors: [expect.stringMatching(/: disk full$/)] },
      safety: { status: 'stored' },
    });
    broken = false;
    await aggregateDays(context, { range: rangeOf(DAY), trigger: 'manual' });
    const expected = oracleDays(questionOf(BEFORE, RULES, FIRST_MS), rangeOf(DAY));
    expect(dayDifferences(await storedDays(jobs.store, rangeOf(DAY)), expected)).toEqual([]);
  });

  it('rows that arrive while a day is being read fail no section', async () => {
    let reads = 0;
    const arriving = rowsOf(...Array.from({ length: 200 }, () => ({ ...spending(1)[0]?.data })));
    const jobs = bench(() => ({ ...BEFORE, walletTransactions: arriving.slice(0, ++reads) }), ms(`${DAY}T15:00:00.000Z`));
    const run = await aggregateDays(jobs.context, { range: rangeOf(DAY), trigger: 'on-demand' });
    expect(run.outcome).toBe('succeeded');
    const { platformKpiDaily, kpiPacks } = await storedDays(jobs.store, rangeOf(DAY));
    expect(kpiPacks.get(`creatorKpiDaily_${DAY}`)?.totalEarnedTokens).toBe(platformKpiDaily.get(DAY)?.totalTokensSpent);
  });

  it('two runs at once end in the same documents as one', async () => {
    const jobs = bench(BEFORE, FIRST_MS);
    const request = { range: rangeOf('2025-03-08', '2025-03-09'), trigger: 'manual' } as const;
    await Promise.all([aggregateDays(jobs.context, request), aggregateDays(jobs.context, request)]);
    const expected = oracleDays(questionOf(BEFORE, RULES, FIRST_MS), request.range);
    expect(dayDifferences(await storedDays(jobs.store, request.range), expected)).toEqual([]);
  });
});
