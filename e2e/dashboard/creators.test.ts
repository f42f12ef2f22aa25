import { addDays, type ResponseOf } from '@pack324a/core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { amount, around, day, decimals, plain, pln, sentencesIn, textOf, valuesOf } from './screen.ts';
import { useWorld } from './world.ts';

const CREATORS = '/admin/kpi-creators';
const DESK = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
/** From the bottom of a bar to its top. */
const SOURCES = [
  ['chat', 'Chat'],
  ['voice', 'Voice'],
  ['video', 'Video'],
  ['calendar', 'Bookings'],
  ['events', 'Event tickets'],
  ['other', 'Tips and other'],
] as const;
type Creator = ResponseOf<'kpi_admin_getTopCreators'>['topCreators'][number];

const world = useWorld();

async function open(path: string, viewport = DESK): Promise<Page> {
  const { page } = await world.visit({ viewport });
  await page.goto(path);
  return page;
}

/** The ranking as the API has it. */
async function ranking(limit: number): Promise<{ readonly creators: readonly Creator[]; readonly total: number }> {
  const { today, yesterday } = world.dates;
  const startDate = addDays(today, -28);
  const { topCreators, totalCreators } = await world.call('kpi_admin_getTopCreators', { startDate, endDate: yesterday, limit });
  return { creators: topCreators, total: totalCreators };
}

/** The rows of the table under its head. */
async function rowsOf(page: Page): Promise<string[]> {
  const rows = await page.getByRole('table', { name: 'Creators by earnings' }).getByRole('row').all();
  return Promise.all(rows.slice(1).map(textOf));
}

function rowText(creator: Creator, rank: number): string {
  const { userId, totalEarningsTokens, totalEarningsPLN, totalSessions, activeDays, averageDailyEarnings } = creator;
  const figures = [decimals(totalEarningsTokens), decimals(totalEarningsPLN), amount(totalSessions), amount(activeDays)];
  return [`${rank}.`, userId, ...figures, decimals(averageDailyEarnings)].join(' ');
}

describe('the ranking of creators', () => {
  it('shows the API’s figures of each creator, by rank and in any other order', async () => {
    const { creators, total } = await ranking(10);
    const expected = creators.map((creator, index) => rowText(creator, index + 1));
    const page = await open(`${CREATORS}?limit=10`);
    await page.getByText(creators[0]?.userId ?? 'nobody').waitFor();
    expect(await rowsOf(page)).toEqual(expected);
    await page.getByText(`The 10 best earners of ${total} creators`).waitFor();

    await page.getByRole('button', { name: 'Sessions' }).click();
    const bySessions = creators
      .map((creator, index) => ({ creator, rank: index + 1 }))
      .toSorted((a, b) => b.creator.totalSessions - a.creator.totalSessions || a.rank - b.rank);
    await expect.poll(() => rowsOf(page)).toEqual(bySessions.map(({ creator, rank }) => rowText(creator, rank)));
    expect(await page.getByRole('columnheader', { name: 'Sessions' }).getAttribute('aria-sort')).toBe('descending');
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-sessions');
    await page.getByRole('button', { name: 'Sessions' }).click();
    await expect.poll(() => page.getByRole('columnheader', { name: 'Sessions' }).getAttribute('aria-sort')).toBe('ascending');
    await page.getByRole('button', { name: 'Rank' }).click();
    await expect.poll(() => rowsOf(page)).toEqual(expected);
  });

  it('lists ten to a hundred', async () => {
    const { creators, total } = await ranking(100);
    const page = await open(`${CREATORS}?limit=10`);
    await page.getByText(creators[0]?.userId ?? 'nobody').waitFor();
    for (const limit of [25, 100]) {
      await page.getByRole('radio', { name: String(limit), exact: true }).click();
      await expect.poll(async () => (await rowsOf(page)).length).toBe(Math.min(limit, total));
    }
    expect(await rowsOf(page)).toEqual(creators.map((creator, index) => rowText(creator, index + 1)));
  });

  it('finds creators by id, listed or not', async () => {
    const { creators } = await ranking(50);
    const wanted = creators[4]?.userId ?? '';
    const page = await open(CREATORS);
    const field = page.getByRole('searchbox', { name: 'Find a creator by id' });
    await field.fill(wanted.slice(-4).toUpperCase());
    const matching = creators.flatMap((creator, index) => (creator.userId.includes(wanted.slice(-4)) ? [rowText(creator, index + 1)] : []));
    await expect.poll(() => rowsOf(page)).toEqual(matching);
    await field.fill('nobody at all');
    await page.getByText('None of those listed has this in the id.').waitFor();
    await field.fill('Ünbekannt 100%?#..');
    await field.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Ünbekannt 100%?#..', exact: true }).waitFor();
    await page.getByText('No earnings in this range').waitFor();
    await page.reload();
    await page.getByRole('heading', { level: 1, name: 'Ünbekannt 100%?#..', exact: true }).waitFor();
  });

  it('is a list of links on a phone, which can be ordered as well', async () => {
    const { creators } = await ranking(10);
    const page = await open(`${CREATORS}?limit=10`, PHONE);
    const items = page.getByRole('list', { name: 'Creators by earnings' }).getByRole('listitem');
    await items.first().waitFor();
    const texts = await Promise.all((await items.all()).map(textOf));
    expect(texts).toHaveLength(creators.length);
    for (const [index, creator] of creators.entries()) {
      for (const part of [`${index + 1}.`, creator.userId, pln(creator.totalEarningsPLN), `${amount(creator.activeDays)} active day`])
        expect(texts[index]).toContain(part);
    }
    await page.getByRole('button', { name: 'Sort: Rank' }).click();
    const sheet = page.getByRole('dialog', { name: 'Sort' });
    await sheet.getByRole('radio', { name: 'Creator', exact: true }).click();
    await page.keyboard.press('Escape');
    const byId = creators.map(({ userId }) => userId).toSorted()[0] ?? '';
    await expect.poll(() => textOf(items.first())).toContain(byId);
  });
});

describe('a creator’s screen', () => {
  it('is where a row leads, shows the API’s totals and days, and leads back to the list as it was', async () => {
    const { today, yesterday } = world.dates;
    const { creators } = await ranking(10);
    const userId = creators[1]?.userId ?? '';
    const startDate = addDays(today, -7);
    const { days, summary } = await world.call('kpi_getCreatorTrend', { userId, startDate, endDate: yesterday });
    const page = await open(`${CREATORS}?limit=10&preset=7&sort=-days`);
    await page.getByRole('link', { name: userId }).click();
    await page.getByRole('heading', { level: 1, name: userId, exact: true }).waitFor();
    await page.getByText(pln(summary.totalEarningsPLN).replace('PLN ', '')).first().waitFor();
    const text = await textOf(page.getByRole('main'));
    expect(text).toContain(`${amount(summary.earnings.total)} tokens`);
    expect(text).toContain(`Daily average ${amount(summary.averageDailyEarnings)} tokens per active day`);
    expect(text).toContain(`Active days ${summary.activeDays} of ${summary.totalDays} days`);
    expect(text).toContain(`Chat sessions ${amount(summary.totalSessions)}`);

    const table = page.getByRole('table', { name: 'Where it comes from' });
    for (const [source, name] of SOURCES) {
      expect(await textOf(table.getByRole('row').filter({ hasText: name }))).toContain(`${name} ${decimals(summary.earnings[source])}`);
    }
    expect(await textOf(table.getByRole('row').last())).toContain(`Total ${decimals(summary.earnings.total)}`);

    const chart = page.getByRole('slider', { name: /^Tokens earned per day/ });
    const told = days.map(({ date, earnings }) => {
      const parts = SOURCES.map(([source, name]) => `${name} ${amount(earnings?.[source] ?? 0)}`).toReversed();
      return `${day(date)}: Total ${amount(earnings?.total ?? 0)}, ${parts.join(', ')}`;
    });
    expect(await valuesOf(chart)).toEqual(told);
    expect((await sentencesIn(around(chart, '@role="img"'))).join()).toContain(`${day(startDate)} to ${day(yesterday)}`);
    const sessions = page.getByRole('slider', { name: /^Chat sessions per day/ });
    expect(await valuesOf(sessions)).toEqual(days.map(({ date, sessions: count }) => `${day(date)}: ${amount(count ?? 0)}`));

    await page.getByRole('link', { name: 'All creators' }).click();
    await page.getByRole('table', { name: 'Creators by earnings' }).waitFor();
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({ limit: '10', preset: '7', sort: '-days' });
  });

  it('says so when an id cannot be one', async () => {
    const page = await open(`/admin/kpi-creator/${'x'.repeat(129)}`);
    await page.getByText('No creator has such an id').waitFor();
    expect(plain(await page.getByRole('main').innerText())).not.toContain('Active days');
  });
});
