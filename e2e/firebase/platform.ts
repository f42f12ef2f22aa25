import { createHash } from 'node:crypto';
import { addDays, SOURCE_NAMES, type SourceName, type UtcDate } from '@pack324a/core';
import { cutDay, type DemoParams, type DemoRow, generateDay, type LastActive, noteActivity, platformUsers } from '@pack324a/demo';
import type { Platform, RawRow } from '@pack324a/testkit';
import { type Firestore, Timestamp } from 'firebase-admin/firestore';

/** Whole days that the platform has behind it. */
export const DAYS = 10;
/** More documents than some 2,000 make the emulator slow. */
const USERS = 120;
/** Firestore's most writes in one batch is 500. */
const BATCH = 400;
const CALLS: readonly SourceName[] = ['aiVoiceCallSessions', 'aiVideoCallSessions'];
const TIMES = ['createdAt', 'lastActiveAt'];

/** A small marketplace up to an instant, as raw rows with their times in epoch milliseconds. */
export function demoPlatform(today: UtcDate, nowMs: number): Platform {
  const params: DemoParams = { seed: 324, users: USERS, days: DAYS, firstDate: addDays(today, -DAYS) };
  const lastActive: LastActive = new Map();
  const rows: DemoRow[] = [];
  for (let index = 0; index <= DAYS; index += 1) {
    const day = cutDay(generateDay(params, index), { untilMs: nowMs });
    noteActivity(lastActive, day, nowMs);
    rows.push(...Object.values(day.rows).flat());
  }
  rows.push(...platformUsers(params, nowMs, lastActive));
  return Object.fromEntries(SOURCE_NAMES.map((source) => [source, rows.filter((row) => row.source === source).flatMap(countable)]));
}

/**
 * The emulator does not compare integers with doubles and does not find null, so the minutes of calls, which the database counts
 * and sums itself, are whole and readable here. Rows of the other sources stay as odd as they are.
 */
function countable(row: DemoRow): RawRow[] {
  const minutes = row.data['durationMinutes'];
  if (!CALLS.includes(row.source)) return [row];
  if (typeof minutes !== 'number' || minutes < 0) return [];
  return [{ id: row.id, data: { ...row.data, durationMinutes: Math.ceil(minutes) } }];
}

/** Writes the rows as a platform on Firebase does, its times as timestamps. */
export async function loadPlatform(firestore: Firestore, platform: Platform): Promise<number> {
  const all = SOURCE_NAMES.flatMap((source) => (platform[source] ?? []).map((row) => ({ source, row })));
  for (let first = 0; first < all.length; first += BATCH) {
    const batch = firestore.batch();
    for (const { source, row } of all.slice(first, first + BATCH)) batch.create(firestore.collection(source).doc(row.id), stored(row));
    await batch.commit();
  }
  return all.length;
}

function stored({ data }: RawRow): Record<string, unknown> {
  const entries = Object.entries(data).map(([name, value]) =>
    TIMES.includes(name) && typeof value === 'number' ? [name, Timestamp.fromMillis(value)] : [name, value],
  );
  return Object.fromEntries(entries);
}

/** A hash of every document of every source collection. */
export async function hashSources(firestore: Firestore): Promise<Record<SourceName, string>> {
  const hashes = SOURCE_NAMES.map(async (source) => {
    const { docs } = await firestore.collection(source).get();
    const documents = docs.map((document) => [document.id, document.data()] as const).sort(([left], [right]) => (left < right ? -1 : 1));
    return [source, `${docs.length} ${createHash('sha256').update(JSON.stringify(documents)).digest('hex')}`];
  });
  return Object.fromEntries(await Promise.all(hashes)) as Record<SourceName, string>;
}
