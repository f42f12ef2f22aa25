import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { catalogueFor, KpiError } from '@pack324a/core';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database, type DatabaseOptions } from '../src/index.ts';

let folder: string;
let opened: Database[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kpi-database-'));
});
afterEach(() => {
  for (const database of opened) database.close();
  opened = [];
  rmSync(folder, { recursive: true, force: true });
});

const path = (name = 'kpi.duckdb'): string => join(folder, name);

async function open(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  const database = await Database.open({ file: path(), mode: 'write', ...options }, catalogueFor());
  opened.push(database);
  return database;
}

function close(database: Database): void {
  opened = opened.filter((other) => other !== database);
  database.close();
}

/** The error that opening ends with. */
async function refusal(options: Partial<DatabaseOptions> = {}): Promise<KpiError> {
  const error = await open(options).catch((thrown: unknown) => thrown);
  if (error instanceof KpiError) return error;
  throw error instanceof Error ? error : new Error('it was opened');
}

/** A DuckDB file made by someone else. */
async function makeForeign(file: string, ...statements: string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

const digest = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
const tablesOf = async (database: Database): Promise<number> =>
  Number((await database.all('SELECT count(*) AS n FROM information_schema.tables'))[0]?.['n']);

describe('opening', () => {
  it('to write makes the file and the folders that lead to it', async () => {
    close(await open({ file: path('some/folder/kpi.duckdb') }));
    expect(existsSync(path('some/folder/kpi.duckdb'))).toBe(true);
  });

  it('to read makes nothing', async () => {
    expect(await refusal({ mode: 'read' })).toMatchObject({ code: 'not-found', message: expect.stringContaining(path()) });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('to read leaves the file as it is, and may be done twice at once', async () => {
    close(await open());
    const before = digest(path());
    const [first, second] = [await open({ mode: 'read' }), await open({ mode: 'read' })];
    expect([await first.property('schemaVersion'), await second.property('schemaVersion')]).toEqual(['1', '1']);
    await expect(first.setProperty('schemaVersion', '2')).rejects.toThrow(/read-only/);
    close(first);
    close(second);
    expect(digest(path())).toBe(before);
  });

  it.each(['read', 'write'] as const)('to %s refuses the file of another program, and leaves it as it is', async (mode) => {
    await makeForeign(path(), 'CREATE TABLE theirs AS SELECT 42 AS answer');
    const before = digest(path());
    expect(await refusal({ mode })).toMatchObject({ code: 'failed-precondition', message: expect.stringContaining('not one of ours') });
    expect(digest(path())).toBe(before);
  });

  it('to write takes an empty DuckDB file', async () => {
    await makeForeign(path());
    expect(await refusal({ mode: 'read' })).toMatchObject({ code: 'failed-precondition' });
    expect(await (await open()).property('schemaVersion')).toBe('1');
  });

  it.each(['read', 'write'] as const)('to %s refuses what is no DuckDB file', async (mode) => {
    writeFileSync(path(), 'createdAt,amount\n'.repeat(1000));
    const before = digest(path());
    expect(await refusal({ mode })).toMatchObject({ code: 'failed-precondition', message: `${path()} is not a DuckDB file.` });
    expect(digest(path())).toBe(before);
  });

  it('refuses a folder', async () => {
    mkdirSync(path('folder'));
    for (const mode of ['read', 'write'] as const) {
      expect(await refusal({ file: path('folder'), mode })).toMatchObject({ code: 'failed-precondition' });
    }
  });

  it('refuses a file in the place of its folder', async () => {
    writeFileSync(path('file'), '');
    expect(await refusal({ file: path('file/kpi.duckdb') })).toMatchObject({ code: 'failed-precondition' });
  });

  it.each(['read', 'write'] as const)('to %s refuses the layout of a later version, and leaves it as it is', async (mode) => {
    const database = await open();
    await database.setProperty('schemaVersion', '2');
    await database.run('DROP TABLE kpi."kpiPacks"');
    await database.checkpoint();
    close(database);
    const before = digest(path());
    expect(await refusal({ mode })).toMatchObject({ code: 'failed-precondition', message: expect.stringContaining('layout 2') });
    expect(digest(path())).toBe(before);
  });

  const NAMES = [
    'kpi.duckdb',
    'source.duckdb',
    'meta.duckdb',
    'main.duckdb',
    'temp.duckdb',
    'system.duckdb',
    'kpi_core.duckdb',
    'memory',
    `it's "mine" (1).duckdb`,
    '\u{1F600} \u0142.duckdb',
    'semi;colon --.duckdb',
    '%d {x}.db',
  ];

  it.each(NAMES)('works under the name %j', async (name) => {
    const database = await open({ file: path(name) });
    await database.setProperty('greeting', 'hello');
    const tables = await tablesOf(database);
    expect(await database.all(`SELECT count(*) AS n FROM kpi."platformKpiDaily"`)).toEqual([{ n: '0' }]);
    close(database);
    const again = await open({ file: path(name), mode: 'read' });
    expect([await again.property('greeting'), await tablesOf(again)]).toEqual(['hello', tables]);
    expect(await again.hasTable('kpi', 'platformKpiDaily')).toBe(true);
    expect(await again.hasTable('source', 'users')).toBe(false);
  });
});

describe('a file that another process has open', () => {
  let holder: ChildProcess | undefined;
  afterEach(() => holder?.kill());

  it('is refused in one sentence that names the process', async () => {
    close(await open());
    const script = `
      import { DuckDBInstance } from '@duckdb/node-api';
      const instance = await DuckDBInstance.create(process.argv[1]);
      await instance.connect();
      console.log('open');
      setInterval(() => instance, 1000);`;
    const args = ['--input-type=module', '-e', script, path()];
    holder = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => holder?.stdout?.once('data', resolve));
    for (const mode of ['read', 'write'] as const) {
      const error = await refusal({ mode });
      expect([error.code, error.message]).toEqual([
        'failed-precondition',
        expect.stringContaining(`in use by another process (PID ${holder?.pid})`),
      ]);
      expect(error.message).not.toContain('\n');
    }
  });
});

describe('what is stored', () => {
  it('is there again after closing, and after a stop without closing', async () => {
    const database = await open();
    await database.setProperty('first', '1');
    await database.checkpoint();
    await database.setProperty('second', '2');
    const copy = path('copy.duckdb');
    for (const ending of ['', '.wal']) cpSync(path() + ending, copy + ending);
    const again = await open({ file: copy });
    expect([await again.property('first'), await again.property('second')]).toEqual(['1', '2']);
  });

  it('is all of a transaction or nothing', async () => {
    const database = await open();
    await database.setProperty('kept', 'before');
    const failing = database.transaction(async () => {
      await database.run(`UPDATE meta.properties SET value = 'after' WHERE name = 'kept'`);
      await database.run('CREATE TABLE source.users (x INTEGER)');
      expect(await database.hasTable('source', 'users')).toBe(true);
      throw new KpiError('data-loss', 'halfway');
    });
    await expect(failing).rejects.toThrow('halfway');
    expect(await database.property('kept')).toBe('before');
    expect(await database.hasTable('source', 'users')).toBe(false);
    expect(await database.transaction(async () => 5)).toBe(5);
  });

  it('survives a statement that fails in a transaction, whose error comes through', async () => {
    const database = await open();
    await expect(database.transaction(() => database.run('SELECT * FROM nowhere'))).rejects.toThrow(/nowhere/);
    await database.setProperty('later', 'works');
    expect(await database.property('later')).toBe('works');
  });

  it('gives properties back as they were set', async () => {
    const database = await open({ file: ':memory:' });
    const texts = fc.string({ unit: 'binary', maxLength: 40 }).filter((text) => !text.includes('\0'));
    const property = fc.asyncProperty(texts, texts, async (name, value) => {
      await database.setProperty(name, 'something else');
      await database.setProperty(name, value);
      expect(await database.property(name)).toBe(value);
      expect(await database.all('SELECT count(*) AS n FROM meta.properties WHERE name = $1', [name])).toEqual([{ n: '1' }]);
    });
    await fc.assert(property, { numRuns: 50 });
    expect(await database.property('never set')).toBeUndefined();
  });
});

describe('the engine', () => {
  const setting = async (database: Database, name: string) =>
    (await database.all(`SELECT current_setting('${name}') AS value`))[0]?.['value'];

  it('has the memory limit that it was given, and one of ours otherwise', async () => {
    expect(await setting(await open({ file: path('a'), memoryLimitMb: 300 }), 'memory_limit')).toBe('286.1 MiB');
    expect(await setting(await open({ file: path('b') }), 'memory_limit')).toBe('274.6 MiB');
    expect(await setting(await open({ file: ':memory:', memoryLimitMb: 100 }), 'memory_limit')).toBe('95.3 MiB');
  });

  it('spills into a folder beside the file', async () => {
    expect(await setting(await open(), 'temp_directory')).toBe(`${path()}.tmp`);
  });

  it('fetches no extension by itself', async () => {
    const database = await open();
    expect([await setting(database, 'autoinstall_known_extensions'), await setting(database, 'autoload_known_extensions')]).toEqual([
      false,
      false,
    ]);
    await expect(database.all(`SELECT * FROM read_csv('https://example.invalid/users.csv')`)).rejects.toThrow(/httpfs/);
  });

  it('reckons in UTC whatever the zone of the process', async () => {
    const [row] = await (await open()).all(`SELECT CAST(TIMESTAMPTZ '2025-03-09 10:00:00' AS VARCHAR) AS text`);
    expect(row?.['text']).toBe('2025-03-09 10:00:00+00');
  });

  it('gives a page of a result, and says whether there is more', async () => {
    const database = await open();
    const query = 'SELECT i, i AS i, i * 9007199254740993::HUGEINT AS big FROM range(5) AS rows(i)';
    expect(await database.page(query, 2)).toMatchObject({
      rows: [
        ['0', '0', '0'],
        ['1', '1', '9007199254740993'],
      ],
      more: true,
    });
    expect((await database.page(query, 5)).more).toBe(false);
    expect(new Set((await database.page(query, 1)).columns).size).toBe(3);
    expect(await database.page('SELECT 1 AS one WHERE false', 5)).toEqual({ columns: ['one'], rows: [], more: false });
  });
});
