import { aggregateDays, aggregateHours, type DateRange, datesOf, hoursOf } from '@pack324a/core';
import {
  type Adapter,
  differences,
  GENERATED_RANGE,
  heldPlatform,
  jobContext,
  type OracleDocuments,
  type Scenario,
  scenarios,
  storedBy,
  storedDays,
  withExpectedMinutes,
} from '@pack324a/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { duckDbAdapter } from '../../../duckdb/test/duckdb-adapter.ts';
import { firestoreAdapter } from '../adapter/firestore-adapter.ts';

const RANGE = GENERATED_RANGE as unknown as DateRange;
const MOST_DIFFERENCES_SHOWN = 12;
/** DuckDB takes about half a second for a platform, so that only some of those that `KPI_RUNS` asks for are tried. */
const SHARE = 0.3;
const RUNS = Math.ceil(Number(process.env['KPI_RUNS'] ?? 100) * SHARE);
const SEED = Number(process.env['KPI_SEED'] ?? Date.now() % 2_147_483_647);
const MS_PER_RUN = 20_000;

type HourDocuments = Awaited<ReturnType<typeof storedBy<'platformKpiHourly'>>>;
type Documents = OracleDocuments & { readonly platformKpiHourly: HourDocuments };

describe('the same platform in Firestore and in DuckDB', () => {
  let firestore: Adapter;
  let duckDb: Adapter;
  const minutes = { compared: 0, equal: 0 };

  beforeAll(async () => {
    firestore = await firestoreAdapter();
    duckDb = await duckDbAdapter();
  });
  afterAll(async () => {
    await firestore?.close();
    await duckDb?.close();
    process.stdout.write(`Firestore and DuckDB: ${minutes.equal} of ${minutes.compared} sums of minutes equal to the last decimal\n`);
  });

  it(
    `gives the same documents, bit for bit but for sums of minutes, on ${RUNS} platforms`,
    async () => {
      process.stdout.write(`Firestore and DuckDB: ${RUNS} generated platforms, KPI_SEED=${SEED}\n`);
      const property = fc.asyncProperty(scenarios, async (generated) => {
        const scenario = { ...generated, platform: heldPlatform(firestore, generated.platform) };
        const [ours, theirs] = [await documentsOf(firestore, scenario), await documentsOf(duckDb, scenario)];
        countMinutes(minutes, ours, theirs);
        const problems = differences(comparable(firestore, ours, theirs), theirs);
        if (problems.length > 0) throw new Error(`KPI_SEED=${SEED}\n${problems.slice(0, MOST_DIFFERENCES_SHOWN).join('\n')}`);
      });
      await fc.assert(property, { numRuns: RUNS, seed: SEED });
    },
    RUNS * MS_PER_RUN,
  );
});

/** Everything that the daily and the hourly job store of a platform, by the fastest way that the adapter has. */
async function documentsOf(adapter: Adapter, { platform, rules, nowMs, hours }: Scenario): Promise<Documents> {
  const loaded = await adapter.load(platform, rules);
  const context = jobContext(loaded, { rules, now: nowMs });
  const wanted = datesOf(RANGE)
    .flatMap(hoursOf)
    .slice(hours.first, hours.first + hours.count);
  const hourly = await aggregateHours(context, { hours: wanted, trigger: 'scheduled' });
  const daily = await aggregateDays(context, { range: RANGE, trigger: 'scheduled' });
  for (const { outcome, sections } of [hourly, daily]) {
    if (outcome !== 'succeeded') throw new Error(`the run failed: ${JSON.stringify(sections)}`);
  }
  return { ...(await storedDays(loaded.store, RANGE)), platformKpiHourly: await storedBy(loaded.store, 'platformKpiHourly', RANGE) };
}

/**
 * Firestore adds minutes up in floating point, in an order of its own: where its sum is as close to the exact one as that allows
 * (a relative 1e-9, and what rounding to six decimals takes), it counts as the same. Nothing else has any tolerance.
 */
function comparable(adapter: Adapter, ours: Documents, theirs: Documents): Documents {
  return {
    ...ours,
    platformKpiDaily: withExpectedMinutes(adapter, ours.platformKpiDaily, theirs.platformKpiDaily),
    platformKpiHourly: withExpectedMinutes(adapter, ours.platformKpiHourly, theirs.platformKpiHourly),
  };
}

function countMinutes(minutes: { compared: number; equal: number }, ours: Documents, theirs: Documents): void {
  const pairs = [
    ...[...theirs.platformKpiDaily].flatMap(([id, { totalVoiceMinutes, totalVideoMinutes }]) => [
      [ours.platformKpiDaily.get(id)?.totalVoiceMinutes, totalVoiceMinutes],
      [ours.platformKpiDaily.get(id)?.totalVideoMinutes, totalVideoMinutes],
    ]),
    ...[...theirs.platformKpiHourly].flatMap(([id, { voiceMinutes, videoMinutes }]) => [
      [ours.platformKpiHourly.get(id)?.voiceMinutes, voiceMinutes],
      [ours.platformKpiHourly.get(id)?.videoMinutes, videoMinutes],
    ]),
  ];
  minutes.compared += pairs.length;
  minutes.equal += pairs.filter(([our, their]) => our === their).length;
}
