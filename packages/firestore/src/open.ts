import type { Catalogue, DateRange, KpiConfig, KpiStore, SourceReader, UtcDate } from '@pack324a/core';
import { accessTo } from './access.ts';
import type { FirestoreGateway } from './gateway.ts';
import { FirestoreKpiStore } from './kpi-store.ts';
import type { Meter, MeterReading } from './meter.ts';
import { presenceOver } from './presence.ts';
import { mapSources } from './queries/fields.ts';
import { planSources } from './queries/plans.ts';
import { firstSourceDay, sourceExtent } from './source-extent.ts';
import { FirestoreSourceReader } from './source-reader.ts';

export interface FirestoreOptions {
  readonly gateway: FirestoreGateway;
  readonly catalogue: Catalogue;
  readonly config: Pick<KpiConfig, 'sources' | 'batchSize'>;
  /** Epoch milliseconds. */
  readonly clock: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 0 to below 1, for the waits between attempts; `Math.random` by default. */
  readonly random?: () => number;
}

export interface FirestoreBackend {
  readonly reader: SourceReader;
  readonly store: KpiStore;
  /** What both have asked of Firestore. */
  readonly meter: Meter;
  /** The days of the first and the last source row up to a day, sign-ups aside; undefined without rows. */
  readonly sourceExtent: (lastDay: UtcDate) => Promise<DateRange | undefined>;
  /** The first of them alone. */
  readonly firstSourceDay: (lastDay: UtcDate) => Promise<UtcDate | undefined>;
}

/**
 * The two ports over Firestore. Nothing is asked of it until one of them is used.
 * @throws KpiError `invalid-config` for a field mapping that only an import can read
 */
export function openFirestore({ gateway, catalogue, config, clock, sleep, random = Math.random }: FirestoreOptions): FirestoreBackend {
  const meter: MeterReading = { reads: 0, writes: 0, roundTrips: 0 };
  const access = accessTo(gateway, meter, { sleep, random });
  const sources = mapSources(config);
  const parts = { access, meter, presence: presenceOver(access, clock), clock, catalogue, sources, plans: planSources(catalogue, sources) };
  return {
    reader: new FirestoreSourceReader(parts),
    store: new FirestoreKpiStore(access, catalogue, config.batchSize),
    meter,
    sourceExtent: (lastDay) => sourceExtent(access, sources, lastDay),
    firstSourceDay: (lastDay) => firstSourceDay(access, sources, lastDay),
  };
}
