import fc from 'fast-check';

/** Values as JSON text, so that they can be what `JSON.stringify` never writes. */
export type JsonText = string;

const json = (value: unknown): JsonText => JSON.stringify(value);
const DEPTH = 100_000;

export function nested(open: string, close: string, inside = ''): JsonText {
  return `${open.repeat(DEPTH)}${inside}${close.repeat(DEPTH)}`;
}

/** Kinds of values that no field takes. */
const NO_FIELD_TAKES: readonly JsonText[] = [
  'null',
  'true',
  'false',
  '[]',
  '{}',
  '[[]]',
  '["2025-12-01"]',
  '{"$date":"2025-12-01"}',
  '{"toString":"x"}',
  '{"length":10}',
  '-0',
  '-1',
  '1.5',
  '1e308',
  '-1e308',
  '5e-324',
  '9007199254740993',
  '123456789012345678901234567890',
];

/** Texts that are no day of the calendar. */
const NO_DAYS: readonly string[] = [
  '',
  ' ',
  '0',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  'undefined',
  'true',
  'yesterday',
  'today',
  '2025-13-01',
  '2025-00-10',
  '2025-02-30',
  '2025-02-29',
  '2025-04-31',
  '2025-12-00',
  '2025-12-32',
  '0000-00-00',
  '0000-01-01',
  '1900-02-29',
  '2025-1-1',
  '2025-12-1',
  '20251201',
  '2025/12/01',
  '01-12-2025',
  '2025-W49-1',
  '2025-335',
  '+2025-12-01',
  '-2025-12-01',
  '+002025-12-01',
  '12025-12-01',
  '2025-12-01T00:00:00Z',
  '2025-12-01 00:00',
  ' 2025-12-01',
  '2025-12-01 ',
  '2025-12-01\n',
  '\uFEFF2025-12-01',
  '2025-12-01\u0000',
  '2025\u201012\u201001',
  '\uFF12\uFF10\uFF12\uFF15-\uFF11\uFF12-\uFF10\uFF11',
  '\u0662\u0660\u0662\u0665-\u0661\u0662-\u0660\u0661',
  '2025-12-01[u-ca=hebrew]',
  '../2025-12-01',
  '../../etc/passwd',
  '..\\..\\windows',
  '%2e%2e%2f',
  "2025-12-01' OR '1'='1",
  '\'; DROP TABLE kpi."platformKpiDaily"; --',
  '{{7*7}}',
  '__proto__',
  'constructor',
  '\uD800',
  '\uDC00\uD800',
];

const DAY_LIKE = /^\d{4}-\d{2}-\d{2}$/;
const anyText = fc.string({ unit: 'binary', maxLength: 200 });

/** False of what is refused for a key in it, whatever field it is in, and of what could be a day. */
function isPlain(text: JsonText): boolean {
  return !/__proto__|constructor|prototype|@type|^"\d{4}-\d{2}-\d{2}"$/.test(text);
}

/** No day of the calendar, of any kind; a day that has not begun is none either. */
export function notDays(future: string): fc.Arbitrary<JsonText> {
  return fc.oneof(
    { arbitrary: fc.constantFrom(...NO_DAYS, future, '9999-12-31', '9999-01-01').map(json), weight: 6 },
    { arbitrary: fc.constantFrom(...NO_FIELD_TAKES, '20251201', '1765152000000'), weight: 3 },
    { arbitrary: anyText.filter((text) => !DAY_LIKE.test(text)).map(json), weight: 2 },
    { arbitrary: fc.jsonValue({ maxDepth: 3 }).map(json).filter(isPlain), weight: 2 },
  );
}

/** Days of the calendar that are too old to be generated. */
export const ancientDays: fc.Arbitrary<JsonText> = fc
  .constantFrom('0001-01-01', '1582-10-10', '1969-12-31', '1970-01-01', '2000-02-29')
  .map(json);

const EMOJI = '\u{1F600}';

/** What is no id of 1 to 128 characters without `/`. */
export const notIds: fc.Arbitrary<JsonText> = fc.oneof(
  fc.constantFrom('', '/', 'a/b', '../..', 'users/u1', '/etc/passwd', 'x'.repeat(129), EMOJI.repeat(129), 'x'.repeat(10_000)).map(json),
  fc.constantFrom(...NO_FIELD_TAKES, '42'),
  anyText.map((text) => json(`${text}/${text}`)),
);

/** Ids that are allowed, and that code mixes up, breaks on or stores wrongly. */
export const oddIds: fc.Arbitrary<JsonText> = fc.oneof(
  fc
    .constantFrom(
      ' ',
      '.',
      '..',
      '__x__',
      '__proto__',
      'constructor',
      'toString',
      'null',
      '0',
      '%2e%2e%2f',
      '..\\..',
      "Robert'); DROP TABLE students;--",
      '"',
      '\\',
      '$1',
      '\u0000',
      'a\u0000b',
      '\uD800',
      'a\uDC00b',
      '\uDBFF\uDBFF',
      '\uFFFE\uFFFF',
      '\u202Eevil',
      '\u2028\u2029',
      'line\r\nSet-Cookie: a=b',
      'e\u0301',
      'x'.repeat(128),
      EMOJI.repeat(128),
    )
    .map(json),
  fc
    .string({ unit: 'binary', minLength: 1, maxLength: 128 })
    .map((text) => text.replaceAll('/', '_'))
    .map(json),
);

/** What is no whole number from 1 to 100. */
export const notLimits: fc.Arbitrary<JsonText> = fc.oneof(
  fc.constantFrom(...NO_FIELD_TAKES, '0', '101', '-50', '0.5', '99.5', '"50"', '"NaN"', '""'),
  fc.integer({ min: 101 }).map(json),
  fc.integer({ max: 0 }).map(json),
  fc
    .double({ min: 0, max: 100, noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Number.isInteger(value))
    .map(json),
);

/** Names of fields that no request has. */
export const unknownFields: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'x',
    'Date',
    'date ',
    'DATE',
    'd\u0430te',
    'limit ',
    'uid',
    'admin',
    'role',
    'then',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '',
    '\u0000',
  ),
  fc.constantFrom('data', '$where', '__defineGetter__', '__lookupGetter__', 'x'.repeat(10_000), '\uD800', '0', '-1', 'length'),
  anyText.filter((text) => isPlain(text) && !['date', 'userId', 'startDate', 'endDate', 'limit', 'confirm', 'maxReads'].includes(text)),
);

const INT64 = '"@type":"type.googleapis.com/google.protobuf.Int64Value"';

/** Whole numbers as mobile clients send them, from 1 to 100. */
export const wrappedLimits: fc.Arbitrary<JsonText> = fc.integer({ min: 1, max: 100 }).map((value) => `{${INT64},"value":"${value}"}`);

/** Wrapped numbers that are none, or not exact ones. */
export const brokenWrappers: fc.Arbitrary<JsonText> = fc.constantFrom(
  `{${INT64}}`,
  `{${INT64},"value":null}`,
  `{${INT64},"value":"abc"}`,
  `{${INT64},"value":"9223372036854775807"}`,
  `{${INT64},"value":"0x10"}`,
  `{${INT64},"value":""}`,
  `{${INT64},"value":{${INT64},"value":{}}}`,
  `{"@type":"type.googleapis.com/google.protobuf.UInt64Value","value":"-5"}`,
  `{"@type":"type.googleapis.com/evil.Type","value":"5"}`,
  `{"@type":null,"value":"5"}`,
  nested(`{${INT64},"value":`, '}', '"5"'),
);

/** Keys by which prototypes are polluted, with what they would bring. */
export const prototypeKeys: fc.Arbitrary<JsonText> = fc.constantFrom(
  '"__proto__":{"polluted":true}',
  '"__proto__":null',
  '"__proto__":{"isAdmin":true,"date":"2025-12-01"}',
  '"constructor":{"prototype":{"polluted":true}}',
  '"prototype":{"polluted":true}',
  '"\\u005f_proto__":{"polluted":true}',
  '"@type":"type.googleapis.com/google.protobuf.Int64Value"',
);

/** Numbers of JSON that are beyond every number, and nesting that is beyond every stack. */
export const beyondValues: fc.Arbitrary<JsonText> = fc.constantFrom(
  '1e2000',
  '-1e2000',
  '[1e999]',
  nested('[', ']'),
  nested('{"a":', '}', '1'),
  nested('[{"__proto__":', '}]', 'null'),
  `${'['.repeat(40)}${']'.repeat(40)}`,
);
