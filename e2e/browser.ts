import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { ensureBrowser } from '../scripts/lib/browser.mjs';

/** A name that leads the browser to this machine, as a page that rebinds its name can make it do. */
export const REBOUND_NAME = 'rebound.test';
/** Told by a page's script that the browser lets see nothing of an answer. */
export const UNREADABLE = 'kept from the script';
const BROWSER_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  `--host-resolver-rules=MAP ${REBOUND_NAME} 127.0.0.1`,
];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'];
/** What a browser notes when an answer has an error status; which ones do is for the tests to say. */
const ERROR_STATUS = /^Failed to load resource: the server responded with a status of 4\d\d /;

/** The Chromium that `npm test` has found, or, when tests are run alone, the one that it would find. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureBrowser(), headless: true, args: BROWSER_ARGS });
}

/** Somebody with a browser profile of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser holds against the pages that were shown: violations of their policy, errors of their scripts. */
  readonly complaints: readonly string[];
}

/** Opens a browser profile with nothing in it, or with what the options put there. */
export async function newVisitor(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext(options);
  const complaints: string[] = [];
  await context.exposeFunction('reportViolation', (text: string) => void complaints.push(text));
  await context.addInitScript(`document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
    reportViolation(\`policy: \${effectiveDirective} \${blockedURI}\`);
  })`);
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error' && !ERROR_STATUS.test(message.text())) complaints.push(`console: ${message.text()}`);
  });
  return { context, page: await context.newPage(), complaints };
}

/** The title of what the host's status page shows to those who are not signed in. */
export const signInTitle = (page: Page): Locator => page.getByRole('heading', { name: 'Sign in' });

/** What stands over yesterday's figures on the host's status page once they are there. */
export const figuresNote = (page: Page): Locator => page.getByText(/^Updated \d{4}-\d{2}-\d{2} \d{2}:\d{2}\./);

export async function openSignedOut(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/status`);
  await signInTitle(page).waitFor();
}

export async function openFigures(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/status`);
  await figuresNote(page).waitFor();
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('Pairing code').fill(code);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** The figures on the host's status page: the number that each label is followed by. */
export async function shownFigures(page: Page): Promise<Record<string, number>> {
  const [labels, values] = await Promise.all([page.locator('dt').allInnerTexts(), page.locator('dd').allInnerTexts()]);
  return Object.fromEntries(labels.map((label, index) => [label, Number(values[index]?.replace(/^at least /, '').replaceAll(',', ''))]));
}

/** A site of somebody else on this machine, with an empty page. */
export interface ForeignSite {
  /** Its page on another port of the host's own address: another origin, but to a browser the same site, cookies included. */
  readonly sameSite: string;
  /** Its page under the name `localhost`: another site. */
  readonly crossSite: string;
  readonly close: () => Promise<void>;
}

export async function startForeignSite(): Promise<ForeignSite> {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>Foreign</title>');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    sameSite: `http://127.0.0.1:${port}/`,
    crossSite: `http://localhost:${port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * Calls the host from a page's script, as another site's script would, with the visitor's cookies.
 * @param init of `fetch`, without what JSON cannot say
 * @returns the status and body that the script can read, or `UNREADABLE`
 */
export function fetchFrom(page: Page, url: string, init: object): Promise<{ status: number; body: string } | string> {
  const asked = `${JSON.stringify(url)}, ${JSON.stringify({ credentials: 'include', ...init })}`;
  return page.evaluate(`fetch(${asked}).then(
    async (response) => (response.type === 'opaque' ? '${UNREADABLE}' : { status: response.status, body: await response.text() }),
    () => '${UNREADABLE}',
  )`);
}

/** Where an endpoint of a host is called. */
export const callUrl = (host: string, name: string): string => `${host}/local/europe-central2/${name}`;

/** Calls an endpoint from a page's script. */
export function callFrom(page: Page, host: string, name: string, data: object): ReturnType<typeof fetchFrom> {
  const headers = { 'content-type': 'application/json' };
  return fetchFrom(page, callUrl(host, name), { method: 'POST', headers, body: JSON.stringify({ data }) });
}

/** What the host answers to a request that a page's script leads to, whether the script sees it or not, and whether the cookie came with it. */
export async function answerTo(page: Page, url: string, method: string, script: string): Promise<{ status: number; cookie: boolean }> {
  const coming = page.waitForResponse((response) => response.url() === url && response.request().method() === method);
  await page.evaluate(script);
  const response = await coming;
  const { cookie = '' } = await response.request().allHeaders();
  return { status: response.status(), cookie: cookie.includes('kpi_session') };
}

/** A script that sends a text by a form, which takes the page to the answer. The browser puts `=` and a line end after the text. */
export function formScript(url: string, text: string): string {
  return `{
    const form = Object.assign(document.createElement('form'), { method: 'post', enctype: 'text/plain', action: ${JSON.stringify(url)} });
    form.append(Object.assign(document.createElement('input'), { name: ${JSON.stringify(text)} }));
    document.body.append(form);
    form.submit();
  }`;
}

/** A script that shows an address in a frame, and results in the text that it can read there. */
export function frameScript(url: string): string {
  return `new Promise((resolve) => {
    const frame = Object.assign(document.createElement('iframe'), { src: ${JSON.stringify(url)} });
    frame.onload = () => resolve(frame.contentDocument?.body.innerText ?? '${UNREADABLE}');
    document.body.append(frame);
  })`;
}

/** A script that loads an address as an image. */
export function imageScript(url: string): string {
  return `new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve('shown');
    image.onerror = () => resolve('${UNREADABLE}');
    image.src = ${JSON.stringify(url)};
  })`;
}

/** Violations of WCAG 2.1 A and AA on a page, one line each. Throws when the page has no text whose contrast can be judged. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(WCAG).analyze();
  if (![...passes, ...violations].some(({ id }) => id === 'color-contrast')) throw new Error(`nothing was judged on ${page.url()}`);
  return violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** By how many CSS pixels a page is wider than its window. */
export function overflowPx(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
