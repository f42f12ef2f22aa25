import { writeFileSync } from 'node:fs';
import { addDays, type RunRecord, type UtcDate } from '@pack324a/core';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dayLookups } from '../src/local/platform-days.ts';
import { openSession, type Session } from '../src/local/session.ts';
import { aggregateRange } from '../src/operations/aggregate-range.ts';
import { newestDay, printFigures } from '../src/print/newest.ts';
import { type RunningHost, startHost } from '../src/serve/serve.ts';
import { bringUpToDate, sessionAt, temporaryFiles } from './demo-support.ts';
import { hostOn, say } from './host-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const NIGHT = Date.parse('2025-06-15T00:05:00Z');
const TODAY = '2025-06-15' as UtcDate;
const at = (time: string): number => Date.parse(`${TODAY}T${time}Z`);

/** A file with a spend at each of the times, aggregated. */
async function fileWith(...times: string[]): Promise<string> {
  const file = files.fresh();
  await sessionAt(file, NIGHT, (session) => importRows(session, 'walletTransactions', times.map(spendAt)));
  const quiet = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await bringUpToDate(file, NIGHT);
  quiet.mockRestore();
  return file;
}

const history = (): Promise<string> => fileWith('1997-01-02T10:00:00Z', '1997-01-20T10:00:00Z');

/** Everything that is stored of the figures and the runs. */
async function storedIn({ store }: Session) {
  return { inventory: await store.inventory(), runs: await store.latestRuns(100) };
}

describe('the clock', () => {
  const hosts: RunningHost[] = [];
  afterEach(async () => {
    for (const host of hosts.splice(0)) await host.stop();
    vi.useRealTimers();
  });

  /** A host that goes through the times at which jobs are due; what its jobs did, those that were skipped and those that ran. */
  async function throughTheNight(file: string): Promise<{ session: Session; before: unknown; said: string[] }> {
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'], now: NIGHT });
    const session = await openSession({ db: file }, 'write');
    const before = await storedIn(session);
    const said: string[] = [];
    const write = (line: string): void => {
      const { msg, job } = JSON.parse(line);
      if (msg === 'job-skipped') said.push(`${job} skipped`);
    };
    const onRun = ({ job }: RunRecord): void => void said.push(`${job} ran`);
    hosts.push(await startHost({ session, port: 0, log: pino({ level: 'info' }, { write }), isCaughtUp: true, onRun }));
    for (const [time, count] of [
      ['00:10:01', 2],
      ['01:00:01', 3],
    ] as const) {
      await vi.advanceTimersByTimeAsync(at(time) - Date.now());
      while (said.length < count) await new Promise((resolve) => setImmediate(resolve));
    }
    return { session, before, said };
  }

  it('leaves a history as it is: writes nothing, deletes nothing, and says so in the log', async () => {
    const { session, before, said } = await throughTheNight(await history());
    expect(said).toEqual(['hourly skipped', 'daily skipped', 'cleanup skipped']);
    expect(await storedIn(session)).toEqual(before);
    expect(await session.store.get('platformKpiDaily', '1997-01-02')).toBeDefined();
  });

  it('runs every job of a platform that had rows yesterday', async () => {
    const { session, before, said } = await throughTheNight(await fileWith('2025-06-01T10:00:00Z', '2025-06-14T10:00:00Z'));
    expect(said).toEqual(['hourly ran', 'daily ran', 'cleanup ran']);
    expect(await storedIn(session)).not.toEqual(before);
  });

  it('runs every job where there are no rows at all', async () => {
    const file = files.fresh();
    await sessionAt(file, NIGHT, async () => undefined);
    expect((await throughTheNight(file)).said).toEqual(['hourly ran', 'daily ran', 'cleanup ran']);
  });
});

describe('a deletion by hand', () => {
  let file: string;
  beforeEach(async () => {
    file = await history();
  });
  const KEEPS =
    /^warning: the data ended before yesterday, and figures older than 365 days are deleted; "dailyDays": null .* keeps a history\.\n$/;

  it.each([[['cleanup']], [['run', 'cleanup']]])('of a history happens, and says how to keep one: kpi %j', async (words) => {
    const { exitCode, stderr } = await say(...words, '--db', file);
    expect(exitCode).toBe(0);
    expect(stderr).toMatch(KEEPS);
    await sessionAt(file, NIGHT, async ({ store }) => expect(await store.get('platformKpiDaily', '1997-01-02')).toBeUndefined());
  });

  it('says so through a host as well', async () => {
    const host = await hostOn({ db: file });
    expect((await say('cleanup', '--db', file)).stderr).toMatch(KEEPS);
    await host.stop();
  });

  it.each([[['cleanup']], [['run', 'cleanup']]])('says nothing where it keeps everything: kpi %j', async (words) => {
    const config = `${file}.config.json`;
    writeFileSync(config, '{"retention": {"dailyDays": null}}');
    expect(await say(...words, '--db', file, '--config', config)).toMatchObject({ exitCode: 0, stderr: '' });
    await sessionAt(file, NIGHT, async ({ store }) => expect(await store.get('platformKpiDaily', '1997-01-02')).toBeDefined());
  });

  it('says nothing on a platform that is running', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NIGHT });
    const running = await fileWith('2025-06-14T10:00:00Z');
    expect(await say('cleanup', '--db', running)).toMatchObject({ exitCode: 0, stderr: '' });
    vi.useRealTimers();
  });
});

describe('the day that is shown of a history', () => {
  it('is its last, whatever later days somebody has asked for', async () => {
    await sessionAt(await history(), NIGHT, async (session) => {
      for (const later of ['1997-01-21', addDays(TODAY, -1)] as UtcDate[]) {
        await aggregateRange(session, { from: later, to: later }, 'on-demand', () => undefined);
      }
      expect(await newestDay(session)).toBe('1997-01-20');
      const write = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
      await printFigures(session, '1997-01-20' as UtcDate);
      const printed = write.mock.calls.map(([text]) => text).join('');
      write.mockRestore();
      expect(printed).toMatch(/^1997-01-20 /m);
      expect(printed).not.toContain('1997-01-21');
    });
  });

  it('is yesterday on a platform that is running', async () => {
    await sessionAt(await fileWith('2025-06-10T10:00:00Z', '2025-06-15T00:01:00Z'), NIGHT, async (session) => {
      expect(await newestDay(session)).toBe(addDays(TODAY, -1));
    });
  });
});

describe('the last day of the sources', () => {
  it('is that of their last row, or today where it is yesterday or later, or nothing', async () => {
    await sessionAt(files.fresh(), NIGHT, async (session) => {
      expect(await session.lastDay()).toBeUndefined();
      await importRows(session, 'users', [{ id: 'u', createdAt: `${TODAY}T00:00:00Z` }]);
      expect(await session.lastDay()).toBeUndefined();
      await importRows(session, 'walletTransactions', [spendAt('2025-06-13T23:59:59Z')]);
      expect(await session.lastDay()).toBe('2025-06-13');
      await importRows(session, 'walletTransactions', [spendAt('2025-06-14T00:00:00Z')]);
      expect(await session.lastDay()).toBe(TODAY);
    });
  });

  it('is read once while neither the file nor the day changes', async () => {
    let nowMs = NIGHT;
    const session = await openSession({ db: await fileWith('2025-06-14T10:00:00Z') }, 'write', { clock: () => nowMs });
    try {
      const { firstDay, lastDay: look } = dayLookups(session);
      expect(await firstDay()).toBe('2025-06-14');
      expect(await look()).toBe(TODAY);
      const all = vi.spyOn(session.database, 'all');
      expect([await look(), await look(), await firstDay()]).toEqual([TODAY, TODAY, '2025-06-14']);
      expect(all).not.toHaveBeenCalled();
      nowMs += 86_400_000;
      expect(await look()).toBe('2025-06-14');
      await importRows(session, 'walletTransactions', [spendAt('2025-06-15T10:00:00Z')]);
      expect(await look()).toBe('2025-06-16');
      await importRows(session, 'walletTransactions', [spendAt('2025-05-01T10:00:00Z')]);
      expect(await firstDay()).toBe('2025-05-01');
    } finally {
      session.database.close();
    }
  });
});
