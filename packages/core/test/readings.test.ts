import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isUsableId, MAX_ID_LENGTH, readFlag, readId, readInstant, readText } from '../src/index.ts';
import { PROPERTY } from './property.ts';

const microsOf = (iso: string): bigint => BigInt(Date.parse(iso)) * 1000n;
const GRIN = '\u{1F600}';

describe('ids', () => {
  it.each([
    'a',
    ' ',
    "o'neil",
    '"',
    '__proto__',
    'constructor',
    'a_2025-01-01',
    '.',
    '..',
    'ą',
    GRIN,
    'x'.repeat(MAX_ID_LENGTH),
    GRIN.repeat(MAX_ID_LENGTH),
  ])('are readable: %j', (id) => {
    expect(readId(id)).toEqual({ state: 'readable', id });
  });

  it.each([
    '',
    '/',
    'a/b',
    'x'.repeat(MAX_ID_LENGTH + 1),
    GRIN.repeat(MAX_ID_LENGTH + 1),
    5,
    true,
    {},
    [],
    ['a'],
    Number.NaN,
  ])('are unreadable: %j', (value) => {
    expect(readId(value)).toEqual({ state: 'unreadable' });
  });

  it('are absent when missing or null', () => {
    expect([readId(undefined), readId(null)]).toEqual([{ state: 'absent' }, { state: 'absent' }]);
  });

  it('are measured in code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }), (text) => {
        let points = 0;
        for (const _ of text) points += 1;
        expect(isUsableId(text)).toBe(points <= MAX_ID_LENGTH && text.indexOf('/') < 0);
      }),
      PROPERTY,
    );
  });
});

describe('text and flags', () => {
  it('match exactly, letter case and kind included', () => {
    expect([readText('SPEND'), readText('spend'), readText(''), readText(1), readText(null), readText(undefined)]).toEqual([
      'SPEND',
      'spend',
      '',
      null,
      null,
      null,
    ]);
    expect([true, 'true', 1, {}, null, undefined, false].map(readFlag)).toEqual([true, false, false, false, false, false, false]);
  });
});

describe('instants', () => {
  const MOMENT = microsOf('2025-01-31T23:59:59.999Z');

  it.each([
    [1_738_367_999_999, 'epochMillis'],
    ['2025-01-31T23:59:59.999Z', 'iso'],
    [{ _seconds: 1_738_367_999, _nanoseconds: 999_000_000 }, 'timestamp'],
    [{ seconds: 1_738_367_999, nanoseconds: 999_000_000 }, 'timestamp'],
  ] as const)('are read from %j as %s, and as auto, and as nothing else', (value, encoding) => {
    for (const tried of ['auto', 'timestamp', 'epochMillis', 'iso'] as const) {
      expect(readInstant(value, tried)).toBe(tried === 'auto' || tried === encoding ? MOMENT : null);
    }
  });

  it.each([
    ['2025-01-31', '2025-01-31T00:00:00Z'],
    ['2025-01-31T10:00', '2025-01-31T10:00:00Z'],
    ['2025-01-31 10:00:05', '2025-01-31T10:00:05Z'],
    ['2025-01-31T10:00:00+05:30', '2025-01-31T04:30:00Z'],
    ['2025-01-31T10:00:00+0530', '2025-01-31T04:30:00Z'],
    ['2025-01-31T23:00:00-08', '2025-02-01T07:00:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
  ])('%s means %s', (text, iso) => {
    expect(readInstant(text)).toBe(microsOf(iso));
  });

  it('are cut, never rounded up into the next hour or day', () => {
    const lastMicro = microsOf('2025-01-31T23:59:59.999Z') + 999n;
    expect(readInstant('2025-01-31T23:59:59.9999999Z')).toBe(lastMicro);
    expect(readInstant('2025-01-31T23:59:59.999999999999Z')).toBe(lastMicro);
    expect(readInstant({ seconds: 1_738_367_999, nanoseconds: 999_999_999 })).toBe(lastMicro);
    expect(readInstant(1_738_367_999_999.75)).toBe(microsOf('2025-01-31T23:59:59.999Z') + 750n);
    expect(readInstant(-0.5)).toBe(-500n);
    expect(readInstant(-1)).toBe(-1000n);
    expect(readInstant('1969-12-31T23:59:59.9999999Z')).toBe(-1n);
    expect(readInstant({ seconds: -1, nanoseconds: 999_999_999 })).toBe(-1n);
  });

  it.each([
    '2025-02-30T00:00:00Z',
    '2025-13-01',
    '2025-01-31T24:00:00Z',
    '2025-01-31T23:59:60Z',
    '2025-01-31T25:00:00Z',
    '0000-01-01T00:00:00Z',
    '10000-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    '2025-01-31T10:00:00+25:00',
    '2025-01-31Z',
    '31.01.2025',
    '1738367999999',
    'yesterday',
    '',
    ' 2025-01-31',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1e16,
    -1e14,
    true,
    {},
    [],
    { seconds: '1' },
    { seconds: 1.5 },
    { seconds: 1, nanoseconds: -1 },
    { seconds: 1, nanoseconds: 1_000_000_000 },
    { seconds: 1, nanoseconds: 0.5 },
    { seconds: 1e18 },
    { nanoseconds: 1 },
    null,
    undefined,
  ])('are not read from %j', (value) => {
    expect(readInstant(value)).toBeNull();
  });

  it('agree over all encodings for every millisecond of the calendar', () => {
    const epochMs = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.parse('9999-12-31T23:59:59.999Z') });
    fc.assert(
      fc.property(epochMs, (millis) => {
        const seconds = Math.floor(millis / 1000);
        const parts = { seconds, nanoseconds: (millis - seconds * 1000) * 1_000_000 };
        expect([readInstant(new Date(millis).toISOString()), readInstant(parts), readInstant(millis)]).toEqual(
          Array.from({ length: 3 }, () => BigInt(millis) * 1000n),
        );
      }),
      PROPERTY,
    );
  });

  it('are total over whatever a document may hold', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const micros = readInstant(value);
        expect(micros === null || typeof micros === 'bigint').toBe(true);
      }),
      PROPERTY,
    );
  });
});
