import {
  aggregateDays,
  aggregateHours,
  type CountingRules,
  type DateRange,
  DEFAULT_COUNTING_RULES,
  hoursOf,
  type UtcDate,
} from '@pack324a/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { heldCase, withExpectedMinutes } from './adapter-limits.ts';
import { CASE_DAY, CASE_NOW, CASE_RANGE, type ContractCase } from './contract-case.ts';
import { CREATOR_CASES } from './contract-cases-creators.ts';
import { LEDGER_CASES } from './contract-cases-ledger.ts';
import { OTHER_CASES } from './contract-cases-other.ts';
import { TIME_CASES } from './contract-cases-time.ts';
import { describeLeases } from './contract-leases.ts';
import { describeRepetition } from './contract-repetition.ts';
import { describeSampling } from './contract-sampling.ts';
import { describeStore } from './contract-store.ts';
import { describeStoreLists } from './contract-store-lists.ts';
import { describeUsers } from './contract-users.ts';
import { differences } from './differences.ts';
import {
  type Adapter,
  dayDifferences,
  jobContext,
  type LoadedAdapter,
  type Mode,
  modesOf,
  questionOf,
  storedBy,
  storedDays,
} from './harness.ts';
import { type OracleDocuments, oracleDays, oracleHours } from './oracle.ts';

const RANGE = CASE_RANGE as unknown as DateRange;

/** Every hand-written case, by what it is about. */
export const CONTRACT_CASES: Readonly<Record<string, readonly ContractCase[]>> = {
  time: TIME_CASES,
  ledger: LEDGER_CASES,
  creators: CREATOR_CASES,
  'users, calls, safety': OTHER_CASES,
};

export interface AdapterOptions {
  /** Why a test, by its name, cannot succeed on what stands behind the adapter; undefined when it has to. */
  readonly skip?: (testName: string) => string | undefined;
  /** Of the hand-written cases only every so many, where one takes long and another suite has them all. Default 1. */
  readonly casesEvery?: number;
}

/**
 * The conformance suite: whatever an adapter reads from and stores in, the documents are the same, and so is what a store does.
 * Call it in a test file; the adapter is made once and loaded anew for every case.
 */
export function describeAdapter(name: string, makeAdapter: () => Promise<Adapter>, options: AdapterOptions = {}): void {
  const { skip, casesEvery = 1 } = options;
  describeWith(name, makeAdapter, (adapter) => {
    beforeEach(({ task, skip: skipTest }) => {
      const reason = skip?.(task.name);
      if (reason !== undefined) skipTest(reason);
    });
    for (const [topic, cases] of Object.entries(CONTRACT_CASES)) {
      const chosen = cases.filter((_, index) => index % casesEvery === 0);
      describe(topic, () => {
        for (const contractCase of chosen) it(contractCase.name, () => checkCase(adapter(), contractCase));
      });
    }
    describeRepetition(adapter);
    describeStorage(adapter);
    describeSampling(adapter);
    describeUsers(adapter);
  });
}

/** The part of the conformance suite that is about the store alone, for one that is put in front of another. */
export function describeKpiStore(name: string, makeAdapter: () => Promise<Adapter>): void {
  describeWith(name, makeAdapter, describeStorage);
}

function describeStorage(adapter: () => Adapter): void {
  describeStore(adapter);
  describeStoreLists(adapter);
  describeLeases(adapter);
}

function describeWith(name: string, makeAdapter: () => Promise<Adapter>, describeParts: (adapter: () => Adapter) => void): void {
  describe(`${name} keeps the contract`, () => {
    let made: Adapter | undefined;
    beforeAll(async () => {
      made = await makeAdapter();
    });
    afterAll(() => made?.close());
    describeParts(() => {
      if (made === undefined) throw new Error('the adapter could not be made');
      return made;
    });
  });
}

/** The case's documents, from slices and by the adapter's own engine, against the oracle's and against what was worked out by hand. */
async function checkCase(adapter: Adapter, asWritten: ContractCase): Promise<void> {
  const contractCase = heldCase(adapter, asWritten);
  const rules: CountingRules = { ...DEFAULT_COUNTING_RULES, ...contractCase.rules };
  const { platform } = contractCase;
  const nowMs = Date.parse(contractCase.now ?? CASE_NOW);
  const expected = oracleDays(questionOf(platform, rules, nowMs), RANGE);
  expectByHand(expected, contractCase, 'the oracle');
  for (const mode of modesOf(await adapter.load(platform, rules))) {
    const loaded = await adapter.load(platform, rules);
    const run = await aggregateDays(jobContext(loaded, { rules, now: nowMs, mode }), { range: RANGE, trigger: 'manual' });
    expect(run, `${mode}: run record`).toMatchObject({
      outcome: 'succeeded',
      from: RANGE.from,
      to: RANGE.to,
      reads: adapter.billsReads === true ? expect.any(Number) : null,
    });
    const stored = await storedDays(loaded.store, RANGE);
    expectByHand(stored, contractCase, mode);
    expect(dayDifferences(stored, expected, adapter), `${mode}: differences from the oracle`).toEqual([]);
    await expectFoundById(loaded, stored);
    await checkHours(adapter, loaded, contractCase, nowMs, mode);
  }
}

/** Figures worked out by hand, which hold for the oracle as well. */
function expectByHand(documents: OracleDocuments, contractCase: ContractCase, who: string): void {
  const { platformDay, safetyDay, pack, creators, otherDays } = contractCase;
  if (platformDay !== undefined) expect(documents.platformKpiDaily.get(CASE_DAY), `${who}: platform`).toMatchObject(platformDay);
  if (safetyDay !== undefined) expect(documents.safetyKpiDaily.get(CASE_DAY), `${who}: safety`).toMatchObject(safetyDay);
  if (pack !== undefined) expect(documents.kpiPacks.get(`creatorKpiDaily_${CASE_DAY}`), `${who}: pack`).toMatchObject(pack);
  for (const [date, figures] of Object.entries(otherDays ?? {})) {
    expect(documents.platformKpiDaily.get(date), `${who}: platform of ${date}`).toMatchObject(figures);
  }
  if (creators === undefined) return;
  const ofDay = [...documents.creatorKpiDaily.values()].filter((document) => document.date === CASE_DAY);
  expect(ofDay.map((document) => document.userId).sort(), `${who}: creators`).toEqual(Object.keys(creators).sort());
  for (const document of ofDay) expect(document, `${who}: ${document.userId}`).toMatchObject(creators[document.userId] as object);
}

async function expectFoundById({ store }: LoadedAdapter, expected: OracleDocuments): Promise<void> {
  for (const [id, document] of expected.creatorKpiDaily)
    expect(differences(await store.get('creatorKpiDaily', id), document, id)).toEqual([]);
  for (const [id, document] of expected.platformKpiDaily)
    expect(differences(await store.get('platformKpiDaily', id), document, id)).toEqual([]);
}

/** All hours of the case's day against the oracle's. */
async function checkHours(adapter: Adapter, loaded: LoadedAdapter, contractCase: ContractCase, nowMs: number, mode: Mode): Promise<void> {
  const rules: CountingRules = { ...DEFAULT_COUNTING_RULES, ...contractCase.rules };
  const hours = hoursOf(CASE_DAY as UtcDate);
  const run = await aggregateHours(jobContext(loaded, { rules, now: nowMs, mode }), { hours, trigger: 'manual' });
  expect(run.outcome, `${mode}: hourly run`).toBe('succeeded');
  const stored = await storedBy(loaded.store, 'platformKpiHourly', RANGE);
  const expected = oracleHours(questionOf(contractCase.platform, rules, nowMs), hours);
  const comparable = withExpectedMinutes(adapter, stored, expected);
  expect(differences(comparable, expected, 'platformKpiHourly'), `${mode}: differences from the oracle`).toEqual([]);
}
