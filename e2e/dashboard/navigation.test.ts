import { addDays, type UtcDate } from '@pack324a/core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { DASHBOARD, day, days, longDay } from './screen.ts';
import { useWorld } from './world.ts';

const words = TEXTS.en.dashboard.date.refused;
const PHONE = { width: 390, height: 844 };

const world = useWorld();

async function open(path: string): Promise<Page> {
  const { page } = await world.visit({ viewport: PHONE });
  await page.goto(path);
  return page;
}

/** Waits until the screen of a day is there, with its figures and its address. */
async function shows(page: Page, date: UtcDate): Promise<void> {
  await expect.poll(() => new URL(page.url()).searchParams.get('date') ?? world.dates.yesterday).toBe(date);
  await shown(page, date);
}

async function shown(page: Page, date: UtcDate): Promise<void> {
  await page.getByRole('heading', { level: 1, name: longDay(date) }).waitFor();
  await page.getByRole('button', { name: /^Revenue: PLN / }).waitFor();
  await expect.poll(() => page.title()).toContain(day(date));
}

const address = (page: Page): string => {
  const { pathname, search } = new URL(page.url());
  return pathname + search;
};

describe('the days of the main screen', () => {
  it('are gone through by buttons, and never into the future', async () => {
    const { today, yesterday } = world.dates;
    const page = await open(DASHBOARD);
    await shows(page, yesterday);
    await page.getByRole('button', { name: 'Previous day' }).click();
    await shows(page, addDays(yesterday, -1));
    expect(address(page)).toBe(`${DASHBOARD}?date=${addDays(yesterday, -1)}`);
    await page.getByRole('button', { name: 'Next day' }).click();
    await page.getByRole('button', { name: 'Next day' }).click();
    await shows(page, today);
    expect(address(page)).toBe(`${DASHBOARD}?date=${today}`);
    expect(await page.getByRole('button', { name: 'Next day' }).isDisabled()).toBe(true);
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Previous day' }).click();
    await shows(page, yesterday);
    await page.getByRole('button', { name: 'Today', exact: true }).click();
    await shows(page, today);
  });

  it('are gone through by arrow keys', async () => {
    const { yesterday } = world.dates;
    const page = await open(`${DASHBOARD}?date=${yesterday}`);
    await shows(page, yesterday);
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowLeft');
    await shows(page, addDays(yesterday, -2));
    await page.keyboard.press('ArrowRight');
    await shows(page, addDays(yesterday, -1));
    await page.keyboard.press('Control+ArrowRight');
    await shows(page, addDays(yesterday, -1));
  });

  it('are entries of the browser’s history', async () => {
    const { yesterday } = world.dates;
    const page = await open(DASHBOARD);
    await shows(page, yesterday);
    await page.getByRole('button', { name: 'Previous day' }).click();
    await shows(page, addDays(yesterday, -1));
    await page.getByRole('button', { name: 'Previous day' }).click();
    await shows(page, addDays(yesterday, -2));
    await page.goBack();
    await shows(page, addDays(yesterday, -1));
    await page.goBack();
    await shows(page, yesterday);
    expect(address(page)).toBe(DASHBOARD);
    await page.goForward();
    await page.goForward();
    await shows(page, addDays(yesterday, -2));
    await page.getByRole('link', { name: 'Range', exact: true }).click();
    await page.getByRole('radiogroup', { name: 'Days shown' }).waitFor();
    await page.goBack();
    await shows(page, addDays(yesterday, -2));
    await page.goBack();
    await shows(page, addDays(yesterday, -1));
  });

  it('are those of the address, also after links to the day that it had before', async () => {
    const { yesterday } = world.dates;
    const page = await open(DASHBOARD);
    const tab = page.getByRole('link', { name: 'Day', exact: true });
    await shows(page, yesterday);
    for (let presses = 0; presses < 2; presses += 1) {
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await shows(page, addDays(yesterday, -2));
      await tab.click();
      await shows(page, yesterday);
      expect(address(page)).toBe(DASHBOARD);
    }
    await page.goBack();
    await shows(page, addDays(yesterday, -1));
    await page.reload();
    await shows(page, addDays(yesterday, -1));
    await tab.click();
    await shows(page, yesterday);
    expect(address(page)).toBe(DASHBOARD);
  });

  it('are picked from a calendar that ends today', async () => {
    const { today, yesterday } = world.dates;
    const page = await open(`${DASHBOARD}?date=${yesterday}`);
    await shows(page, yesterday);
    await page.getByRole('button', { name: `${longDay(yesterday)}, choose another day` }).click();
    const sheet = page.getByRole('dialog', { name: 'Choose a day' });
    if (today.slice(0, 7) !== yesterday.slice(0, 7)) await sheet.getByRole('button', { name: 'Next month' }).click();
    expect(await sheet.getByRole('button', { name: 'Next month' }).isDisabled()).toBe(true);
    const tomorrow = sheet.getByRole('button', { name: longDay(addDays(today, 1)) });
    expect((await tomorrow.count()) === 0 || (await tomorrow.isDisabled())).toBe(true);
    await sheet.getByRole('button', { name: `${longDay(today)}, today` }).waitFor();
    await sheet.getByRole('button', { name: 'Previous month' }).click();
    await sheet.getByRole('button', { name: 'Previous year' }).click();
    await sheet.getByRole('button', { name: 'Previous month' }).click();
    // Not farther than to the month of today.
    await sheet.getByRole('button', { name: 'Next year' }).click();
    await sheet.getByRole('button', { name: 'Next year' }).click();
    await sheet.getByRole('button', { name: `${longDay(today)}, today` }).waitFor();
    expect(await sheet.getByRole('button', { name: 'Next year' }).isDisabled()).toBe(true);
    await sheet.getByRole('button', { name: 'Previous month' }).click();
    const wanted = addDays(`${today.slice(0, 8)}01` as UtcDate, -3);
    await sheet.getByRole('button', { name: longDay(wanted) }).click();
    await shows(page, wanted);
    expect(address(page)).toBe(`${DASHBOARD}?date=${wanted}`);
  });

  it.each([
    ['2026-02-30', words.notADay],
    ['yesterday', words.notADay],
    ['2999-01-01', words.future],
    [encodeURIComponent('<img src=x onerror=alert(1)>'), words.notADay],
  ])('say why %s is not among them', async (date, why) => {
    const page = await open(`${DASHBOARD}?date=${date}`);
    await shown(page, world.dates.yesterday);
    const notice = page.getByRole('status').filter({ hasText: words.title('').slice(2) });
    await notice.getByText(why).waitFor();
    expect(await notice.innerText()).toContain(decodeURIComponent(date));
    await page.keyboard.press('ArrowLeft');
    await shows(page, addDays(world.dates.yesterday, -1));
    await notice.waitFor({ state: 'detached' });
  });
});

describe('a title', () => {
  it('names each of the four screens, on the way there and back', async () => {
    const { first, yesterday } = world.dates;
    const page = await open(`${DASHBOARD}?date=${first}`);
    const titled = (title: string) => expect.poll(() => page.title()).toBe(`${title} · KPI`);
    await titled(day(first));
    await page.getByRole('link', { name: 'Range', exact: true }).click();
    await titled(days(addDays(yesterday, -27), yesterday));
    await page.getByRole('link', { name: 'Creators', exact: true }).click();
    await titled('Creators');
    const creator = page.getByRole('list', { name: 'Creators by earnings' }).getByRole('link').first();
    const [id = ''] = /creator-\d+/.exec(await creator.innerText()) ?? [];
    await creator.click();
    await titled(`Creator ${id}`);
    await page.reload();
    await titled(`Creator ${id}`);
    await page.goBack();
    await titled('Creators');
    await page.getByRole('link', { name: 'Day', exact: true }).click();
    await titled(day(yesterday));
    await page.goto('/admin/nothing');
    await titled('There is nothing here');
  });
});

describe('an address', () => {
  it('shows the same screen after a reload', async () => {
    const { first, yesterday } = world.dates;
    const page = await open(`${DASHBOARD}?date=${addDays(first, 30)}`);
    await shows(page, addDays(first, 30));
    await page.reload();
    await shows(page, addDays(first, 30));

    const query = `from=${first}&to=${addDays(first, 9)}`;
    const heading = page.getByRole('heading', { level: 1, name: days(first, addDays(first, 9)) });
    await page.goto(`/admin/kpi-range?${query}&figure=newUsers`);
    for (const again of [true, false]) {
      await heading.waitFor();
      await page.getByRole('heading', { level: 2, name: 'New users' }).waitFor();
      if (again) await page.reload();
    }
    const { topCreators } = await world.call('kpi_admin_getTopCreators', { startDate: first, endDate: yesterday, limit: 3 });
    await page.goto(`/admin/kpi-creators?from=${first}&to=${yesterday}&limit=10&sort=-sessions`);
    for (const again of [true, false]) {
      await page.getByText(topCreators[0]?.userId ?? 'nobody').waitFor();
      expect(await page.getByRole('radio', { name: '10', exact: true }).isChecked()).toBe(true);
      await page.getByRole('button', { name: 'Sort: Sessions' }).waitFor();
      if (again) await page.reload();
    }
    const creator = String(topCreators[1]?.userId);
    await page.goto(`/admin/kpi-creator/${creator}?from=${first}&to=${yesterday}`);
    for (const again of [true, false]) {
      await page.getByRole('heading', { level: 1, name: creator, exact: true }).waitFor();
      await page.getByRole('heading', { level: 2, name: 'Tokens earned per day' }).waitFor();
      if (again) await page.reload();
    }
    expect(address(page)).toBe(`/admin/kpi-creator/${creator}?from=${first}&to=${yesterday}`);
  });

  it.each(['/admin/', '/admin/kpi-creator/..', '/'])('%s leads to the day', async (path) => {
    const page = await open(path);
    await shows(page, world.dates.yesterday);
    expect(address(page)).toBe(DASHBOARD);
    expect(await page.getByRole('link', { name: 'Day', exact: true }).getAttribute('aria-current')).toBe('page');
  });

  it('/admin/ leads to the day where only the app can, as under a host of files', async () => {
    const { page } = await world.visit({ viewport: PHONE });
    await page.route('**/admin/', async (route) =>
      route.fulfill({ response: await route.fetch({ url: `${world.host.url}${DASHBOARD}` }) }),
    );
    await page.goto('/admin/');
    await shows(page, world.dates.yesterday);
    expect(address(page)).toBe(DASHBOARD);
  });

  it.each(['/admin/nothing', '/admin/kpi-creator', '/admin/kpi-dashboard/more'])('%s leads back to the day', async (path) => {
    const page = await open(path);
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
    await page.getByRole('link', { name: 'Go to the day' }).click();
    await shows(page, world.dates.yesterday);
  });
});
