import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { addDays, type PlatformDailyResponse, type UtcDate, utcDateOf } from '@pack324a/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { temporaryFolder } from './kpi.ts';
import { reading, runsOver } from './stored.ts';

const KPI = fileURLToPath(new URL('../server/bin/kpi.mjs', import.meta.url));
const TOGETHER = 1_000;

interface Answer {
  readonly code: number | undefined;
  readonly text: string;
}

interface Run {
  readonly from: string;
  readonly to: string;
  readonly outcome: string;
  readonly startedAt: string;
  readonly endedAt: string;
}

describe('1,000 simultaneous requests for a day that has no figures yet', () => {
  const folder = temporaryFolder();
  const db = folder.file('kpi.duckdb');
  /** One connection each. */
  const agent = new Agent({ keepAlive: true, maxSockets: TOGETHER });
  let host: HostProcess;
  let token: string;
  /** Days before the demo begins: people had signed up then, and no job makes figures of them unasked. The best ones first. */
  let days: { readonly date: UtcDate; readonly newUsers: number }[];
  const asked: UtcDate[] = [];
  let triggered: UtcDate | undefined;

  beforeAll(async () => {
    await makeDemo(db);
    const today = utcDateOf(Date.now());
    days = await reading(db, async (database) => {
      const rows = await database.all(
        `SELECT strftime("createdAt", '%Y-%m-%d') AS d, count(*) AS n FROM users
         WHERE "createdAt" >= DATE '${addDays(today, -360)}' AND "createdAt" < DATE '${addDays(today, -11)}' GROUP BY 1 ORDER BY n DESC, d LIMIT 10`,
      );
      return rows.map((row) => ({ date: row['d'] as UtcDate, newUsers: Number(row['n']) }));
    });
    host = await startHostProcess({ db });
    token = await host.token('demo-admin');
  });
  afterAll(async () => {
    agent.destroy();
    await host?.kill();
    folder.remove();
  });

  function call(name: string, data: object): Promise<Answer> {
    const body = JSON.stringify({ data });
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) };
    return new Promise((resolve, reject) => {
      const sent = request(`${host.url}/demo-kpi/europe-central2/${name}`, { method: 'POST', headers, agent }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('error', reject);
        response.on('end', () => resolve({ code: response.statusCode, text }));
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  function together(names: readonly string[], data: (name: string) => object): Promise<Answer[]> {
    return Promise.all(
      Array.from({ length: TOGETHER }, (_, index) => {
        const name = names[index % names.length] ?? '';
        return call(name, data(name));
      }),
    );
  }

  /** A day that nothing has been asked of yet. */
  function freshDay(): { readonly date: UtcDate; readonly newUsers: number } {
    const day = days.shift();
    if (day === undefined) throw new Error('the demo has too few days on which somebody signed up');
    asked.push(day.date);
    return day;
  }

  /** The one answer that all of them are. */
  function theAnswer(answers: readonly Answer[]): string {
    expect(new Set(answers.map(({ code }) => code))).toEqual(new Set([200]));
    const texts = new Set(answers.map(({ text }) => text));
    expect(texts.size).toBe(1);
    return [...texts][0] ?? '';
  }

  async function lastRuns(): Promise<readonly Run[]> {
    const { text } = await call('kpi_getStatus', {});
    return (JSON.parse(text) as { result: { lastRuns: [] } }).result.lastRuns;
  }

  async function runsOf(date: string): Promise<string[]> {
    return (await lastRuns()).filter(({ from, to }) => from.slice(0, 10) <= date && to.slice(0, 10) >= date).map(({ outcome }) => outcome);
  }

  it('cause one aggregation and get the same answer byte for byte', async () => {
    const { date, newUsers } = freshDay();
    const { result } = JSON.parse(theAnswer(await together(['kpi_getPlatformDaily'], () => ({ date })))) as {
      result: PlatformDailyResponse;
    };
    expect(result.date).toBe(date);
    expect(result.users.new).toBe(newUsers);
    expect(newUsers).toBeGreaterThan(0);
    expect(result.provenance.trigger).toBe('on-demand');
    expect(await runsOf(date)).toEqual(['succeeded']);
  });

  it('cause one aggregation whichever of its sections they ask for', async () => {
    const { date } = freshDay();
    const names = ['kpi_getPlatformDaily', 'kpi_getCreatorDaily', 'kpi_getSafetyDaily'];
    const answers = await together(names, (name) => (name === 'kpi_getCreatorDaily' ? { userId: 'demo-admin', date } : { date }));
    for (const [index] of names.entries()) theAnswer(answers.filter((_, position) => position % names.length === index));
    expect(await runsOf(date)).toEqual(['succeeded']);
  });

  it('share the aggregations that they ask for, each of which begins after all who share it have asked', async () => {
    const { date, newUsers } = freshDay();
    const answers = await together(['kpi_admin_triggerAggregation'], () => ({ date }));
    const counted = answers.map(({ code, text }) => [code, code === 200 ? newUsersIn(text) : text]);
    expect(counted).toEqual(answers.map(() => [200, newUsers]));
    triggered = date;
  });

  it('wait for their turn while the command line aggregates other days', async () => {
    const { date, newUsers } = freshDay();
    const today = utcDateOf(Date.now());
    const range = { from: addDays(today, -1_360), to: addDays(today, -361) };
    const command = spawn(process.execPath, [KPI, 'aggregate', '--from', range.from, '--to', range.to, '--db', db], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = once(command, 'close');
    const told = text(command.stderr);
    await told.has('Aggregating:');
    const askedAtMs = Date.now();
    const { result } = JSON.parse(theAnswer(await together(['kpi_getPlatformDaily'], () => ({ date })))) as {
      result: PlatformDailyResponse;
    };
    expect(result.users.new).toBe(newUsers);
    expect((await ended)[0], told.soFar()).toBe(0);
    const runs = await lastRuns();
    const theirs = runs.find((run) => run.from === range.from);
    const ours = runs.filter((run) => run.from === date);
    expect(ours.map(({ outcome }) => outcome)).toEqual(['succeeded']);
    // Otherwise nothing had to wait, and the test would prove nothing.
    expect(Date.parse(theirs?.endedAt ?? '')).toBeGreaterThan(askedAtMs);
    expect(Date.parse(ours[0]?.startedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(theirs?.endedAt ?? ''));
  });

  it('leave one run record a day and no lease behind', async () => {
    const { exitCode, stderr } = await host.stop();
    expect(exitCode, stderr).toBe(0);
    const [leases] = await reading(db, (database) => database.all('SELECT count(*) AS n FROM "kpiLeases"'));
    expect(Number(leases?.['n'])).toBe(0);
    expect(asked).toHaveLength(4);
    for (const date of asked) {
      const runs = (await runsOver(db, { from: date, to: date })).length;
      if (date === triggered) expect(runs).toBeLessThan(TOGETHER / 2);
      else expect(runs, date).toBe(1);
    }
  });
});

function newUsersIn(text: string): number {
  return (JSON.parse(text) as { result: { platformKpi: { newUsers: number } } }).result.platformKpi.newUsers;
}

/** What a stream has said so far. */
function text(stream: NodeJS.ReadableStream): { readonly soFar: () => string; readonly has: (part: string) => Promise<void> } {
  let said = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    said += chunk;
  });
  return {
    soFar: () => said,
    async has(part) {
      while (!said.includes(part)) await once(stream, 'data');
    },
  };
}
