import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { addDays, DEFAULT_CONFIG, type RunRecord, type UtcDate } from '@pack324a/core';
import { pino } from 'pino';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { configHash } from '../src/local/config-hash.ts';
import { askHost } from '../src/local/host-client.ts';
import { findHost, type HostRecord } from '../src/local/host-file.ts';
import { openSession, type Session, withSession } from '../src/local/session.ts';
import { firstAdmin } from '../src/serve/admins.ts';
import { type RunningHost, type StartHostOptions, startHost } from '../src/serve/serve.ts';
import { temporaryFiles } from './demo-support.ts';
import { SILENT } from './host-support.ts';
import { importRows, spendAt } from './own-data.ts';

const files = temporaryFiles();
afterAll(() => files.remove());

const NOW = Date.parse('2025-06-15T12:20:00Z');
const TODAY = '2025-06-15' as UtcDate;
const clock = (): number => NOW;
const quiet = { clock, log: () => undefined };

const hosts: RunningHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.stop();
});

interface Served {
  readonly host: RunningHost;
  readonly session: Session;
  readonly file: string;
  readonly record: HostRecord;
}

/** A file with a spend two days ago and an admin, served. */
async function serve(changes: Partial<StartHostOptions> = {}, file = files.fresh()): Promise<Served> {
  if (!existsSync(file)) {
    await withSession({ db: file }, 'write', fill, quiet);
  }
  const session = await openSession({ db: file }, 'write', quiet);
  const host = await startHost({ session, port: 0, log: SILENT, ...changes });
  hosts.push(host);
  const record = await findHost(file);
  if (record === undefined) throw new Error('the host cannot be found');
  return { host, session, file, record };
}

async function fill(session: Session): Promise<void> {
  await importRows(session, 'walletTransactions', [spendAt(`${addDays(TODAY, -2)}T10:00:00Z`), spendAt(`${TODAY}T10:00:00Z`)]);
  await importRows(session, 'users', [
    { id: 'zoe', createdAt: '2025-06-01T00:00:00Z', role: 'admin' },
    { id: 'ann', createdAt: '2025-06-01T00:00:00Z', roles: { admin: true } },
    { id: 'bob', createdAt: '2025-06-01T00:00:00Z', role: 'Admin' },
  ]);
}

const bearer = async ({ record }: Served, uid = 'zoe'): Promise<string> =>
  ((await askHost(record, 'token', { uid, form: 'bearer' }, () => undefined)) as { text: string }).text;

async function call(served: Served, name: string, data: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${served.host.url}/any/europe-central2/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await bearer(served)}` },
    body: JSON.stringify({ data }),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('a host', () => {
  it('answers at once, and makes up in the background what was missed', async () => {
    const runs: RunRecord[] = [];
    const served = await serve({ onRun: (run) => void runs.push(run) });
    await served.host.caughtUp;
    expect(runs.map(({ job, outcome }) => `${job} ${outcome}`)).toEqual([
      'aggregate-hours succeeded',
      'aggregate succeeded',
      'cleanup succeeded',
    ]);
    const { status, body } = await call(served, 'kpi_getPlatformDaily', { date: addDays(TODAY, -2) });
    expect(status).toBe(200);
    expect(body).toMatchObject({ result: { revenue: { tokensSpent: 2 } } });
  });

  it('generates a missing day on demand, in its turn among the jobs', async () => {
    const served = await serve({ isCaughtUp: true });
    const date = addDays(TODAY, -2);
    expect(await served.session.store.get('platformKpiDaily', date)).toBeUndefined();
    const answers = await Promise.all([1, 2, 3].map(() => call(served, 'kpi_getPlatformDaily', { date })));
    for (const { body } of answers) expect(body).toMatchObject({ result: { revenue: { tokensSpent: 2 } } });
    const runs = await served.session.store.latestRuns(10);
    expect(runs.map(({ from, to }) => [from, to])).toEqual([[date, date]]);
  });

  it('drops the leases that a process which was killed has left behind', async () => {
    const file = files.fresh();
    const lease = { holder: 'gone', nowMs: NOW, expiresAtMs: NOW + 3_600_000 };
    await withSession({ db: file }, 'write', async ({ store }) => void (await store.acquireLease('day', lease)), quiet);
    const { session } = await serve({ isCaughtUp: true }, file);
    expect(await session.store.acquireLease('day', { ...lease, holder: 'new' })).toBe(true);
  });

  it('is found beside its file until it stops', async () => {
    const { host, file, record } = await serve();
    expect(record).toMatchObject({ pid: process.pid, url: host.url, instance: host.instance, config: configHash(DEFAULT_CONFIG) });
    expect(statSync(`${file}.host.json`).mode & 0o777).toBe(0o600);
    await host.stop();
    await host.stop();
    expect(existsSync(`${file}.host.json`)).toBe(false);
    expect(existsSync(`${file}.wal`)).toBe(false);
    await expect(fetch(`${host.url}/healthz`)).rejects.toThrow();
    // The file is free again.
    await withSession({ db: file }, 'write', async ({ store }) => store.inventory(), quiet);
  });

  it('keeps sign-ins over a restart', async () => {
    const first = await serve();
    const token = await bearer(first);
    await first.host.stop();
    expect(statSync(`${first.file}.secret`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${first.file}.secret`)).toHaveLength(32);
    const second = await serve({}, first.file);
    const me = await fetch(`${second.host.url}/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(await me.json()).toEqual({ uid: 'zoe', admin: true });
  });

  it('refuses a secret that is none of its own making', async () => {
    const file = files.fresh();
    const session = await openSession({ db: file }, 'write', quiet);
    writeFileSync(`${file}.secret`, 'short', { mode: 0o600 });
    try {
      await expect(startHost({ session, port: 0, log: SILENT })).rejects.toMatchObject({
        code: 'failed-precondition',
        message: `${file}.secret holds 5 bytes, which is no secret of ours.`,
      });
    } finally {
      session.database.close();
    }
  });

  it('runs no operation that it does not know, and none for a token that is not the operator’s', async () => {
    const served = await serve({ isCaughtUp: true });
    await expect(askHost(served.record, 'sql', {}, () => undefined)).rejects.toMatchObject({ code: 'not-found' });
    await expect(askHost(served.record, 'show', { kind: 'weekly', date: 'x' }, () => undefined)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('show cannot take this input: kind:'),
    });
    const stranger = { ...served.record, token: await bearer(served) };
    await expect(askHost(stranger, 'doctor', {}, () => undefined)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('does nothing by the clock while jobs are paused, and says so in its log', async () => {
    const file = files.fresh();
    await withSession({ db: file }, 'write', fill, quiet);
    const config = `${file}.config.json`;
    writeFileSync(config, JSON.stringify({ paused: true, localAdmins: ['me'] }));
    const lines: string[] = [];
    const session = await openSession({ db: file, config }, 'write', quiet);
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) });
    const host = await startHost({ session, port: 0, log });
    hosts.push(host);
    await host.caughtUp;
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['jobs-paused']);
    expect(await session.store.latestRuns(1)).toEqual([]);
    expect(await firstAdmin(session)).toBe('me');
    expect([await host.isAdmin('me'), await host.isAdmin('zoe'), await host.isAdmin('bob')]).toEqual([true, true, false]);
  });
});

describe('the first admin', () => {
  it('is the first by id whom the users name, whatever names them', async () => {
    const { session } = await serve({ isCaughtUp: true });
    expect(await firstAdmin(session)).toBe('ann');
  });

  it('is nobody in a file without users', async () => {
    const { session } = await serve({ isCaughtUp: true }, files.fresh());
    await session.database.run('DROP TABLE source.users');
    expect(await firstAdmin(session)).toBeUndefined();
  });
});

describe('the answer to who is an admin', () => {
  it('follows the stored users', async () => {
    const { host, session } = await serve({ isCaughtUp: true });
    expect(await host.isAdmin('bob')).toBe(false);
    await importRows(session, 'users', [{ id: 'bob', createdAt: '2025-06-01T00:00:00Z', role: 'admin' }]);
    expect(await host.isAdmin('bob')).toBe(true);
  });

  it('is read once while nothing changes', async () => {
    const { host, session } = await serve({ isCaughtUp: true });
    const isAdmin = vi.spyOn(session.reader, 'isAdmin');
    for (let times = 0; times < 3; times += 1) expect(await host.isAdmin('zoe')).toBe(true);
    expect(isAdmin).toHaveBeenCalledTimes(1);
  });
});

describe('the port', () => {
  async function taken(): Promise<{ port: number; free: () => void }> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return { port: (server.address() as AddressInfo).port, free: () => void server.close() };
  }

  it('that was asked for and is in use is refused in one sentence; the database stays the caller’s', async () => {
    const { port, free } = await taken();
    const session = await openSession({ db: files.fresh() }, 'write', quiet);
    try {
      await expect(startHost({ session, port, log: SILENT })).rejects.toMatchObject({
        code: 'failed-precondition',
        message: `Port ${port} is in use by another program; name another with --port or KPI_PORT.`,
      });
      expect(await session.store.inventory()).toHaveLength(4);
      expect(existsSync(`${session.database.file}.host.json`)).toBe(false);
    } finally {
      session.database.close();
      free();
    }
  });

  it('is the next free one when none was asked for', async () => {
    const two = [await serve({ port: undefined, isCaughtUp: true }), await serve({ port: undefined, isCaughtUp: true })];
    const ports = two.map(({ host }) => Number(new URL(host.url).port));
    expect(ports[0]).toBeGreaterThanOrEqual(3240);
    expect(ports[1]).not.toBe(ports[0]);
    for (const { host } of two) expect((await fetch(`${host.url}/healthz`)).status).toBe(200);
  });
});

describe('a host that is asked to stop', () => {
  it('lets the running job finish its part, answers what is in flight, and keeps the record', async () => {
    const served = await serve({ isCaughtUp: true });
    const { host, session, file, record } = served;
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const write = session.store.write.bind(session.store);
    let isHeld = false;
    vi.spyOn(session.store, 'write').mockImplementation(async (changes) => {
      if (!isHeld && changes.some(({ collection }) => collection === 'platformKpiHourly')) {
        isHeld = true;
        await gate;
      }
      return write(changes);
    });
    const answer = askHost(record, 'aggregate', {}, () => undefined);
    while (!isHeld) await new Promise((resolve) => setImmediate(resolve));
    expect(host.running()).toBe('kpi aggregate');
    const stopped = host.stop();
    release();
    const { runs } = (await answer) as { runs: RunRecord[] };
    expect(runs.map(({ outcome }) => outcome)).toEqual(['succeeded', 'abandoned']);
    await stopped;
    await withSession(
      { db: file },
      'read',
      async ({ store }) => {
        expect((await store.latestRuns(2)).map(({ outcome }) => outcome).sort()).toEqual(['abandoned', 'succeeded']);
        expect(await store.listDays('platformKpiDaily', { from: addDays(TODAY, -9), to: TODAY })).toEqual([]);
      },
      quiet,
    );
  });
});

describe('a sign-in link', () => {
  it('leads to the host on this machine', async () => {
    const { host } = await serve({ isCaughtUp: true });
    expect(host.link('zoe')).toMatch(new RegExp(`^${host.url}/sign-in\\?key=[\\w-]{43}$`));
    expect(() => host.link('a/b')).toThrow('cannot be the id of a user');
  });
});
