import { catalogueFor } from '@pack324a/core';
import { Database } from '@pack324a/duckdb';
import { afterAll, describe, expect, it } from 'vitest';
import { kpi, temporaryFolder } from './kpi.ts';

describe('a database that another process has open', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('is refused with one clear sentence that names the process', async () => {
    const file = folder.file('kpi.duckdb');
    const database = await Database.open({ file, mode: 'write' }, catalogueFor());
    try {
      for (const args of [['doctor'], ['aggregate'], ['sql', 'SELECT 1']]) {
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
