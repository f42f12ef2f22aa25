import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { accessibilityViolations, overflowPx } from '../browser.ts';
import { kpi } from '../kpi.ts';
import { tooWide } from './screen.ts';
import { USER, useWorld } from './world.ts';

const WIDTHS = [320, 390, 1280] as const;
const HEIGHT = 900;
const LAYOUT_MS = 5_000;
/** Every appearance with every language, and each judged at a narrow and at a wide window. */
const LOOKS = [
  { colorScheme: 'light', locale: 'en-GB', judgedAt: 1280 },
  { colorScheme: 'dark', locale: 'pl-PL', judgedAt: 1280 },
  { colorScheme: 'light', locale: 'pl-PL', judgedAt: 390 },
  { colorScheme: 'dark', locale: 'en-GB', judgedAt: 390 },
] as const;
/** Each appearance, each language and each window once: enough for what all screens have in common. */
const [LIGHT, DARK] = [LOOKS[0], { ...LOOKS[1], judgedAt: 390 }];
/** Names of controls in each language. */
const NAMES = {
  'en-GB': { revenue: /^Revenue: PLN/, settings: 'Settings', pick: /choose another day$/, sort: /^Sort: /, signIn: 'Sign in' },
  'pl-PL': { revenue: /^Przychód: /, settings: 'Ustawienia', pick: /wybierz inny dzień$/, sort: /^Sortowanie: /, signIn: 'Logowanie' },
} as const;

const world = useWorld();

/** Waits until everything that is asked for has been drawn. */
async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
}

/** Holds what is on the page to the window's width at each width, and to WCAG at one. */
async function judge(page: Page, judgedAt: number, what: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: HEIGHT });
    // What measures itself draws once more.
    await expect
      .poll(async () => ({ what, width, parts: await tooWide(page) }), { timeout: LAYOUT_MS })
      .toEqual({ what, width, parts: [] });
    expect({ what, width, overflowPx: await overflowPx(page) }).toEqual({ what, width, overflowPx: 0 });
    if (width === judgedAt) expect({ what, violations: await accessibilityViolations(page) }).toEqual({ what, violations: [] });
  }
}

async function visit(options: BrowserContextOptions): Promise<Page> {
  const { page } = await world.visit({ viewport: { width: 1280, height: HEIGHT }, reducedMotion: 'reduce', ...options });
  return page;
}

describe.each(LOOKS)('in $colorScheme and $locale', ({ judgedAt, ...look }) => {
  it('every screen fits its window and is accessible', async () => {
    const { incident, today, first, yesterday } = world.dates;
    const { topCreators } = await world.call('kpi_admin_getTopCreators', { startDate: first, endDate: yesterday, limit: 1 });
    const page = await visit(look);
    const paths = [
      `/admin/kpi-dashboard?date=${incident}`,
      `/admin/kpi-dashboard?date=${today}`,
      '/admin/kpi-range?preset=90',
      '/admin/kpi-creators?limit=25',
      `/admin/kpi-creator/${topCreators[0]?.userId}?preset=28`,
    ];
    for (const path of paths) {
      await page.setViewportSize({ width: 1280, height: HEIGHT });
      await page.goto(path);
      await settle(page);
      await judge(page, judgedAt, path);
    }
  });
});

describe.each([LIGHT, DARK])('in $colorScheme and $locale', ({ judgedAt, ...look }) => {
  const names = NAMES[look.locale];

  it('every sheet fits its window and is accessible', async () => {
    const page = await visit(look);
    const openers = [
      ['/admin/kpi-dashboard', names.revenue],
      ['/admin/kpi-dashboard', names.pick],
      ['/admin/kpi-dashboard', names.settings],
      ['/admin/kpi-creators', names.sort],
    ] as const;
    for (const [path, opener] of openers) {
      await page.setViewportSize({ width: 390, height: HEIGHT });
      await page.goto(path);
      await settle(page);
      await page.getByRole('button', { name: opener }).click();
      await page.getByRole('dialog').first().waitFor();
      await page.waitForLoadState('networkidle');
      await judge(page, judgedAt, String(opener));
    }
  });

  it('what is said instead of figures fits its window and is accessible', async () => {
    const { first } = world.dates;
    const page = await visit(look);
    world.expectComplaints(/status of 500|ERR_FAILED/);
    await page.goto('/admin/kpi-dashboard?date=2020-01-01');
    await settle(page);
    await judge(page, judgedAt, 'no longer kept');
    await page.goto(`/admin/kpi-range?from=${first}&to=2999-01-01`);
    await settle(page);
    await judge(page, judgedAt, 'corrected');
    await page.route('**/kpi_getSafetyDaily', (route) =>
      route.fulfill({ status: 500, json: { error: { status: 'INTERNAL', message: 'It failed.', details: { reference: 'r-324' } } } }),
    );
    await page.goto(`/admin/kpi-dashboard?date=${first}`);
    await page.getByRole('alert').first().waitFor();
    await judge(page, judgedAt, 'one section failed');
    await page.route(/\/(me|kpi_\w+)$/, (route) => route.abort());
    await page.goto('/admin/kpi-range?preset=7');
    await settle(page);
    await judge(page, judgedAt, 'no answer');
    await page.unrouteAll();

    const { page: anyone } = await world.visitSignedOut(look);
    await anyone.goto('/admin/kpi-dashboard');
    await anyone.getByRole('heading', { level: 1, name: names.signIn }).waitFor();
    await judge(anyone, judgedAt, 'signed out');
    const { stdout } = await kpi('token', '--db', world.db, '--uid', USER);
    await anyone.goto(stdout.trim());
    await anyone.getByText(USER).first().waitFor();
    await judge(anyone, judgedAt, 'no admin');
  });
});

describe('every chart', () => {
  it.each([
    '/admin/kpi-dashboard',
    '/admin/kpi-range?preset=7',
    '/admin/kpi-creator/creator-00001',
  ])('has a sentence, and every other picture words beside it: %s', async (path) => {
    const page = await visit({});
    await page.goto(path);
    await settle(page);
    const pictures = await page.evaluate<
      { readonly label: string | null; readonly isHidden: boolean }[]
    >(`[...document.querySelectorAll('svg')].map((svg) => ({
      label: svg.closest('[role=img]')?.getAttribute('aria-label') ?? null,
      isHidden: svg.closest('[aria-hidden=true]') !== null,
    }))`);
    expect(pictures.length).toBeGreaterThan(2);
    for (const { label, isHidden } of pictures) expect(isHidden || /^\S.*, .*: .*\.$/s.test(label ?? '')).toBe(true);
    const figures = page.getByRole('figure');
    for (const figure of await figures.all()) expect(await figure.getByRole('slider').getAttribute('aria-valuetext')).not.toBe('');
  });
});
