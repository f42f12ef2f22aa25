import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../src/index.ts';
import { cellOf, type Databases, databases, gate } from './database-fixture.ts';

/** The executor forgets its bookkeeping after 100 ms without a transaction. */
const LONGER_THAN_A_REST_MS = 150;

let files: Databases;
let database: Database;
beforeEach(async () => {
  files = databases();
  database = await files.open();
  await database.run('CREATE TABLE source.entries (id INTEGER, side VARCHAR)');
});
afterEach(() => files.close());

const entries = (): Promise<unknown> => cellOf(database, 'SELECT count(*) FROM source.entries');
const insert = (id: number, side = 'left'): Promise<void> => database.run(`INSERT INTO source.entries VALUES (${id}, '${side}')`);

describe('snapshots', () => {
  it('see one state of the file, whatever is stored meanwhile', async () => {
    await insert(1);
    const [read, stored] = [gate(), gate()];
    const storing = read.passed.then(() => insert(2)).then(stored.open);
    await database.snapshot(async () => {
      expect(await entries()).toBe('1');
      read.open();
      await stored.passed;
      expect(await entries()).toBe('1');
      expect(await database.snapshot(entries)).toBe('1');
    });
    await storing;
    expect(await entries()).toBe('2');
  });

  it('inside a transaction are part of it', async () => {
    await database.transaction(async () => {
      await insert(1);
      expect(await database.snapshot(entries)).toBe('1');
    });
  });

  it('are told from what is outside of them after a long rest, as before', async () => {
    for (let round = 1; round <= 3; round++) {
      await delay(LONGER_THAN_A_REST_MS);
      expect(database.isInTransaction).toBe(false);
      await database.transaction(async () => {
        await insert(round);
        expect(database.isInTransaction).toBe(true);
        expect(await entries()).toBe(String(round));
        await database.snapshot(async () => expect(await entries()).toBe(String(round)));
      });
      await expect(database.transaction(() => database.transaction(() => insert(9)))).rejects.toThrow(RangeError);
    }
  });

  it('write nothing, and hold no transaction', async () => {
    await expect(database.snapshot(() => insert(1))).rejects.toThrow(/read-only/);
    await expect(database.snapshot(() => database.transaction(() => insert(1)))).rejects.toThrow(
      new RangeError('a transaction inside a snapshot'),
    );
    await insert(2);
    expect(await database.all('SELECT id FROM source.entries')).toEqual([{ id: 2 }]);
  });

  it('give their connection back, whether they fail or not', async () => {
    const failing = Array.from({ length: 20 }, () => database.snapshot(() => database.all('SELECT * FROM nowhere')));
    for (const outcome of await Promise.allSettled(failing)) expect(outcome.status).toBe('rejected');
    expect(await Promise.all(Array.from({ length: 20 }, () => database.snapshot(entries)))).toEqual(Array(20).fill('0'));
  });
});

describe('what a database says of its changes', () => {
  it('a revision that any change raises, and no read', async () => {
    const revisions: number[] = [];
    const note = (): void => void revisions.push(database.revision);
    note();
    await insert(1);
    note();
    await database.transaction(() => insert(2));
    note();
    await expect(database.transaction(() => database.run('SELECT * FROM nowhere'))).rejects.toThrow();
    note();
    expect(revisions).toEqual([...new Set(revisions)].sort((left, right) => left - right));
    const { revision } = database;
    await entries();
    await database.page('SELECT 1', 1);
    await database.snapshot(entries);
    await database.hasTable('source', 'entries');
    expect(database.revision).toBe(revision);
    expect(database.isChanging).toBe(false);
  });

  it('nothing of a transaction until it ends', async () => {
    const { revision } = database;
    await database.transaction(async () => {
      await insert(1);
      expect([database.revision, database.isChanging, database.isInTransaction]).toEqual([revision, false, true]);
    });
    expect(database.revision).toBeGreaterThan(revision);
    expect(database.isInTransaction).toBe(false);
  });

  it('whether a table is there, as seen from where it is asked', async () => {
    const [made, asked] = [gate(), gate()];
    expect(await database.hasTable('source', 'fresh')).toBe(false);
    const making = database.transaction(async () => {
      await database.run('CREATE TABLE source.fresh (i INTEGER)');
      expect(await database.hasTable('source', 'fresh')).toBe(true);
      made.open();
      await asked.passed;
    });
    await made.passed;
    expect(await database.hasTable('source', 'fresh')).toBe(false);
    asked.open();
    await making;
    expect(await database.hasTable('source', 'fresh')).toBe(true);
    await database.run('DROP TABLE source.fresh');
    expect(await database.hasTable('source', 'fresh')).toBe(false);
  });
});

describe('checkpoints', () => {
  it('take their turn among transactions, and stand in nobody’s way', async () => {
    const work = Array.from({ length: 60 }, (_, id) => {
      if (id % 6 === 5) return database.checkpoint();
      if (id % 6 === 4) return insert(id, 'outside');
      if (id % 6 === 3) return entries();
      return database.transaction(async () => {
        await insert(id);
        await database.run(`DELETE FROM source.entries WHERE id = ${id - 6} AND side = 'left'`);
      });
    });
    await Promise.all(work);
    const stored = 'SELECT id FROM source.entries ORDER BY id';
    const before = await database.all(stored);
    expect(before).toHaveLength(13);
    database.close();
    const again = await files.open({ mode: 'read' });
    expect(await again.all(stored)).toEqual(before);
  });
});
