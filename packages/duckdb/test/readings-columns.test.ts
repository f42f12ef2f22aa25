import { readFlag, readId, readInstant, readMinutes, readText, readTokens } from '@pack324a/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idValues, instantValues, textValues } from './hostile-values.ts';
import { type Fixture, openFixture } from './import-fixture.ts';
import { expectEach, FIELDS, fromCore, fromStored, type Kind, ROWS, rowId, SEED, storedFrom } from './readings-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const QUANTITIES = { tokens: readTokens, minutes: readMinutes } as const;

/** Values of one type of Parquet column, as SQL writes them, and as what they are in core's eyes. */
interface TypedColumn {
  readonly type: string;
  readonly values: fc.Arbitrary<{ readonly sql: string; readonly value: unknown }>;
}

/** A column whose values are written as texts that are cast to its type; now and then null. */
function column<T>(
  type: string,
  values: fc.Arbitrary<T>,
  text: (value: T) => string = String,
  value: (value: T) => unknown = (same) => same,
): TypedColumn {
  const written = values.map((each) => ({ sql: `'${text(each).replaceAll("'", "''")}'`, value: value(each) }));
  return {
    type,
    values: fc.oneof({ arbitrary: written, weight: 9 }, { arbitrary: fc.constant({ sql: 'NULL', value: null }), weight: 1 }),
  };
}

/** Imports a Parquet file with one column of the type, and gives what was written beside what was stored. */
async function imported(kind: Kind, { type, values }: TypedColumn) {
  const { source, field } = FIELDS[kind];
  const batch = fc.sample(values, { numRuns: ROWS, seed: SEED });
  const rows = batch.map(({ sql }, index) => `('${rowId(index)}', ${sql})`);
  const query = `SELECT id, CAST(value AS ${type}) AS "${field}" FROM (VALUES ${rows.join(', ')}) AS rows(id, value)`;
  return { batch, rows: await storedFrom(fixture, kind, await fixture.writeParquet(`${source}.parquet`, query)) };
}

const isText = (value: unknown): value is string => typeof value === 'string';
const day = (text: string): Date => new Date(text);
const STRUCT = column('STRUCT(a INTEGER)', fc.constant({ a: 5 }), ({ a }) => `{'a': ${a}}`);
const doubles = fc.oneof(fc.double(), fc.double({ min: -2e9, max: 2e9 }));
const decimals = (whole: number, places: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom('', '-'), fc.nat(whole), fc.nat(10 ** places - 1))
    .map(([sign, head, tail]) => `${sign}${head}.${String(tail).padStart(places, '0')}`);
/** Six significant digits are what every 32-bit number keeps (FLT_DIG). */
const singles = fc.tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.nat(6)).map(([digits, places]) => Number(`${digits}e-${places}`));

describe('amounts and durations', () => {
  const COLUMNS = [
    column('DOUBLE', doubles),
    column('FLOAT', fc.oneof(singles, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY))),
    column('BIGINT', fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -2n, max: 2_000_000_000n }))),
    column('UTINYINT', fc.nat(255)),
    column('DECIMAL(18,4)', decimals(2_000_000_000, 4), String, Number),
    column('DECIMAL(38,12)', decimals(999_999, 12), String, Number),
    column('VARCHAR', textValues.filter(isText)),
    column('BOOLEAN', fc.boolean()),
    column('DATE', fc.constant('2025-03-09'), String, day),
    column('TIMESTAMP', fc.constant('2025-03-09 10:00:00'), String, day),
    STRUCT,
    column('INTEGER[]', fc.constant([5]), JSON.stringify),
  ];

  describe.each(COLUMNS)('in a column of $type', (typed) => {
    it.each(['tokens', 'minutes'] as const)('%s', async (kind) => {
      const { batch, rows } = await imported(kind, typed);
      expectEach(batch, rows.map(fromStored.quantity), ({ value }) => fromCore.quantity(QUANTITIES[kind](value)));
    });
  });
});

describe('ids, text and flags', () => {
  const COLUMNS = [
    column('VARCHAR', fc.oneof(idValues, textValues).filter(isText)),
    column('BIGINT', fc.integer()),
    column('DOUBLE', doubles),
    column('BOOLEAN', fc.boolean()),
    column('DATE', fc.constant('2025-03-09'), String, day),
    STRUCT,
    column('UUID', fc.uuid()),
    column(`ENUM('SPEND', 'EARN')`, fc.constantFrom('SPEND', 'EARN')),
  ];

  it.each(COLUMNS)('in a column of $type', async (typed) => {
    const ids = await imported('id', typed);
    expectEach(ids.batch, ids.rows.map(fromStored.id), ({ value }) => fromCore.id(readId(value)));
    const texts = await imported('text', typed);
    expectEach(texts.batch, texts.rows.map(fromStored.text), ({ value }) => readText(value));
    const flags = await imported('flag', typed);
    expectEach(flags.batch, flags.rows.map(fromStored.flag), ({ value }) => readFlag(value));
  });
});

describe('instants', () => {
  /** The years that are believed, in microseconds, and what lies beyond them. */
  const FIRST_MICROS = -62_135_596_800_000_000n;
  const LAST_MICROS = 253_402_300_799_999_999n;
  const inCalendar = (micros: bigint): bigint | null => (micros < FIRST_MICROS || micros > LAST_MICROS ? null : micros);
  const floorTo = (value: bigint, unit: bigint): bigint => (value >= 0n ? value / unit : -((-value + unit - 1n) / unit));
  const edges = (unitsPerSecond: bigint): fc.Arbitrary<bigint> =>
    fc
      .tuple(fc.constantFrom(-62_135_596_800n, -1n, 0n, 1_741_478_400n, 253_402_300_800n), fc.bigInt({ min: -2n, max: 2n }))
      .map(([seconds, shift]) => seconds * unitsPerSecond + shift);

  /** Timestamps are made from whole numbers, which the text of a timestamp could not all give. */
  const timestamps = (type: string, make: (units: bigint) => string, unitsPerSecond: bigint, most: bigint): TypedColumn => ({
    type,
    values: fc
      .oneof(edges(unitsPerSecond), fc.bigInt({ min: -most, max: most }))
      .filter((units) => units >= -most && units <= most)
      .map((units) => ({
        sql: make(units),
        value: inCalendar(unitsPerSecond > 1_000_000n ? floorTo(units, 1000n) : units * (1_000_000n / unitsPerSecond)),
      })),
  });
  const FAR_MICROS = 9_000_000_000_000_000_000n;
  const COLUMNS = [
    timestamps('TIMESTAMP', (micros) => `make_timestamp(${micros})`, 1_000_000n, FAR_MICROS),
    timestamps('TIMESTAMPTZ', (micros) => `make_timestamptz(${micros})`, 1_000_000n, 300_000_000_000_000_000n),
    timestamps('TIMESTAMP_MS', (millis) => `make_timestamp_ms(${millis})`, 1000n, FAR_MICROS / 1000n),
    timestamps(
      'TIMESTAMP_S',
      (seconds) => `CAST(make_timestamp(${seconds}::BIGINT * 1000000) AS TIMESTAMP_S)`,
      1n,
      FAR_MICROS / 1_000_000n,
    ),
    timestamps('TIMESTAMP_NS', (nanos) => `make_timestamp_ns(${nanos})`, 1_000_000_000n, 9_200_000_000_000_000_000n),
  ];

  it.each(COLUMNS)('in a column of $type', async ({ type, values }) => {
    const batch = fc.sample(values, { numRuns: ROWS, seed: SEED });
    const rows = batch.map(({ sql }, index) => `('${rowId(index)}', ${sql})`);
    const query = `SELECT id, CAST(value AS ${type}) AS "lastActiveAt" FROM (VALUES ${rows.join(', ')}) AS rows(id, value)`;
    const stored = await storedFrom(fixture, 'instant', await fixture.writeParquet('users.parquet', query));
    expectEach(batch, stored.map(fromStored.instant), ({ value }) =>
      fromCore.instant(value ?? 'out of the calendar', value as bigint | null),
    );
  });

  it('in a column of DATE, to the ends of what a date can be', async () => {
    const days = fc.sample(
      fc.oneof(fc.integer({ min: -800_000, max: 3_000_000 }), fc.integer({ min: -2_147_483_000, max: 2_147_483_000 })),
      { numRuns: ROWS, seed: SEED },
    );
    const rows = days.map((number, index) => `('${rowId(index)}', DATE '1970-01-01' + ${number})`);
    const path = await fixture.writeParquet('users.parquet', `SELECT * FROM (VALUES ${rows.join(', ')}) AS rows(id, "lastActiveAt")`);
    expectEach(days, (await storedFrom(fixture, 'instant', path)).map(fromStored.instant), (number) =>
      fromCore.instant(number, inCalendar(BigInt(number) * 86_400_000_000n)),
    );
  });

  it.each(['infinity', '-infinity'])('that are %s', async (text) => {
    const types = ['TIMESTAMP', 'TIMESTAMPTZ', 'DATE', 'TIMESTAMP_NS'];
    for (const type of types) {
      const path = await fixture.writeParquet('users.parquet', `SELECT '1' AS id, CAST('${text}' AS ${type}) AS "lastActiveAt"`);
      expect(await storedFrom(fixture, 'instant', path), type).toEqual([{ value: null, issue: 'unreadable' }]);
    }
  });

  const PARTS = column(
    'STRUCT(_seconds BIGINT, _nanoseconds INTEGER)',
    fc.record({
      _seconds: fc.integer({ min: -62_135_596_900, max: 253_402_300_900 }),
      _nanoseconds: fc.integer({ min: -1, max: 1_000_000_000 }),
    }),
    ({ _seconds, _nanoseconds }) => `{'_seconds': ${_seconds}, '_nanoseconds': ${_nanoseconds}}`,
  );
  const READ_COLUMNS = [
    column('VARCHAR', instantValues.filter(isText)),
    column('BIGINT', fc.integer({ min: -63_000_000_000_000, max: 254_000_000_000_000 })),
    column('DOUBLE', fc.double({ noNaN: true, min: -1e14, max: 1e15 })),
    column('BOOLEAN', fc.boolean()),
    PARTS,
  ];

  it.each(READ_COLUMNS)('in a column of $type', async (typed) => {
    const { batch, rows } = await imported('instant', typed);
    expectEach(batch, rows.map(fromStored.instant), ({ value }) => fromCore.instant(value, readInstant(value)));
  });

  it('in a column that is not there', async () => {
    const path = await fixture.writeParquet('users.parquet', `SELECT '1' AS id`);
    expect(await storedFrom(fixture, 'instant', path)).toEqual([{ value: null, issue: 'missing' }]);
  });
});
