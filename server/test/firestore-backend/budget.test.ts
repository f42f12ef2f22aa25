import { DEFAULT_CONFIG, type RunRecord, type UtcDate } from '@pack324a/core';
import type { Meter } from '@pack324a/firestore';
import { type FirestoreDouble, firestoreDouble } from '@pack324a/testkit';
import { describe, expect, it, vi } from 'vitest';
import { withFirestore } from '../../src/firestore/session.ts';
import { aggregate } from '../../src/operations/aggregate.ts';
import { describeBill, describeEstimate } from '../../src/print/bill.ts';
import { describeRun } from '../../src/print/runs.ts';
import { smallPlatform } from './platform.ts';
import { PROJECT, withTimestamps } from './support.ts';

const FIRST = '2025-06-12' as UtcDate;
const LAST = '2025-06-14' as UtcDate;
const NOW = Date.parse('2025-06-30T12:00:00Z');

/** A Firestore with a small platform of three days, and nothing billed yet. */
function given(): FirestoreDouble {
  const double = firestoreDouble();
  for (const [collection, rows] of Object.entries(smallPlatform(Date.parse(`${FIRST}T00:00:00Z`), 3))) {
    const timed = rows.map(({ id, data }) => ({ id, data: withTimestamps(data) }));
    double.load(collection, timed);
  }
  double.meter.reset();
  return double;
}

interface Outcome {
  readonly runs: readonly RunRecord[];
  readonly notes: readonly string[];
  readonly meter: Meter;
}

async function aggregated(double: FirestoreDouble, maxReads = 1_000_000, nowMs = NOW): Promise<Outcome> {
  const notes: string[] = [];
  const bills: Meter[] = [];
  const session = {
    project: PROJECT,
    config: DEFAULT_CONFIG,
    budget: { maxReads, onEstimate: (text: string) => void notes.push(text) },
    onBilled: (meter: Meter) => void bills.push(meter),
    connect: async () => double,
    clock: () => nowMs,
  };
  const { runs } = await withFirestore(session, (backend) => aggregate.run(backend, {}, () => undefined));
  const [meter] = bills;
  if (meter === undefined || bills.length > 1) throw new Error(`${bills.length} bills`);
  return { runs, notes, meter };
}

function estimateIn([note = '']: readonly string[]): number {
  return Number(/about ([\d,]+) document reads/.exec(note)?.[1]?.replaceAll(',', ''));
}

describe('what a command costs', () => {
  it('is what Firestore counts, to the read and to the document', async () => {
    const double = given();
    const { meter } = await aggregated(double);
    expect(meter.reads).toBe(double.meter.reads);
    expect(meter.writes).toBe(double.meter.writes);
    expect(describeBill(PROJECT, meter)).toMatch(/^Firestore of demo-kpi: [\d,]+ document reads, \d+ documents written or deleted\.$/);
  });

  it('is told with the emulator that the SDK goes to instead of the project', () => {
    const meter = { reads: 1200, writes: 3, roundTrips: 9 };
    const told = (host: string): string[] => {
      vi.stubEnv('FIRESTORE_EMULATOR_HOST', host);
      return [describeBill(PROJECT, meter), describeEstimate('Aggregating 1 day takes about 5 document reads.')];
    };
    expect(told('localhost:8080')).toEqual([
      'Firestore of demo-kpi in the emulator at localhost:8080: 1,200 document reads, 3 documents written or deleted.',
      'Aggregating 1 day takes about 5 document reads. The emulator at localhost:8080 bills none of them.',
    ]);
    expect(told('')).toEqual([
      'Firestore of demo-kpi: 1,200 document reads, 3 documents written or deleted.',
      'Aggregating 1 day takes about 5 document reads.',
    ]);
    vi.unstubAllEnvs();
  });

  it('is told of each run', async () => {
    const [run] = (await aggregated(given())).runs;
    if (run === undefined) throw new Error('nothing was run');
    expect(run.reads).toBeGreaterThan(0);
    expect(describeRun(run)).toContain(`${FIRST} to ${LAST} succeeded, ${run.reads} document reads\n`);
    expect(describeRun({ ...run, reads: null })).toContain(`${LAST} succeeded\n`);
  });

  it('is estimated before it begins', async () => {
    const { notes } = await aggregated(given());
    expect(notes).toEqual([expect.stringMatching(/^Aggregating 3 days takes about \d+ document reads\.$/)]);
  });

  it.each([
    ['days alone', NOW],
    ['days and the hours that are kept', Date.parse(`${LAST}T23:30:00Z`)],
  ])('comes close to the estimate: %s', async (_, nowMs) => {
    const { notes, runs } = await aggregated(given(), 1_000_000, nowMs);
    const billed = runs.reduce((sum, { reads }) => sum + (reads ?? 0), 0);
    const ratio = estimateIn(notes) / billed;
    expect(ratio).toBeGreaterThan(0.95);
    expect(ratio).toBeLessThan(1.05);
  });
});

describe('a budget', () => {
  it('that is too small is a refusal, and nothing is written or read but to count', async () => {
    const double = given();
    await expect(aggregated(double, 10)).rejects.toMatchObject({
      code: 'failed-precondition',
      message: expect.stringMatching(/^Aggregating 3 days would take about \d+ document reads, and --max-reads is 10\.$/),
      expected: expect.stringMatching(/^--max-reads of at least \d+, or a shorter range$/),
    });
    expect(double.meter.writes).toBe(0);
    expect(double.meter.reads).toBeLessThan(60);
  });

  it('is enough when it is as large as the refusal says', async () => {
    const refusal = await aggregated(given(), 10).catch((error: { expected: string }) => error.expected);
    const enough = Number(/\d+/.exec(String(refusal))?.[0]);
    await expect(aggregated(given(), enough - 1)).rejects.toMatchObject({ code: 'failed-precondition' });
    expect((await aggregated(given(), enough)).runs.map(({ outcome }) => outcome)).toEqual(['succeeded']);
  });
});
