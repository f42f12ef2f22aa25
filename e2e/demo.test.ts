import { readFileSync } from 'node:fs';
import type { PlatformDailyResponse, SafetyDailyResponse, SummaryResponse, TopCreatorsResponse } from '@pack324a/core';
import type { DemoTruth } from '@pack324a/demo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpi, kpiJson, temporaryFolder } from './kpi.ts';

type Row = Record<string, string | number | null>;

describe('the demo platform, made, aggregated and asked on the command line', () => {
  const folder = temporaryFolder();
  const db = folder.file('demo.duckdb');
  let truth: DemoTruth;
  let sourcesBefore: Row[];

  const sources = (): Promise<Row[]> =>
    kpiJson(
      'sql',
      `SELECT 'walletTransactions' AS name, count(*) AS n, bit_xor(hash(t)) AS h FROM "walletTransactions" t UNION ALL SELECT 'users', count(*), bit_xor(hash(t)) FROM users t UNION ALL SELECT 'eventTickets', count(*), bit_xor(hash(t)) FROM "eventTickets" t ORDER BY 1`,
      '--db',
      db,
    );

  beforeAll(async () => {
    const made = await kpi('demo', '--db', db, '--days', '20', '--users', '400', '--seed', '7');
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.stdout).toContain('true figures');
    truth = JSON.parse(readFileSync(`${db}.truth.json`, 'utf8')) as DemoTruth;
    sourcesBefore = await sources();
    const aggregated = await kpi('aggregate', '--db', db);
    expect(aggregated.exitCode, aggregated.stderr).toBe(0);
  });
  afterAll(() => folder.remove());

  it('stores exactly the true platform figures of every day', async () => {
    const rows = await kpiJson<Row[]>(
      'sql',
      `SELECT *, strftime("date", '%Y-%m-%d') AS day FROM "platformKpiDaily" ORDER BY "date"`,
      '--db',
      db,
    );
    expect(rows.map((row) => row['day'])).toEqual(truth.days.map((day) => day.date));
    for (const [index, { platform, date }] of truth.days.entries()) {
      const row = rows[index] as Row;
      const { activeUsers, tokensBySource, verifiedUsers: _later, ...exact } = platform;
      for (const [name, value] of Object.entries(exact)) expect(Number(row[name]), `${date} ${name}`).toBe(Number(value));
      const parts = Object.fromEntries(Object.entries(tokensBySource).map(([name, value]) => [name, Number(value)]));
      expect(JSON.parse(row['tokensBySource'] as string), date).toEqual(parts);
      const { activeUsers: bounds } = JSON.parse(row['provenance'] as string) as {
        activeUsers: { method: string; lower: number; upper: number };
      };
      expect(bounds.method, date).toBe('captured');
      expect(bounds.lower, date).toBeLessThanOrEqual(activeUsers);
      expect(bounds.upper, date).toBeGreaterThanOrEqual(activeUsers);
      expect(Number(row['activeUsers']), date).toBe(bounds.lower);
    }
  });

  it('stores exactly the true safety figures and earnings of every day', async () => {
    const safety = await kpiJson<Row[]>('sql', 'SELECT * FROM "safetyKpiDaily" ORDER BY "date"', '--db', db);
    const earned = await kpiJson<Row[]>(
      'sql',
      `SELECT strftime("date", '%Y-%m-%d') AS day, list("userId" || ' ' || "totalEarnedTokens" ORDER BY "userId") AS creators FROM "creatorKpiDaily" GROUP BY 1`,
      '--db',
      db,
    );
    const creatorsOf = new Map(earned.map((row) => [row['day'], row['creators'] as unknown as string[]]));
    for (const [index, day] of truth.days.entries()) {
      for (const [name, value] of Object.entries(day.safety)) expect(Number(safety[index]?.[name]), `${day.date} ${name}`).toBe(value);
      const wanted = Object.entries(day.creators)
        .map(([id, tokens]) => `${id} ${Number(tokens).toFixed(6)}`)
        .sort();
      expect([...(creatorsOf.get(day.date) ?? [])].sort(), day.date).toEqual(wanted);
    }
  });

  it('leaves the sources as they were', async () => {
    expect(await sources()).toEqual(sourcesBefore);
  });

  it('shows a day, its hours, a creator, a range and a ranking in the shapes of the API', async () => {
    const day = truth.days.at(-2);
    if (day === undefined) throw new Error('no day');
    const platform = await kpiJson<PlatformDailyResponse>('show', 'platform', '--db', db, '--date', day.date);
    expect(Object.keys(platform)).toEqual(['date', 'users', 'revenue', 'activity', 'lastUpdated', 'provenance']);
    expect(platform.revenue.tokensSpent).toBe(Number(day.platform.totalTokensSpent));
    const safety = await kpiJson<SafetyDailyResponse>('show', 'safety', '--db', db, '--date', day.date);
    expect(safety.reports.total).toBe(day.safety.reportsTotal);
    const hourly = await kpiJson<{ hours: { revenue: { tokensSpent: number } }[] }>('show', 'hourly', '--db', db, '--date', day.date);
    expect(hourly.hours).toHaveLength(24);
    const hundredths = hourly.hours.reduce((sum, hour) => sum + Math.round(hour.revenue.tokensSpent * 100), 0);
    expect(hundredths).toBe(Math.round(platform.revenue.tokensSpent * 100));

    const range = ['--from', truth.days[0]?.date ?? '', '--to', day.date];
    const { summary } = await kpiJson<SummaryResponse>('summary', '--db', db, ...range);
    expect(summary.totalDays).toBe(truth.days.length - 1);
    expect(summary.missingDates).toEqual([]);
    const top = await kpiJson<TopCreatorsResponse>('top-creators', '--db', db, ...range, '--limit', '3');
    expect(top.topCreators).toHaveLength(3);
    const best = top.topCreators[0];
    const hundredthsOfBest = truth.days
      .slice(0, -1)
      .reduce((sum, { creators }) => sum + Math.round(Number(creators[best?.userId ?? ''] ?? 0) * 100), 0);
    expect(Math.round((best?.totalEarningsTokens ?? 0) * 100)).toBe(hundredthsOfBest);
    const creator = await kpiJson<{ earnings: { total: number } }>(
      'show',
      'creator',
      '--db',
      db,
      '--date',
      day.date,
      '--user',
      'nobody at all',
    );
    expect(creator.earnings.total).toBe(0);
  });

  it('finds the demo’s few unreadable rows, and nothing wrong with its fields', async () => {
    const { exitCode, stdout } = await kpi('doctor', '--db', db);
    expect(stdout).toContain('0 failed');
    expect(exitCode).toBe(0);
    const rejected = await kpiJson<Row[]>(
      'sql',
      `SELECT count(*) AS n FROM "platformKpiDaily" WHERE json_extract(provenance, '$.rejectedRows') <> '{}'`,
      '--db',
      db,
    );
    expect(Number(rejected[0]?.['n'])).toBeGreaterThan(0);
  });

  it('deletes hourly documents after their retention and nothing else', async () => {
    const daily = await kpiJson<Row[]>('sql', 'SELECT count(*) AS n FROM "platformKpiDaily"', '--db', db);
    expect((await kpi('cleanup', '--db', db)).exitCode).toBe(0);
    const hours = await kpiJson<Row[]>(
      'sql',
      `SELECT count(*) AS n, min("date") < current_date - 7 AS old FROM "platformKpiHourly"`,
      '--db',
      db,
    );
    expect(hours[0]?.['old']).toBe(false);
    expect(await kpiJson<Row[]>('sql', 'SELECT count(*) AS n FROM "platformKpiDaily"', '--db', db)).toEqual(daily);
    // What was captured outlives the hourly documents.
    await kpi('aggregate', '--db', db, '--date', truth.days[3]?.date ?? '');
    const [row] = await kpiJson<Row[]>(
      'sql',
      `SELECT provenance->>'$.activeUsers.method' AS method FROM "platformKpiDaily" WHERE "date" = '${truth.days[3]?.date}'`,
      '--db',
      db,
    );
    expect(row?.['method']).toBe('captured');
  });

  it('is up to date when asked again, and refuses to become another demo', async () => {
    expect((await kpi('demo', '--db', db)).stdout).toContain('up to date');
    const other = await kpi('demo', '--db', db, '--seed', '8');
    expect(other.exitCode).toBe(1);
    expect(other.stderr).toContain('--seed 7');
    const imported = await kpi('import', '--db', db, `${db}.truth.json`, '--source', 'users');
    expect(imported.exitCode).toBe(1);
    expect(imported.stderr).toContain('holds the demo platform');
  });
});
