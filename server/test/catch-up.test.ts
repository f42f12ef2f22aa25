import { addDays, hourlyDocumentId, type RunRecord, type UtcDate } from '@pack324a/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { catchUp } from '../src/clock/catch-up.ts';
import { type Session, withEnvironment } from '../src/local/session.ts';
import { bringUpToDate, sessionAt, temporaryFiles } from './demo-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));

const NOW = Date.parse('2025-06-15T12:20:00Z');
const TODAY = '2025-06-15' as UtcDate;
const day = (daysAgo: number): UtcDate => addDays(TODAY, -daysAgo);
const hour = (daysAgo: number, of: number): string => hourlyDocumentId({ date: day(daysAgo), hour: of });

const described = (runs: readonly RunRecord[]): string[] => runs.map(({ job, from, to }) => `${job} ${from} ${to}`);
const REST = [`aggregate ${TODAY} ${TODAY}`, `cleanup ${TODAY} ${TODAY}`];

/** The ids of the stored hours. */
async function storedHours({ store }: Session): Promise<string[]> {
  const documents = await store.listDays('platformKpiHourly', { from: day(400), to: TODAY });
  return documents.map(hourlyDocumentId);
}

describe('catching up on a platform that is running', () => {
  let file: string;
  beforeEach(async () => {
    file = files.fresh();
    const times = [20, 6, 5, 1, 0].map((daysAgo) => spendAt(`${day(daysAgo)}T07:30:00Z`));
    await sessionAt(file, NOW, (session) => importRows(session, 'walletTransactions', times));
    await bringUpToDate(file, NOW);
  });

  it('stores every hour that is kept, up to the running one', async () => {
    const hours = await sessionAt(file, NOW, storedHours);
    expect(hours).toHaveLength(7 * 24 + 13);
    expect([hours[0], hours.at(-1)]).toEqual([hour(7, 0), hour(0, 12)]);
  });

  it('makes up exactly the hours that are missing or were last captured while running, then the days', async () => {
    await sessionAt(file, NOW, async (session) => {
      const before = await storedHours(session);
      const gone = [hour(5, 3), hour(5, 4), hour(5, 20)];
      await session.database.run(`DELETE FROM kpi."platformKpiHourly" WHERE id IN ('${gone.join("', '")}')`);
      await session.database.run(
        `UPDATE kpi."platformKpiHourly" SET provenance = json_merge_patch(provenance, '{"complete":false}') WHERE id = '${hour(6, 7)}'`,
      );
      const progress: number[][] = [];
      const runs = await catchUp(session, { onProgress: (...told) => void progress.push(told) });
      expect(described(runs)).toEqual([
        `aggregate-hours ${hour(6, 7)} ${hour(6, 7)}`,
        `aggregate-hours ${hour(5, 3)} ${hour(5, 4)}`,
        `aggregate-hours ${hour(5, 20)} ${hour(5, 20)}`,
        `aggregate-hours ${hour(0, 0)} ${hour(0, 12)}`,
        ...REST,
      ]);
      expect(runs.map(({ outcome }) => outcome)).toEqual(runs.map(() => 'succeeded'));
      expect(progress).toEqual([
        [0, 1],
        [1, 1],
      ]);
      expect(await storedHours(session)).toEqual(before);
      expect((await session.store.get('platformKpiHourly', hour(6, 7)))?.provenance.complete).toBe(true);
    });
  });

  it('leaves hours beyond their retention alone, and the deletion of what is old to its job', async () => {
    await sessionAt(file, NOW, async (session) => {
      await session.database.run(`DELETE FROM kpi."platformKpiHourly" WHERE "date" < DATE '${day(6)}'`);
      expect(described(await catchUp(session))).toEqual([
        `aggregate-hours ${hour(7, 0)} ${hour(7, 23)}`,
        `aggregate-hours ${hour(0, 0)} ${hour(0, 12)}`,
        ...REST,
      ]);
    });
  });

  it('ends before its next part once the process is stopping', async () => {
    await sessionAt(file, NOW, async (session) => {
      await session.database.run(`DELETE FROM kpi."platformKpiHourly" WHERE id IN ('${hour(5, 3)}', '${hour(5, 20)}')`);
      let asked = 0;
      // Asked before each part, and by each run before it writes.
      const stopping = (): boolean => ++asked > 3;
      const runs = await catchUp(withEnvironment(session, { log: session.log, stopping }));
      expect(described(runs)[0]).toBe(`aggregate-hours ${hour(5, 3)} ${hour(5, 3)}`);
      expect(runs.length).toBeLessThan(3);
      expect(await storedHours(session)).not.toContain(hour(5, 20));
    });
  });
});

describe('catching up on something else', () => {
  it('makes no demo in an empty database unless it is asked to', async () => {
    const file = files.fresh();
    await sessionAt(file, NOW, async (session) => {
      expect(await catchUp(session)).toEqual([]);
      expect(await session.database.hasTable('source', 'users')).toBe(false);
    });
  });

  it('aggregates a history once, without hours, and deletes nothing of it', async () => {
    const file = files.fresh();
    await sessionAt(file, NOW, async (session) => {
      await importRows(session, 'walletTransactions', [spendAt('1997-01-02T10:00:00Z'), spendAt('1997-01-04T10:00:00Z')]);
      expect(described(await catchUp(session))).toEqual(['aggregate 1997-01-02 1997-01-04']);
      expect(await catchUp(session)).toEqual([]);
      expect(await storedHours(session)).toEqual([]);
    });
  });
});
