import {
  aggregateDays,
  type KpiDocumentCollection,
  SECTION_IDS,
  type SectionId,
  SOURCE_NAMES,
  type SourceName,
  sourcesOfSection,
} from '@pack324a/core';
import { busyDay, type Fault } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { GRPC } from '../../src/index.ts';
import { DAY, type Fixture, fixture, ONE_DAY } from '../adapter/fixture.ts';

const PLATFORM = busyDay({ date: DAY, creators: 20, ledgerRows: 300 });
const STORES: Readonly<Record<SectionId, readonly KpiDocumentCollection[]>> = {
  platform: ['platformKpiDaily'],
  creators: ['creatorKpiDaily'],
  safety: ['safetyKpiDaily'],
};
const LATER_MS = Date.parse('2025-03-10T06:00:00.000Z');

const aggregate = ({ context }: Fixture) => aggregateDays(context, { range: ONE_DAY, trigger: 'scheduled', job: 'daily' });

function hashes({ double }: Fixture): Record<SectionId, string> {
  return Object.fromEntries(SECTION_IDS.map((id) => [id, STORES[id].map((name) => double.hash(name)).join()])) as Record<SectionId, string>;
}

/** A day that has been aggregated once, hours ago, and a fault from then on. */
async function failing(fault: Fault): Promise<Fixture & { readonly before: Record<SectionId, string> }> {
  const made = await fixture({ platform: PLATFORM });
  await aggregate(made);
  const before = hashes(made);
  made.double.faults.add(fault);
  return { ...made, context: { ...made.context, clock: () => LATER_MS, newRunId: () => 'failing-run' }, before };
}

const FAILURES = [
  { what: 'a refusal', code: GRPC.PERMISSION_DENIED, message: 'Missing or insufficient permissions.', says: 'roles/datastore.user' },
  {
    what: 'a missing index',
    code: GRPC.FAILED_PRECONDITION,
    message: 'The query requires an index. You can create it here: https://console.firebase.google.com/…',
    says: 'firestore-pack324a-kpi.indexes.json',
  },
  { what: 'a deadline that passes every time', code: GRPC.DEADLINE_EXCEEDED, message: 'Deadline exceeded', says: 'Run it again' },
] as const;

describe.each(FAILURES)('$what', ({ code, message, says }) => {
  it.each(SOURCE_NAMES)('of %s fails the sections that need it and no other', async (collection) => {
    const made = await failing({ collection, code, message });
    const run = await aggregate(made);
    const after = hashes(made);
    const failed = SECTION_IDS.filter((section) => sourcesOfSection(made.context.catalogue, section).includes(collection));
    expect(failed.length).toBeGreaterThan(0);
    expect(run.outcome).toBe('failed');
    for (const section of SECTION_IDS) {
      const isFailed = failed.includes(section);
      expect(run.sections[section]?.status, section).toBe(isFailed ? 'failed' : 'stored');
      // What fails keeps its document to the byte; what is stored says when.
      expect(after[section] === made.before[section], section).toBe(isFailed);
    }
  });

  it('is told in the stored run record and in the log, with what to do about it', async () => {
    const made = await failing({ collection: 'walletTransactions', code, message });
    await aggregate(made);
    const stored = await made.store.get('kpiRuns', 'failing-run');
    expect(stored?.outcome).toBe('failed');
    for (const section of ['platform', 'creators']) {
      expect(JSON.stringify(stored?.sections[section]), section).toContain('walletTransactions');
      expect(JSON.stringify(stored?.sections[section]), section).toContain(says);
      const event = made.logged.find((logged) => logged['section'] === section);
      expect(event).toMatchObject({ level: 'error', event: 'section-failed', run: 'failing-run' });
      expect(event?.['error']).toContain(says);
      expect(event?.['cause']).toContain(message);
      expect(JSON.stringify(stored)).not.toContain(message);
    }
    expect(stored?.sections['safety']).toEqual({ status: 'stored', documents: 1 });
  });
});

describe('a day that was never aggregated', () => {
  it.each(FAILURES)('is left without a document by $what, and not with zeros', async ({ code, message }) => {
    const made = await fixture({ platform: PLATFORM });
    made.double.faults.add({ collection: 'walletTransactions', code, message });
    await aggregate(made);
    expect(made.double.documents('platformKpiDaily')).toEqual([]);
    expect(made.double.documents('creatorKpiDaily')).toEqual([]);
    expect(made.double.documents('safetyKpiDaily')).toHaveLength(1);
  });
});

/** Failures that pass, in every source and in the middle of its rows. */
const PASSING: readonly (readonly [string, Omit<Fault, 'collection'>])[] = [
  ['a deadline that passes twice', { code: GRPC.DEADLINE_EXCEEDED, times: 2 }],
  ['a stream that breaks after some rows', { operation: 'stream', code: GRPC.UNAVAILABLE, afterDocuments: 2, times: 3 }],
  ['rows that are sent twice', { operation: 'stream', afterDocuments: 3, repeat: 2, times: 3 }],
];

describe.each(PASSING)('%s', (_what, fault) => {
  it.each(SOURCE_NAMES)('in %s changes no figure', async (collection: SourceName) => {
    const undisturbed = await fixture({ platform: PLATFORM });
    await aggregate(undisturbed);
    const made = await fixture({ platform: PLATFORM });
    made.double.faults.add({ collection, ...fault });
    expect((await aggregate(made)).outcome).toBe('succeeded');
    expect(hashes(made)).toEqual(hashes(undisturbed));
    expect(made.double.documents('kpiPacks')).toEqual(undisturbed.double.documents('kpiPacks'));
  });
});
