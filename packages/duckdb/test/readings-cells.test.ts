import { readFlag, readId, readInstant, readMinutes, readText, readTokens } from '@pack324a/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flagValues, idValues, instantValues, quantityValues, textValues } from './hostile-values.ts';
import { type Fixture, type Mapping, openFixture } from './import-fixture.ts';
import { batches, expectEach, FIELDS, fromCore, fromStored, type Kind, RUNS, rowId, type Stored, storedFrom } from './readings-fixture.ts';

let fixture: Fixture;
beforeAll(async () => {
  fixture = await openFixture();
});
afterAll(() => fixture.close());

const QUANTITIES = { tokens: readTokens, minutes: readMinutes } as const;
const MAPPING_OF_ENCODING = (encoding: 'auto' | 'iso'): Mapping => ({ users: { timestamps: encoding } });

/** The text that a value is written as in a cell. */
const cellOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
const cells = (values: fc.Arbitrary<unknown>): fc.Arbitrary<string> => values.map(cellOf);

/** What the import makes of cells, read from a CSV file with one row each. */
function importedCells(kind: Kind, texts: readonly string[], mapping?: Mapping): Promise<Stored[]> {
  const { source, field } = FIELDS[kind];
  const lines = texts.map((text, index) => `${rowId(index)},"${text.replaceAll('"', '""')}"\n`);
  return storedFrom(fixture, kind, fixture.write(`${source}.csv`, `id,${field}\n${lines.join('')}`), mapping);
}

const NUMBER = /^ *[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)? *$/i;
/** A cell has no kind of its own: it is nothing, a number where one is asked for, or text. */
const numberCell = (text: string): unknown => (text === '' ? undefined : NUMBER.test(text) ? Number(text) : text);
const textCell = (text: string): unknown => (text === '' ? undefined : text);
const instantCell = (text: string): unknown => (/^-?\d+(\.\d+)?$/.test(text) ? Number(text) : textCell(text));

describe('cells are read as what core would make of them', () => {
  const expectAlike = async (
    kind: Kind,
    values: fc.Arbitrary<unknown>,
    fromImport: (row: Stored) => unknown,
    read: (text: string) => unknown,
  ) => {
    const property = fc.asyncProperty(batches(cells(values)), async (batch) =>
      expectEach(batch, (await importedCells(kind, batch)).map(fromImport), read),
    );
    await fc.assert(property, RUNS);
  };
  const plainNumbers = fc
    .tuple(fc.double({ noNaN: true, min: -1e10, max: 1e10 }), fc.nat(15))
    .chain(([number, decimals]) => fc.constantFrom(number.toFixed(decimals), number.toExponential(decimals), `+${Math.abs(number)}`));
  // The words that DuckDB takes for numbers are asked for below.
  const quantityCells = fc.oneof(
    plainNumbers,
    quantityValues.filter((value) => !/^ *[+-]?(nan|inf|infinity) *$|_/i.test(cellOf(value))),
  );

  it.each(['tokens', 'minutes'] as const)('%s', async (kind) => {
    await expectAlike(kind, quantityCells, fromStored.quantity, (text) => fromCore.quantity(QUANTITIES[kind](numberCell(text))));
  });

  it('words for numbers that are none', async () => {
    const texts = ['NaN', 'nan', 'Infinity', '-inf', '1e400', '1_000', '0x10', '1,5', '5 PLN', '1e', '--5', '\u0665', 'null'];
    const issues = (await importedCells('tokens', texts)).map(({ issue }) => issue);
    expect(issues).toEqual([
      'NaN',
      'NaN',
      'Infinity',
      'Infinity',
      'Infinity',
      'text',
      'text',
      'text',
      'text',
      'text',
      'text',
      'text',
      'text',
    ]);
  });

  it('ids', async () => {
    await expectAlike('id', idValues, fromStored.id, (text) => fromCore.id(readId(textCell(text))));
  });

  it('text', async () => {
    await expectAlike('text', textValues, fromStored.text, (text) => readText(textCell(text)));
  });

  it('flags, in any letter case', async () => {
    await expectAlike('flag', flagValues, fromStored.flag, (text) => readFlag(text.toLowerCase() === 'true'));
  });

  it.each(['auto', 'iso'] as const)('instants, when they are written as %s', async (encoding) => {
    const property = fc.asyncProperty(batches(cells(instantValues)), async (batch) => {
      const rows = await importedCells('instant', batch, MAPPING_OF_ENCODING(encoding));
      expectEach(batch, rows.map(fromStored.instant), (text) => {
        const value = encoding === 'auto' ? instantCell(text) : textCell(text);
        return fromCore.instant(value, readInstant(value, encoding));
      });
    });
    await fc.assert(property, RUNS);
  });
});
