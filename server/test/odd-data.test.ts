import { writeFileSync } from 'node:fs';
import { addDays, type RunRecord, type UtcDate } from '@pack324a/core';
import { pino } from 'pino';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { catchUp } from '../src/clock/catch-up.ts';
import { askHost } from '../src/local/host-client.ts';
import { findHost } from '../src/local/host-file.ts';
import { platformDays } from '../src/local/platform-days.ts';
import { openSession, type Session } from '../src/local/session.ts';
import { startHost } from '../src/serve/serve.ts';
import { sessionAt, temporaryFiles } from './demo-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const NOW = Date.parse('2025-06-15T12:20:00Z');
const TODAY = '2025-06-15' as UtcDate;
const SIGN_UP = { id: 'zoe', createdAt: '2025-06-14T00:00:00Z', role: 'admin' };

/** What catching up with a history of 1970 and 2025 is told. */
const TOO_FAR = 'The source rows reach from 1970-01-01 to 2025-06-01, 20241 days.';
const tooFarApart = (session: Session): Promise<void> =>
  importRows(session, 'walletTransactions', [spendAt('1970-01-01T00:00:00Z'), spendAt('2025-06-01T10:00:00Z')]);

describe('catching up with odd data', () => {
  it('leaves a single row of long ago out on a platform that is running', async () => {
    await sessionAt(files.fresh(), NOW, async (session) => {
      await importRows(session, 'walletTransactions', [spendAt('1970-01-01T00:00:00Z'), spendAt(`${TODAY}T10:00:00Z`)]);
      const all = { from: addDays(TODAY, -365), to: TODAY };
      expect(await platformDays(session)).toEqual({ all, stale: all });
    });
  });

  it('has nothing to make up without a row other than sign-ups', async () => {
    await sessionAt(files.fresh(), NOW, async (session) => {
      await importRows(session, 'users', [SIGN_UP]);
      expect(await platformDays(session, { demo: {} })).toBeUndefined();
      expect(await catchUp(session, { demo: {} })).toEqual([]);
      expect(await session.store.latestRuns(1)).toEqual([]);
    });
  });

  it('refuses to guess a range where everything is kept', async () => {
    const file = files.fresh();
    const config = `${file}.config.json`;
    writeFileSync(config, '{"retention": {"dailyDays": null}}');
    const session = await openSession({ db: file, config }, 'write', { clock: () => NOW });
    await importRows(session, 'walletTransactions', [spendAt('1970-01-01T00:00:00Z'), spendAt(`${TODAY}T10:00:00Z`)]);
    await expect(catchUp(session)).rejects.toMatchObject({ code: 'failed-precondition' });
    session.database.close();
  });
});

describe('a catching up that fails', () => {
  it('leaves a failed run record with the reason, and the next one that does better says so', async () => {
    let nowMs = NOW;
    const session = await openSession({ db: files.fresh() }, 'write', { clock: () => nowMs });
    await tooFarApart(session);
    await expect(catchUp(session)).rejects.toMatchObject({ code: 'failed-precondition', message: TOO_FAR });
    const [failed] = await session.store.latestRuns(1);
    const described = { job: 'catch-up', from: TODAY, to: TODAY, startedAt: '2025-06-15T12:20:00.000Z', outcome: 'failed' };
    const sections = { 'catch-up': { status: 'failed', documents: 0, errors: [TOO_FAR] } };
    expect(failed).toMatchObject({ ...described, sections });
    nowMs += 1_000;
    await session.database.run(`DELETE FROM source."walletTransactions" WHERE "createdAt" < DATE '2000-01-01'`);
    expect((await catchUp(session)).map(({ job }) => job)).toEqual(['aggregate']);
    expect(await catchUp(session)).toEqual([]);
    const runs = await session.store.latestRuns(10, { job: 'catch-up' });
    expect(runs.map(({ outcome }) => outcome)).toEqual(['succeeded', 'failed']);
    session.database.close();
  });

  it('leaves none when the process was asked to stop, and quotes nothing that the engine says', async () => {
    let isStopping = true;
    const session = await openSession({ db: files.fresh() }, 'write', { clock: () => NOW, stopping: () => isStopping });
    await importRows(session, 'walletTransactions', [spendAt(`${TODAY}T10:00:00Z`)]);
    const listDays = vi.spyOn(session.store, 'listDays').mockRejectedValue(new Error(`Conversion: 'secret of somebody'`));
    await expect(catchUp(session)).rejects.toThrow('secret');
    expect(await session.store.latestRuns(1)).toEqual([]);
    isStopping = false;
    await expect(catchUp(session)).rejects.toThrow('secret');
    const [failed] = await session.store.latestRuns(1);
    expect(JSON.stringify(failed)).not.toContain('secret');
    expect(failed?.sections).toMatchObject({ 'catch-up': { errors: [expect.stringContaining('the log of the host')] } });
    listDays.mockRestore();
    session.database.close();
  });

  it('is told by the status of a host that serves all the same, and by its log', async () => {
    const file = files.fresh();
    const lines: string[] = [];
    const runs: RunRecord[] = [];
    const session = await openSession({ db: file }, 'write', { clock: () => NOW });
    await tooFarApart(session);
    await importRows(session, 'users', [SIGN_UP]);
    const log = pino({ level: 'error' }, { write: (line) => void lines.push(line) });
    const host = await startHost({ session, port: 0, log, onRun: (run) => void runs.push(run) });
    try {
      await host.caughtUp;
      expect(runs).toEqual([]);
      expect(lines.map((line) => JSON.parse(line))).toEqual([
        expect.objectContaining({ msg: 'job-failed', job: 'catching up', error: TOO_FAR }),
      ]);
      const record = await findHost(file);
      if (record === undefined) throw new Error('the host cannot be found');
      const { text } = (await askHost(record, 'token', { form: 'bearer' }, () => undefined)) as { text: string };
      const response = await fetch(`${host.url}/any/europe-central2/kpi_getStatus`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${text}` },
        body: '{"data":{}}',
      });
      expect(await response.json()).toMatchObject({
        result: { failures: [{ job: 'catch-up', section: 'catch-up', errors: [TOO_FAR] }], lastRuns: [{ outcome: 'failed' }] },
      });
    } finally {
      await host.stop();
    }
  });
});
