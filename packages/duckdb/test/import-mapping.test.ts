import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, type Mapping, ndjson, openFixture } from './import-fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

const LEDGER = `_id, "createdAt" AS at, type, "userId" AS payer, "receiverId" AS receiver, CAST(amount AS DOUBLE) AS amount, context`;

async function ledger(rows: readonly unknown[] | string, walletTransactions: NonNullable<Mapping['walletTransactions']>) {
  const path =
    typeof rows === 'string' ? fixture.write('walletTransactions.csv', rows) : fixture.write('walletTransactions.ndjson', ndjson(rows));
  await fixture.load(path, { walletTransactions });
  return fixture.rows('walletTransactions', LEDGER);
}

/** How one field of the only row is read. */
async function fieldOf(field: string, row: Readonly<Record<string, unknown>>, mapping: NonNullable<Mapping['walletTransactions']>) {
  await fixture.clear('walletTransactions');
  await ledger([row], mapping);
  const [read] = await fixture.rows('walletTransactions', `CAST("${field}" AS VARCHAR) AS value, "${field}_issue" AS issue`);
  return read;
}

describe('fields', () => {
  it('may have other names, be nested, be the same for all, or not be there', async () => {
    const row = {
      key: 't1',
      when: '2025-03-09T10:00:00Z',
      sender: { uid: 'u1' },
      metadata: { creator: { id: 'c1' } },
      amountTokens: 5,
      context: 'CHAT',
    };
    const fields = {
      createdAt: 'when',
      userId: 'sender.uid',
      receiverId: 'metadata.creator.id',
      amount: 'amountTokens',
      type: { constant: 'SPEND' },
      context: null,
    };
    expect(await ledger([row], { id: 'key', fields })).toEqual([
      { _id: 't1', at: '2025-03-09 10:00:00', type: 'SPEND', payer: 'u1', receiver: 'c1', amount: 5, context: null },
    ]);
  });

  it('with a dot in the name itself come before nested ones', async () => {
    const fields = { receiverId: 'meta.creatorId' };
    expect(await fieldOf('receiverId', { id: 'a', 'meta.creatorId': 'dotted' }, { fields })).toEqual({ value: 'dotted', issue: null });
    expect(await fieldOf('receiverId', { id: 'a', 'meta.creatorId': 'dotted', meta: { creatorId: 'nested' } }, { fields })).toMatchObject({
      value: 'dotted',
    });
    expect(await fieldOf('receiverId', { id: 'a', meta: { creatorId: 'nested' } }, { fields })).toEqual({ value: 'nested', issue: null });
    expect(await fieldOf('receiverId', { id: 'a', meta: 'flat' }, { fields })).toEqual({ value: null, issue: 'missing' });
    expect(await fieldOf('receiverId', { id: 'a', meta: { creatorId: null } }, { fields })).toEqual({ value: null, issue: 'null' });
  });

  it('are found under dotted columns of a text file and inside the columns of a Parquet file', async () => {
    const mapping: Mapping = { walletTransactions: { fields: { receiverId: 'meta.creatorId' } } };
    await fixture.load(fixture.write('walletTransactions.csv', 'id,meta.creatorId\na,c1\n'), mapping);
    await fixture.load(await fixture.writeParquet('walletTransactions.parquet', `SELECT 'b' AS id, {'creatorId': 'c2'} AS meta`), mapping);
    await fixture.load(
      await fixture.writeParquet('walletTransactions-2.parquet', `SELECT 'c' AS id, 'c3' AS "meta.creatorId", {'creatorId': 'x'} AS meta`),
      mapping,
    );
    expect((await fixture.rows('walletTransactions', '"receiverId" AS receiver')).map(({ receiver }) => receiver)).toEqual([
      'c1',
      'c2',
      'c3',
    ]);
  });

  const HOSTILE_NAMES = [
    `it's`,
    'say "hi"',
    'a/b',
    'a~b',
    '~1',
    'semi;colon',
    '$',
    '*',
    '%d',
    '\u{1F600}',
    'tab\there',
    `'; DROP TABLE source."walletTransactions"; --`,
  ];

  it.each(HOSTILE_NAMES)('are found under the name %j, in every format', async (name) => {
    const mapping: Mapping = { walletTransactions: { fields: { receiverId: name } } };
    const quoted = `"${name.replaceAll('"', '""')}"`;
    await fixture.load(fixture.write('walletTransactions.ndjson', ndjson([{ id: 'a', [name]: 'c1' }])), mapping);
    await fixture.load(fixture.write('walletTransactions.csv', `id,${quoted}\nb,c2\n`), mapping);
    await fixture.load(await fixture.writeParquet('walletTransactions.parquet', `SELECT 'c' AS id, 'c3' AS ${quoted}`), mapping);
    expect((await fixture.rows('walletTransactions', '"receiverId" AS receiver')).map(({ receiver }) => receiver)).toEqual([
      'c1',
      'c2',
      'c3',
    ]);
  });

  it.each([`it's`, 'say "hi"', '', '\u{1F600}', '$1', 'line\nbreak'])('take the constant %j', async (constant) => {
    expect(await fieldOf('context', { id: 'a' }, { fields: { context: { constant } } })).toEqual({ value: constant, issue: null });
  });

  it('take constants of other kinds as what they are', async () => {
    expect(await fieldOf('amount', { id: 'a' }, { fields: { amount: { constant: 1.5 } } })).toEqual({ value: '1.500000', issue: null });
    expect(await fieldOf('context', { id: 'a' }, { fields: { context: { constant: 5 } } })).toEqual({ value: null, issue: 'notText' });
  });

  it('take numeric ids only when told to', async () => {
    const told = { fields: { userId: { field: 'userId', numbersAsText: true } } };
    expect(await fieldOf('userId', { id: 'a', userId: 42 }, {})).toEqual({ value: null, issue: 'notText' });
    expect(await fieldOf('userId', { id: 'a', userId: 42 }, told)).toEqual({ value: '42', issue: null });
    expect(await fieldOf('userId', { id: 'a', userId: 'u42' }, told)).toEqual({ value: 'u42', issue: null });
    expect(await fieldOf('userId', { id: 'a', userId: true }, told)).toEqual({ value: null, issue: 'notText' });
  });
});

describe('instants', () => {
  const MOMENT = '2025-03-09 10:00:00.123';
  const WRITTEN = {
    iso: '2025-03-09T10:00:00.123Z',
    offset: '2025-03-09T12:00:00.123+02:00',
    epochMillis: 1_741_514_400_123,
    underscored: { _seconds: 1_741_514_400, _nanoseconds: 123_000_999 },
    plain: { seconds: 1_741_514_400, nanoseconds: 123_000_000 },
  };

  it('are read however they are written', async () => {
    for (const [how, createdAt] of Object.entries(WRITTEN)) {
      expect(await fieldOf('createdAt', { id: 'a', createdAt }, {}), how).toEqual({ value: MOMENT, issue: null });
    }
  });

  it.each([
    ['iso', ['iso', 'offset']],
    ['epochMillis', ['epochMillis']],
    ['timestamp', ['underscored', 'plain']],
  ] as const)('that are said to be %s are nothing else', async (timestamps, readable) => {
    for (const [how, createdAt] of Object.entries(WRITTEN)) {
      const read = await fieldOf('createdAt', { id: 'a', createdAt }, { timestamps });
      const expected = (readable as readonly string[]).includes(how)
        ? { value: MOMENT, issue: null }
        : { value: null, issue: 'unreadable' };
      expect(read, how).toEqual(expected);
    }
  });

  it('may have an encoding of their own', async () => {
    const mapping = { timestamps: 'iso', fields: { createdAt: { field: 'ms', encoding: 'epochMillis' } } } as const;
    expect(await fieldOf('createdAt', { id: 'a', ms: WRITTEN.epochMillis }, mapping)).toEqual({ value: MOMENT, issue: null });
  });

  it.each([
    ['%Y%m%d', '19970101', '1997-01-01 00:00:00'],
    ['%d.%m.%Y %H:%M', '09.03.2025 10:30', '2025-03-09 10:30:00'],
    ['%Y-%m-%d %H:%M:%S', '2025-03-09 10:30:15', '2025-03-09 10:30:15'],
  ])('follow the format %s', async (format, text, expected) => {
    const mapping = { fields: { createdAt: { field: 'day', format } } };
    expect(await fieldOf('createdAt', { id: 'a', day: text }, mapping)).toEqual({ value: expected, issue: null });
    expect(await fieldOf('createdAt', { id: 'a', day: 'yesterday' }, mapping)).toEqual({ value: null, issue: 'unreadable' });
    expect(await fieldOf('createdAt', { id: 'a' }, mapping)).toEqual({ value: null, issue: 'missing' });
    expect((await ledger(`id,day\na,${text}\n`, mapping)).map(({ at }) => at)).toEqual([expected]);
  });

  it('follow a format where the day is a number', async () => {
    const mapping = { fields: { createdAt: { field: 'day', format: '%Y%m%d' } } };
    expect(await fieldOf('createdAt', { id: 'a', day: 19970101 }, mapping)).toEqual({ value: '1997-01-01 00:00:00', issue: null });
    expect(await fieldOf('createdAt', { id: 'a', day: 19970230 }, mapping)).toEqual({ value: null, issue: 'unreadable' });
  });
});
