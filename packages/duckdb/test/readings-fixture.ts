import type { IdReading, Quantity } from '@pack324a/core';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Fixture, Mapping } from './import-fixture.ts';

/** Values that go through one import, one per row: an import costs far more than a row. */
export const ROWS = 2000;
export const SEED = Number(process.env['KPI_SEED'] ?? 324);
/** A failure names the rows that differ, so there is nothing to shrink. */
export const RUNS = { numRuns: 6, seed: SEED, endOnFailure: true };

/** Values of one kind, as many as one import takes. */
export const batches = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { minLength: ROWS, maxLength: ROWS, size: 'max' });

/** A value and why there is none, of one row, as the import stored them. */
export interface Stored {
  readonly value: string | null;
  readonly issue: string | null;
}

const columns = (name: string, value = `CAST("${name}" AS VARCHAR)`): string => `${value} AS value, "${name}_issue" AS issue`;

/** A field of each kind. */
export const FIELDS = {
  tokens: { source: 'calendarBookings', field: 'hostEarnings', columns: columns('hostEarnings') },
  minutes: { source: 'aiVoiceCallSessions', field: 'durationMinutes', columns: columns('durationMinutes') },
  id: { source: 'aiChatSessions', field: 'creatorId', columns: columns('creatorId') },
  text: { source: 'safetyAlerts', field: 'type', columns: columns('type') },
  flag: { source: 'users', field: 'verified', columns: columns('verified') },
  instant: { source: 'users', field: 'lastActiveAt', columns: columns('lastActiveAt', 'CAST(epoch_us("lastActiveAt") AS VARCHAR)') },
} as const;
export type Kind = keyof typeof FIELDS;

/** Row ids in the order of the rows. */
export const rowId = (index: number): string => String(index).padStart(6, '0');

/** What the import of a file into an empty source stores of a kind's field, row by row. */
export async function storedFrom(fixture: Fixture, kind: Kind, path: string, mapping: Mapping = {}): Promise<Stored[]> {
  const { source, columns: selected } = FIELDS[kind];
  await fixture.clear(source);
  await fixture.load(path, mapping);
  return (await fixture.rows(source, selected)) as unknown as Stored[];
}

/** Sets the rows that differ apart, so that a failure shows them and not thousands of others. */
export function expectEach<T>(values: readonly T[], actual: readonly unknown[], expected: (value: T) => unknown): void {
  expect(actual).toHaveLength(values.length);
  const differing = values.flatMap((value, index) => {
    const wanted = JSON.stringify(expected(value));
    const found = JSON.stringify(actual[index]);
    return found === wanted ? [] : [{ value, found, wanted }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
}

const ABSENT: readonly string[] = ['missing', 'null'];
const unitsOf = (decimal: string): string => decimal.replace(/[-.]/g, '').replace(/^0+(?=\d)/, '');

/** What is stored, in words that core's readings can be put into as well. */
export const fromStored = {
  /** The ledger keeps the sign of an amount and counts its magnitude. */
  quantity: ({ value, issue }: Stored) => (issue === null ? { units: unitsOf(String(value)) } : { reason: issue, value }),
  id: ({ value, issue }: Stored) => ({ value, state: issue === null ? 'readable' : ABSENT.includes(issue) ? 'absent' : 'unreadable' }),
  text: ({ value }: Stored) => value,
  flag: ({ value }: Stored) => value === 'true',
  instant: ({ value, issue }: Stored) => ({ value, issue }),
};

/** Core's readings in the same words. */
export const fromCore = {
  quantity: (reading: Quantity) => (reading.ok ? { units: String(reading.units) } : { reason: reading.reason, value: null }),
  id: (reading: IdReading) => ({ value: reading.state === 'readable' ? reading.id : null, state: reading.state }),
  instant: (value: unknown, micros: bigint | null) => ({
    value: micros === null ? null : String(micros),
    issue: micros !== null ? null : value === undefined ? 'missing' : value === null ? 'null' : 'unreadable',
  }),
};
