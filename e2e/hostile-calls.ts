import fc from 'fast-check';
import type { Attack, Call } from './hostile-request.ts';
import {
  ancientDays,
  beyondValues,
  brokenWrappers,
  type JsonText,
  nested,
  notDays,
  notIds,
  notLimits,
  oddIds,
  prototypeKeys,
  unknownFields,
  wrappedLimits,
} from './hostile-values.ts';
import { type FunctionShape, pathOf, SHAPES, type World } from './hostile-world.ts';

const KILOBYTE = 1024;
export const MEGABYTE = 1024 * KILOBYTE;

type Field = FunctionShape['fields'][number];
/** The fields of a request as JSON text, in order; names are not yet quoted. */
type Fields = readonly (readonly [name: string, value: JsonText])[];

export function bytes(text: string): () => Buffer {
  return () => Buffer.from(text, 'utf8');
}

/** A call as the SDK sends it. */
export function callOf(world: World, name: string, body: () => Buffer): Call {
  return { method: 'POST', path: pathOf(world, name), headers: { 'content-type': 'application/json' }, body, framing: 'length' };
}

function textOf(fields: Fields, more = ''): string {
  const parts = fields.map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  return `{${[...parts, ...(more === '' ? [] : [more])].join(',')}}`;
}

/** The fields that a function wants, all of them right. */
function rightFields(world: World, { fields }: FunctionShape): fc.Arbitrary<Fields> {
  const day = fc.constantFrom(...world.days).map((date) => JSON.stringify(date));
  const values: Record<Field, fc.Arbitrary<JsonText>> = {
    date: day,
    userId: fc.oneof(fc.constant(JSON.stringify(world.creator)), oddIds),
    startDate: fc.constantFrom(JSON.stringify(world.days[0]), JSON.stringify(world.days[1])),
    endDate: fc.constantFrom(JSON.stringify(world.days.at(-1)), JSON.stringify(world.days.at(-2))),
    limit: fc.oneof(fc.integer({ min: 1, max: 100 }).map(String), wrappedLimits),
  };
  return fc.tuple(...fields.map((field) => values[field].map((value) => [field, value] as const)));
}

/** A function and a right request for it. */
function rightCalls(world: World): fc.Arbitrary<{ readonly shape: FunctionShape; readonly fields: Fields }> {
  return fc.constantFrom(...SHAPES).chain((shape) => rightFields(world, shape).map((fields) => ({ shape, fields })));
}

/** Nothing wrong. */
export function rightAttacks(world: World): fc.Arbitrary<Attack> {
  return rightCalls(world)
    .filter(({ shape }) => shape.writes !== true)
    .map(({ shape, fields }) => ({
      kind: `valid ${shape.name}`,
      call: callOf(world, shape.name, bytes(`{"data":${textOf(fields)}}`)),
      outcomes: ['200'],
    }));
}

function wrongValues(world: World, field: Field): fc.Arbitrary<JsonText> {
  if (field === 'userId') return notIds;
  return field === 'limit' ? notLimits : notDays(world.future);
}

/** One field with a wrong value. */
function wrongFields(world: World): fc.Arbitrary<Attack> {
  const calls = rightCalls(world).filter(({ fields }) => fields.length > 0);
  return calls
    .chain(({ shape, fields }) =>
      fc.constantFrom(...shape.fields).chain((wrong) =>
        wrongValues(world, wrong).map((value) => ({
          shape,
          wrong,
          fields: fields.map(([name, right]) => [name, name === wrong ? value : right] as const),
        })),
      ),
    )
    .map(({ shape, wrong, fields }) => invalid(world, `wrong ${wrong}`, shape, textOf(fields)));
}

function invalid(world: World, kind: string, { name }: FunctionShape, data: string, layer: 'data' | 'formOrData' = 'data'): Attack {
  return { kind: `${kind} of ${name}`, call: callOf(world, name, bytes(`{"data":${data}}`)), layer, outcomes: ['INVALID_ARGUMENT'] };
}

/** Days before anything that can be generated; an admin who asks for them gets no INVALID_ARGUMENT. */
function ancient(world: World): fc.Arbitrary<Attack> {
  const shapes = SHAPES.filter(({ fields }) => fields.includes('date'));
  return fc.tuple(fc.constantFrom(...shapes), ancientDays, oddIds).map(([shape, day, id]) => {
    const fields = shape.fields.map((field) => [field, field === 'userId' ? id : day] as const);
    return { ...invalid(world, `ancient day ${day}`, shape, textOf(fields)), outcomes: ['OUT_OF_RANGE'] };
  });
}

/** Ranges that run backwards or are too long. */
function wrongRanges(world: World): fc.Arbitrary<Attack> {
  const [first] = world.days;
  const last = world.days.at(-1);
  const ranges = fc.constantFrom(
    [last, first],
    [first, '2000-01-01'],
    ['0001-01-01', last],
    ['2023-01-01', '2024-01-02'],
    [first, world.future],
  );
  return fc.tuple(fc.constantFrom(...SHAPES.filter(({ fields }) => fields.includes('startDate'))), ranges).map(([shape, [from, to]]) => {
    const own = shape.fields.includes('userId') ? [['userId', JSON.stringify(world.creator)] as const] : [];
    const fields = [...own, ['startDate', JSON.stringify(from)] as const, ['endDate', JSON.stringify(to)] as const];
    return invalid(world, 'wrong range', shape, textOf(fields));
  });
}

/** A field too many, or one too few. */
function wrongNames(world: World): fc.Arbitrary<Attack> {
  const tooMany = fc.tuple(rightCalls(world), unknownFields).map(([{ shape, fields }, name]) => {
    return invalid(world, 'unknown field', shape, textOf([...fields, [name, '1']]));
  });
  const required = rightCalls(world).filter(({ shape }) => shape.fields.some((field) => field !== 'limit'));
  const tooFew = required.chain(({ shape, fields }) =>
    fc
      .constantFrom(...shape.fields.filter((field) => field !== 'limit'))
      .map((missing) => invalid(world, `missing ${missing}`, shape, textOf(fields.filter(([name]) => name !== missing)))),
  );
  return fc.oneof(tooMany, tooFew);
}

/** Data that is no object; nothing at all stands for no fields. */
function noObjects(world: World): fc.Arbitrary<Attack> {
  const wrong = fc.constantFrom('[]', '[{}]', '""', '"{}"', '"2025-12-01"', '0', '5', '-1', 'true', 'false');
  const anything = fc
    .tuple(fc.constantFrom(...SHAPES), wrong)
    .map(([shape, data]) => invalid(world, 'data that is no object', shape, data));
  const nothing = fc.constantFrom(...SHAPES).map((shape) => {
    const attack = invalid(world, 'data null', shape, 'null');
    return shape.fields.length === 0 ? { kind: attack.kind, call: attack.call, outcomes: ['200'] as const } : attack;
  });
  return fc.oneof({ arbitrary: anything, weight: 3 }, { arbitrary: nothing, weight: 1 });
}

/** Keys that reach prototypes, wrapped numbers that are none, numbers and depths beyond everything. */
function beyond(world: World): fc.Arbitrary<Attack> {
  const keys = fc
    .tuple(rightCalls(world), prototypeKeys)
    .map(([{ shape, fields }, key]) => invalid(world, 'prototype key', shape, textOf(fields, key), 'formOrData'));
  const values = fc
    .tuple(rightCalls(world), fc.oneof(beyondValues, brokenWrappers), fc.boolean())
    .map(([{ shape, fields }, value, asField]) => {
      const [first, ...rest] = fields;
      const data = asField ? textOf([[first?.[0] ?? 'x', value], ...rest]) : value;
      return invalid(world, 'value beyond', shape, data, 'formOrData');
    });
  const whole = fc
    .constantFrom(...SHAPES)
    .map((shape) => invalid(world, 'nesting of data', shape, nested('{"data":', '}', '{}'), 'formOrData'));
  return fc.oneof({ arbitrary: keys, weight: 4 }, { arbitrary: values, weight: 4 }, { arbitrary: whole, weight: 1 });
}

/** Fields of up to a megabyte; the largest body that is read has a megabyte. */
function huge(world: World): fc.Arbitrary<Attack> {
  const sizes = fc.constantFrom(
    64 * KILOBYTE,
    500 * KILOBYTE,
    MEGABYTE - 2 * KILOBYTE,
    MEGABYTE - 1,
    MEGABYTE,
    MEGABYTE + 1,
    MEGABYTE + KILOBYTE,
  );
  const fillings = fc.constantFrom('x', '\u00E9', '\\n', '\u{1F600}', '[');
  return fc.tuple(fc.constantFrom('date', 'userId', 'x'), sizes, fillings).map(([field, size, filling]) => {
    const make = (): Buffer => {
      const [head, tail] = [`{"data":{"${field}":"`, '"}}'];
      const room = size - head.length - tail.length;
      const filled = filling.repeat(Math.floor(room / Buffer.byteLength(filling)));
      return Buffer.from(`${head}${filled}${'x'.repeat(room - Buffer.byteLength(filled))}${tail}`);
    };
    return {
      kind: `huge ${field} of ${size} bytes`,
      call: callOf(world, 'kpi_getPlatformDaily', make),
      layer: size > MEGABYTE ? 'form' : size === MEGABYTE ? 'formOrData' : 'data',
      outcomes: ['INVALID_ARGUMENT'],
    } satisfies Attack;
  });
}

/** Very many values in one request. */
function many(world: World): fc.Arbitrary<Attack> {
  const texts = fc.constantFrom(
    `{${Array.from({ length: 50_000 }, (_, index) => `"f${index}":1`).join(',')}}`,
    `{"date":[${'1,'.repeat(200_000)}1]}`,
    `{"date":"2025-12-01","date":"${'9'.repeat(100)}"}`,
    `{"userId":{"length":1,"includes":"x"},"date":"2025-12-01"}`,
  );
  const shapes = SHAPES.filter(({ name }) => name === 'kpi_getPlatformDaily' || name === 'kpi_getCreatorDaily');
  return fc.tuple(fc.constantFrom(...shapes), texts).map(([shape, text]) => invalid(world, 'very many values', shape, text));
}

/** Requests in the right form with wrong data, which only an admin is told of. */
export function dataAttacks(world: World): fc.Arbitrary<Attack> {
  return fc.oneof(
    { arbitrary: wrongFields(world), weight: 12 },
    { arbitrary: wrongNames(world), weight: 5 },
    { arbitrary: ancient(world), weight: 3 },
    { arbitrary: wrongRanges(world), weight: 2 },
    { arbitrary: noObjects(world), weight: 2 },
    { arbitrary: beyond(world), weight: 5 },
    { arbitrary: huge(world), weight: 1 },
    { arbitrary: many(world), weight: 1 },
  );
}
