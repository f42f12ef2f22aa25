import { SOURCE_NAMES, type SourceName } from '@pack324a/core';
import { FirestoreTime } from '@pack324a/firestore';
import { dayStartMs, rowsIn } from './oracle-provenance.ts';
import { millisOf } from './oracle-readings.ts';
import type { Platform, RawRow } from './platform.ts';

const INSTANTS = ['createdAt', 'lastActiveAt'];
const MS_PER_DAY = 86_400_000;

/**
 * The collections of a platform as Firestore holds them: instants that can be read are timestamps, to the millisecond, and the rest
 * is what it is. A collection without rows does not exist there.
 */
export function firestoreRows(platform: Platform): ReadonlyMap<SourceName, readonly RawRow[]> {
  const collections = new Map<SourceName, readonly RawRow[]>();
  for (const name of SOURCE_NAMES) {
    const rows = platform[name] ?? [];
    if (rows.length > 0) collections.set(name, rows.map(asStored));
  }
  return collections;
}

function asStored({ id, data }: RawRow): RawRow {
  const instants = INSTANTS.flatMap((field) => {
    const millis = millisOf(data[field]);
    return millis === null ? [] : [[field, FirestoreTime.fromMillis(millis)] as const];
  });
  return { id, data: { ...data, ...Object.fromEntries(instants) } };
}

/** Sources of which every row of a day has to be seen. */
const SEEN: readonly SourceName[] = ['aiChatSessions', 'calendarBookings', 'eventTickets'];
/** Sources of which the rows of a day are counted. */
const COUNTED: readonly SourceName[] = [
  'aiVoiceCallSessions',
  'aiVideoCallSessions',
  'moderationQueue',
  'enforcement_logs',
  'safetyAlerts',
];
const ENTRIES_PER_READ = 1000;
const LEDGER_FACTOR = 1.02;
/** Queries that find nothing bill a read, too. */
const MOST_BESIDES = 150;

/** The most document reads that aggregating a day may bill. */
export function mostBilledReads(platform: Platform, date: string): number {
  const span = { startMs: dayStartMs(date), endExclusiveMs: dayStartMs(date) + MS_PER_DAY };
  const rows = (names: readonly SourceName[]): number => names.reduce((sum, name) => sum + rowsIn(platform, name, span).length, 0);
  const counted = (platform.users?.length ?? 0) + rows(COUNTED);
  return Math.floor(LEDGER_FACTOR * rows(['walletTransactions']) + rows(SEEN) + counted / ENTRIES_PER_READ + MOST_BESIDES);
}
