import { addDays, type ResponseOf } from '@pack324a/core';
import type { Page, Request, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { DASHBOARD, revenue, textOf } from './screen.ts';
import { useWorld } from './world.ts';

const MINUTE_MS = 60_000;
const PLATFORM = '**/kpi_getPlatformDaily';
const SAFETY = '**/kpi_getSafetyDaily';
const TREND = '**/kpi_admin_getTrend';
const HOURS = '**/kpi_getPlatformHourly';
const FAILURE = {
  error: { status: 'INTERNAL', message: 'Something went wrong; the log has the details under r-324.', details: { reference: 'r-324' } },
};
const words = TEXTS.en;

/** What a test makes the browser complain about. */

const world = useWorld();

const reports = (page: Page) => page.getByRole('button', { name: /^Reports: \d/ });

/** Answers calls of an endpoint as a host does on which something has failed. */
async function fail(page: Page, endpoint: string): Promise<void> {
  world.expectComplaints(/status of 500/);
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
    // The next minute is counted from the answer.
    for (const expected of [[today], [today, today]]) {
      const answered = page.waitForResponse(PLATFORM);
      await page.clock.fastForward(MINUTE_MS);
      await answered;
      expect(dates).toEqual(expected);
      await page.evaluate('new Promise(requestAnimationFrame)');
    }

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

describe('what is not final yet', () => {
  it('is asked for until it is, when the day ends while it is on the screen', async () => {
    const { yesterday } = world.dates;
    const { page } = await world.visit();
    await page.clock.install({ time: new Date(`${yesterday}T23:58:30Z`) });
    let isFinal = false;
    await page.route(PLATFORM, async (route) => {
      const response = await route.fetch();
      const text = await response.text();
      await route.fulfill({ response, body: isFinal ? text : text.replace('"complete":true', '"complete":false') });
    });
    await page.goto(`${DASHBOARD}?date=${yesterday}`);
    await page.getByRole('button', { name: /^Revenue: .*, running day/ }).waitFor();
    await page.clock.runFor(3 * MINUTE_MS);
    const notice = page.getByRole('status').filter({ hasText: words.dashboard.missing.unfinished.title });
    await notice.waitFor();
    isFinal = true;
    await page.clock.runFor(MINUTE_MS);
    await notice.waitFor({ state: 'detached' });
    await page.waitForLoadState('networkidle');
    const dates = watchDays(page);
    await page.clock.runFor(5 * MINUTE_MS);
    expect(dates).toEqual([]);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });

  it('is asked for until it is there, on a day that is aggregated some minutes after its end', async () => {
    const { today, yesterday } = world.dates;
    const { page } = await world.visit();
    await page.clock.install({ time: new Date(`${today}T00:03:00Z`) });
    let isMade = false;
    await page.route(TREND, async (route) => {
      const response = await route.fetch();
      const json = (await response.json()) as { result: ResponseOf<'kpi_admin_getTrend'> };
      const last = json.result.collections.flatMap(({ days }) => days.filter(({ date }) => date === yesterday));
      if (!isMade) for (const day of last) Object.assign(day, { state: 'missing', reason: 'not-aggregated' });
      await route.fulfill({ response, json });
    });
    await page.goto(DASHBOARD);
    await page.getByRole('status').getByText(words.dashboard.missing.title['not-aggregated']).waitFor();
    isMade = true;
    await page.clock.runFor(MINUTE_MS);
    await revenue(page).waitFor();
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

describe('the meaning of figures', () => {
  it('is asked for once whenever the page is loaded, whatever was kept', async () => {
    const { page } = await world.visit();
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().endsWith('/kpi_getMetrics')) asked += 1;
    });
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    await expect.poll(() => page.evaluate(`localStorage.getItem('kpi.figures')?.includes('["metrics"]')`)).toBe(true);
    expect(asked).toBe(1);
    await page.reload();
    await revenue(page).waitFor();
    await page.getByRole('button', { name: 'Previous day' }).click();
    await page.waitForLoadState('networkidle');
    expect(asked).toBe(2);
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
    await expect.poll(() => revenue(page).getAttribute('aria-label')).toContain(words.dashboard.change.failed);
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
