import {
  type Catalogue,
  type FieldLookup,
  folderFor,
  type KpiConfig,
  lookupsOf,
  resolveSource,
  SOURCE_NAMES,
  type SourceName,
  type SourceReader,
  type TimeWindow,
  type UserObservation,
} from '@pack324a/core';
import { sampleOf } from './memory-sample.ts';
import type { Platform, RawRow } from './platform.ts';

/** A reader over rows in memory, whose sources can be made to fail. */
export interface MemoryReader extends SourceReader {
  /** From now on every read of the source throws this, until `repairSource`. */
  failSource(name: SourceName, error: unknown): void;
  repairSource(name: SourceName): void;
}

/**
 * A reader for jobs that run without a database.
 * @param platform the rows, or a function that gives them as they are at the moment of reading
 * @param sources how the platform names its fields, where it differs from the defaults
 */
export function memoryReader(
  platform: Platform | (() => Platform),
  catalogue: Catalogue,
  sources: KpiConfig['sources'] = {},
): MemoryReader {
  const failures = new Map<SourceName, unknown>();
  const lookups = new Map(SOURCE_NAMES.map((name) => [name, lookupsOf(resolveSource(name, sources[name]).fields)]));
  const rowsOf = (name: SourceName): readonly RawRow[] | undefined => {
    if (failures.has(name)) throw failures.get(name);
    return (typeof platform === 'function' ? platform() : platform)[name];
  };
  const fieldsOf = (name: SourceName, row: RawRow): FieldLookup => {
    const fields = lookups.get(name);
    return (field) => fields?.get(field)?.(row.data);
  };
  return {
    failSource: (name, error) => void failures.set(name, error),
    repairSource: (name) => void failures.delete(name),
    async readSlice(plan) {
      const folder = folderFor(catalogue, plan.source);
      const rows = rowsOf(plan.source);
      folder.state.present = rows !== undefined;
      for (const row of rows ?? []) {
        const lookup = fieldsOf(plan.source, row);
        if (liesIn(asInstant(lookup(plan.timeField)), plan.window)) folder.add(lookup);
      }
      return folder.state;
    },
    async isAdmin(userId) {
      const user = (rowsOf('users') ?? []).find((row) => row.id === userId);
      if (user === undefined) return false;
      const lookup = fieldsOf('users', user);
      return lookup('role') === 'admin' || lookup('roles.admin') === true;
    },
    async observeUsers(windows) {
      const users = (rowsOf('users') ?? []).map((row) => fieldsOf('users', row));
      return windows.map((window) => observe(users, window));
    },
    async sample(source, limit) {
      const resolved = resolveSource(source, sources[source]);
      return sampleOf(source, resolved, rowsOf(source), lookupsOf(resolved.fields), limit);
    },
  };
}

function observe(users: readonly FieldLookup[], window: TimeWindow): UserObservation {
  const instants = users.map((user) => asInstant(user('lastActiveAt')));
  const since = instants.filter((instant) => instant !== null && instant >= microsOf(window.startMs));
  return {
    within: since.filter((instant) => liesIn(instant, window)).length,
    since: since.length,
    verifiedTotal: users.filter((user) => user('verified') === true).length,
  };
}

/** Lookups of instants give whole microseconds already. */
function asInstant(value: unknown): bigint | null {
  return typeof value === 'bigint' ? value : null;
}

function liesIn(micros: bigint | null, window: TimeWindow): boolean {
  return micros !== null && micros >= microsOf(window.startMs) && micros < microsOf(window.endExclusiveMs);
}

function microsOf(millis: number): bigint {
  return BigInt(millis) * 1000n;
}
