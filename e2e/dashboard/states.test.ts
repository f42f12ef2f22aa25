import { addDays } from '@pack324a/core';
import type { Page, Request, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { textOf } from './screen.ts';
import { openWorld, SETUP_MS, type World } from './world.ts';

const DASHBOARD = '/admin/kpi-dashboard';
const MINUTE_MS = 60_000;
const PLATFORM = '**/kpi_getPlatformDaily';
const SAFETY = '**/kpi_getSafetyDaily';
const TREND = '**/kpi_admin_getTrend';
const HOURS = '**/kpi_getPlatformHourly';
const FAILURE = {
  error: { status: 'INTERNAL', message: 'Something went wrong; the log has the details under r-324.', details: { reference: 'r-324' } },
};
const words = TEXTS.en;

let world: World;
/** What a test makes the browser complain about. */
let meant: RegExp | undefined;

beforeAll(async () => {
  world = await openWorld();
}, SETUP_MS);
afterAll(() => world?.close());
afterEach(async () => {
  expect(await world.leave(meant)).toEqual([]);
  meant = undefined;
});

const revenue = (page: Page) => page.getByRole('button', { name: /^Revenue: PLN / });
const reports = (page: Page) => page.getByRole('button', { name: /^Reports: \d/ });

/** Answers calls of an endpoint as a host does on which something has failed. */
async function fail(page: Page, endpoint: string): Promise<void> {
  meant = /status of 500/;
  await page.route(endpoint, (route) => route.fulfill({ status: 500, json: FAILURE }));
}

/** Notes the days that are asked for from now on. */
function watchDays(page: Page): string[] {
  const dates: string[] = [];
  page.on('request', (request: Request) => {
    if (request.url().endsWith('/kpi_getPlatformDaily')) dates.push(String(request.postDataJSON()?.data?.date));
  });
  return dates;
}

async function setVisibility(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  await page.evaluate(`Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => '${state}' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));`);
}

describe('while figures are on their way', () => {
  it('the sections are there, with skeletons of the same shape', async () => {
    const { page } = await world.visit({ viewport: { width: 390, height: 844 } });
    const held: Route[] = [];
    await page.route('**/kpi_*', (route) => void held.push(route));
    await page.goto(`${DASHBOARD}?date=${world.dates.yesterday}`);
    const last = page.getByRole('heading', { level: 2, name: 'Enforcement' });
    await last.waitFor();
    const names = ['Users', 'Revenue', 'Activity', 'Safety', 'Enforcement'];
    for (const name of names) await page.getByRole('heading', { level: 2, name }).waitFor();
    expect(await page.getByRole('button', { name: /^\w.*: / }).count()).toBe(0);
    const before = await last.boundingBox();
    for (const route of held) await route.continue();
    await page.unrouteAll();
    await revenue(page).waitFor();
    await page.getByRole('slider', { name: 'Tokens: single values' }).waitFor();
    const after = await last.boundingBox();
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(160);
  });

  it.each([
    ['/admin/kpi-range?preset=7', 'Revenue'],
    ['/admin/kpi-creators', 'Creators'],
  ])('%s says that it is loading', async (path, heading) => {
    const { page } = await world.visit();
    const held: Route[] = [];
    await page.route('**/kpi_admin_*', (route) => void held.push(route));
    await page.goto(path);
    await page.getByRole('status', { name: words.loading }).first().waitFor();
    for (const route of held) await route.continue();
    await page.getByRole('status', { name: words.loading }).waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: heading }).first().waitFor();
  });
});

describe('figures are asked for anew', () => {
  it('by a button', async () => {
    const { page } = await world.visit();
    await page.goto(`${DASHBOARD}?date=${world.dates.yesterday}`);
    await revenue(page).waitFor();
    await page.getByText(/^Updated /).waitFor();
    await page.waitForLoadState('networkidle');
    const dates = watchDays(page);
    await page.getByRole('button', { name: words.refresh }).click();
    await expect.poll(() => dates).toContain(world.dates.yesterday);
    await revenue(page).waitFor();
  });

  it('every minute on the running day, not while the page is hidden, and never on a finished day', async () => {
    const { today, yesterday } = world.dates;
    const { page } = await world.visit();
    await page.clock.install();
    await page.goto(`${DASHBOARD}?date=${today}`);
    await revenue(page).waitFor();
    await page.waitForLoadState('networkidle');
    const dates = watchDays(page);
    await page.clock.fastForward(MINUTE_MS);
    await expect.poll(() => dates).toEqual([today]);
    await page.waitForLoadState('networkidle');
    await page.clock.fastForward(MINUTE_MS);
    await expect.poll(() => dates).toEqual([today, today]);
    await page.waitForLoadState('networkidle');

    await setVisibility(page, 'hidden');
    await page.clock.runFor(5 * MINUTE_MS);
    expect(dates).toHaveLength(2);
    await setVisibility(page, 'visible');
    await expect.poll(() => dates).toEqual([today, today, today]);

    await page.goto(`${DASHBOARD}?date=${addDays(yesterday, -1)}`);
    await revenue(page).waitFor();
    await page.waitForLoadState('networkidle');
    dates.length = 0;
    await page.clock.runFor(5 * MINUTE_MS);
    expect(dates).toEqual([]);
  });
});

describe('what fails alone', () => {
  it('is one collection: the other sections stand, and trying again heals it', async () => {
    const { page } = await world.visit();
    await fail(page, SAFETY);
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    const notice = page.getByRole('alert').filter({ hasText: 'Safety, Enforcement' });
    await notice.getByText('r-324', { exact: false }).first().waitFor();
    for (const name of ['New users', 'Chats', 'Tokens spent']) await page.getByRole('button', { name: new RegExp(`^${name}: `) }).waitFor();
    expect(await reports(page).count()).toBe(0);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Try again: Safety, Enforcement' }).click();
    await reports(page).waitFor();
    await notice.waitFor({ state: 'detached' });
  });

  it('is the other collection just as well', async () => {
    const { page } = await world.visit();
    await fail(page, PLATFORM);
    await page.goto(DASHBOARD);
    await reports(page).waitFor();
    expect(await revenue(page).count()).toBe(0);
    await page.unrouteAll();
    await page.getByRole('button', { name: /^Try again: Users, Revenue, Activity/ }).click();
    await revenue(page).waitFor();
  });

  it('are the comparisons: the values stand', async () => {
    const { page } = await world.visit();
    await fail(page, TREND);
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    await reports(page).waitFor();
    expect(await revenue(page).getAttribute('aria-label')).toContain(words.dashboard.change.failed);
    await page.unrouteAll();
    await page.getByRole('button', { name: `Try again: ${words.dashboard.change.trendFailed}` }).click();
    await page.getByRole('button', { name: /^Revenue: PLN .* against / }).waitFor();
  });

  it('are the hours of the day', async () => {
    const { page } = await world.visit();
    await fail(page, HOURS);
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    const again = page.getByRole('button', { name: 'Try again: Hours of the day' });
    await again.waitFor();
    await page.unrouteAll();
    await again.click();
    await page.getByRole('slider', { name: 'Tokens: single values' }).waitFor();
  });

  it.each([
    ['/admin/kpi-range?preset=7', TREND, 'Panic events'],
    ['/admin/kpi-creators', '**/kpi_admin_getTopCreators', '1.'],
    ['/admin/kpi-creator/creator-00001', '**/kpi_getCreatorTrend', 'Active days'],
  ])('is %s, which can be tried again', async (path, endpoint, healed) => {
    const { page } = await world.visit();
    await fail(page, endpoint);
    await page.goto(path);
    await page.getByRole('alert').getByText(words.problems.other.title, { exact: true }).waitFor();
    await page.unrouteAll();
    await page.getByRole('alert').getByRole('button', { name: words.retry }).click();
    await page.getByText(healed).first().waitFor();
    await page.getByRole('alert').waitFor({ state: 'detached' });
  });

  it('is what figures mean, told in their sheet', async () => {
    const { page } = await world.visit();
    await fail(page, '**/kpi_getMetrics');
    await page.goto(DASHBOARD);
    await revenue(page).click();
    const sheet = page.getByRole('dialog', { name: 'Revenue' });
    const again = sheet.getByRole('button', { name: /^Try again/ });
    await again.waitFor();
    await page.unrouteAll();
    await again.click();
    await sheet.getByText('walletTransactions').first().waitFor();
    expect(await textOf(sheet)).toContain('Definition');
  });
});
