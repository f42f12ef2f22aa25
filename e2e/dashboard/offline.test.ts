import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { DASHBOARD, textOf } from './screen.ts';
import { useWorld } from './world.ts';

const words = TEXTS.en;
/** What a browser notes when nobody answers. */
const SILENCE = /ERR_CONNECTION_REFUSED|ERR_FAILED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;
const MINUTE_MS = 60_000;

const world = useWorld({ meant: SILENCE });

/** Revenue with what it is compared with, which may come a moment later. */
const revenue = (page: Page) => page.getByRole('button', { name: /^Revenue: PLN .* against / });
const said = async (page: Page): Promise<string> => String(await revenue(page).getAttribute('aria-label'));

/** Waits until the device keeps the figures of a finished day, those that they are compared with, and what they mean. */
async function untilKept(page: Page): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(
        `['platform-day', 'safety-day', 'trend', 'metrics'].every((name) => (localStorage.getItem('kpi.figures') ?? '').includes(name))`,
      ),
    )
    .toBe(true);
}

describe('without the host', () => {
  it('the figures stay, with their age, and come anew once it runs again', async () => {
    const { page } = await world.visit();
    await page.clock.install();
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    const before = await said(page);
    await world.host.stop();
    await page.getByRole('button', { name: words.refresh }).click();
    const offline = page.getByText(words.offline.title, { exact: true });
    await offline.waitFor();
    expect(await said(page)).toBe(before);
    await page.getByText(/^Figures of .*\d\d:\d\d UTC$/).waitFor();
    const age = (): Promise<number> =>
      page
        .getByText(/^\d+ (minutes?|hours?) old$/)
        .innerText()
        .then((found) => Number.parseInt(found, 10));
    const earlier = await age();
    await page.clock.fastForward(3 * MINUTE_MS);
    await expect.poll(age).toBeGreaterThanOrEqual(earlier + 3);
    await page.getByRole('button', { name: 'Previous day' }).click();
    await page.getByRole('button', { name: 'Next day' }).click();
    await revenue(page).waitFor();
    expect(await said(page)).toBe(before);

    await world.restart();
    await page.clock.fastForward(MINUTE_MS);
    await offline.waitFor({ state: 'detached' });
    expect(await said(page)).toBe(before);
    await page.getByText(/^Updated /).waitFor();
  });

  it('a page that is loaded shows the last figures and their age', async () => {
    const { page: earlier, context } = await world.visit();
    await earlier.goto(DASHBOARD);
    await revenue(earlier).waitFor();
    await untilKept(earlier);
    const before = await said(earlier);
    await earlier.close();
    const page = await context.newPage();
    await page.clock.install({ time: Date.now() + 10 * MINUTE_MS });
    await page.route(/\/(me|kpi_\w+)$/, (route) => route.abort());
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    expect(await said(page)).toBe(before);
    await page.getByText(words.offline.title, { exact: true }).waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: words.retry }).click();
    await page.getByText(words.offline.title, { exact: true }).waitFor({ state: 'detached' });
  });

  it('a page with nothing kept says how to start it, and goes on by itself', async () => {
    const { page } = await world.visit();
    await page.clock.install();
    await page.route(/\/(me|kpi_\w+)$/, (route) => route.abort());
    await page.goto('/admin/kpi-range?preset=7');
    await page.getByRole('heading', { level: 1, name: words.session.hostUnknown.title }).waitFor();
    const text = await textOf(page.getByRole('main'));
    expect(text).toContain('npm start');
    expect(text).toContain(world.host.url);
    await page.unrouteAll();
    await page.clock.fastForward(MINUTE_MS);
    await page.getByRole('radiogroup', { name: 'Days shown' }).waitFor();
  });

  it('each screen says so where it has no figures', async () => {
    const { page } = await world.visit();
    await page.goto(DASHBOARD);
    await revenue(page).waitFor();
    await page.route('**/kpi_*', (route) => route.abort());
    const problem = page.getByText(words.problems.unreachable.title, { exact: true });
    await page.getByRole('link', { name: 'Range', exact: true }).click();
    await page.getByRole('radio', { name: '7 days' }).click();
    await problem.waitFor();
    await page.getByRole('link', { name: 'Creators', exact: true }).click();
    await problem.waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: words.retry }).first().click();
    await page.getByText('1.', { exact: true }).first().waitFor();
  });
});
