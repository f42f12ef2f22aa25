import { setTimeout as sleep } from 'node:timers/promises';
import {
  addDays,
  CATALOGUE_VERSION,
  DEFAULT_COUNTING_RULES,
  datesOf,
  ENGINE_VERSION,
  hourlyDocumentId,
  hoursOfRun,
  type RunRecord,
  type Trigger,
  toIso,
  type UtcDate,
  utcDateOf,
} from '@pack324a/core';
import {
  dayDifferences,
  differences,
  type OracleQuestion,
  oracleDays,
  oracleHours,
  type Platform,
  storedBy,
  storedDays,
} from '@pack324a/testkit';
import { createUserWithEmailAndPassword } from 'firebase/auth';
import { httpsCallable } from 'firebase/functions';
import { Timestamp } from 'firebase-admin/firestore';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DAYS, demoPlatform, hashSources, loadPlatform } from './platform.ts';
import { startWorld, type World } from './world.ts';

const NOW_MS = Date.now();
const TODAY = utcDateOf(NOW_MS);
const YESTERDAY = addDays(TODAY, -1);
const TRIGGERED = addDays(TODAY, -2);
const ASKED_FOR = addDays(TODAY, -3);
const BACKFILL = { startDate: addDays(TODAY, -DAYS), endDate: addDays(TODAY, -4) };
/** The Cloud Tasks emulator hands over a task a second. */
const BACKFILL_WITHIN_MS = 90_000;
/** Of what the emulators and the functions said, when a test fails. */
const PRINTED_CHARACTERS = 6000;

let world: World;
let platform: Platform;
let before: Record<string, string>;

beforeAll(async () => {
  world = await startWorld();
  platform = demoPlatform(TODAY, NOW_MS);
  const documents = await loadPlatform(world.firestore, platform);
  expect(documents).toBeGreaterThan(500);
  expect(documents).toBeLessThan(2000);
});

afterEach(({ task }) => {
  if (task.result?.state === 'fail') console.error(world.output().slice(-PRINTED_CHARACTERS));
});

afterAll(() => world?.stop());

/** The documents of one day have to be those that an independent count of the same rows makes at the moment they say of themselves. */
async function expectCounted(date: UtcDate, trigger: Trigger): Promise<void> {
  const range = { from: date, to: date };
  const stored = await storedDays(world.store, range);
  const generatedAt = stored.platformKpiDaily.get(date)?.provenance.generatedAt ?? '';
  expect(dayDifferences(stored, oracleDays(question(generatedAt, trigger), range))).toEqual([]);
}

function question(generatedAt: string, trigger: Trigger): OracleQuestion {
  const versions = { engineVersion: ENGINE_VERSION, catalogueVersion: CATALOGUE_VERSION };
  return { platform, rules: DEFAULT_COUNTING_RULES, nowMs: Date.parse(generatedAt), trigger, versions };
}

async function runsOver(date: UtcDate): Promise<RunRecord[]> {
  const runs = await world.store.latestRuns(100);
  return runs.filter(({ from, to }) => from <= date && date <= to);
}

describe('the functions in the emulators', () => {
  it('refuse who is not signed in', async () => {
    await expect(world.client.getMetrics()).rejects.toMatchObject({ code: 'functions/unauthenticated' });
  });

  it('refuse who has signed up, and answer once that user is an admin', async () => {
    const { user } = await createUserWithEmailAndPassword(world.auth, 'somebody@example.com', 'a-password');
    await expect(world.client.getPlatformDaily({ date: YESTERDAY })).rejects.toMatchObject({ code: 'functions/permission-denied' });
    const data = { createdAt: NOW_MS, lastActiveAt: NOW_MS, verified: false, role: 'admin' };
    const times = { createdAt: Timestamp.fromMillis(NOW_MS), lastActiveAt: Timestamp.fromMillis(NOW_MS) };
    await world.firestore
      .collection('users')
      .doc(user.uid)
      .set({ ...data, ...times });
    platform = { ...platform, users: [...(platform.users ?? []), { id: user.uid, data }] };
    before = await hashSources(world.firestore);
    const { documents } = await world.client.getMetrics();
    expect(documents.map(({ collection }) => collection)).toContain('platformKpiDaily');
  });

  it('say what is wrong with a request', async () => {
    await expect(world.client.getPlatformDaily({ date: '2025-02-30' })).rejects.toMatchObject({
      code: 'functions/invalid-argument',
      message: expect.stringContaining('"2025-02-30" is not a day of the calendar'),
      details: { field: 'date', expected: expect.any(String) },
    });
  });

  it('aggregate a day, and tell each step to a client that listens', async () => {
    const trigger = httpsCallable<{ date: string }, { success: boolean; creatorsProcessed: number }, Record<string, unknown>>(
      world.functions,
      'kpi_admin_triggerAggregation',
    );
    const { stream, data } = await trigger.stream({ date: TRIGGERED });
    const steps: Record<string, unknown>[] = [];
    for await (const step of stream) steps.push(step);
    const { success, creatorsProcessed } = await data;

    expect(success).toBe(true);
    await expectCounted(TRIGGERED, 'manual');
    const expected = oracleDays(question(toIso(NOW_MS), 'manual'), { from: TRIGGERED, to: TRIGGERED });
    expect(creatorsProcessed).toBe(expected.creatorKpiDaily.size);
    expect(creatorsProcessed).toBeGreaterThan(0);
    const ledger = expected.platformKpiDaily.get(TRIGGERED)?.provenance.rows['walletTransactions']?.seen;
    expect(ledger).toBeGreaterThan(0);
    expect(steps).toContainEqual({ step: 'read', part: TRIGGERED, source: 'walletTransactions', rows: ledger });
    expect(steps.filter(({ step }) => step === 'stored')).toEqual([
      { step: 'stored', part: TRIGGERED, section: 'platform', documents: 1 },
      { step: 'stored', part: TRIGGERED, section: 'creators', documents: creatorsProcessed },
      { step: 'stored', part: TRIGGERED, section: 'safety', documents: 1 },
    ]);
  });

  it('make a missing day once for all who ask for it at the same time', async () => {
    const { getPlatformDaily, getSafetyDaily, getCreatorDaily } = world.client;
    const warmUp = [getPlatformDaily({ date: 'x' }), getSafetyDaily({ date: 'x' }), getCreatorDaily({ date: 'x', userId: 'x' })];
    await Promise.allSettled(warmUp);
    const date = ASKED_FOR;
    await Promise.all([
      getPlatformDaily({ date }),
      getPlatformDaily({ date }),
      getSafetyDaily({ date }),
      getCreatorDaily({ date, userId: 'nobody' }),
    ]);
    expect(await runsOver(date)).toHaveLength(1);
    await expectCounted(date, 'on-demand');
  });

  it('answer with the figures of a day', async () => {
    const date = TRIGGERED;
    const { provenance } = await world.client.getPlatformDaily({ date });
    const counted = oracleDays(question(provenance.generatedAt, 'manual'), { from: date, to: date });
    const day = counted.platformKpiDaily.get(date);
    const { users, revenue, activity, lastUpdated } = await world.client.getPlatformDaily({ date });
    expect(users).toEqual({ new: day?.newUsers, verified: day?.verifiedUsers, active: day?.activeUsers, paying: day?.payingUsers });
    expect(revenue).toEqual({ tokensSpent: day?.totalTokensSpent, revenuePLN: day?.totalTokenRevenuePLN });
    expect(activity).toMatchObject({ chats: day?.totalChats, voiceMinutes: day?.totalVoiceMinutes, videoMinutes: day?.totalVideoMinutes });
    expect(lastUpdated.toISOString()).toBe(provenance.generatedAt);

    const [best] = [...counted.creatorKpiDaily.values()].sort((left, right) => right.totalEarnedTokens - left.totalEarnedTokens);
    const creator = await world.client.getCreatorDaily({ date, userId: best?.userId ?? '' });
    expect(creator.earnings.total).toBe(best?.totalEarnedTokens);
    expect(creator.earnings.total).toBeGreaterThan(0);
    expect(creator.sessions).toBe(best?.sessionsCount);

    const safety = counted.safetyKpiDaily.get(date);
    const { reports, enforcement } = await world.client.getSafetyDaily({ date });
    expect(reports).toEqual({ total: safety?.reportsTotal, aiDetected: safety?.reportsAI, userReported: safety?.reportsHuman });
    expect(enforcement).toEqual({ bans: safety?.bansIssued, autoBlocks: safety?.autoBlocks, panicEvents: safety?.panicEvents });
  });

  it('aggregate seven days through the queue, quoted first', async () => {
    const quote = await world.client.startBackfill(BACKFILL);
    expect(quote).toMatchObject({ days: 7, tasks: 7, started: false, id: null });
    expect(quote.reads).toBeGreaterThan(0);
    await expect(world.client.startBackfill({ ...BACKFILL, confirm: true, maxReads: 1 })).rejects.toMatchObject({
      code: 'functions/failed-precondition',
    });

    const { started, id } = await world.client.startBackfill({ ...BACKFILL, confirm: true });
    expect(started).toBe(true);
    const deadlineMs = Date.now() + BACKFILL_WITHIN_MS;
    let progress = await world.client.getBackfill({ id: id ?? '' });
    while (progress.state === 'running' && Date.now() < deadlineMs) {
      await sleep(500);
      progress = await world.client.getBackfill({ id: id ?? '' });
    }
    expect(progress).toMatchObject({ state: 'succeeded', days: { total: 7, succeeded: 7, failed: 0, waiting: 0 }, failedDates: [] });
    expect(progress.reads).toBeGreaterThan(0);
    for (const date of datesOf({ from: BACKFILL.startDate, to: BACKFILL.endDate })) await expectCounted(date, 'backfill');
  });

  it('aggregate yesterday on the daily schedule', async () => {
    const outcome = await world.runJob('kpi_aggregateDailyScheduled', `${TODAY}T00:10:00Z`);
    expect(outcome).toMatchObject({ exitCode: 0 });
    await expectCounted(YESTERDAY, 'scheduled');
    const [run] = await world.store.latestRuns(1, { job: 'daily' });
    expect(run).toMatchObject({ outcome: 'succeeded', scheduledFor: `${TODAY}T00:10:00.000Z`, from: YESTERDAY, to: YESTERDAY });
  });

  it('aggregate the hour that ended and the running one on the hourly schedule', async () => {
    const scheduleTime = `${toIso(NOW_MS).slice(0, 13)}:10:00Z`;
    const outcome = await world.runJob('kpi_aggregateHourlyScheduled', scheduleTime);
    expect(outcome).toMatchObject({ exitCode: 0 });
    const hours = hoursOfRun(Date.parse(scheduleTime));
    const stored = await storedBy(world.store, 'platformKpiHourly', { from: hours[0].date, to: hours[1].date });
    const [first] = stored.values();
    const counted = oracleHours(question(first?.provenance.generatedAt ?? '', 'scheduled'), hours);
    expect(differences(stored, counted)).toEqual([]);
    expect(stored.get(hourlyDocumentId(hours[0]))?.provenance.complete).toBe(true);
  });

  it('delete on schedule what is older than its retention, and nothing else', async () => {
    const old = world.firestore.collection('platformKpiHourly').doc('2020-01-01_00');
    await old.set({ date: '2020-01-01', hour: 0 });
    const hourly = await world.firestore.collection('platformKpiHourly').count().get();
    const outcome = await world.runJob('kpi_cleanupHourlyScheduled', `${TODAY}T01:00:00Z`);
    expect(outcome).toMatchObject({ exitCode: 0 });
    expect((await old.get()).exists).toBe(false);
    const left = await world.firestore.collection('platformKpiHourly').count().get();
    expect(left.data().count).toBe(hourly.data().count - 1);
    await expectCounted(YESTERDAY, 'scheduled');
  });

  it('sum up and rank what is stored', async () => {
    const range = { startDate: BACKFILL.startDate, endDate: YESTERDAY };
    const counted = oracleDays(question(toIso(NOW_MS), 'manual'), { from: range.startDate, to: range.endDate });
    const { summary, dailyData } = await world.client.getSummary(range);
    const days = [...counted.platformKpiDaily.values()];
    expect(summary).toMatchObject({ totalDays: DAYS, missingDates: [], totalChats: sum(days.map(({ totalChats }) => totalChats)) });
    expect(summary.totalNewUsers).toBe(sum(days.map(({ newUsers }) => newUsers)));
    expect(summary.totalTokensSpent).toBeCloseTo(sum(days.map(({ totalTokensSpent }) => totalTokensSpent)), 6);
    expect(dailyData.map(({ date }) => date)).toEqual(days.map(({ date }) => date));

    const earned = new Map<string, number>();
    for (const { userId, totalEarnedTokens } of counted.creatorKpiDaily.values()) {
      earned.set(userId, (earned.get(userId) ?? 0) + totalEarnedTokens);
    }
    const best = [...earned].sort(([leftId, left], [rightId, right]) => right - left || (leftId < rightId ? -1 : 1)).slice(0, 5);
    const { topCreators, totalCreators } = await world.client.getTopCreators({ ...range, limit: 5 });
    expect(totalCreators).toBe(earned.size);
    expect(topCreators.map(({ userId }) => userId)).toEqual(best.map(([userId]) => userId));
    const tokens = new Map(best);
    for (const { userId, totalEarningsTokens } of topCreators) expect(totalEarningsTokens).toBeCloseTo(tokens.get(userId) ?? Number.NaN, 6);
  });

  it('tell the state of the monitor', async () => {
    const { paused, failures, staleDays, jobs } = await world.client.getStatus();
    expect({ paused, failures, dates: staleDays.dates }).toEqual({ paused: false, failures: [], dates: [] });
    expect(jobs.map(({ name, lastRun }) => [name, lastRun?.outcome])).toEqual(
      ['kpi_aggregateDailyScheduled', 'kpi_aggregateHourlyScheduled', 'kpi_cleanupHourlyScheduled'].map((name) => [name, 'succeeded']),
    );
  });

  it('have left every source as it was', async () => {
    expect(await hashSources(world.firestore)).toEqual(before);
  });

  it('log runs, and nobody', () => {
    const output = world.output();
    expect(output).toMatch(/"message":"run-ended"/);
    expect(output).not.toContain('somebody@example.com');
  });
});

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
