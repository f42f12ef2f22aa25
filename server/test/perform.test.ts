import { copyFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningHost } from '../src/serve/serve.ts';
import { at, dateOf, demoToldAt, temporaryFiles } from './demo-support.ts';
import { hostOn, say } from './host-support.ts';

const files = temporaryFiles();
afterAll(() => {
  vi.useRealTimers();
  files.remove();
});

const NOW = at(10, '09:25:00');
const DAY = dateOf(8);

let told: string;
beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  told = await demoToldAt(files, [NOW]);
  vi.restoreAllMocks();
  vi.useFakeTimers({ toFake: ['Date'], now: NOW });
});

/** A command as its words, the database left out; some with figures, some refused. */
const COMMANDS: readonly string[][] = [
  ['show', 'platform', '--date', DAY],
  ['show', 'platform', '--date', DAY, '--json'],
  ['show', 'platform', '--date', dateOf(0)],
  ['show', 'safety', '--date', DAY],
  ['show', 'safety', '--date', DAY, '--json'],
  ['show', 'hourly', '--date', DAY],
  ['show', 'hourly', '--date', dateOf(10), '--json'],
  ['show', 'creator', '--date', DAY, '--user', 'nobody'],
  ['show', 'creator', '--date', DAY, '--user', 'nobody', '--json'],
  ['show', 'creator', '--date', DAY, '--user', 'a/b'],
  ['show', 'creator', '--date', DAY],
  ['show', 'platform', '--date', '2025-02-30'],
  ['show', 'platform', '--date', dateOf(11)],
  ['show', 'platform', '--date', '2024-01-01'],
  ['summary', '--from', dateOf(-3), '--to', DAY],
  ['summary', '--from', dateOf(0), '--to', DAY, '--json'],
  ['summary', '--from', DAY, '--to', dateOf(0)],
  ['top-creators', '--from', dateOf(0), '--to', DAY, '--limit', '5'],
  ['top-creators', '--from', dateOf(0), '--to', DAY, '--json'],
  ['doctor'],
  ['doctor', '--json'],
  ['aggregate', '--date', DAY],
  ['aggregate', '--from', dateOf(2), '--to', dateOf(5)],
  ['aggregate', '--date', DAY, '--from', DAY],
  ['aggregate', '--from', dateOf(11)],
  ['run', 'daily'],
  ['run', 'daily', '--at', `${dateOf(4)}T00:10:00Z`],
  ['run', 'hourly', '--at', `${dateOf(4)}T07:10:00+02:00`],
  ['run', 'cleanup'],
  ['run', 'daily', '--at', `${dateOf(10)}T09:25:01Z`],
  ['run', 'daily', '--at', 'noon'],
  ['run', 'daily', '--at', '-000100-01-01T00:00:00Z'],
  ['cleanup'],
];

describe('a command through the host that serves the file', () => {
  let served: string;
  let alone: string;
  let host: RunningHost;
  beforeAll(async () => {
    served = files.fresh();
    alone = files.fresh();
    for (const copy of [served, alone]) copyFileSync(told, copy);
    host = await hostOn({ db: served });
  });
  afterAll(() => host.stop());

  it.each(COMMANDS.map((words) => ({ words, name: words.join(' ') })))('says the same as on the file: kpi $name', async ({ words }) => {
    const here = await say(...words, '--db', alone);
    expect(await say(...words, '--db', served)).toEqual(here);
    expect(`${here.stdout}${here.stderr}`).not.toBe('');
    expect(here.exitCode === 0).toBe(here.stdout !== '');
  });

  it.each([
    ['is not there', undefined, 2],
    ['is broken', '{"retention":', 2],
    ['says what no configuration can', '{"paused": "yes"}', 2],
  ])('refuses a configuration that %s, as on the file', async (_, text, code) => {
    const config = `${files.fresh()}.json`;
    if (text !== undefined) writeFileSync(config, text);
    const here = await say('doctor', '--db', alone, '--config', config);
    expect(here.exitCode).toBe(code);
    expect(await say('doctor', '--db', served, '--config', config)).toEqual(here);
  });

  it.each([
    ['another one', '{"retention": {"hourlyDays": 3}}', true],
    ['one that says the same as the host’s', '{"retention": {"dailyDays": 365, "hourlyDays": 7}, "paused": false}', false],
  ])('says that the host’s configuration applies, given %s', async (_, text, isTold) => {
    const config = `${files.fresh()}.json`;
    writeFileSync(config, text);
    const { exitCode, stderr } = await say('doctor', '--db', served, '--config', config);
    const note = `note: the host at ${host.url} (PID ${process.pid}) has the database open; it was started with another configuration, which applies, not ${config}.\n`;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: isTold ? note : '' });
  });

  it.each([
    ['import', 'nothing.csv'],
    ['sql', 'SELECT 1'],
    ['demo'],
    ['serve'],
  ])('is refused where it needs the file itself: kpi %s', async (...words) => {
    const { exitCode, stdout, stderr } = await say(...words, '--db', served);
    expect(stderr).toBe(
      `${served} is served at ${host.url} by another process (PID ${process.pid}); stop that first, with Ctrl-C in its window or "kill ${process.pid}".\n`,
    );
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});

describe('kpi run', () => {
  it('runs as of the latest time at which the job should have run', async () => {
    const file = files.fresh();
    copyFileSync(told, file);
    const daily = JSON.parse((await say('run', 'daily', '--db', file, '--json')).stdout);
    expect(daily).toMatchObject({ job: 'daily', scheduledFor: `${dateOf(10)}T00:10:00.000Z`, from: dateOf(9), to: dateOf(9) });
    const hourly = JSON.parse((await say('run', 'hourly', '--db', file, '--json')).stdout);
    expect(hourly).toMatchObject({
      job: 'hourly',
      scheduledFor: `${dateOf(10)}T09:10:00.000Z`,
      from: `${dateOf(10)}_08`,
      to: `${dateOf(10)}_09`,
    });
    const cleanup = JSON.parse((await say('run', 'cleanup', '--db', file, '--json')).stdout);
    expect(cleanup).toMatchObject({ job: 'cleanup', scheduledFor: `${dateOf(10)}T01:00:00.000Z`, from: dateOf(10) });
  });

  it('knows three jobs', async () => {
    const { exitCode, stderr } = await say('run', 'weekly', '--db', files.fresh());
    expect(exitCode).toBe(2);
    expect(stderr).toContain('daily, hourly, cleanup');
  });
});

describe('kpi token', () => {
  it('asks for a running host', async () => {
    const { exitCode, stderr } = await say('token', '--uid', 'demo-admin', '--db', told);
    expect(exitCode).toBe(1);
    expect(stderr).toBe(`No host serves ${told}.\nStart one in another window: npx kpi serve --db '${told}'\n`);
  });

  describe('at a running host', () => {
    let host: RunningHost;
    const file = files.fresh();
    beforeAll(async () => {
      copyFileSync(told, file);
      host = await hostOn({ db: file });
    });
    afterAll(() => host.stop());
    const token = (...words: string[]) => say('token', '--db', file, ...words);
    const call = (bearer: string) =>
      fetch(`${host.url}/any/europe-central2/kpi_getPlatformDaily`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` },
        body: JSON.stringify({ data: { date: DAY } }),
      });

    it('makes a link that signs in once', async () => {
      const { exitCode, stdout, stderr } = await token('--uid', 'demo-admin');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(new RegExp(`^${host.url}/sign-in\\?key=[\\w-]{43}\\n$`));
      expect(stderr).toBe('The link works once, within 15 minutes.\n');
      const first = await fetch(stdout.trim(), { redirect: 'manual' });
      expect(first.status).toBe(303);
      const [cookie] = first.headers.getSetCookie();
      const me = await fetch(`${host.url}/me`, { headers: { cookie: cookie?.split(';')[0] ?? '' } });
      expect(await me.json()).toEqual({ uid: 'demo-admin', admin: true });
      expect((await fetch(stdout.trim(), { redirect: 'manual' })).status).toBe(403);
    });

    it('makes a bearer token for scripts, and prints nothing else', async () => {
      const { exitCode, stdout, stderr } = await token('--uid', 'demo-admin', '--bearer');
      expect([exitCode, stderr]).toEqual([0, '']);
      const response = await call(stdout.trim());
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ result: { date: DAY } });
    });

    it('makes a pairing code, and says that other devices do not reach this host', async () => {
      const { exitCode, stdout, stderr } = await token('--uid', 'demo-admin', '--pair');
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/^[2-9A-Z]{8}\n$/);
      expect(stderr).toBe('note: only this machine reaches the host; start it with --lan for other devices.\n');
      const paired = await fetch(`${host.url}/pair`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: stdout.trim() }),
      });
      expect(paired.status).toBe(204);
    });

    it('says so when the user is no admin', async () => {
      const { exitCode, stdout, stderr } = await token('--uid', 'somebody else', '--bearer');
      expect(exitCode).toBe(0);
      expect(stderr).toBe('note: somebody else is no admin, and will see no figures.\n');
      const response = await call(stdout.trim());
      expect(response.status).toBe(403);
    });

    it('refuses an id that cannot be one, and two forms at once', async () => {
      const wrong = await token('--uid', 'a/b');
      expect([wrong.exitCode, wrong.stdout]).toEqual([2, '']);
      expect(wrong.stderr).toBe('--uid: "a/b" is not a user id.\nExpected: an id of 1 to 128 characters without /\n');
      const both = await token('--uid', 'x', '--bearer', '--pair');
      expect([both.exitCode, both.stdout]).toEqual([2, '']);
      expect(both.stderr).toContain('--bearer cannot be combined with --pair');
    });
  });
});
