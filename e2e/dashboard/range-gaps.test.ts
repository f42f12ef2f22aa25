import { addDays, type ResponseOf } from '@pack324a/core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { shortDay } from './screen.ts';
import { useWorld } from './world.ts';

type Trend = ResponseOf<'kpi_admin_getTrend'>;

const words = TEXTS.en.range;
/** Longer than any answer takes. */
const SLOW_MS = 1500;
/** Of the days that are shown. */
const FIRST_GAP = 3;

const world = useWorld({ meant: /status of 404/ });

/** The same answer about a range, with days that have no figures because their aggregation failed. */
function withGap({ collections, ...trend }: Trend, length: number): Trend {
  const isGap = (index: number): boolean => index >= FIRST_GAP && index < FIRST_GAP + length;
  return {
    ...trend,
    collections: collections.map(({ collection, days, figures }) => ({
      collection,
      days: days.map((day, index) => (isGap(index) ? { date: day.date, state: 'missing', reason: 'failed', lastUpdated: null } : day)),
      figures: figures.map((figure) => ({ ...figure, values: figure.values.map((value, index) => (isGap(index) ? null : value)) })),
    })),
  };
}

/** Opens a week in which days lack their figures until something is aggregated. */
async function openGap(length: number): Promise<{ readonly page: Page; readonly when: string }> {
  const { page } = await world.visit({ viewport: { width: 1280, height: 900 } });
  let isMade = false;
  page.on('requestfinished', (request) => {
    if (request.url().endsWith('kpi_admin_triggerAggregation')) isMade = true;
  });
  await page.route('**/kpi_admin_getTrend', async (route) => {
    const response = await route.fetch();
    const { result } = (await response.json()) as { readonly result: Trend };
    await route.fulfill({ response, json: { result: isMade ? result : withGap(result, length) } });
  });
  await page.goto('/admin/kpi-range?preset=7');
  const first = addDays(world.dates.today, FIRST_GAP - 7);
  return { page, when: length === 1 ? shortDay(first) : `${shortDay(first)} – ${shortDay(addDays(first, length - 1))}` };
}

describe('a missing day of a range', () => {
  it('is said to be generated, and leaves the focus where it was, however late the rest of the screen is', async () => {
    const { page, when } = await openGap(1);
    await page.route('**/kpi_getStatus', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, SLOW_MS));
      await route.continue();
    });
    const button = page.getByRole('button', { name: `${words.gaps.generateAgain}: ${when}` });
    await button.focus();
    await page.keyboard.press('Enter');
    await button.waitFor({ state: 'detached' });
    await page.getByRole('listitem').filter({ hasText: when }).waitFor({ state: 'detached' });
    await page.getByRole('status').getByText(words.gaps.generated(when)).waitFor();
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe(words.gaps.title);
  });
});

describe('missing days whose backfill the host has forgotten', () => {
  it('are no longer asked about, and can be generated again', async () => {
    const { page, when } = await openGap(2);
    const message = 'There is no such backfill.';
    let asked = 0;
    await page.route('**/kpi_admin_getBackfill', (route) => {
      asked += 1;
      return route.fulfill({ status: 404, json: { error: { status: 'NOT_FOUND', message } } });
    });
    const button = page.getByRole('button', { name: `${words.gaps.generateAgain}: ${when}` });
    await button.click();
    await page.getByRole('button', { name: words.backfill.confirm(2) }).click();
    await page.getByText(message, { exact: true }).waitFor();
    const before = asked;
    await page.waitForTimeout(3 * SLOW_MS);
    expect(asked).toBe(before);
    await button.waitFor();
    await page.getByRole('button', { name: words.backfill.dismissWhen(when) }).click();
    await page.getByText(message, { exact: true }).waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("aria-label")')).toBe(words.gaps.title);
  });
});
