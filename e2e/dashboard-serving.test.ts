import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import type { Browser, Page, Response } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, newVisitor } from './browser.ts';
import { ensureDashboard } from './dashboard-build.ts';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { kpi, temporaryFolder } from './kpi.ts';

/** A first build takes half a minute, and the demo platform some seconds more. */
const SETUP_TIMEOUT_MS = 10 * 60_000;
const SCREEN = '/admin/kpi-dashboard';
const DEEP = '/admin/kpi-range?from=2025-12-01&to=2025-12-11';

const folder = temporaryFolder();
const db = folder.file('serving.duckdb');
let dashboard: string;
let host: HostProcess;
let browser: Browser;

beforeAll(async () => {
  await makeDemo(db);
  dashboard = await ensureDashboard();
  [host, browser] = await Promise.all([startHostProcess({ db, dashboard }), launchBrowser()]);
}, SETUP_TIMEOUT_MS);
afterAll(async () => {
  await browser?.close();
  await host?.stop();
  folder.remove();
});

/** A page of the app has been drawn, with the rules of its styles. */
const DRAWN = `(document.querySelector('#root')?.childElementCount > 0
  && document.body.innerText.trim() !== ''
  && document.querySelector('#react-native-stylesheet')?.sheet?.cssRules.length > 0) === true`;

/** The policy of the host lets nobody wait within the page. */
const drawn = (page: Page): Promise<void> => expect.poll(() => page.evaluate(DRAWN), { timeout: 30_000 }).toBe(true);
/** What the page's first script took from the network: nothing when the browser had it. */
const TRANSFERRED_BYTES = `performance.getEntriesByType('resource').find(({ name }) => /entry-[0-9a-f]+\\.js$/.test(name)).transferSize`;

describe('the built dashboard', () => {
  it('is where a sign-in link leads, and is drawn under the policy of the host', async () => {
    const { page, context, complaints } = await newVisitor(browser);
    const answers: Response[] = [];
    page.on('response', (answer) => answers.push(answer));
    await page.goto(String(host.link));
    await drawn(page);
    expect(new URL(page.url()).pathname).toBe(SCREEN);
    expect(complaints).toEqual([]);
    expect(answers.filter((answer) => answer.status() >= 400).map((answer) => answer.url())).toEqual([]);

    const entry = answers.find((answer) => /\/entry-[0-9a-f]{32}\.js$/.test(answer.url()));
    expect(entry?.headers()).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    expect(await page.evaluate(TRANSFERRED_BYTES)).toBeGreaterThan(100_000);
    await page.goto(`${host.url}${SCREEN}`);
    await drawn(page);
    expect(await page.evaluate(TRANSFERRED_BYTES)).toBe(0);
    await context.close();
  });

  it('keeps a deep link for those who are not signed in', async () => {
    const { page, context, complaints } = await newVisitor(browser);
    const answer = await page.goto(`${host.url}${DEEP}`);
    expect(answer?.status()).toBe(200);
    await drawn(page);
    expect(page.url()).toBe(`${host.url}${DEEP}`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('knows that a host serves it, and which', async () => {
    const html = await (await fetch(`${host.url}${SCREEN}`)).text();
    const { instance } = (await (await fetch(`${host.url}/healthz`)).json()) as { instance: string };
    expect(html).toContain(`<meta name="kpi-host" content="${instance}">`);
    expect(html).toContain('<meta name="kpi-region" content="europe-central2">');
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/);
  });

  it('is made of files that the host sends whole, with compressed copies of its code and no maps', async () => {
    const names = readdirSync(dashboard, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${relative(dashboard, entry.parentPath)}/${entry.name}`.replaceAll('\\', '/').replace(/^\//, ''));
    const sent = names.filter((name) => !/\.(?:br|gz)$/.test(name) && name !== 'index.html');
    expect(sent.length).toBeGreaterThan(3);
    for (const name of sent) {
      const answer = await fetch(`${host.url}/${encodeURI(name)}`);
      expect([name, answer.status]).toEqual([name, 200]);
      await answer.arrayBuffer();
    }
    expect(names.filter((name) => name.endsWith('.map') || name === 'metadata.json')).toEqual([]);
    const entry = names.find((name) => /entry-[0-9a-f]{32}\.js$/.test(name));
    expect(names).toEqual(expect.arrayContaining([`${entry}.br`, `${entry}.gz`]));
  });

  it('leaves the status page where it is', async () => {
    const { page, context } = await newVisitor(browser);
    const { stdout } = await kpi('token', '--db', db, '--uid', 'demo-admin');
    await page.goto(stdout.trim());
    await page.goto(`${host.url}/status`);
    await page.getByRole('link', { name: 'Open the dashboard' }).click();
    await drawn(page);
    expect(new URL(page.url()).pathname).toBe(SCREEN);
    await context.close();
  });
});
