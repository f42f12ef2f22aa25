import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kpi, type Outcome, temporaryFolder } from './kpi.ts';

describe('what a person hears who gets something wrong', () => {
  const folder = temporaryFolder();
  const db = folder.file('kpi.duckdb');
  afterAll(() => folder.remove());
  beforeAll(async () => {
    writeFileSync(
      folder.file('users.ndjson'),
      '{"id":"u1","createdAt":"2025-01-01T10:00:00Z","lastActiveAt":"2025-01-01T10:00:00Z","verified":true}\n',
    );
    expect((await kpi('import', '--db', db, folder.file('users.ndjson'))).exitCode).toBe(0);
  });

  function expectClear({ exitCode, stderr, stdout }: Outcome, code: number, ...words: string[]): void {
    for (const word of words) expect(stderr).toContain(word);
    expect(exitCode).toBe(code);
    expect(`${stderr}${stdout}`).not.toMatch(/\n\s+at .+:\d+/);
    expect(stdout).toBe('');
  }

  it('a date that does not exist', async () => {
    expectClear(
      await kpi('show', 'platform', '--db', db, '--date', '2025-02-30'),
      2,
      '--date: 2025-02-30 does not exist in the calendar',
      'YYYY-MM-DD',
    );
  });
  it('a date that is none', async () => {
    expectClear(await kpi('show', 'platform', '--db', db, '--date', 'yesterday'), 2, '--date: "yesterday" is not a date');
  });
  it('a day in the future', async () => {
    expectClear(await kpi('show', 'platform', '--db', db, '--date', '2999-01-01'), 2, 'lies in the future');
  });
  it('a range that runs backwards', async () => {
    expectClear(
      await kpi('summary', '--db', db, '--from', '2025-01-02', '--to', '2025-01-01'),
      2,
      '--from 2025-01-02 is later than --to 2025-01-01',
    );
  });
  it('a day that has not been aggregated', async () => {
    expectClear(
      await kpi('show', 'platform', '--db', db, '--date', '2025-01-01'),
      1,
      'has not been aggregated',
      'kpi aggregate --date 2025-01-01',
    );
  });
  it('an unknown option, command or kind', async () => {
    expectClear(await kpi('show', 'platform', '--date', '2025-01-01', '--jsn'), 2, "unknown option '--jsn'", '--json');
    expectClear(await kpi('agregate'), 2, "unknown command 'agregate'", 'aggregate');
    expectClear(await kpi('show', 'everything', '--date', '2025-01-01'), 2, 'platform, creator, safety, hourly');
  });
  it('a limit out of bounds', async () => {
    expectClear(await kpi('top-creators', '--db', db, '--from', '2025-01-01', '--to', '2025-01-01', '--limit', '0'), 2, 'from 1 to 100');
  });
  it('a creator whose id cannot be one, or is missing', async () => {
    expectClear(await kpi('show', 'creator', '--db', db, '--date', '2025-01-01', '--user', 'a/b'), 2, '"a/b" is not a user id');
    expectClear(await kpi('show', 'creator', '--db', db, '--date', '2025-01-01'), 2, '--user is missing');
  });
  it('a database that is not there, or is something else', async () => {
    expectClear(await kpi('show', 'platform', '--db', folder.file('none.duckdb'), '--date', '2025-01-01'), 1, 'There is no database at');
    writeFileSync(folder.file('text.duckdb'), 'just text, nothing else, and long enough to be looked at as a file'.repeat(100));
    expectClear(await kpi('doctor', '--db', folder.file('text.duckdb')), 1, 'is not a DuckDB file');
  });
  it('files that are not there, are of another kind, or cannot be placed', async () => {
    expectClear(await kpi('import', '--db', db, folder.file('nothing.csv')), 2, 'no such file or folder');
    writeFileSync(folder.file('users.xlsx'), '');
    expectClear(await kpi('import', '--db', db, folder.file('users.xlsx')), 2, 'this kind of file cannot be imported');
    writeFileSync(folder.file('walletTransaction.csv'), 'id\n1\n');
    expectClear(await kpi('import', '--db', db, folder.file('walletTransaction.csv')), 2, 'did you mean "walletTransactions"?');
    mkdirSync(folder.file('empty'));
    expectClear(await kpi('import', '--db', db, folder.file('empty')), 2, 'nothing to import there');
  });
  it('a file with a broken row: where it is, and that nothing of it was imported', async () => {
    writeFileSync(folder.file('aiChatSessions.csv'), 'id,createdAt,creatorId\n1,2025-01-01,a\n2,2025-01-01\n');
    expectClear(
      await kpi('import', '--db', db, folder.file('aiChatSessions.csv')),
      2,
      'aiChatSessions.csv cannot be read',
      'Line: 3',
      'Nothing of this file was imported',
    );
    writeFileSync(folder.file('safetyAlerts.ndjson'), '{"id":1}\n{"id":\n');
    expectClear(
      await kpi('import', '--db', db, folder.file('safetyAlerts.ndjson')),
      2,
      'Malformed JSON',
      'Nothing of this file was imported',
    );
  });
  it('a configuration with a typing error', async () => {
    const config = folder.file('typo.json');
    writeFileSync(config, JSON.stringify({ retension: {}, sources: { users: { fields: { lastActive: 'x' } } } }));
    expectClear(await kpi('doctor', '--db', db, '--config', config), 2, 'did you mean "retention"?', 'did you mean "lastActiveAt"?');
    writeFileSync(config, '{ nonsense');
    expectClear(await kpi('doctor', '--db', db, '--config', config), 2, 'is not JSON');
    expectClear(await kpi('doctor', '--db', db, '--config', folder.file('missing.json')), 2, 'no such file');
  });
  it('a query that would write, or is none', async () => {
    expectClear(await kpi('sql', 'DELETE FROM users', '--db', db), 1, 'read-only');
    expectClear(await kpi('sql', `COPY users TO '${folder.file('out.csv')}'`, '--db', db), 2, 'disabled');
    expectClear(await kpi('sql', 'SELEKT 1', '--db', db), 2, 'SELEKT');
  });
  it('jobs that are paused', async () => {
    const config = folder.file('paused.json');
    writeFileSync(config, '{"paused": true}');
    expectClear(await kpi('aggregate', '--db', db, '--config', config, '--date', '2025-01-01'), 1, 'paused', '"paused": false');
  });
});
