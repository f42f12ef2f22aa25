import { aggregateDays, aggregateHours, type DateRange, datesOf, hoursOf, type UtcHour } from '@pack324a/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { heldPlatform, withExpectedMinutes } from './adapter-limits.ts';
import { GENERATED_RANGE, type Scenario, scenarios } from './arbitraries.ts';
import { daySoFarProblems, rangeProblems } from './contract-ranges.ts';
import { differences } from './differences.ts';
import {
  type Adapter,
  type AdapterLimits,
  dayDifferences,
  jobContext,
  type LoadedAdapter,
  type Mode,
  questionOf,
  storedBy,
  storedDays,
} from './harness.ts';
import { oracleDays, oracleHours } from './oracle.ts';

export interface GeneratedOptions {
  /** Platforms to try; `KPI_RUNS` overrides it. */
  readonly runs: number;
  /** Where generation starts; `KPI_SEED` overrides it, and without either each run of the suite tries new platforms. */
  readonly seed?: number;
  /**
   * Where the adapter has an engine of its own, slices are tried on every so many platforms (default 1): a database may need
   * hundreds of statements for them.
   */
  readonly slicesEvery?: number;
}

const RANGE = GENERATED_RANGE as unknown as DateRange;
/** Generous: a run that takes longer than this hangs. */
const MS_PER_RUN = 10_000;
const MOST_DIFFERENCES_SHOWN = 12;

/**
 * Checks an adapter on generated platforms: every document of every day, and of some hours, equals the oracle's, from slices and
 * by the adapter's own engine; and so do ranges of days and of creators.
 */
export function describeGenerated(name: string, makeAdapter: () => Promise<Adapter>, options: GeneratedOptions): void {
  const runs = environmentNumber('KPI_RUNS') ?? options.runs;
  const seed = environmentNumber('KPI_SEED') ?? options.seed ?? Date.now() % 2_147_483_647;
  describe(`${name} on generated platforms`, () => {
    let adapter: Adapter;
    beforeAll(async () => {
      adapter = await makeAdapter();
    });
    afterAll(() => adapter?.close());

    it(
      `equals the oracle on ${runs} platforms`,
      async () => {
        process.stdout.write(`${name}: ${runs} generated platforms, KPI_SEED=${seed}\n`);
        let tried = 0;
        const property = fc.asyncProperty(scenarios, async (scenario) => {
          const withSlices = tried++ % (options.slicesEvery ?? 1) === 0;
          const problems = await problemsOf(adapter, scenario, withSlices);
          if (problems.length > 0) throw new Error(`KPI_SEED=${seed}\n${problems.slice(0, MOST_DIFFERENCES_SHOWN).join('\n')}`);
        });
        await fc.assert(property, { numRuns: runs, seed });
      },
      runs * MS_PER_RUN,
    );
  });
}

/** Where an adapter's documents differ from the oracle's on one platform; empty when nowhere. */
export async function problemsOf(adapter: Adapter, scenario: Scenario, withSlices = true): Promise<string[]> {
  const first = await adapter.load(scenario.platform, scenario.rules);
  const modes: Mode[] = first.engine === undefined ? ['slices'] : withSlices ? ['engine', 'slices'] : ['engine'];
  const problems: string[] = [];
  for (const [index, mode] of modes.entries()) {
    const loaded = index === 0 ? first : await adapter.load(scenario.platform, scenario.rules);
    const found = [...(await dayProblems(adapter, loaded, scenario, mode)), ...(await hourProblems(adapter, loaded, scenario, mode))];
    problems.push(...found.map((problem) => `${mode}: ${problem}`));
  }
  return problems;
}

async function dayProblems(
  limits: AdapterLimits,
  loaded: LoadedAdapter,
  { platform, rules, nowMs }: Scenario,
  mode: Mode,
): Promise<string[]> {
  const context = jobContext(loaded, { rules, now: nowMs, mode });
  const run = await aggregateDays(context, { range: RANGE, trigger: 'manual' });
  if (run.outcome !== 'succeeded') return [`run failed: ${JSON.stringify(run.sections)}`];
  const expected = oracleDays(questionOf(heldPlatform(limits, platform), rules, nowMs), RANGE);
  const stored = await storedDays(loaded.store, RANGE);
  return [...dayDifferences(stored, expected, limits), ...(await rangeProblems(context, RANGE, stored))];
}

async function hourProblems(
  limits: AdapterLimits,
  loaded: LoadedAdapter,
  { platform, rules, nowMs, hours }: Scenario,
  mode: Mode,
): Promise<string[]> {
  const context = jobContext(loaded, { rules, now: nowMs, mode });
  const wanted: UtcHour[] = datesOf(RANGE)
    .flatMap(hoursOf)
    .slice(hours.first, hours.first + hours.count);
  const run = await aggregateHours(context, { hours: wanted, trigger: 'manual' });
  if (run.outcome !== 'succeeded') return [`hourly run failed: ${JSON.stringify(run.sections)}`];
  const expected = oracleHours(questionOf(heldPlatform(limits, platform), rules, nowMs), wanted);
  const stored = withExpectedMinutes(limits, await storedBy(loaded.store, 'platformKpiHourly', RANGE), expected);
  return [...differences(stored, expected, 'platformKpiHourly'), ...daySoFarProblems(stored.values())];
}

function environmentNumber(name: string): number | undefined {
  const text = process.env[name];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${name}: ${text} is not a whole number`);
  return value;
}
