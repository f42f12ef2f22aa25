import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../src/index.ts';
import { cellOf, type Databases, databases, ENDLESS, gate } from './database-fixture.ts';

const INTERRUPTED = { name: 'KpiError', code: 'unavailable', message: 'The work on the database was stopped before its end.' };

let files: Databases;
let database: Database;
beforeEach(async () => {
  files = databases();
  database = await files.open();
  await database.run('CREATE TABLE source.entries (id INTEGER)');
});
afterEach(() => files.close());

const entries = (): Promise<unknown> => cellOf(database, 'SELECT count(*) FROM source.entries');
const insert = (id: number): Promise<void> => database.run(`INSERT INTO source.entries VALUES (${id})`);

describe('an interruption', () => {
  it('stops statements that have only just been begun', async () => {
    const endless = [database.all(ENDLESS), database.page(ENDLESS, 1)].map((query) => expect(query).rejects.toMatchObject(INTERRUPTED));
    await database.interrupt();
    await Promise.all(endless);
    expect(await entries()).toBe('0');
  });

  it('ends the transaction that is running one, and stores nothing of it', async () => {
    const inserted = gate();
    const working = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await database.all(ENDLESS);
    });
    const ended = expect(working).rejects.toMatchObject(INTERRUPTED);
    await inserted.passed;
    await database.interrupt();
    await ended;
    expect(await entries()).toBe('0');
    await database.transaction(() => insert(2));
    expect(await entries()).toBe('1');
  });

  it('ends a transaction that is between two statements', async () => {
    const [inserted, interrupted] = [gate(), gate()];
    const working = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await interrupted.passed;
      await insert(2);
    });
    const ended = expect(working).rejects.toMatchObject(INTERRUPTED);
    await inserted.passed;
    await database.interrupt();
    interrupted.open();
    await ended;
    expect(await entries()).toBe('0');
  });

  it('ends a transaction after its last statement, and one that hides its failures', async () => {
    const [inserted, interrupted] = [gate(), gate()];
    const working = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await interrupted.passed;
      await insert(2).catch(() => undefined);
    });
    const ended = expect(working).rejects.toMatchObject(INTERRUPTED);
    await inserted.passed;
    await database.interrupt();
    interrupted.open();
    await ended;
    expect(await entries()).toBe('0');
  });

  it('ends an open snapshot', async () => {
    const started = gate();
    const reading = database.snapshot(async () => {
      started.open();
      return database.all(ENDLESS);
    });
    const ended = expect(reading).rejects.toMatchObject(INTERRUPTED);
    await started.passed;
    await database.interrupt();
    await ended;
  });

  it('leaves alone what waits for its turn', async () => {
    const started = gate();
    const first = database.transaction(async () => {
      started.open();
      await database.all(ENDLESS);
    });
    const stopped = expect(first).rejects.toMatchObject(INTERRUPTED);
    const second = database.transaction(() => insert(2));
    await started.passed;
    await database.interrupt();
    await stopped;
    await second;
    expect(await entries()).toBe('1');
  });

  it('of nothing does nothing, and stops nothing later', async () => {
    await database.interrupt();
    await database.interrupt();
    await database.transaction(() => insert(1));
    expect(await entries()).toBe('1');
  });

  it('leaves every transaction stored or not, whenever it comes', async () => {
    const outcomes: Promise<'stored' | 'stopped'>[] = [];
    for (let round = 0; round < 40; round += 1) {
      const working = database.transaction(async () => {
        await insert(round);
        await insert(round);
      });
      outcomes.push(
        working.then(
          () => 'stored',
          (error: unknown) => {
            expect(error).toMatchObject(INTERRUPTED);
            return 'stopped';
          },
        ),
      );
      for (let tick = 0; tick < round % 7; tick += 1) await entries().catch(() => undefined);
      await database.interrupt();
    }
    const found = await Promise.all(outcomes);
    const stored = found.flatMap((outcome, round) => (outcome === 'stored' ? [{ id: round, n: '2' }] : []));
    expect(await database.all('SELECT id, count(*) AS n FROM source.entries GROUP BY id ORDER BY id')).toEqual(stored);
    expect(new Set(found)).toContain('stopped');
  });
});

describe('closing', () => {
  const CLOSED = { code: 'unavailable', message: 'The database has been closed.' };

  it('may be done twice, and refuses every statement from then on', async () => {
    database.close();
    database.close();
    await expect(entries()).rejects.toMatchObject(CLOSED);
    await expect(insert(1)).rejects.toMatchObject(CLOSED);
    await expect(database.transaction(async () => undefined)).rejects.toMatchObject(CLOSED);
    await expect(database.snapshot(async () => undefined)).rejects.toMatchObject(CLOSED);
    await expect(database.checkpoint()).rejects.toMatchObject(CLOSED);
    await database.interrupt();
  });

  it('stops what is running, and rolls back what is open', async () => {
    const inserted = gate();
    const working = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await database.all(ENDLESS);
    });
    const waiting = database.transaction(() => insert(2));
    const ended = [
      expect(working).rejects.toMatchObject({ code: 'unavailable' }),
      expect(waiting).rejects.toMatchObject(CLOSED),
      expect(database.all(ENDLESS)).rejects.toMatchObject(INTERRUPTED),
    ];
    await inserted.passed;
    database.close();
    await Promise.all(ended);
    database = await files.open();
    expect(await entries()).toBe('0');
  });

  it('rolls back a transaction between two statements', async () => {
    const [inserted, closed] = [gate(), gate()];
    const working = database.transaction(async () => {
      await insert(1);
      inserted.open();
      await closed.passed;
      await insert(2);
    });
    const ended = expect(working).rejects.toMatchObject(CLOSED);
    await inserted.passed;
    database.close();
    closed.open();
    await ended;
    database = await files.open();
    expect(await entries()).toBe('0');
  });
});
