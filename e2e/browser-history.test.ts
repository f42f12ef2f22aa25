import { writeFileSync } from 'node:fs';
import { addDays, MS_PER_DAY, utcDateOf } from '@pack324a/core';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { figuresNote, launchBrowser, newVisitor, shownFigures } from './browser.ts';
import { type HostProcess, startHostProcess } from './host.ts';
import { kpi, temporaryFolder } from './kpi.ts';

const folder = temporaryFolder();
const db = folder.file('history.duckdb');
const newDb = folder.file('new.duckdb');
const config = folder.file('kpi.config.json');
const LAST = '2019-03-05';
/** Longer than the test takes here, so that the day does not change within it. */
const STEADY_MS = 60_000;
let host: HostProcess;
let newHost: HostProcess;
let browser: Browser;

/** Imports a spend at each of the times. */
async function fill(file: string, amount: number, ...times: string[]): Promise<void> {
  const rows = times.map((createdAt) => ({ id: createdAt, createdAt, type: 'SPEND', userId: 'u', receiverId: 'c', amount }));
  const source = folder.file('walletTransactions.ndjson');
  writeFileSync(source, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const { exitCode, stderr } = await kpi('import', source, '--db', file, '--config', config);
  expect(exitCode, stderr).toBe(0);
}

beforeAll(async () => {
  const leftMs = MS_PER_DAY - (Date.now() % MS_PER_DAY);
  if (leftMs < STEADY_MS) await new Promise((resolve) => setTimeout(resolve, leftMs + 1_000));
  writeFileSync(config, '{"localAdmins": ["ann"]}');
  await fill(db, 7, '2019-03-01T10:00:00Z', `${LAST}T10:00:00Z`);
  await fill(newDb, 9, new Date().toISOString());
  expect((await kpi('aggregate', '--db', db, '--config', config)).exitCode).toBe(0);
  expect((await kpi('aggregate', '--db', newDb, '--config', config)).exitCode).toBe(0);
  const args = ['--config', config];
  [host, newHost, browser] = await Promise.all([startHostProcess({ db, args }), startHostProcess({ db: newDb, args }), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([host?.stop(), newHost?.stop()]);
  folder.remove();
});

it('of a history the status page shows the last day, and makes no figures of yesterday; two hosts do not sign each other out', async () => {
  const { page, context, complaints } = await newVisitor(browser);
  await page.goto(String(host.link));
  await figuresNote(page).waitFor();
  expect(await page.locator('#figures-title').innerText()).toBe(`${LAST} (UTC), the last day of the data`);
  expect(await shownFigures(page)).toMatchObject({ 'Tokens spent': 7 });
  expect(await page.locator('#attention').innerText()).toBe('Nothing.');
  const yesterday = addDays(utcDateOf(Date.now()), -1);
  expect((await kpi('show', 'platform', '--date', yesterday, '--db', db, '--config', config)).stderr).toContain('has not been aggregated');

  await page.goto(String(newHost.link));
  await page.getByText('No day that is over has figures yet.').waitFor();
  expect(await shownFigures(page)).toEqual({});
  await page.goto(host.url);
  await figuresNote(page).waitFor();
  expect((await context.cookies()).map(({ name }) => name).sort()).toEqual(
    [host, newHost].map(({ url }) => `kpi_session_${new URL(url).port}`).sort(),
  );
  expect(complaints).toEqual([]);
  await context.close();
});
