import { readFlag, readId, readInstant, readMinutes, readText, readTokens } from '@pack324a/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { flagValues, idValues, instantValues, quantityValues, textValues, writtenDecimals } from './hostile-values.ts';
import { type Fixture, type Mapping, ndjson, openFixture } from './import-fixture.ts';
import {
  batches,
  expectEach,
  FIELDS,
  fromCore,
  fromStored,
  type Kind,
  ROWS,
  RUNS,
  rowId,
  SEED,
  type Stored,
  storedFrom,
} from './readings-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

/** What the import makes of values, read from an NDJSON file with one row each; `undefined` is a row without the field. */
function imported(kind: Kind, values: readonly unknown[], mapping?: Mapping): Promise<Stored[]> {
  const { source, field } = FIELDS[kind];
  const path = fixture.write(`${source}.ndjson`, ndjson(values.map((value, index) => ({ id: rowId(index), [field]: value }))));
  return storedFrom(fixture, kind, path, mapping);
}

/** Holds the import of JSON values against core's reading of the same values, a batch at a time. */
async function expectAlike(
  kind: Kind,
  values: fc.Arbitrary<unknown>,
  fromImport: (row: Stored) => unknown,
  read: (value: unknown) => unknown,
) {
  const property = fc.asyncProperty(batches(values), async (batch) =>
    expectEach(batch, (await imported(kind, batch)).map(fromImport), read),
  );
  await fc.assert(property, RUNS);
}

const QUANTITIES = { tokens: readTokens, minutes: readMinutes } as const;

describe('JSON values are read as core reads them', () => {
  it.each(['tokens', 'minutes'] as const)('%s', async (kind) => {
    await expectAlike(kind, quantityValues, fromStored.quantity, (value) => fromCore.quantity(QUANTITIES[kind](value)));
  });

  it.each(['tokens', 'minutes'] as const)('%s of every size, rounded half up from their shortest decimal form', async (kind) => {
    const doubles = fc.sample(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { numRuns: 10_000, seed: SEED });
    const values = [...doubles, ...fc.sample(writtenDecimals, { numRuns: 15_000, seed: SEED })];
    expectEach(values, (await imported(kind, values)).map(fromStored.quantity), (value) => fromCore.quantity(QUANTITIES[kind](value)));
  });

  it('ids', async () => {
    await expectAlike('id', idValues, fromStored.id, (value) => fromCore.id(readId(value)));
  });

  it('ids that may be numbers', async () => {
    const mapping: Mapping = { aiChatSessions: { fields: { creatorId: { field: 'creatorId', numbersAsText: true } } } };
    const ids = fc.oneof(
      fc.maxSafeInteger(),
      idValues.filter((value) => typeof value !== 'number'),
    );
    const values = fc.sample(ids, { numRuns: ROWS, seed: SEED });
    expectEach(values, (await imported('id', values, mapping)).map(fromStored.id), (value) =>
      fromCore.id(readId(typeof value === 'number' ? String(value) : value)),
    );
  });

  it('text', async () => {
    await expectAlike('text', textValues, fromStored.text, readText);
  });

  it('flags', async () => {
    await expectAlike('flag', flagValues, fromStored.flag, readFlag);
  });

  it.each(['auto', 'timestamp', 'epochMillis', 'iso'] as const)('instants, when they are written as %s', async (encoding) => {
    const property = fc.asyncProperty(batches(instantValues), async (batch) => {
      const rows = await imported('instant', batch, { users: { timestamps: encoding } });
      expectEach(batch, rows.map(fromStored.instant), (value) => fromCore.instant(value, readInstant(value, encoding)));
    });
    await fc.assert(property, RUNS);
  });
});

describe('one number may be written in several ways', () => {
  const SPELLINGS = [
    '5.0',
    '5.00',
    '50e-1',
    '0.5E1',
    '5e0',
    '500E-2',
    '-5.0',
    '0.0',
    '-0.0',
    '1.50',
    '1E9',
    '1000000000.0',
    '12345678901234567890',
    '0.1000000000000000055511151231257827',
    '6.0e-08',
    '123456789012345678901234567890',
  ];
  const rowsWith = (field: string, spelled: (text: string) => string): string =>
    SPELLINGS.map((text, index) => `{"id": "${rowId(index)}", "${field}": ${spelled(text)}}\n`).join('');

  it.each(['tokens', 'minutes'] as const)('%s', async (kind) => {
    const { source, field } = FIELDS[kind];
    const path = fixture.write(
      `${source}.ndjson`,
      rowsWith(field, (text) => text),
    );
    expectEach(SPELLINGS, (await storedFrom(fixture, kind, path)).map(fromStored.quantity), (text) =>
      fromCore.quantity(QUANTITIES[kind](JSON.parse(text))),
    );
  });

  it.each(['_seconds', 'seconds'])('instants as {%s}', async (name) => {
    const path = fixture.write(
      'users.ndjson',
      rowsWith('lastActiveAt', (text) => `{"${name}": ${text}}`),
    );
    expectEach(SPELLINGS, (await storedFrom(fixture, 'instant', path)).map(fromStored.instant), (text) => {
      const value = { [name]: JSON.parse(text) };
      return fromCore.instant(value, readInstant(value));
    });
  });
});
