import fc from 'fast-check';

/**
 * Values of every kind that a field may hold, as JSON can write them. `undefined` is a field that is not there.
 * Texts have no lone surrogates and no NUL: neither can be stored.
 */
const GRIN = '\u{1F600}';
const FAMILY = '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}';

const NOTHING = fc.constantFrom<unknown>(undefined, null);
const texts = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0'));
const others = fc.oneof(
  fc.constantFrom<unknown>(true, false, {}, [], [1], { value: 5 }, [null], { '': '' }),
  fc.dictionary(fc.constantFrom('a', '', '/', '_seconds'), fc.integer(), { maxKeys: 2 }),
);

const ULP_ABOVE_LIMIT = 1_000_000_000.0000001;
const EDGES = [
  0,
  -0,
  1e-7,
  6e-8,
  5e-324,
  0.0000005,
  0.000000499999999999999,
  0.0000015,
  0.00000149,
  1.0000005,
  1.0000004999,
  5e-13,
  4.999e-13,
  1.5e-12,
  1e-21,
  1.7976931348623157e308,
  2.2250738585072014e-308,
  1e9,
  ULP_ABOVE_LIMIT,
  999_999_999.9999999,
  999_999_999.9999995,
  999_999_999.99999988,
  1e10,
  2 ** 53,
  2 ** 63,
  2 ** 64,
  1e18,
  1e21,
  1e22,
  0.1 + 0.2,
  1 / 3,
  2 / 3,
  1.005,
  69_659.63,
  123_456_789.12345679,
  123_456_789.1234565,
  0.30000000000000004,
  1e-6,
  1.2345678901234e-5,
];
const decades = fc
  .tuple(fc.double({ min: 1, max: 10, maxExcluded: true, noNaN: true }), fc.integer({ min: -14, max: 11 }))
  .map(([digits, exponent]) => Number(`${digits}e${exponent}`));
const signed = (numbers: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.tuple(numbers, fc.boolean()).map(([number, isNegative]) => (isNegative ? -number : number));
const numbers = fc.oneof(
  { arbitrary: signed(fc.constantFrom(...EDGES)), weight: 3 },
  { arbitrary: signed(decades), weight: 4 },
  { arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }), weight: 2 },
  { arbitrary: fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }), weight: 2 },
  { arbitrary: fc.nat(10_000_000).map((units) => units / 1e7), weight: 2 },
);

const NUMBER_TEXTS = ['5', '1.5', '1e3', 'NaN', 'Infinity', '-1', ' 5', '0x10', '', ' ', 'null', 'true'];

/** Amounts and durations. */
export const quantityValues: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: numbers, weight: 12 },
  { arbitrary: fc.constantFrom(...NUMBER_TEXTS), weight: 1 },
  { arbitrary: texts, weight: 1 },
  { arbitrary: NOTHING, weight: 1 },
  { arbitrary: others, weight: 1 },
);

const LONG_IDS = ['x', GRIN, FAMILY, 'e\u0301'].flatMap((part) =>
  [127, 128, 129, 200].map((length) => [...part.repeat(length)].slice(0, length).join('')),
);
const STRANGE_IDS = [
  '',
  '/',
  'a/b',
  'a/',
  '/a',
  ' ',
  '.',
  '__proto__',
  '0',
  'null',
  `o'brien`,
  'say "hi"',
  'back\\slash',
  'tab\there',
  'line\nbreak',
  GRIN,
  FAMILY,
  '\uFFFD',
  `${'x'.repeat(127)}${GRIN}`,
  `${'x'.repeat(128)}${GRIN}`,
];

export const idValues: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(...LONG_IDS, ...STRANGE_IDS), weight: 4 },
  { arbitrary: texts, weight: 3 },
  { arbitrary: fc.array(fc.constantFrom('x', GRIN, '/'), { minLength: 125, maxLength: 131 }).map((parts) => parts.join('')), weight: 1 },
  { arbitrary: numbers, weight: 1 },
  { arbitrary: NOTHING, weight: 1 },
  { arbitrary: others, weight: 1 },
);

export const textValues: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom('SPEND', 'spend', ' SPEND', 'SPEND\n', '', 'null', 'true', '5', GRIN), weight: 3 },
  { arbitrary: texts, weight: 3 },
  { arbitrary: numbers, weight: 1 },
  { arbitrary: NOTHING, weight: 1 },
  { arbitrary: others, weight: 1 },
);

export const flagValues: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.boolean(), weight: 3 },
  { arbitrary: fc.constantFrom<unknown>('true', 'TRUE', 'false', '1', '', 1, 0, 'yes'), weight: 3 },
  { arbitrary: NOTHING, weight: 1 },
  { arbitrary: others, weight: 1 },
);

/** Digits and separators in the right places, and now and then not. */
const isoTexts = fc.stringMatching(
  /^(2025|2024|1969|0000|0001|1582|9999)-(0[0-9]|1[0-3])-([0-2][0-9]|3[0-2])([T tZ]?([01][0-9]|2[0-5])(:[0-6][0-9]){0,2}([.,][0-9]{0,12})?(Z|z|[+-][0-2][0-9]:?[0-6][0-9]|[+-][0-2][0-9])?)?$/,
);
const realInstants = fc.date({ noInvalidDate: true, min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z') });
const JUNK_INSTANTS = [
  'yesterday',
  'Sun, 09 Mar 2025 10:00:00 GMT',
  '2025-02-30T10:00:00Z',
  '2025-03-09T24:00:00Z',
  '2025-03-09T23:59:60Z',
  '20250309',
  '1741478400000',
  'infinity',
  '-infinity',
  'epoch',
  '2025-03-09 BC',
  '2025-03-09T10:00:00 Europe/Warsaw',
  '+002025-03-09T10:00:00Z',
  '2025-03-09T10:00:00\u200B',
  '\u0662025-03-09',
];
const FAR_MILLIS = [
  253_402_300_799_999,
  253_402_300_800_000,
  -62_135_596_800_000,
  -62_135_596_800_001,
  1e15,
  1.0000001e15,
  -1e15,
  8.64e15,
  2 ** 63,
];
const millis = fc.oneof(
  fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 }),
  fc.double({ min: -1e13, max: 1e13, noNaN: true }),
  signed(fc.constantFrom(...FAR_MILLIS, 0, 0.5, 0.0004, 999.9995)),
  numbers,
);
const parts = fc.oneof(
  { arbitrary: fc.integer({ min: -62_135_596_900, max: 253_402_300_900 }), weight: 6 },
  {
    arbitrary: fc.constantFrom<unknown>(null, '5', 1.5, -62_135_596_800, -62_135_596_801, 253_402_300_799, 253_402_300_800, 2 ** 53, {}),
    weight: 2,
  },
);
const nanoseconds = fc.oneof(
  { arbitrary: fc.nat(999_999_999), weight: 6 },
  { arbitrary: fc.constantFrom<unknown>(0, 1, 999, 1000, 999_999_999, 1_000_000_000, -1, 0.5, '5', null, undefined), weight: 2 },
);
const firestoreTimestamps = fc
  .tuple(parts, nanoseconds, fc.boolean())
  .map(([seconds, nanos, isPlain]) => (isPlain ? { seconds, nanoseconds: nanos } : { _seconds: seconds, _nanoseconds: nanos }));
const mixedTimestamps = fc.record({ _seconds: parts, seconds: parts, _nanoseconds: nanoseconds, nanoseconds }, { requiredKeys: [] });

export const instantValues: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: isoTexts, weight: 4 },
  { arbitrary: realInstants.map((date) => date.toISOString()), weight: 2 },
  { arbitrary: fc.constantFrom(...JUNK_INSTANTS), weight: 2 },
  { arbitrary: millis, weight: 4 },
  { arbitrary: firestoreTimestamps, weight: 4 },
  { arbitrary: mixedTimestamps, weight: 1 },
  { arbitrary: texts, weight: 1 },
  { arbitrary: NOTHING, weight: 1 },
  { arbitrary: others, weight: 1 },
);

/** Numbers as people write them: up to fourteen decimals, many of them on the edge between two of the sixth or the twelfth. */
export const writtenDecimals: fc.Arbitrary<number> = fc
  .record({
    whole: fc.oneof(fc.constant(0), fc.nat(999_999)),
    fraction: fc.nat(999_999_999_999),
    decimals: fc.integer({ min: 1, max: 12 }),
    ending: fc.constantFrom('', '5', '49', '51', '05'),
  })
  .map(({ whole, fraction, decimals, ending }) => Number(`${whole}.${String(fraction).padStart(12, '0').slice(-decimals)}${ending}`));
