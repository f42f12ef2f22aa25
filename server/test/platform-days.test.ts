import { addDays, type UtcDate, utcDateOf } from '@pack324a/core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { platformDays } from '../src/local/platform-days.ts';
import { aggregateRange } from '../src/operations/aggregate-range.ts';
import { bringUpToDate, sessionAt, temporaryFiles } from './demo-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());
beforeAll(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true));

const NOON = Date.parse('2025-06-15T12:00:00Z');
const TODAY = utcDateOf(NOON);
const MS_PER_DAY = 86_400_000;

/** A file with a spend at each of the times. */
async function fileWith(...times: string[]): Promise<string> {
  const file = files.fresh();
  await sessionAt(file, NOON, (session) => importRows(session, 'walletTransactions', times.map(spendAt)));
  return file;
}

const staleAt = (file: string, nowMs: number) => sessionAt(file, nowMs, async (session) => (await platformDays(session))?.stale);

function spentOn(file: string, date: string): Promise<number | undefined> {
  return sessionAt(file, NOON, async ({ store }) => (await store.get('platformKpiDaily', date))?.totalTokensSpent);
}

describe('the stale days of a history', () => {
  it('are all of its days at first, and then none, however old they are', async () => {
    const file = await fileWith('1997-01-02T10:00:00Z', '1997-01-20T10:00:00Z');
    expect(await staleAt(file, NOON)).toEqual({ from: '1997-01-02', to: '1997-01-20' });
    await sessionAt(file, NOON, async (session) => {
      const range = { from: '1997-01-02' as UtcDate, to: '1997-01-20' as UtcDate };
      await aggregateRange(session, range, 'backfill', () => undefined);
    });
    expect(await staleAt(file, NOON)).toBeUndefined();
  });

  it('are the days that came to it, and the ones before them that late rows may have changed', async () => {
    const file = await fileWith('2025-03-01T10:00:00Z', '2025-03-20T10:00:00Z');
    await bringUpToDate(file, NOON);
    await sessionAt(file, NOON, (session) => importRows(session, 'walletTransactions', [spendAt('2025-03-25T10:00:00Z')]));
    expect(await staleAt(file, NOON)).toEqual({ from: '2025-03-18', to: '2025-03-25' });
  });
});

describe('the stale days of a platform of one’s own that is running', () => {
  it('include today every time, for the rows that came meanwhile', async () => {
    const file = await fileWith('2025-06-10T10:00:00Z', '2025-06-15T11:00:00Z');
    await bringUpToDate(file, NOON);
    expect(await spentOn(file, TODAY)).toBe(2);
    await sessionAt(file, NOON, (session) => importRows(session, 'walletTransactions', [spendAt('2025-06-15T11:30:00Z')]));
    expect(await staleAt(file, NOON)).toEqual({ from: TODAY, to: TODAY });
    await bringUpToDate(file, NOON);
    expect(await spentOn(file, TODAY)).toBe(4);
  });

  it('include the day that was still running the last time', async () => {
    const file = await fileWith('2025-06-01T10:00:00Z', '2025-06-15T11:00:00Z');
    await bringUpToDate(file, NOON);
    await sessionAt(file, NOON, (session) => importRows(session, 'walletTransactions', [spendAt('2025-06-15T20:00:00Z')]));
    const tomorrow = NOON + MS_PER_DAY;
    expect(await staleAt(file, tomorrow)).toEqual({ from: '2025-06-12', to: '2025-06-16' });
    await bringUpToDate(file, tomorrow);
    expect(await spentOn(file, TODAY)).toBe(4);
  });

  it('reach back no further than its figures are kept', async () => {
    const oldest = addDays(TODAY, -365);
    const file = await fileWith('2020-01-01T10:00:00Z', '2025-06-15T11:00:00Z');
    expect(await staleAt(file, NOON)).toEqual({ from: oldest, to: TODAY });
    await bringUpToDate(file, NOON);
    expect(await staleAt(file, NOON)).toEqual({ from: TODAY, to: TODAY });
  });
});
