import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../src/index.ts';
import { cellOf, type Databases, databases, gate } from './database-fixture.ts';

let files: Databases;
let database: Database;
beforeEach(async () => {
  files = databases();
  database = await files.open();
  await database.run('CREATE TABLE source.counter AS SELECT 0 AS n');
  await database.run('CREATE TABLE source.entries (id INTEGER, side VARCHAR)');
});
afterEach(() => files.close());

const entries = (): Promise<unknown> => cellOf(database, 'SELECT count(*) FROM source.entries');
const insert = (id: number, side = 'left'): Promise<void> => database.run(`INSERT INTO source.entries VALUES (${id}, '${side}')`);

describe('transactions', () => {
  it('run one at a time, in order of arrival', async () => {
    const order: number[] = [];
    const increments = Array.from({ length: 200 }, (_, caller) =>
      database.transaction(async () => {
        const n = Number(await cellOf(database, 'SELECT n FROM source.counter'));
        order.push(caller);
        await database.run(`UPDATE source.counter SET n = ${n + 1}`);
        return n;
      }),
    );
    const seen = await Promise.all(increments);
    expect(seen).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(order).toEqual(seen);
    expect(await cellOf(database, 'SELECT n FROM source.counter')).toBe(200);
  });

  it('that fail leave nothing behind, and those beside them everything', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, id) =>
        database.transaction(async () => {
          await insert(id);
          if (id % 4 === 1) throw new Error(`no ${id}`);
          if (id % 4 === 2) await database.run('SELECT * FROM nowhere');
          await insert(id, 'right');
        }),
      ),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(
      Array.from({ length: 40 }, (_, id) => (id % 4 === 1 || id % 4 === 2 ? 'rejected' : 'fulfilled')),
    );
    const stored = await database.all('SELECT id, count(*) AS sides FROM source.entries GROUP BY id ORDER BY id');
    expect(stored).toEqual([0, 3, 4, 7, 8, 11, 12, 15, 16, 19, 20, 23, 24, 27, 28, 31, 32, 35, 36, 39].map((id) => ({ id, sides: '2' })));
  });

  it('are refused inside another one, which goes on', async () => {
    await database.transaction(async () => {
      await insert(1);
      await expect(database.transaction(() => insert(2))).rejects.toThrow(new RangeError('a transaction inside a transaction'));
      await expect(database.setProperty('name', 'value')).rejects.toThrow(RangeError);
      await expect(database.checkpoint()).rejects.toThrow(new RangeError('a checkpoint inside a transaction'));
      await insert(3);
    });
    expect(await database.all('SELECT id FROM source.entries ORDER BY id')).toEqual([{ id: 1 }, { id: 3 }]);
    expect(await database.property('name')).toBeUndefined();
  });

  it('of two databases do not see each other', async () => {
    const other = await files.open({ file: ':memory:' });
    await other.run('CREATE TABLE source.entries (id INTEGER, side VARCHAR)');
    await database.transaction(async () => {
      await insert(1);
      await other.transaction(() => other.run(`INSERT INTO source.entries VALUES (7, 'left')`));
      expect(await cellOf(database, 'SELECT max(id) FROM source.entries')).toBe(1);
      expect(await cellOf(other, 'SELECT max(id) FROM source.entries')).toBe(7);
    });
  });

  it('run the statements of simultaneous parts one after another', async () => {
    await database.transaction(async () => {
      await Promise.all(Array.from({ length: 50 }, (_, id) => insert(id)));
      const counts = await Promise.all(Array.from({ length: 50 }, () => entries()));
      expect(new Set(counts)).toEqual(new Set(['50']));
    });
    expect(await entries()).toBe('50');
  });

  it('take in statements that nobody waited for', async () => {
    await database.transaction(async () => {
      void insert(1);
      void insert(2);
    });
    expect(await entries()).toBe('2');
  });

  it('roll back what was begun beside a statement that failed', async () => {
    const failing = database.transaction(() =>
      Promise.all([database.run('SELECT * FROM nowhere'), insert(1), insert(2).catch(() => null)]),
    );
    await expect(failing).rejects.toThrow(/nowhere/);
    expect(await entries()).toBe('0');
    await database.transaction(() => insert(3));
    expect(await entries()).toBe('1');
  });

  it('take no statement after their end', async () => {
    const rest = gate();
    let late: Promise<void> | undefined;
    const failing = database.transaction(async () => {
      late = rest.passed.then(() => insert(1));
      throw new Error('given up');
    });
    await expect(failing).rejects.toThrow('given up');
    rest.open();
    await expect(late).rejects.toThrow(new RangeError('a statement of a transaction that has ended'));
    expect(await entries()).toBe('0');
  });
});

describe('statements outside a transaction', () => {
  it('neither see an open one nor wait for it', async () => {
    const [inserted, read] = [gate(), gate()];
    const writing = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await read.passed;
      await insert(1, 'right');
      expect(await entries()).toBe('2');
    });
    await inserted.passed;
    expect(await entries()).toBe('0');
    expect((await database.page('SELECT * FROM source.entries', 5)).rows).toEqual([]);
    read.open();
    await writing;
    expect(await entries()).toBe('2');
  });

  it('are stored whatever becomes of an open one', async () => {
    const [inserted, stored] = [gate(), gate()];
    const failing = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await stored.passed;
      throw new Error('given up');
    });
    await inserted.passed;
    await insert(2);
    stored.open();
    await expect(failing).rejects.toThrow('given up');
    expect(await database.all('SELECT id FROM source.entries')).toEqual([{ id: 2 }]);
  });

  it('belong to no transaction when they come from elsewhere while one is open', async () => {
    const started = gate();
    const fromElsewhere = started.passed.then(entries);
    await database.transaction(async () => {
      await insert(1);
      started.open();
      expect(await fromElsewhere).toBe('0');
    });
  });

  it('see both halves of a transaction or neither, however many read and write at once', async () => {
    let reads = 0;
    let writing = true;
    const reader = async (): Promise<void> => {
      while (writing) {
        const query = `SELECT count(*) FILTER (side = 'left') AS l, count(*) FILTER (side = 'right') AS r FROM source.entries`;
        const [row] = await database.all(query);
        expect(row?.['l']).toBe(row?.['r']);
        reads += 1;
      }
    };
    const readers = Array.from({ length: 8 }, reader);
    const writers = Array.from({ length: 60 }, (_, id) =>
      database.transaction(async () => {
        await insert(id);
        if (id % 10 === 0) await database.run(`DELETE FROM source.entries WHERE id < ${id}`);
        await insert(id, 'right');
      }),
    );
    await Promise.all(writers);
    writing = false;
    await Promise.all(readers);
    expect(reads).toBeGreaterThan(0);
    expect(await entries()).toBe('20');
  });

  it('get their own rows, hundreds of them at once beside writes', async () => {
    await database.run(`CREATE TABLE source.numbers AS SELECT i, 'number ' || i AS name FROM range(20000) AS r(i)`);
    const one = async (i: number): Promise<void> => {
      expect(await database.all('SELECT i, name FROM source.numbers WHERE i = $1', [String(i)])).toEqual([
        { i: `${i}`, name: `number ${i}` },
      ]);
    };
    const many = async (i: number): Promise<void> => {
      const rows = await database.all(`SELECT i FROM source.numbers WHERE i >= ${i} AND i < ${i + 5000} ORDER BY i`);
      expect([rows.length, rows[0]?.['i'], rows.at(-1)?.['i']]).toEqual([5000, `${i}`, `${i + 4999}`]);
    };
    const page = async (i: number): Promise<void> => {
      const { rows, more } = await database.page(`SELECT i FROM source.numbers WHERE i >= ${i} ORDER BY i`, 3000);
      expect([rows.length, rows[0]?.[0], rows.at(-1)?.[0], more]).toEqual([3000, `${i}`, `${i + 2999}`, true]);
    };
    const write = (i: number): Promise<void> =>
      database.transaction(() => database.run(`INSERT INTO source.numbers SELECT i, 'later' FROM range(${-i - 2}, ${-i - 1}) AS r(i)`));
    await Promise.all(Array.from({ length: 400 }, (_, i) => [one, page, one, many, one, write, one, one][i % 8]?.(i * 7)));
    expect(await cellOf(database, 'SELECT count(*) FROM source.numbers')).toBe('20050');
  });

  it('and those inside find the same settings on every connection', async () => {
    const settings = `SELECT current_setting('TimeZone') || ' ' || current_setting('search_path') || ' ' || current_catalog() AS value`;
    const values = await Promise.all(Array.from({ length: 12 }, () => cellOf(database, settings)));
    values.push(await database.transaction(() => cellOf(database, settings)));
    values.push(await database.snapshot(() => cellOf(database, settings)));
    expect(new Set(values)).toEqual(new Set(['UTC kpi_core.kpi,kpi_core.source,kpi_core.meta kpi_core']));
    const unqualified = (): Promise<unknown> => cellOf(database, 'SELECT count(*) FROM "platformKpiDaily"');
    expect(await Promise.all([unqualified(), unqualified(), unqualified(), database.transaction(unqualified)])).toEqual([
      '0',
      '0',
      '0',
      '0',
    ]);
  });

  it('leave the space of replaced rows free once a page has been given', async () => {
    const rewrite = async (): Promise<number> => {
      await database.transaction(async () => {
        await database.run('DELETE FROM source.entries');
        await database.run('INSERT INTO source.entries SELECT hash(i) % 2147483647, hash(i) FROM range(200000) AS r(i)');
      });
      await database.checkpoint();
      return Number(await cellOf(database, `SELECT used_blocks FROM pragma_database_size() WHERE database_name = 'kpi_core'`));
    };
    const blocks = await rewrite();
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([1, 2, 3].map(() => database.page('SELECT * FROM source.entries', 1)));
      await database.transaction(() => database.page('SELECT * FROM source.entries', 1));
      await rewrite();
    }
    expect(await rewrite()).toBeLessThan(2 * blocks);
  });
});
