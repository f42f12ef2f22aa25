import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { kpi, kpiJson, runNode, temporaryFolder } from './kpi.ts';

const here = (name: string): string => fileURLToPath(new URL(`../${name}`, import.meta.url));
const LEDGER = here('examples/cdnow/cdnow.txt.gz');
const CONFIG = here('examples/cdnow/kpi.config.json');

describe('the CDNOW history', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());

  it('gives the published totals', async () => {
    const { exitCode, stdout, stderr } = await runNode([here('scripts/run.mjs'), 'examples/cdnow/run.ts']);
    expect(exitCode, stderr).toBe(0);
    expect(stdout).toContain('On 1997-01-01: 212 rows, 209 paying users, 7515.35 tokens');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('rows 69659 days 546 tokens 2500315.63 payers 23570');
  });

  it('imported twice is imported once, and the busiest day is the published one', async () => {
    const db = folder.file('cdnow.duckdb');
    const [first] = await kpiJson<Record<string, number>[]>('import', '--db', db, '--map', CONFIG, LEDGER);
    const [second] = await kpiJson<Record<string, number>[]>('import', '--db', db, '--map', CONFIG, LEDGER);
    expect(first).toMatchObject({ rowsRead: 69_659, rowsAdded: 69_659 });
    expect(second).toMatchObject({ rowsRead: 69_659, rowsAdded: 0, rowsReplaced: 0, rowsUnchanged: 69_659 });
    expect((await kpi('aggregate', '--db', db, '--config', CONFIG)).exitCode).toBe(0);
    const [busiest] = await kpiJson<Record<string, unknown>[]>(
      'sql',
      `SELECT strftime("date", '%Y-%m-%d') AS day, CAST(provenance->>'$.rows.walletTransactions.used' AS INTEGER) AS n FROM "platformKpiDaily" ORDER BY n DESC LIMIT 1`,
      '--db',
      db,
    );
    expect(busiest).toEqual({ day: '1997-02-24', n: 504 });
    expect((await kpi('doctor', '--db', db, '--config', CONFIG)).exitCode).toBe(0);
  });

  it('with a wrong mapping makes import and aggregate warn, and doctor fail with the sentence that says why', async () => {
    const wrong = folder.file('wrong.json');
    writeFileSync(wrong, readFileSync(CONFIG, 'utf8').replace('"amount": "dollars"', '"amount": "dollar"'));
    const db = folder.file('wrong.duckdb');
    const sentence = '`walletTransactions`: 0 of 200 rows have `dollar` (mapped as `amount`); 200 have `dollars` — tokens spent will be 0';
    const imported = await kpi('import', '--db', db, '--map', wrong, LEDGER);
    expect(imported.stderr).toContain(`warning: ${sentence}`);
    const aggregated = await kpi('aggregate', '--db', db, '--config', wrong, '--date', '1997-01-01');
    expect(aggregated.stderr).toContain(`warning: ${sentence}`);
    const doctor = await kpi('doctor', '--db', db, '--config', wrong);
    expect(doctor.exitCode).toBe(1);
    expect(doctor.stdout).toContain(sentence);
  });
});
