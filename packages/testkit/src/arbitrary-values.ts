import fc from 'fast-check';

/**
 * Raw values of every kind that platforms hold. Texts have no lone surrogates and no NUL: neither can be stored.
 */
const NO_NUMBERS = [null, '', '5', '1e3', 'abc', 'NaN', true, false, {}, { value: 5 }, [], [5]];
const NO_AMOUNTS = [
  ...NO_NUMBERS,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  1e9 + 1,
  1000000000.0000001,
  1e21,
  -2e9,
  1e300,
];

const NASTY_AMOUNTS = [
  0,
  -0,
  1e-7,
  -1e-7,
  4.999999e-7,
  0.0000005,
  0.0000015,
  1.0000005,
  2.5000005,
  0.1 + 0.2,
  0.1,
  0.7,
  1.005,
  1 / 3,
  -12.5,
  1e9,
  -1e9,
  999999999.9999999,
  123456789.12345679,
  69659.63,
  0.025,
  0.0249999,
  0.02499995,
  Number.MIN_VALUE,
  2 ** -30,
  1e-12,
  5e-13,
  4.9e-13,
];

/** Amounts of tokens, about one in eight unreadable. */
export const tokenAmounts: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom<unknown>(...NO_AMOUNTS), weight: 2 },
  { arbitrary: fc.constantFrom(...NASTY_AMOUNTS), weight: 5 },
  { arbitrary: fc.integer({ min: -500, max: 5000 }), weight: 4 },
  { arbitrary: fc.integer({ min: 0, max: 1_000_000 }).map((cents) => cents / 100), weight: 3 },
  { arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }), weight: 2 },
);

/** Minutes, of which negative ones are unreadable too. */
export const durations: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom<unknown>(...NO_AMOUNTS), weight: 4 },
  { arbitrary: fc.constantFrom(...NASTY_AMOUNTS), weight: 4 },
  { arbitrary: fc.integer({ min: 0, max: 36_000 }).map((tenths) => tenths / 600), weight: 5 },
  { arbitrary: fc.double({ min: -1, max: 240, noNaN: true }), weight: 3 },
);

/** `true`, `false`, and what is easily taken for them. */
export const flags: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(true, true, true, false, 'true', 'TRUE', 1, 0, null, {}, '');

/** Ids that code mixes up, breaks on, or sorts wrongly. */
const READABLE_IDS = [
  'u1',
  'u2',
  'u3',
  'U1',
  'u1 ',
  ' ',
  'two words',
  `o'brien`,
  'say "hi"',
  'back\\slash',
  'snake_case_id',
  'u1_2025-03-09',
  '100%',
  'a,b;c',
  '=1+1',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '.',
  '..',
  '__x__',
  'null',
  'undefined',
  '0',
  '-1',
  'NaN',
  'tab\there',
  'line\nbreak',
  'é',
  'e\u0301',
  '\u{1F600}',
  '\u{1F469}\u200D\u{1F469}\u200D\u{1F467}',
  '\uFFFD',
  '\u{10000}',
  '\u{10FFFD}',
  'avalo_platform',
  'x'.repeat(128),
  '\u{1F600}'.repeat(128),
  `${'x'.repeat(127)}\u{10000}`,
];
const UNREADABLE_IDS = [
  '',
  '/',
  'a/b',
  'u1/',
  'x'.repeat(129),
  '\u{1F600}'.repeat(129),
  `${'x'.repeat(128)}\u{10000}`,
  0,
  42,
  -1.5,
  true,
  false,
  {},
  { id: 'u1' },
  [],
  ['u1'],
  Number.NaN,
];

/** A few ids come up again and again, so that one user pays, earns and hosts. */
export const hostileIds: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom('u1', 'u2', '\uFFFD', '\u{10000}', '__proto__', 'avalo_platform'), weight: 6 },
  { arbitrary: fc.constantFrom(...READABLE_IDS), weight: 5 },
  { arbitrary: fc.constantFrom<unknown>(...UNREADABLE_IDS), weight: 2 },
  { arbitrary: fc.constant(null), weight: 1 },
);

const DAYS = ['2025-03-07', '2025-03-08', '2025-03-09', '2025-03-09', '2025-03-10', '2025-03-11'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

/** Around the whole hours of the days, most often around midnight and around the hour that summer time skips. */
const hourTexts = fc
  .tuple(fc.constantFrom(...DAYS), fc.oneof(fc.constantFrom('00', '23', '00', '23', '02', '10'), fc.constantFrom(...HOURS)))
  .map(([day, hour]) => ({ day, hour, startMs: Date.parse(`${day}T${hour}:00:00.000Z`) }));

const ENDINGS = [
  ':00:00.000Z',
  ':00:00Z',
  ':00Z',
  ':00:00.000000Z',
  ':00:00.0000001Z',
  ':00:00.000000001Z',
  ':59:59.999Z',
  ':59:59.999999Z',
  ':59:59.9999999Z',
  ':59:59.999999999Z',
  ':59:59.9999999999999Z',
  ':30:15.5Z',
  ':00:00.000',
  ':59:59',
  ':00:00.000+02:00',
  ':59:59.999999+02:00',
  ':00:00-05:30',
  ':00:00+0530',
  ':15:00+02',
  ':00:00-00:00',
  ':00:00+14:00',
  ':00:00.000000001+23:59',
];

const instantTexts = fc
  .tuple(hourTexts, fc.constantFrom(...ENDINGS), fc.constantFrom('T', 'T', 'T', ' '))
  .map(([{ day, hour }, ending, between]) => `${day}${between}${hour}${ending}`);

const epochMillis = fc
  .tuple(hourTexts, fc.constantFrom(0, -1, 1, -0.5, 0.5, -0.001, -0.0004, 999.999, 1_800_000, 3_599_999, 3_599_999.9995))
  .map(([{ startMs }, shift]) => startMs + shift);

const timestampParts = fc
  .tuple(hourTexts, fc.constantFrom(-1, 0, 0, 1799, 3599), fc.constantFrom(0, 1, 999, 1000, 999_999_000, 999_999_999), fc.boolean())
  .map(([{ startMs }, shift, nanoseconds, underscored]) => {
    const seconds = startMs / 1000 + shift;
    return underscored ? { _seconds: seconds, _nanoseconds: nanoseconds } : { seconds, nanoseconds };
  });

const UNREADABLE_INSTANTS = [
  null,
  '',
  'yesterday',
  'Sat, 08 Mar 2025 10:00:00 GMT',
  '2025-02-30T10:00:00Z',
  '2025-02-29',
  '2025-13-01T00:00:00Z',
  '2025-03-09T24:00:00Z',
  '2025-03-09T10:60:00Z',
  '2025-03-09T23:59:60Z',
  '2025-03-09T10:00:00z',
  '2025-03-09T10:00:00.Z',
  '2025-03-09T10:00:00+25:00',
  '2025-03-09T10:00:00+02:60',
  '2025-03-09T10',
  '2025-3-9',
  '20250309',
  ' 2025-03-09T10:00:00Z',
  '2025-03-09T10:00:00Z ',
  '0000-12-31T00:00:00Z',
  true,
  false,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  1e300,
  -1e15,
  253_402_300_800_000,
  {},
  [],
  { _seconds: '1741478400' },
  { _seconds: 1741478400.5, _nanoseconds: 0 },
  { _seconds: 1741478400, _nanoseconds: -1 },
  { _seconds: 1741478400, _nanoseconds: 1_000_000_000 },
  { _nanoseconds: 5 },
];

/** Instants in every encoding, about one in eight unreadable. */
export const instants: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: instantTexts, weight: 8 },
  { arbitrary: fc.constantFrom(...DAYS), weight: 1 },
  { arbitrary: epochMillis, weight: 3 },
  { arbitrary: timestampParts, weight: 3 },
  { arbitrary: fc.constantFrom<unknown>(...UNREADABLE_INSTANTS), weight: 2 },
);
