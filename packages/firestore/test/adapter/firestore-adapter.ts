import {
  type CountingRules,
  catalogueFor,
  DEFAULT_CONFIG,
  type KpiConfig,
  readInstant,
  resolveSource,
  SOURCE_NAMES,
  SOURCES,
  type SourceName,
} from '@pack324a/core';
import { type Adapter, firestoreDouble, type Platform, type RawRow } from '@pack324a/testkit';
import { canBeDocumentId } from '../../src/documents/ids.ts';
import { FirestoreTime } from '../../src/gateway.ts';
import { type FirestoreGateway, openFirestore } from '../../src/index.ts';

/** A database that starts empty, and a way to put rows into it beside the adapter. */
export interface EmptyFirestore {
  readonly gateway: FirestoreGateway;
  fill(collection: string, rows: readonly RawRow[]): Promise<void>;
}

/** What Firestore cannot do, whatever stands behind the gateway. */
const LIMITS = { emptyMeansAbsent: true, approximateMinutes: true, billsReads: true, canHoldId: canBeDocumentId } as const;

/** @param makeEmpty gives a new and empty database each time */
export async function firestoreAdapter(makeEmpty: () => Promise<EmptyFirestore> = emptyDouble): Promise<Adapter> {
  let open: EmptyFirestore | undefined;
  return {
    ...LIMITS,
    async load(platform, rules, sources = {}) {
      await open?.gateway.close();
      open = await makeEmpty();
      await fillWith(open, platform, sources);
      return openFirestore({ gateway: open.gateway, ...contractOptions(rules, sources) });
    },
    async close() {
      await open?.gateway.close();
    },
  };
}

/** Everything but the gateway; nothing waits. */
export function contractOptions(rules: CountingRules, sources: KpiConfig['sources'] = {}) {
  const config: KpiConfig = { ...DEFAULT_CONFIG, sources };
  return { catalogue: catalogueFor(rules), config, clock: () => 0, sleep: async () => undefined };
}

async function emptyDouble(): Promise<EmptyFirestore> {
  const gateway = firestoreDouble();
  return { gateway, fill: async (collection, rows) => gateway.load(collection, rows) };
}

export async function fillWith(database: EmptyFirestore, platform: Platform, sources: KpiConfig['sources'] = {}): Promise<void> {
  for (const source of SOURCE_NAMES) {
    const rows = platform[source];
    if (rows === undefined) continue;
    const { collection } = resolveSource(source, sources[source]);
    await database.fill(
      collection,
      rows.map((row) => storedRow(source, row, sources)),
    );
  }
}

/**
 * A row as a platform on Firestore holds it: instants that can be read are timestamps, whatever else is in their place stays. An
 * id that no document can have becomes one that nobody asks for.
 */
function storedRow(source: SourceName, { id, data }: RawRow, sources: KpiConfig['sources'] = {}): RawRow {
  const { fields } = resolveSource(source, sources[source]);
  const row: Record<string, unknown> = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
  for (const [field, { kind }] of Object.entries(SOURCES[source].fields)) {
    const path = fields[field]?.path ?? field;
    const micros = kind === 'instant' ? readInstant(row[path]) : null;
    if (micros !== null) row[path] = timeOf(micros);
  }
  return { id: canBeDocumentId(id) ? id : `escaped ${encodeURIComponent(id)}`, data: row };
}

function timeOf(micros: bigint): FirestoreTime {
  const seconds = (micros - (((micros % 1_000_000n) + 1_000_000n) % 1_000_000n)) / 1_000_000n;
  return new FirestoreTime(Number(seconds), Number(micros - seconds * 1_000_000n) * 1000);
}
