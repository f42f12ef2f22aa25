import { statSync } from 'node:fs';
import { addDays, type UtcDate } from '@pack324a/core';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { askHost } from '../src/local/host-client.ts';
import { findHost, type HostRecord } from '../src/local/host-file.ts';
import { openSession, type Session } from '../src/local/session.ts';
import { type RunningHost, startHost } from '../src/serve/serve.ts';
import { temporaryFiles } from './demo-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const NOW = Date.parse('2025-06-15T12:20:00Z');
const TODAY = '2025-06-15' as UtcDate;

interface Served {
  readonly session: Session;
  readonly host: RunningHost;
  readonly record: HostRecord;
  readonly warnings: string[];
}

const hosts: RunningHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

/** A host on a spend of two days ago; `prepare` comes before it. */
async function serve(isCaughtUp: boolean, prepare: (session: Session) => void = () => undefined): Promise<Served> {
  const file = files.fresh();
  const session = await openSession({ db: file }, 'write', { clock: () => NOW, log: () => undefined });
  await importRows(session, 'walletTransactions', [spendAt(`${addDays(TODAY, -2)}T10:00:00Z`), spendAt(`${TODAY}T10:00:00Z`)]);
  await importRows(session, 'users', [{ id: 'zoe', createdAt: '2025-06-01T00:00:00Z', role: 'admin' }]);
  prepare(session);
  const warnings: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line) => void warnings.push(line) });
  const host = await startHost({ session, port: 0, log, isCaughtUp });
  hosts.push(host);
  const record = await findHost(file);
  if (record === undefined) throw new Error('the host cannot be found');
  return { session, host, record, warnings };
}

/** Bytes that are not in the file itself yet. */
function logged({ session }: Served): number {
  // The engine removes the log at any moment.
  return statSync(`${session.database.file}.wal`, { throwIfNoEntry: false })?.size ?? 0;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

async function call({ host, record }: Served, name: string, data: unknown): Promise<Response> {
  const { text } = (await askHost(record, 'token', { form: 'bearer' }, () => undefined)) as { text: string };
  return fetch(`${host.url}/any/europe-central2/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${text}` },
    body: JSON.stringify({ data }),
  });
}

describe('what is written is folded into the file', () => {
  it('after what was missed has been made up', async () => {
    const served = await serve(false);
    await served.host.caughtUp;
    expect(await served.session.store.latestRuns(1)).toHaveLength(1);
    await until(() => logged(served) === 0);
  });

  it('after an operation that writes', async () => {
    const served = await serve(true);
    await askHost(served.record, 'aggregate', { date: addDays(TODAY, -2) }, () => undefined);
    await until(() => logged(served) === 0);
    expect(served.warnings).toEqual([]);
  });

  it('once per operation and per figures made on demand, not for what is stored, and once more when the host stops', async () => {
    const served = await serve(true);
    const { session, host, record } = served;
    const checkpoint = vi.spyOn(session.database, 'checkpoint');
    await askHost(record, 'doctor', {}, () => undefined);
    expect(checkpoint).not.toHaveBeenCalled();
    await askHost(record, 'aggregate', { date: addDays(TODAY, -2) }, () => undefined);
    const date = addDays(TODAY, -1);
    for (const name of ['kpi_getPlatformDaily', 'kpi_getPlatformHourly', 'kpi_getPlatformDaily']) {
      expect((await call(served, name, { date })).status).toBe(200);
    }
    await until(() => checkpoint.mock.results.length === 3);
    await host.stop();
    expect(checkpoint).toHaveBeenCalledTimes(4);
  });

  it('once, when the host stops while a job is running', async () => {
    const { session, host, record } = await serve(true);
    const checkpoint = vi.spyOn(session.database, 'checkpoint');
    const answer = askHost(record, 'aggregate', {}, () => undefined);
    await until(() => host.running() !== undefined);
    await host.stop();
    await answer;
    expect(checkpoint).toHaveBeenCalledTimes(1);
  });

  it('or a warning says that it was not, and the job’s answer is the same', async () => {
    const served = await serve(true, ({ database }) => void vi.spyOn(database, 'checkpoint').mockRejectedValueOnce(new Error('no space')));
    await expect(askHost(served.record, 'aggregate', { date: TODAY }, () => undefined)).resolves.toMatchObject({
      runs: [{ outcome: 'succeeded' }, { outcome: 'succeeded' }],
    });
    await until(() => served.warnings.length > 0);
    expect(served.warnings.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ level: 40, msg: 'checkpoint-failed', error: 'no space' }),
    ]);
  });
});

describe('a host that a test starts', () => {
  it('answers nothing that does not have the shape it should have', async () => {
    const served = await serve(false);
    await served.host.caughtUp;
    const date = addDays(TODAY, -2);
    expect((await call(served, 'kpi_getPlatformDaily', { date })).status).toBe(200);
    await served.session.database.run(
      `UPDATE kpi."platformKpiDaily" SET provenance = json_merge_patch(provenance, '{"trigger":"magic"}') WHERE id = '${date}'`,
    );
    expect((await call(served, 'kpi_getPlatformDaily', { date })).status).toBe(500);
  });
});
