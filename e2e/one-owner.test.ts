import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogueFor } from '@pack324a/core';
import { Database } from '@pack324a/duckdb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpi, type Outcome, temporaryFolder } from './kpi.ts';
import { type Serving, serving } from './serving.ts';

const KPI = fileURLToPath(new URL('../server/bin/kpi.mjs', import.meta.url));

const folder = temporaryFolder();
const elsewhere = folder.file('elsewhere');
beforeAll(() => void mkdirSync(elsewhere));
afterAll(() => folder.remove());

describe('a database that another process has open', () => {
  it('is refused with one clear sentence that names the process', async () => {
    const file = folder.file('kpi.duckdb');
    const database = await Database.open({ file, mode: 'write' }, catalogueFor());
    try {
      for (const args of [['doctor'], ['aggregate'], ['sql', 'SELECT 1'], ['serve']]) {
        const { exitCode, stderr } = await kpi(...args, '--db', file);
        expect(stderr).toMatch(
          new RegExp(
            `^${file.replaceAll(/[.\\]/g, '\\$&')} is in use by another process \\(PID ${process.pid}\\); stop that first, or name another file with --db or KPI_DB\\.\\n$`,
          ),
        );
        expect(exitCode).toBe(1);
      }
    } finally {
      database.close();
    }
  });

  it('may have several readers', async () => {
    const file = folder.file('kpi.duckdb');
    const outcomes = await Promise.all([1, 2, 3].map((n) => kpi('sql', `SELECT ${n} AS n`, '--db', file, '--json')));
    expect(outcomes.map(({ stdout }) => JSON.parse(stdout) as unknown)).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]]);
  });
});

describe('a database that a host serves', () => {
  const db = folder.file('served.duckdb');
  let host: Serving;
  let url: string;
  const here = (...words: string[]): Promise<Outcome> => kpi(...words, '--db', db);

  beforeAll(async () => {
    const file = folder.file('walletTransactions.ndjson');
    writeFileSync(file, '{"id":1,"createdAt":"2025-01-01T10:00:00Z","type":"SPEND","userId":"u","receiverId":"c","amount":5}\n');
    expect((await here('import', file)).exitCode).toBe(0);
    host = serving([KPI, 'serve', '--db', db, '--port', '0'], { env: {}, cwd: elsewhere });
    [, url = ''] = await host.said('stdout', /^Serving at (\S+);/m);
  });

  it('lets the commands through to the host', async () => {
    const aggregated = await here('aggregate', '--date', '2025-01-01');
    expect(aggregated.exitCode, aggregated.stderr).toBe(0);
    expect(aggregated.stdout).toContain('2025-01-01 to 2025-01-01 succeeded\n  platform: 1 documents\n');
    const { stdout } = await here('show', 'platform', '--date', '2025-01-01', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ revenue: { tokensSpent: 5 } });
  });

  it('names the host to whoever needs the file itself', async () => {
    for (const words of [['sql', 'SELECT 1'], ['import', 'x.csv'], ['demo'], ['serve']]) {
      expect(await here(...words), words[0]).toEqual({
        exitCode: 1,
        stdout: '',
        stderr: `${db} is served at ${url} by another process (PID ${host.pid}); stop that first, with Ctrl-C in its window or "kill ${host.pid}".\n`,
      });
    }
  });

  it('is free again once the host has been killed, whatever it left behind', async () => {
    host.signal('SIGKILL');
    await host.ended;
    expect(existsSync(`${db}.host.json`)).toBe(true);
    const { exitCode, stdout } = await here('sql', 'SELECT count(*) AS n FROM platformKpiDaily', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual([{ n: '1' }]);
    const stale = readFileSync(`${db}.host.json`, 'utf8');
    const next = serving([KPI, 'serve', '--db', db, '--port', '0'], { env: {}, cwd: elsewhere });
    await next.said('stdout', /^Serving at /m);
    expect(readFileSync(`${db}.host.json`, 'utf8')).not.toBe(stale);
    next.signal('SIGTERM');
    expect((await next.ended).exitCode).toBe(0);
    expect(existsSync(`${db}.host.json`)).toBe(false);
  });
});
