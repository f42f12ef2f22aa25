import { addDays } from '@pack324a/core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DASHBOARD, isFocused, longDay } from './screen.ts';
import { useWorld } from './world.ts';

/** More than any screen has. */
const MOST_STOPS = 250;

const world = useWorld();

async function open(path: string, width = 1280): Promise<Page> {
  const { page } = await world.visit({ viewport: { width, height: 900 } });
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  await page.getByRole('heading', { level: 1 }).waitFor();
  return page;
}

interface Stop {
  readonly id: number;
  readonly name: string;
  readonly isMarked: boolean;
  readonly isInSight: boolean;
}

/** Gives every control a number, and tells those that can be reached at all. */
const NUMBER_CONTROLS = `[...document.querySelectorAll('a[href], button, input, [tabindex]')]
  .filter((element) => element.tabIndex >= 0 && !element.disabled && element.getAttribute('aria-disabled') !== 'true' && element.getClientRects().length > 0)
  .map((element, index) => { element.dataset.stop = String(index); return element.getAttribute('aria-label') ?? element.innerText; })`;

/** What has the focus, whether that is to be seen, and whether it is within the window. */
const FOCUSED = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return null;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
  const { top, bottom, left, right } = element.getBoundingClientRect();
  return {
    id: Number(element.dataset.stop ?? -1),
    name: element.getAttribute('aria-label') ?? element.innerText,
    isMarked: (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 1) || boxShadow !== 'none',
    isInSight: bottom > 0 && top < innerHeight && right > 0 && left < innerWidth,
  };
})()`;

/** Goes through a page by Tab from its beginning until the focus leaves it or comes back. */
async function tabThrough(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let count = 0; count < MOST_STOPS; count += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate<Stop | null>(FOCUSED);
    if (stop === null || stops.some(({ id }) => id === stop.id && id >= 0)) break;
    stops.push(stop);
  }
  return stops;
}

describe('by keyboard', () => {
  it.each([
    [DASHBOARD, 20],
    ['/admin/kpi-range?preset=7', 30],
    ['/admin/kpi-creators?limit=10', 15],
    ['/admin/kpi-creator/creator-00001', 8],
  ])('everything on %s is reached in its order, and is seen to have the focus', async (path, least) => {
    const page = await open(path);
    const controls = await page.evaluate<string[]>(NUMBER_CONTROLS);
    const stops = await tabThrough(page);
    expect(stops.filter(({ isMarked, isInSight }) => !isMarked || !isInSight)).toEqual([]);
    // Of a group of choices the focus stops at each; a part that is drawn only when it comes near is not numbered.
    const numbered = stops.filter(({ id }) => id >= 0).map(({ id }) => id);
    expect(numbered).toEqual(numbered.toSorted((a, b) => a - b));
    expect(controls.filter((_, id) => !numbered.includes(id))).toEqual([]);
    expect(stops.length).toBeGreaterThanOrEqual(least);
  });

  it('sheets open by Enter or Space, keep the focus, close by Escape and give it back', async () => {
    const page = await open(DASHBOARD, 390);
    await page.getByRole('button', { name: /^Revenue: PLN/ }).waitFor();
    for (const [name, key] of [
      [/^Chats: /, 'Enter'],
      [/^Chats: /, 'Space'],
      [/choose another day$/, 'Enter'],
      [/^Settings$/, 'Enter'],
    ] as const) {
      const opener = page.getByRole('button', { name });
      await opener.focus();
      await page.keyboard.press(key);
      // One dialog, and no other in it: a screen reader tells of each.
      const sheet = page.getByRole('dialog');
      await sheet.waitFor();
      expect(await sheet.getAttribute('aria-label')).toMatch(/^(Chats|Choose a day|Settings)$/);
      for (let count = 0; count < 60; count += 1) {
        await page.keyboard.press('Tab');
        if (count % 10 === 0) expect(await page.evaluate(`document.activeElement?.closest('[role=dialog]') !== null`)).toBe(true);
      }
      await page.keyboard.press('Escape');
      await sheet.waitFor({ state: 'detached' });
      await expect.poll(() => isFocused(opener)).toBe(true);
    }
  });

  it('a day is picked from the calendar, and arrow keys in it do not change the day behind', async () => {
    const { yesterday } = world.dates;
    const page = await open(`${DASHBOARD}?date=${yesterday}`);
    await page.getByRole('button', { name: /choose another day$/ }).press('Enter');
    const sheet = page.getByRole('dialog', { name: 'Choose a day' });
    await sheet.getByRole('button', { name: new RegExp(`^${longDay(yesterday)}`) }).focus();
    const step = yesterday.endsWith('-01') ? 0 : 1;
    if (step === 1) await page.keyboard.press('ArrowLeft');
    expect(new URL(page.url()).searchParams.get('date')).toBe(yesterday);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: longDay(addDays(yesterday, -step)) }).waitFor();
  });

  it('charts and choices use arrow keys for themselves', async () => {
    const { yesterday } = world.dates;
    const page = await open(`${DASHBOARD}?date=${yesterday}`);
    const chart = page.getByRole('slider', { name: 'Tokens: single values' });
    await chart.focus();
    const before = await chart.getAttribute('aria-valuenow');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => chart.getAttribute('aria-valuenow')).not.toBe(before);
    expect(new URL(page.url()).searchParams.get('date')).toBe(yesterday);
    await page.getByRole('radio', { name: 'Tokens' }).focus();
    await page.keyboard.press('ArrowRight');
    expect(await isFocused(page.getByRole('radio', { name: 'Chats' }))).toBe(true);
    await page.keyboard.press('Space');
    await page.getByRole('slider', { name: 'Chats: single values' }).waitFor();
    expect(new URL(page.url()).searchParams.get('date')).toBe(yesterday);
  });

  it('creators are sorted and opened', async () => {
    const page = await open('/admin/kpi-creators?limit=10');
    await page.getByRole('button', { name: 'Sessions' }).press('Enter');
    await expect.poll(() => page.getByRole('columnheader', { name: 'Sessions' }).getAttribute('aria-sort')).toBe('descending');
    const link = page.getByRole('table', { name: 'Creators by earnings' }).getByRole('link').first();
    const id = await link.innerText();
    await link.press('Enter');
    await page.getByRole('heading', { level: 1, name: id.trim(), exact: true }).waitFor();
  });
});
