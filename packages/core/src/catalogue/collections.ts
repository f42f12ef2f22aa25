import { KpiError } from '../errors.ts';
import { DOCUMENTS } from './documents.ts';
import type { KpiDocumentCollection } from './model.ts';

/** Our own collections beyond the four kinds of KPI document. */
export const BOOKKEEPING_COLLECTIONS = {
  kpiRuns: 'What each job did: scheduled time, sections, rows, outcome.',
  kpiSlices: 'Stored states of slices.',
  kpiPacks: 'What a day’s or a month’s documents have in common, packed.',
  kpiAlerts: 'Alerts raised.',
  kpiLeases: 'Who is aggregating what right now. No client may read it.',
  kpiDevices: 'Where alerts are sent. No client may read it.',
} as const;

export type BookkeepingCollection = keyof typeof BOOKKEEPING_COLLECTIONS;
export type KpiCollection = KpiDocumentCollection | BookkeepingCollection;

/** The complete list of what may be written. */
export const KPI_COLLECTIONS: readonly KpiCollection[] = [
  ...(Object.keys(DOCUMENTS) as KpiDocumentCollection[]),
  ...(Object.keys(BOOKKEEPING_COLLECTIONS) as BookkeepingCollection[]),
];

/** Refuses a write to anything that is not ours. */
export function assertKpiCollection(name: string): asserts name is KpiCollection {
  if (!(KPI_COLLECTIONS as readonly string[]).includes(name)) {
    throw new KpiError('permission-denied', `Writing to "${name}" was refused: it is not a KPI collection.`, {
      expected: `one of ${KPI_COLLECTIONS.join(', ')}`,
    });
  }
}

/** What no client may read, admins included. */
export const SERVER_ONLY_COLLECTIONS: readonly KpiCollection[] = ['kpiLeases', 'kpiDevices'];
