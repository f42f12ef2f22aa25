import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ImportReport } from '../src/index.ts';
import { type Fixture, type Mapping, ndjson, openFixture } from './import-fixture.ts';

let fixture: Fixture;
beforeEach(async () => {
  fixture = await openFixture();
});
afterEach(() => fixture.close());

const WITHOUT_IDS: Mapping = { aiChatSessions: { id: null } };

const session = (id: string | undefined, creatorId: string) => ({ id, createdAt: '2025-03-09T10:00:00Z', creatorId });
const writeSessions = (name: string, ...rows: unknown[]): string => fixture.write(`aiChatSessions-${name}.ndjson`, ndjson(rows));
const stored = async () =>
  (await fixture.rows('aiChatSessions', '_id, "creatorId" AS creator')).map(({ _id, creator }) => `${_id} ${creator}`);
const creators = async () => (await fixture.rows('aiChatSessions', '"creatorId" AS creator')).map(({ creator }) => creator).sort();

/** `read = added + replaced + unchanged` of each file. */
const countsOf = (reports: readonly ImportReport[]) =>
  reports.map(({ rowsRead, rowsAdded, rowsReplaced, rowsUnchanged }) => `${rowsRead} = ${rowsAdded} + ${rowsReplaced} + ${rowsUnchanged}`);
const load = async (...[paths, mapping, options]: Parameters<Fixture['load']>) => countsOf(await fixture.load(paths, mapping, options));

describe('rows with ids', () => {
  it('are added once, however often their file is imported', async () => {
    const path = writeSessions('1', session('a', 'c1'), session('b', 'c2'));
    expect(await load(path)).toEqual(['2 = 2 + 0 + 0']);
    expect(await load(path)).toEqual(['2 = 0 + 0 + 2']);
    expect(await load([path, path])).toEqual(['2 = 0 + 0 + 2']);
    expect(await stored()).toEqual(['a c1', 'b c2']);
  });

  it('take the place of the known row when they differ from it', async () => {
    await load(writeSessions('1', session('a', 'c1'), session('b', 'c2')));
    expect(await load(writeSessions('2', session('b', 'c3'), session('c', 'c4'), session('a', 'c1')))).toEqual(['3 = 1 + 1 + 1']);
    expect(await stored()).toEqual(['a c1', 'b c3', 'c c4']);
  });

  it('differ when only the reason differs why a field cannot be read', async () => {
    await load(writeSessions('1', { id: 'a', creatorId: 5 }));
    expect(await load(writeSessions('2', { id: 'a', creatorId: '' }))).toEqual(['1 = 0 + 1 + 0']);
    expect(await load(writeSessions('3', { id: 'a', creatorId: '', note: 'read by nobody' }))).toEqual(['1 = 0 + 0 + 1']);
    expect(await fixture.rows('aiChatSessions', '"creatorId_issue" AS issue')).toEqual([{ issue: 'empty' }]);
  });

  it('of the same id in one file give way to the last of them', async () => {
    const path = writeSessions('1', session('a', 'first'), session('b', 'b'), session('a', 'second'), session('a', 'last'));
    expect(await load(path)).toEqual(['4 = 2 + 2 + 0']);
    expect(await stored()).toEqual(['a last', 'b b']);
    expect(await load(path)).toEqual(['4 = 0 + 2 + 2']);
    expect(await stored()).toEqual(['a last', 'b b']);
  });

  it('of the same id in a text file, even a long one, give way to the last of them', async () => {
    const lines = Array.from({ length: 60_000 }, (_, index) => `r${index % 20_000},c${Math.floor(index / 20_000)}\n`);
    expect(await load(fixture.write('aiChatSessions.csv', `id,creatorId\n${lines.join('')}`))).toEqual(['60000 = 20000 + 40000 + 0']);
    expect(await fixture.database.all(`SELECT DISTINCT "creatorId" AS creator FROM source."aiChatSessions"`)).toEqual([{ creator: 'c2' }]);
  });

  it('and rows without one live side by side', async () => {
    const path = writeSessions('1', session('a', 'c1'), session(undefined, 'c2'), session('', 'c3'));
    expect(await load(path)).toEqual(['3 = 3 + 0 + 0']);
    expect(await load(path)).toEqual(['3 = 0 + 0 + 3']);
  });
});

describe('rows without ids', () => {
  it('are kept when they repeat each other, and not added again', async () => {
    const path = writeSessions('1', session(undefined, 'x'), session(undefined, 'y'), session(undefined, 'x'), session(undefined, 'x'));
    expect(await load(path, WITHOUT_IDS)).toEqual(['4 = 4 + 0 + 0']);
    expect(await load(path, WITHOUT_IDS)).toEqual(['4 = 0 + 0 + 4']);
    expect(await creators()).toEqual(['x', 'x', 'x', 'y']);
  });

  const LESS = ['x', 'x', 'y'];
  const MORE = ['z', 'x', 'y', 'x', 'y', 'x'];

  it.each([
    ['a file after a part of it', LESS, MORE],
    ['a file before a part of it', MORE, LESS],
  ])('do not double with %s', async (_, first, second) => {
    const rows = (names: readonly string[]) => names.map((name) => session(undefined, name));
    await load([writeSessions('1', ...rows(first)), writeSessions('2', ...rows(second))], WITHOUT_IDS);
    expect(await creators()).toEqual(['x', 'x', 'x', 'y', 'y', 'z']);
  });

  it('are told apart by every column of theirs, nothing from an empty text', async () => {
    const cells = ['c,a', 'c,b', ',ca', 'ca,', 'c,', ',c'];
    const files = cells.map((row, index) => fixture.write(`aiChatSessions-${index}.csv`, `creatorId,note\n${row}\n`));
    const values = [`'a', NULL`, `'a', ''`, `NULL, 'a'`, `'', 'a'`, `NULL, NULL`, `'', NULL`];
    for (const [index, row] of values.entries()) {
      files.push(await fixture.writeParquet(`aiChatSessions-${index}.parquet`, `SELECT * FROM (VALUES (${row})) AS t("creatorId", note)`));
    }
    expect(await load(files, WITHOUT_IDS)).toEqual(files.map(() => '1 = 1 + 0 + 0'));
    expect(await load(files, WITHOUT_IDS)).toEqual(files.map(() => '1 = 0 + 0 + 1'));
  });
});

describe('appending', () => {
  it.each([
    ['with ids', {}],
    ['without ids', WITHOUT_IDS],
  ])('adds every row %s, as often as it is asked for', async (_, mapping) => {
    const path = writeSessions('1', session('a', 'x'), session('a', 'x'), session('b', 'y'));
    const before = Number((await load(path, mapping))[0]?.split(' ')[2]);
    expect(await load(path, mapping, { append: true })).toEqual(['3 = 3 + 0 + 0']);
    expect(await load([path], mapping, { append: true })).toEqual(['3 = 3 + 0 + 0']);
    const rows = await creators();
    expect(rows).toHaveLength(before + 6);
    expect(new Set((await stored()).map((row) => row.split(' ')[0])).size).toBe(rows.length);
    expect(await load(path, mapping)).toEqual(['3 = 0 + 0 + 3']);
  });

  it('may be how a source begins', async () => {
    const path = writeSessions('1', session('a', 'x'), session('a', 'y'));
    expect(await load(path, {}, { append: true })).toEqual(['2 = 2 + 0 + 0']);
    expect(await creators()).toEqual(['x', 'y']);
  });
});

describe('files without rows', () => {
  it.each([
    ['NDJSON', 'aiChatSessions.ndjson', ''],
    ['NDJSON of blank lines', 'aiChatSessions.ndjson', '\n\n'],
    ['a JSON array', 'aiChatSessions.json', '[]'],
    ['CSV with a header', 'aiChatSessions.csv', 'id,creatorId\n'],
    ['CSV of no bytes', 'aiChatSessions.csv', ''],
    ['compressed CSV of no bytes', 'aiChatSessions.csv.gz', gzipSync('')],
  ])('make a source that exists and is empty: %s', async (_, name, content) => {
    expect(await fixture.database.hasTable('source', 'aiChatSessions')).toBe(false);
    expect(await load(fixture.write(name, content))).toEqual(['0 = 0 + 0 + 0']);
    expect(await fixture.database.hasTable('source', 'aiChatSessions')).toBe(true);
    expect(await load(writeSessions('1', session('a', 'c1')))).toEqual(['1 = 1 + 0 + 0']);
  });

  it('make one from Parquet and from text with a declared header', async () => {
    const parquet = await fixture.writeParquet('users.parquet', `SELECT 'a' AS id WHERE false`);
    expect(await load(parquet)).toEqual(['0 = 0 + 0 + 0']);
    const mapping: Mapping = { aiChatSessions: { files: { header: ['id', 'creatorId'], separator: 'whitespace' } } };
    expect(await load(fixture.write('aiChatSessions.txt', ''), mapping)).toEqual(['0 = 0 + 0 + 0']);
  });
});

describe('a file that cannot be read', () => {
  const header = 'id,creatorId\n';
  const blanks: Mapping = { aiChatSessions: { files: { separator: 'whitespace' } } };
  const CASES: readonly [what: string, name: string, content: string | Uint8Array, said: RegExp, mapping?: Mapping][] = [
    [
      'a row with too few columns',
      'aiChatSessions.csv',
      `${header}a,x\nb\n`,
      /Line: 3; Original Line: b; Expected Number of Columns: 2 Found: 1/,
    ],
    ['a row with too many columns', 'aiChatSessions.csv', `${header}a,x\nb,y,z\n`, /Line: 3.*b,y,z.*Columns: 2 Found: 3/],
    ['a quote that does not end', 'aiChatSessions.csv', `${header}a,x\n"b,y\n`, /Line: 3.*unterminated quote/],
    ['line ends of two kinds', 'aiChatSessions.csv', `${header}a,x\r\nb,y\n`, /end in different ways/],
    ['text that is not UTF-8', 'aiChatSessions.csv', Buffer.from([...Buffer.from(header), 0xff, 0xfe, 0x2c, 0x0a]), /Line: 2/],
    ['two columns of the same name', 'aiChatSessions.csv', 'id,creatorId,id\na,x,b\n', /two columns named "id"/],
    ['a column without a name', 'aiChatSessions.csv', 'id,,creatorId\na,x,b\n', /a column without a name/],
    ['too few words', 'aiChatSessions.txt', 'id creatorId\na x\n\nb\n', /row 3 has 1 columns/, blanks],
    ['too many words', 'aiChatSessions.txt', 'id creatorId\na x y\n', /row 2 has 3 columns/, blanks],
    ['a line that is no JSON', 'aiChatSessions.ndjson', '{"id":"a"}\nhello\n{"id":"b"}\n', /Malformed JSON/],
    ['JSON that breaks off', 'aiChatSessions.ndjson', '{"id":"a"}\n{"id":"b"', /Malformed JSON/],
    ['an array that breaks off', 'aiChatSessions.json', '[{"id":"a"},{"id":', /Malformed JSON/],
    ['what is not Parquet', 'aiChatSessions.parquet', 'id,creatorId\n'.repeat(9), /cannot be read/],
    ['what is not compressed', 'aiChatSessions.csv.gz', header, /cannot be read/],
  ];

  it.each(CASES)('%s: says so, and leaves nothing of it behind', async (_, name, content, said, mapping) => {
    const path = fixture.write(name, content);
    const first = await fixture.refusal(path, mapping);
    expect([first.code, first.message]).toEqual(['invalid-argument', expect.stringMatching(said)]);
    expect(first.message).toContain(path);
    expect(await fixture.database.hasTable('source', 'aiChatSessions')).toBe(false);
    expect(await fixture.database.all('SELECT * FROM meta.imports')).toEqual([]);
    await load(writeSessions('1', session('known', 'c1')));
    expect((await fixture.refusal(path, mapping)).message).toBe(first.message);
    expect(await stored()).toEqual(['known c1']);
  });

  it('leaves the files before it imported, and the next import goes on from there', async () => {
    const good = writeSessions('1', session('a', 'c1'));
    const bad = fixture.write('aiChatSessions-2.ndjson', '{"id":"b"}\n{');
    const later = writeSessions('3', session('c', 'c3'));
    await fixture.refusal([good, bad, later]);
    expect(await stored()).toEqual(['a c1']);
    writeSessions('2', session('b', 'c2'));
    expect(await load([good, bad, later])).toEqual(['1 = 0 + 0 + 1', '1 = 1 + 0 + 0', '1 = 1 + 0 + 0']);
    expect(await stored()).toEqual(['a c1', 'b c2', 'c c3']);
  });

  it('does not upset the order of the rows of a later file', async () => {
    await fixture.refusal(fixture.write('aiChatSessions.csv', `${header}a,x\nb\n`));
    expect(await fixture.database.all(`SELECT current_setting('preserve_insertion_order') AS kept`)).toEqual([{ kept: true }]);
  });
});
