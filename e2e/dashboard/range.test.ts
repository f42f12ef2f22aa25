import { addDays } from '@pack324a/core';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import {
  amount,
  around,
  day,
  days,
  FIGURES,
  type FigureName,
  isFocused,
  longDay,
  plain,
  pln,
  sentencesIn,
  shortDay,
  textOf,
  valuesOf,
  written,
} from './screen.ts';
import { useWorld } from './world.ts';

const words = TEXTS.en.range;
const RANGE = '/admin/kpi-range';
/** Figures whose days do not add up. */
const WITHOUT_TOTAL: readonly string[] = ['activeUsers', 'payingUsers'];

const world = useWorld();

async function openRange(query: string): Promise<Page> {
  const { page } = await world.visit({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${RANGE}?${query}`);
  await page.getByRole('heading', { name: FIGURES.panicEvents }).waitFor();
  return page;
}

/** The card of a figure; revenue is the one that leads the screen. */
function cardOf(page: Page, name: FigureName): Locator {
  const level = name === 'totalTokenRevenuePLN' ? 2 : 3;
  return around(page.getByRole('heading', { name: FIGURES[name], exact: true, level }).first(), '@role="img"');
}

/** The first and the last day, the lowest and the highest value of a figure, reckoned from what the API says. */
function extremes(dates: readonly string[], values: readonly number[]) {
  const at = (value: number): string => dates[values.indexOf(value)] ?? '';
  const lowest = Math.min(...values);
  const highest = Math.max(...values);
  return { first: values[0] ?? 0, last: values.at(-1) ?? 0, lowest, highest, lowestOn: at(lowest), highestOn: at(highest) };
}

describe('the range screen', () => {
  it('shows the API’s totals and averages of every figure, and says in words what each chart shows', async () => {
    const { today, yesterday } = world.dates;
    const startDate = addDays(today, -7);
    const { collections } = await world.call('kpi_admin_getTrend', { startDate, endDate: yesterday });
    const page = await openRange('preset=7');
    let seen = 0;
    for (const { days, figures } of collections) {
      for (const { name, values, total, dailyAverage, atLeast } of figures) {
        if (!(name in FIGURES)) continue;
        seen += 1;
        const figure = name as FigureName;
        const card = cardOf(page, figure);
        const text = await textOf(card);
        const average = name === 'totalTokenRevenuePLN' ? pln(Number(dailyAverage)) : amount(Number(dailyAverage));
        expect(text).toContain(`Daily average ${atLeast.length > 0 ? 'at least ' : ''}${average}`);
        if (WITHOUT_TOTAL.includes(name)) expect(text).toContain('No total');
        else expect(text).toContain(`Total ${written(name, Number(total))}`);
        const known = extremes(
          days.map(({ date }) => date),
          values.map(Number),
        );
        const [sentence] = await sentencesIn(card);
        const parts = [
          `${FIGURES[figure]}, ${day(startDate)} to ${day(yesterday)}: ${written(name, known.first)} at the beginning, ${written(name, known.last)} at the end.`,
          `Lowest: ${written(name, known.lowest)} on ${shortDay(known.lowestOn)}. Highest: ${written(name, known.highest)} on ${shortDay(known.highestOn)}.`,
          ...(atLeast.length > 0 ? [`On ${atLeast.length} days the value may be higher.`] : []),
        ];
        const always = `${FIGURES[figure]}, ${day(startDate)} to ${day(yesterday)}: always ${written(name, known.first)}.`;
        expect(sentence).toBe(known.lowest === known.highest ? always : parts.join(' '));
      }
    }
    expect(seen).toBe(Object.keys(FIGURES).length);
  });

  it('tells every value of a chart by keys and by pointer', async () => {
    const { first } = world.dates;
    const endDate = addDays(first, 9);
    const { collections } = await world.call('kpi_admin_getTrend', { startDate: first, endDate });
    const revenue = collections[0]?.figures.find(({ name }) => name === 'totalTokenRevenuePLN');
    const page = await openRange(`from=${first}&to=${endDate}`);
    const chart = page.getByRole('slider', { name: FIGURES.totalTokenRevenuePLN, exact: false }).first();
    const dates = collections[0]?.days.map(({ date }) => date) ?? [];
    expect(await valuesOf(chart)).toEqual(dates.map((date, index) => `${day(date)}: ${pln(Number(revenue?.values[index]))}`));
    await chart.press('Escape');
    const box = await chart.boundingBox();
    if (box === null) throw new Error('the chart has no box');
    await page.mouse.move(box.x + (3.5 * box.width) / 10, box.y + box.height / 2);
    expect(await textOf(around(chart, '@role="img"'))).toContain(`${day(addDays(first, 3))} ${pln(Number(revenue?.values[3]))}`);
  });

  it('takes a month to date, days of one’s own, and puts them into the address', async () => {
    const { today } = world.dates;
    const page = await openRange('preset=28');
    await page.getByRole('radio', { name: 'Month to date' }).click();
    await expect.poll(() => new URL(page.url()).search).toBe('?preset=month');
    const startOfMonth = `${today.slice(0, 8)}01`;
    await page.getByRole('heading', { level: 1, name: days(startOfMonth, today) }).waitFor();
    await page.getByText(words.covered.running).waitFor();

    await page.getByRole('radio', { name: '7 days' }).click();
    await page.getByRole('radio', { name: 'Custom' }).click();
    const from = addDays(today, -9);
    const wanted = `from=${from}&to=${addDays(today, -1)}`;
    await page.getByRole('button', { name: /^First day/ }).click();
    const sheet = page.getByRole('dialog');
    if (from.slice(0, 7) !== addDays(today, -7).slice(0, 7))
      await sheet.getByRole('button', { name: TEXTS.en.dashboard.date.previousMonth }).click();
    await sheet.getByRole('button', { name: longDay(from) }).click();
    await expect.poll(() => new URL(page.url()).search.slice(1)).toBe(wanted);
    await sheet.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { level: 1, name: days(from, addDays(today, -1)) }).waitFor();
    expect(await page.getByRole('radio', { name: 'Custom' }).isChecked()).toBe(true);
  });

  it('goes back to the range before, and keeps the focus on what was chosen', async () => {
    const { today, yesterday } = world.dates;
    const page = await openRange('preset=7');
    const heading = (count: number) => page.getByRole('heading', { level: 1, name: days(addDays(today, -count), yesterday) });
    for (const count of [28, 90]) {
      const option = page.getByRole('radio', { name: `${count} days` });
      await option.focus();
      await page.keyboard.press('Enter');
      await heading(count).waitFor();
      await expect.poll(() => new URL(page.url()).search).toBe(`?preset=${count}`);
      expect(await isFocused(option)).toBe(true);
    }
    // What is chosen already is no other range.
    await page.getByRole('radio', { name: '90 days' }).click();
    await page.getByRole('link', { name: 'Creators', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Creators' }).waitFor();
    for (const count of [90, 28, 7]) {
      await page.goBack();
      await heading(count).waitFor();
      await expect.poll(() => new URL(page.url()).search).toBe(`?preset=${count}`);
    }
    for (const count of [28, 90]) {
      await page.goForward();
      await heading(count).waitFor();
    }
    await page.reload();
    await heading(90).waitFor();
  });

  it.each([
    ['from=2026-02-30&to=2026-03-02', words.corrected.unreadable],
    ['from=2999-01-01&to=2999-02-01', words.corrected.future],
    ['preset=8', words.corrected.unreadable],
  ])('corrects %s', async (query, why) => {
    const page = await openRange(query);
    const notice = page.getByRole('status').filter({ hasText: words.corrected.title });
    expect(plain(await notice.innerText())).toContain(why);
  });

  it('leads with the figure that the address names', async () => {
    const page = await openRange('preset=7&figure=reportsTotal');
    await page.getByRole('heading', { level: 2, name: FIGURES.reportsTotal, exact: true }).waitFor();
    await page.getByRole('heading', { level: 3, name: FIGURES.totalTokenRevenuePLN, exact: true }).waitFor();
  });

  it('shows what a figure means, from the catalogue, and gives the focus back', async () => {
    const { documents } = await world.call('kpi_getMetrics', {});
    const field = documents.flatMap(({ fields }) => fields).find(({ name }) => name === 'payingUsers');
    const page = await openRange('preset=7');
    const opener = page.getByRole('button', { name: /^Paying users: definition/ });
    await opener.focus();
    await page.keyboard.press('Enter');
    const sheet = page.getByRole('dialog', { name: FIGURES.payingUsers });
    await expect.poll(() => textOf(sheet)).toContain(plain(String(field?.description)));
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
    expect(await isFocused(opener)).toBe(true);
  });
});
