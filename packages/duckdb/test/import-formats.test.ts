import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fixture, ndjson, openFixture } from './import-fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

/** A session's columns as they are compared here. */
const SESSION = `_id, strftime("createdAt", '%Y-%m-%dT%H:%M:%S.%f') AS at, "creatorId" AS creator`;
const sessions = () => fixture.rows('aiChatSessions', SESSION);

describe('files named after the default collections', () => {
  it('are taken as they are, from a folder, in every format', async () => {
    fixture.write('all/users.ndjson', ndjson([{ id: 'u1', createdAt: '2025-03-09T10:00:00Z', verified: true, roles: { admin: true } }]));
    await fixture.writeParquet(
      'all/walletTransactions.parquet',
      `SELECT 't1' AS id, TIMESTAMP '2025-03-09 10:00:00' AS "createdAt", 'SPEND' AS type, 'u1' AS "userId", 1.5 AS amount`,
    );
    fixture.write('all/aiChatSessions.json', JSON.stringify([{ id: 's1', createdAt: 1_741_514_400_000, creatorId: 'c1' }], null, 2));
    fixture.write('all/eventTickets.csv', 'id,createdAt,eventOrganizerId,organizerEarnings\r\ne1,2025-03-09T10:00:00Z,c1,12.5\r\n');
    fixture.write('all/deeper/calendarBookings.csv.gz', gzipSync('id;hostId;hostEarnings\nb1;c1;7\n'));
    fixture.write('all/moderationQueue.jsonl.gz', gzipSync(ndjson([{ id: 'm1', source: 'AI' }])));
    fixture.write('all/readme.md', 'not data');
    const reports = await fixture.load(`${fixture.folder}/all`);
    expect(reports.map(({ source, rowsRead, rowsAdded }) => [source, rowsRead, rowsAdded])).toEqual(
      ['aiChatSessions', 'calendarBookings', 'eventTickets', 'moderationQueue', 'users', 'walletTransactions'].map((source) => [
        source,
        1,
        1,
      ]),
    );
    expect(await fixture.rows('users', `_id, "createdAt", verified, "roles.admin" AS admin`)).toEqual([
      { _id: 'u1', createdAt: '2025-03-09 10:00:00', verified: true, admin: true },
    ]);
    expect(await fixture.rows('walletTransactions', '_id, type, "userId", amount')).toEqual([
      { _id: 't1', type: 'SPEND', userId: 'u1', amount: '1.500000' },
    ]);
    expect(await sessions()).toEqual([{ _id: 's1', at: '2025-03-09T10:00:00.000000', creator: 'c1' }]);
    expect(await fixture.rows('eventTickets', '_id, "eventOrganizerId" AS host, "organizerEarnings" AS earned')).toEqual([
      { _id: 'e1', host: 'c1', earned: '12.500000' },
    ]);
    expect(await fixture.rows('calendarBookings', '_id, "hostEarnings" AS earned')).toEqual([{ _id: 'b1', earned: '7.000000' }]);
    expect(await fixture.rows('moderationQueue', '_id, source')).toEqual([{ _id: 'm1', source: 'AI' }]);
  });

  it('may be in a folder of that name, or go on after it', async () => {
    const row = (id: string): string => ndjson([{ id }]);
    const paths = ['aiChatSessions/part-1.ndjson', 'aiChatSessions-2025-01.ndjson', 'aiChatSessions_b.ndjson', 'aiChatSessions.2.ndjson'];
    for (const [index, path] of paths.entries()) fixture.write(path, row(`s${index}`));
    const reports = await fixture.load(paths.map((path) => `${fixture.folder}/${path}`));
    expect(reports.map(({ source }) => source)).toEqual(paths.map(() => 'aiChatSessions'));
    expect((await sessions()).map(({ _id }) => _id)).toEqual(['s0', 's1', 's2', 's3']);
  });

  it('are known by their own name before that of their folder', async () => {
    const path = fixture.write('users/aiChatSessions.ndjson', ndjson([{ id: 's1' }]));
    expect((await fixture.load(path)).map(({ source }) => source)).toEqual(['aiChatSessions']);
  });

  it('are found by a pattern, each once however often it is named', async () => {
    for (const part of ['a', 'b', 'c']) fixture.write(`aiChatSessions-${part}.ndjson`, ndjson([{ id: part }]));
    const named = `${fixture.folder}/aiChatSessions-b.ndjson`;
    const reports = await fixture.load([named, `${fixture.folder}/aiChatSessions-[ab]*.ndjson`]);
    expect(reports.map(({ file }) => file.at(-8))).toEqual(['b', 'a']);
  });

  it('follow the name of the collection that the mapping gives', async () => {
    const path = fixture.write('chats.ndjson', ndjson([{ id: 's1' }]));
    expect((await fixture.load(path, { aiChatSessions: { collection: 'chats' } })).map(({ source }) => source)).toEqual(['aiChatSessions']);
    expect(await fixture.refusal(fixture.write('aiChatSession.ndjson', ''))).toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('did you mean "aiChatSessions"?'),
    });
  });

  it('have any name when the source is said', async () => {
    const path = fixture.write('dump (1).ndjson', ndjson([{ id: 's1' }]));
    expect((await fixture.load(path, {}, { source: 'aiChatSessions' })).map(({ source }) => source)).toEqual(['aiChatSessions']);
    expect(await fixture.refusal(path, {}, { source: 'chats' })).toMatchObject({ code: 'invalid-argument' });
  });

  it('lead somewhere', async () => {
    fixture.write('empty/readme.md', '');
    for (const path of ['missing.ndjson', 'nothing*.csv', 'empty', 'empty/readme.md']) {
      expect(await fixture.refusal(`${fixture.folder}/${path}`), path).toMatchObject({ code: 'invalid-argument' });
    }
  });
});

describe('document ids', () => {
  it('come from id or __name__, of which the last segment counts', async () => {
    const rows = [{ id: 'a' }, { __name__: 'projects/p/databases/d/documents/aiChatSessions/b' }, { id: 7 }, { id: null, __name__: 'c' }];
    await fixture.load(fixture.write('aiChatSessions.ndjson', ndjson(rows)));
    expect((await sessions()).map(({ _id }) => _id)).toEqual(['7', 'a', 'b', 'c']);
  });

  it('come from the field that the mapping names', async () => {
    const path = fixture.write('aiChatSessions.csv', 'id,key\na,k1\nb,k2\n');
    await fixture.load(path, { aiChatSessions: { id: 'key' } });
    expect((await sessions()).map(({ _id }) => _id)).toEqual(['k1', 'k2']);
  });
});

describe('text files', () => {
  const rowsOf = async (content: string | Uint8Array, name = 'aiChatSessions.csv') => {
    const [report] = await fixture.load(fixture.write(name, content));
    return { read: report?.rowsRead, rows: (await sessions()).map(({ _id, creator }) => [_id, creator]) };
  };
  const TWO = {
    read: 2,
    rows: [
      ['a', 'c1'],
      ['b', 'c2'],
    ],
  };

  it.each([
    ['commas', 'id,creatorId\na,c1\nb,c2\n'],
    ['semicolons', 'id;creatorId\na;c1\nb;c2\n'],
    ['tabs', 'id\tcreatorId\na\tc1\nb\tc2\n'],
    ['pipes', 'id|creatorId\na|c1\nb|c2\n'],
    ['CRLF', 'id,creatorId\r\na,c1\r\nb,c2\r\n'],
    ['CR', 'id,creatorId\ra,c1\rb,c2\r'],
    ['a byte order mark', '\uFEFFid,creatorId\na,c1\nb,c2\n'],
    ['a byte order mark and CRLF', '\uFEFFid,creatorId\r\na,c1\r\nb,c2\r\n'],
    ['no last line end', 'id,creatorId\na,c1\nb,c2'],
    ['blank lines', 'id,creatorId\na,c1\n\n\nb,c2\n\n'],
    ['quoted names and cells', '"id","creatorId"\n"a","c1"\n"b","c2"\n'],
    ['more columns than are asked for', 'note,id,other,creatorId\n"x, y",a,,c1\n,b,"say ""hi""",c2\n'],
  ])('with %s', async (_, content) => {
    expect(await rowsOf(content)).toEqual(TWO);
  });

  it.each(['\n', '\r\n'])('with line ends of any kind inside quoted cells, the lines ending in %j', async (lineEnd) => {
    const cells = ['one\ntwo', 'one\r\ntwo', 'a,b;c\td|e', 'say "hi"', ' padded '];
    const lines = ['id,creatorId', ...cells.map((cell, index) => `r${index},"${cell.replaceAll('"', '""')}"`)];
    const { read, rows } = await rowsOf(lines.map((line) => line + lineEnd).join(''));
    expect(read).toBe(cells.length);
    expect(rows.map(([, creator]) => creator)).toEqual(cells);
  });

  it('named .tsv have tabs, whatever else their header has', async () => {
    expect(await rowsOf('id\tcreatorId\tx,y,z\na\tc1\t\nb\tc2\t\n', 'aiChatSessions.tsv')).toEqual(TWO);
  });

  it('with a declared separator or header', async () => {
    const files = { separator: ':', header: ['id', 'creatorId'] };
    await fixture.load(fixture.write('aiChatSessions.csv', 'a:c1\nb:c2\n'), { aiChatSessions: { files } });
    await fixture.load(fixture.write('aiChatSessions-2.csv', 'c,c3\n'), { aiChatSessions: { files: { header: ['id', 'creatorId'] } } });
    await fixture.load(fixture.write('aiChatSessions-3.csv', 'id:creatorId\nd:c4\n'), { aiChatSessions: { files: { separator: ':' } } });
    expect((await sessions()).map(({ _id, creator }) => `${_id} ${creator}`)).toEqual(['a c1', 'b c2', 'c c3', 'd c4']);
  });

  it.each([
    ['a header line', ' id   creatorId\r\na c1\r\n\r\n  b\t \tc2  \r\n', undefined],
    ['a declared header', ' a c1\n   b    c2\n', ['id', 'creatorId']],
  ])('in columns set apart by blanks, with %s', async (_, content, header) => {
    const files = header === undefined ? { separator: 'whitespace' } : { separator: 'whitespace', header };
    const path = fixture.write('aiChatSessions.txt', content);
    const [report] = await fixture.load(path, { aiChatSessions: { files } });
    expect(report?.rowsRead).toBe(2);
    expect((await sessions()).map(({ _id, creator }) => [_id, creator])).toEqual(TWO.rows);
  });
});

describe('JSON files', () => {
  const creators = async (content: string) => {
    await fixture.load(fixture.write('aiChatSessions.json', content));
    return (await sessions()).map(({ creator }) => creator);
  };

  it.each([
    ['an array', '[{"id":"a","creatorId":"c1"},{"id":"b","creatorId":"c2"}]'],
    ['an array over several lines', '[\n  {\n    "id": "a",\n    "creatorId": "c1"\n  },\n  {"id": "b", "creatorId": "c2"}\n]\n'],
    ['a line each', '{"id":"a","creatorId":"c1"}\n{"id":"b","creatorId":"c2"}'],
    ['a line each with CRLF', '{"id":"a","creatorId":"c1"}\r\n{"id":"b","creatorId":"c2"}\r\n'],
    ['objects over several lines', '{\n"id":"a",\n"creatorId":"c1"}\n{\n"id":"b",\n"creatorId":"c2"}\n'],
    ['a byte order mark', '\uFEFF{"id":"a","creatorId":"c1"}\n{"id":"b","creatorId":"c2"}\n'],
  ])('with %s', async (_, content) => {
    expect(await creators(content)).toEqual(['c1', 'c2']);
  });

  it('with fields that only later rows have', async () => {
    const plain = Array.from({ length: 5000 }, (_, index) => ({ id: `r${index}` }));
    await fixture.load(fixture.write('aiChatSessions.ndjson', ndjson([...plain, { id: 'last', creatorId: 'c1' }])));
    expect(await fixture.database.all(`SELECT _id FROM source."aiChatSessions" WHERE "creatorId" = 'c1'`)).toEqual([{ _id: 'last' }]);
  });

  it('of a few rows are read in little memory', async () => {
    const small = await openFixture({ memoryLimitMb: 100 });
    try {
      const rows = Array.from({ length: 2000 }, (_, index) => ({ id: `r${index}`, creatorId: 'c1' }));
      const path = small.write('aiChatSessions.ndjson', ndjson(rows));
      expect(await small.load(path)).toMatchObject([{ rowsAdded: 2000 }]);
    } finally {
      small.close();
    }
  });

  it('with documents as large as a database can hold', async () => {
    await fixture.load(fixture.write('aiChatSessions.ndjson', ndjson([{ id: 'large', creatorId: 'c1', note: '\u0001'.repeat(2 ** 20) }])));
    expect((await sessions()).map(({ _id }) => _id)).toEqual(['large']);
  });
});
