import { addDays, type PlatformDailyResponse, utcDateOf } from '@pack324a/core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  accessibilityViolations,
  answerTo,
  callFrom,
  callUrl,
  enterCode,
  type ForeignSite,
  fetchFrom,
  figuresNote,
  formScript,
  frameScript,
  imageScript,
  launchBrowser,
  newVisitor,
  openFigures,
  openSignedOut,
  overflowPx,
  REBOUND_NAME,
  shownFigures,
  signInTitle,
  startForeignSite,
  UNREADABLE,
  type Visitor,
} from './browser.ts';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { kpi, kpiJson, temporaryFolder } from './kpi.ts';

const ADMIN = 'demo-admin';
const USER = 'user-00042';
/** No code has a zero. */
const WRONG_CODE = '0000-0000';

type Session = NonNullable<BrowserContextOptions['storageState']>;

const folder = temporaryFolder();
const db = folder.file('browser.duckdb');
let host: HostProcess;
let browser: Browser;
/** The cookies of a signed-in admin, who got them by the link that the host printed. */
let session: Session;
let printedLink: string;
let visitors: Visitor[] = [];

beforeAll(async () => {
  await makeDemo(db);
  [host, browser] = await Promise.all([startHostProcess({ db }), launchBrowser()]);
  if (host.link === undefined) throw new Error('the host printed no link');
  printedLink = host.link;
  const { page, context } = await newVisitor(browser);
  await page.goto(printedLink);
  session = await context.storageState();
  await context.close();
});
afterAll(async () => {
  await browser?.close();
  await host?.stop();
  folder.remove();
});
afterEach(async () => {
  await Promise.all(visitors.map(({ context }) => context.close()));
  visitors = [];
});

async function visit(options?: BrowserContextOptions): Promise<Visitor> {
  const visitor = await newVisitor(browser, options);
  visitors.push(visitor);
  return visitor;
}

/** What `kpi token` prints: a link, or with `--pair` a code. */
async function issue(uid: string, ...form: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await kpi('token', '--db', db, '--uid', uid, ...form);
  expect(exitCode, stderr).toBe(0);
  return stdout.trim();
}

async function openUsedLink(page: Page): Promise<void> {
  const answer = await page.goto(printedLink);
  expect(answer?.status()).toBe(403);
}

const hundredths = (value: number): number => Math.round(value * 100) / 100;

describe('signing in', () => {
  it('by the printed link leads to yesterday’s figures, as the command line shows them', async () => {
    const { page, complaints } = await visit({ storageState: session });
    const before = addDays(utcDateOf(Date.now()), -1);
    await openFigures(page, host.url);
    const after = addDays(utcDateOf(Date.now()), -1);
    const title = await page.getByRole('heading', { name: /^Yesterday, / }).innerText();
    const date = /^Yesterday, (\S+) \(UTC\)$/.exec(title)?.[1] ?? title;
    expect([before, after]).toContain(date);
    const stored = await kpiJson<PlatformDailyResponse>('show', 'platform', '--date', date, '--db', db);
    expect(stored.revenue.tokensSpent).toBeGreaterThan(0);
    expect(await shownFigures(page)).toEqual({
      'Revenue (PLN)': stored.revenue.revenuePLN,
      'Tokens spent': hundredths(stored.revenue.tokensSpent),
      'Active users': stored.users.active,
      'Paying users': stored.users.paying,
      'New users': stored.users.new,
      Chats: stored.activity.chats,
      'Voice minutes': hundredths(stored.activity.voiceMinutes),
      'Video minutes': hundredths(stored.activity.videoMinutes),
    });
    expect(await page.locator('#uid').innerText()).toBe(ADMIN);
    expect(complaints).toEqual([]);
  });

  it('leaves a cookie that scripts cannot read and other sites do not send', async () => {
    const { page, context } = await visit();
    await page.goto(await issue(ADMIN));
    expect(page.url()).toBe(`${host.url}/status`);
    expect(await context.cookies()).toMatchObject([
      { name: `kpi_session_${new URL(host.url).port}`, httpOnly: true, sameSite: 'Strict', path: '/', domain: '127.0.0.1' },
    ]);
    expect(await page.evaluate('document.cookie')).toBe('');
  });

  it('by the same link a second time is refused, with what to do', async () => {
    const { page, context, complaints } = await visit();
    await openUsedLink(page);
    const text = await page.locator('main').innerText();
    expect(text).toContain('This sign-in link does not work');
    expect(text).toContain('npx kpi token --uid');
    expect(await context.cookies()).toEqual([]);
    await openSignedOut(page, host.url);
    expect(complaints).toEqual([]);
  });

  it('shows a plain user that only admins see something, and nothing else', async () => {
    const { page, complaints } = await visit();
    await page.goto(await issue(USER));
    await page.getByRole('status').filter({ hasText: 'not as an admin' }).waitFor();
    expect(await page.locator('#uid').innerText()).toBe(USER);
    expect(await page.getByRole('heading').allInnerTexts()).toEqual(['KPI host']);
    expect(await shownFigures(page)).toEqual({});
    expect(await callFrom(page, host.url, 'kpi_getStatus', {})).toMatchObject({ status: 403 });
    expect(complaints).toEqual([]);
  });

  it('works on another device by a pairing code, once, and by no other code', async () => {
    const code = await issue(ADMIN, '--pair');
    const { page, context, complaints } = await visit();
    await openSignedOut(page, host.url);
    await enterCode(page, WRONG_CODE);
    await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
    expect(await context.cookies()).toEqual([]);
    await enterCode(page, code.toLowerCase());
    await figuresNote(page).waitFor();
    expect(await page.locator('#uid').innerText()).toBe(ADMIN);

    const second = await visit();
    await openSignedOut(second.page, host.url);
    await enterCode(second.page, code);
    await second.page.getByRole('alert').filter({ hasText: 'has been used' }).waitFor();
    expect(await second.context.cookies()).toEqual([]);
    expect([...complaints, ...second.complaints]).toEqual([]);
  });

  it('ends with signing out', async () => {
    const { page, context, complaints } = await visit({ storageState: session });
    await openFigures(page, host.url);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signInTitle(page).waitFor();
    expect(await context.cookies()).toEqual([]);
    expect(await page.locator('#signed-in').isVisible()).toBe(false);
    expect(await callFrom(page, host.url, 'kpi_getStatus', {})).toMatchObject({ status: 401 });
    expect(complaints).toEqual([]);
  });
});

describe.each(['sameSite', 'crossSite'] as const)('a foreign page (%s), opened by a signed-in admin', (kind) => {
  const date = addDays(utcDateOf(Date.now()), -4);
  let site: ForeignSite;
  let page: Page;

  beforeAll(async () => {
    site = await startForeignSite();
  });
  afterAll(() => site.close());
  beforeEach(async () => {
    page = (await visit({ storageState: session })).page;
    await page.goto(site[kind]);
  });

  const stored = (): Promise<PlatformDailyResponse> => kpiJson('show', 'platform', '--date', date, '--db', db);

  it('cannot call an endpoint by a script, nor by a form', async () => {
    const before = await stored();
    expect(await callFrom(page, host.url, 'kpi_admin_triggerAggregation', { date })).toBe(UNREADABLE);
    const body = JSON.stringify({ data: { date } });
    const url = callUrl(host.url, 'kpi_admin_triggerAggregation');
    const bodies = { mode: 'no-cors', method: 'POST', headers: { 'content-type': 'text/plain' }, body };
    expect(await fetchFrom(page, url, bodies)).toBe(UNREADABLE);
    expect(await fetchFrom(page, `${host.url}/sign-out`, { ...bodies, body: '{}' })).toBe(UNREADABLE);
    // A strict cookie goes along within one site, which a port does not leave: there it is the host that refuses.
    expect(await answerTo(page, url, 'POST', formScript(url, body))).toEqual({ status: 403, cookie: kind === 'sameSite' });
    expect(await stored()).toEqual(before);
    await openFigures(page, host.url);
  });

  it('cannot read an answer', async () => {
    expect(await fetchFrom(page, `${host.url}/me`, {})).toBe(UNREADABLE);
    expect(await fetchFrom(page, `${host.url}/me`, { mode: 'no-cors' })).toBe(UNREADABLE);
    expect(await callFrom(page, host.url, 'kpi_getStatus', {})).toBe(UNREADABLE);
    const scriptRuns = `import(${JSON.stringify(`${host.url}/status/page.mjs`)}).then(() => true, () => false)`;
    expect(await page.evaluate(scriptRuns)).toBe(false);
    expect(await page.evaluate(frameScript(`${host.url}/status`))).toBe(UNREADABLE);
    expect(await Promise.all(page.frames().map((frame) => frame.getByText('Yesterday').count()))).toEqual([0, 0]);
  });

  it('can neither use a sign-in link up nor sign anybody in with it', async () => {
    const link = await issue(USER);
    expect(await page.evaluate(imageScript(link))).toBe(UNREADABLE);
    expect(await fetchFrom(page, link, { mode: 'no-cors' })).toBe(UNREADABLE);
    expect(await answerTo(page, link, 'GET', `location.href = ${JSON.stringify(link)}`)).toMatchObject({ status: 403 });
    expect(await page.getByRole('heading').innerText()).toBe('Open this address directly');
    await openFigures(page, host.url);
    expect(await page.locator('#uid').innerText()).toBe(ADMIN);

    await page.goto(link);
    await page.getByRole('status').filter({ hasText: 'not as an admin' }).waitFor();
    expect(await page.locator('#uid').innerText()).toBe(USER);
  });
});

describe('the host’s status page', () => {
  it('may do what foreign pages may not', async () => {
    const date = addDays(utcDateOf(Date.now()), -4);
    const { page } = await visit({ storageState: session });
    await openFigures(page, host.url);
    expect(await callFrom(page, host.url, 'kpi_admin_triggerAggregation', { date })).toMatchObject({ status: 200 });
    const { provenance } = await kpiJson<PlatformDailyResponse>('show', 'platform', '--date', date, '--db', db);
    expect(provenance.trigger).toBe('manual');
  });

  it('is not shown under a name that was made to lead here', async () => {
    const { page } = await visit({ storageState: session });
    const rebound = host.url.replace('127.0.0.1', REBOUND_NAME);
    const answer = await page.goto(rebound);
    expect(answer?.status()).toBe(403);
    expect(await answer?.text()).toContain('does not answer under that name');
    expect(await fetchFrom(page, `${rebound}/me`, {})).toMatchObject({ status: 403 });
  });

  it('runs no script that is not a file of its own, and the browser says so', async () => {
    const { page, complaints } = await visit({ storageState: session });
    await openFigures(page, host.url);
    expect(complaints).toEqual([]);
    const inline = `{
      const script = document.createElement('script');
      script.textContent = 'document.title = "taken over"';
      document.body.append(script);
    }`;
    await page.evaluate(inline);
    await expect.poll(() => complaints).toContain('policy: script-src-elem inline');
    expect(await page.title()).toBe('KPI host');
  });

  const pages: readonly (readonly [string, (visitor: Visitor) => Promise<void>, boolean])[] = [
    ['figures', ({ page }) => openFigures(page, host.url), true],
    [
      'sign-in with a wrong code',
      async ({ page }) => {
        await openSignedOut(page, host.url);
        await enterCode(page, WRONG_CODE);
        await page.getByRole('alert').filter({ hasText: 'wrong' }).waitFor();
      },
      false,
    ],
    ['refused link', ({ page }) => openUsedLink(page), false],
  ];
  const states = (isSignedIn: boolean): BrowserContextOptions => (isSignedIn ? { storageState: session } : {});

  describe.each(pages)('showing: %s', (_what, open, isSignedIn) => {
    it.each(['light', 'dark'] as const)('is accessible in %s, on a phone and on a wide screen', async (colorScheme) => {
      const visitor = await visit({ ...states(isSignedIn), colorScheme, viewport: { width: 390, height: 844 } });
      await open(visitor);
      expect(await visitor.page.evaluate(`matchMedia('(prefers-color-scheme: ${colorScheme})').matches`)).toBe(true);
      expect(visitor.complaints).toEqual([]);
      expect(await accessibilityViolations(visitor.page)).toEqual([]);
      await visitor.page.setViewportSize({ width: 1280, height: 800 });
      expect(await accessibilityViolations(visitor.page)).toEqual([]);
    });

    it('needs no scrolling sideways at 320 px', async () => {
      const visitor = await visit({ ...states(isSignedIn), viewport: { width: 320, height: 640 } });
      await open(visitor);
      expect(await overflowPx(visitor.page)).toBe(0);
    });
  });
});
