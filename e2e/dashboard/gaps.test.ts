import { addDays, type UtcDate } from '@pack324a/core';
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { TEXTS } from '../../app-mobile/src/texts/texts.ts';
import { writing } from '../history.ts';
import { amount, DASHBOARD, day, longDay, pln, revenue, sentencesIn, shortDay, textOf, valuesOf } from './screen.ts';
import { type Dates, useWorld } from './world.ts';

/** More than the platform has. */
const KEPT_DAYS = 63;
const words = TEXTS.en.dashboard.missing;
const listed = TEXTS.en.range.gaps;

/** Days that lack their figures, each in its own way. */
const daysOf = ({ today }: Pick<Dates, 'today'>) => ({
  missing: addDays(today, -30),
  tried: addDays(today, -32),
  run: [addDays(today, -36), addDays(today, -34)] as const,
  unfinished: addDays(today, -38),
  failed: addDays(today, -40),
  slow: addDays(today, -42),
  tooOld: addDays(today, -KEPT_DAYS - 2),
});

const world = useWorld({ config: { retention: { hourlyDays: 7, dailyDays: KEPT_DAYS } }, prepare: leaveGaps });

/** Takes figures away. What a host makes up for when it starts is only the days from the platform's first one, which is moved. */
async function leaveGaps(db: string, dates: Dates): Promise<void> {
  const { missing, tried, run, unfinished, failed, slow } = daysOf(dates);
  const run1 = {
    id: 'failed-run',
    job: 'daily',
    from: failed,
    to: failed,
    outcome: 'failed',
    rows: {},
    reads: null,
    engineVersion: '1.0.0',
  };
  const section = { status: 'failed', documents: 0, errors: ['it was made to fail'] };
  const at = `${dates.today}T00:10:00.000Z`;
  const record = { ...run1, scheduledFor: null, startedAt: at, endedAt: at, sections: { platform: section, safety: section } };
  await writing(db, async (database) => {
    await database.run(
      `UPDATE meta.properties SET value = replace(value, '"firstDate":"${dates.first}"', '"firstDate":"${addDays(dates.today, -20)}"') WHERE name = 'demo'`,
    );
    for (const table of ['platformKpiDaily', 'safetyKpiDaily', 'creatorKpiDaily']) {
      await database.run(
        `DELETE FROM kpi."${table}" WHERE "date" IN (${[missing, tried, failed, slow].map((date) => `DATE '${date}'`).join()})`,
      );
      await database.run(`DELETE FROM kpi."${table}" WHERE "date" BETWEEN DATE '${run[0]}' AND DATE '${run[1]}'`);
      await database.run(
        `UPDATE kpi."${table}" SET provenance = json_merge_patch(provenance, '{"complete":false}') WHERE "date" = DATE '${unfinished}'`,
      );
    }
    await database.run(`INSERT INTO kpi.kpiRuns VALUES ('failed-run', DATE '${dates.today}', '${JSON.stringify(record)}')`);
  });
}

async function open(path: string): Promise<Page> {
  const { page } = await world.visit({ viewport: { width: 1280, height: 900 } });
  await page.goto(path);
  return page;
}

/** Answers as the host does, but for some words. */
async function alter(page: Page, endpoint: string, change: (text: string) => string): Promise<void> {
  await page.route(endpoint, async (route) => {
    try {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    } catch {
      // A page that is left meanwhile has given the request up.
      await route.abort().catch(() => undefined);
    }
  });
}

async function stateOf(date: UtcDate): Promise<string | undefined> {
  const { collections } = await world.call('kpi_admin_getTrend', { startDate: date, endDate: date });
  return collections[0]?.days[0]?.state;
}

describe('a day without figures', () => {
  it('is not made by looking at it, offers to generate it, and shows the figures then', async () => {
    const { missing } = daysOf(world.dates);
    const page = await open(`${DASHBOARD}?date=${missing}`);
    await page.getByRole('status').getByText(words.title['not-aggregated']).waitFor();
    expect(await revenue(page).count()).toBe(0);
    expect(await stateOf(missing)).toBe('missing');
    let held: Route | undefined;
    await page.route('**/kpi_admin_triggerAggregation', (route) => {
      held = route;
    });
    await page.getByRole('button', { name: words.generate, exact: true }).click();
    await page.getByRole('button', { name: words.generating }).waitFor();
    await expect.poll(() => held !== undefined).toBe(true);
    await held?.continue();
    await revenue(page).waitFor();
    const { revenue: api } = await world.call('kpi_getPlatformDaily', { date: missing });
    expect(api.revenuePLN).toBeGreaterThan(0);
    await expect.poll(() => revenue(page).getAttribute('aria-label')).toContain(pln(api.revenuePLN).replace(' ', '\u00a0'));
    expect(await stateOf(missing)).toBe('stored');
  });

  it('says why it could not be generated, and can be tried again', async () => {
    const { tried } = daysOf(world.dates);
    const page = await open(`${DASHBOARD}?date=${tried}`);
    const message = 'The configuration pauses all jobs.';
    world.expectComplaints(/status of 400/);
    await page.route('**/kpi_admin_triggerAggregation', (route) =>
      route.fulfill({
        status: 400,
        json: { error: { status: 'FAILED_PRECONDITION', message, details: { hint: 'Set "paused" to false.' } } },
      }),
    );
    await page.getByRole('button', { name: words.generate, exact: true }).click();
    await page.getByText(message).waitFor();
    await page.getByText('Set "paused" to false.').waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: `Try again: ${words.generateFailed}` }).click();
    await revenue(page).waitFor();
  });

  it('is still being generated, or has not been, when somebody comes back to it', async () => {
    const { slow } = daysOf(world.dates);
    const page = await open(`${DASHBOARD}?date=${slow}`);
    const answer = { status: 400, json: { error: { status: 'FAILED_PRECONDITION', message: 'The configuration pauses all jobs.' } } };
    world.expectComplaints(/status of 400/);
    let held: Route | undefined;
    await page.route('**/kpi_admin_triggerAggregation', (route) => {
      held = route;
    });
    const move = async (button: string, date: UtcDate): Promise<void> => {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('heading', { level: 1, name: longDay(date) }).waitFor();
    };
    await page.getByRole('button', { name: words.generate, exact: true }).click();
    await expect.poll(() => held !== undefined).toBe(true);
    await move('Previous day', addDays(slow, -1));
    await revenue(page).waitFor();
    await move('Next day', slow);
    const generating = page.getByRole('button', { name: words.generating });
    await generating.waitFor();
    expect(await generating.isDisabled()).toBe(true);
    await move('Previous day', addDays(slow, -1));
    await held?.fulfill(answer);
    await move('Next day', slow);
    await page.getByText(words.generateFailed).waitFor();
    await page.unrouteAll();
    await page.getByRole('button', { name: `Try again: ${words.generateFailed}` }).click();
    await revenue(page).waitFor();
  });

  it('says that it is too old, or that its aggregation failed', async () => {
    const { tooOld, failed } = daysOf(world.dates);
    const page = await open(`${DASHBOARD}?date=${tooOld}`);
    await page.getByText(words.title['too-old']).waitFor();
    expect(await page.getByRole('button', { name: /enerate/ }).count()).toBe(0);
    await page.goto(`${DASHBOARD}?date=${failed}`);
    await page.getByRole('alert').getByText(words.title.failed).waitFor();
    await page.getByRole('button', { name: words.generateAgain }).waitFor();
  });

  it('says that the data end before it, and leads there', async () => {
    const { failed } = daysOf(world.dates);
    const last = addDays(failed, -3);
    const { page } = await world.visit({ viewport: { width: 1280, height: 900 } });
    await alter(page, '**/kpi_admin_getTrend', (text) => text.replaceAll('"reason":"failed"', '"reason":"after-data"'));
    // Where the data end, the days that are looked through for stale ones end as well.
    await alter(page, '**/kpi_getStatus', (text) => {
      const answer = JSON.parse(text) as { result: { staleDays: object } };
      Object.assign(answer.result.staleDays, { to: last });
      return JSON.stringify(answer);
    });
    await page.goto(`${DASHBOARD}?date=${failed}`);
    await page.getByText(words.title['after-data']).waitFor();
    expect(await page.getByRole('button', { name: /enerate/ }).count()).toBe(0);
    await page.getByRole('button', { name: words.showLast(day(last)) }).click();
    await page.getByRole('heading', { level: 1, name: longDay(last) }).waitFor();
    await revenue(page).waitFor();
    expect(new URL(page.url()).searchParams.get('date')).toBe(last);
  });

  it('says that the data begin after it, and leads there', async () => {
    const { first } = world.dates;
    const page = await open(`${DASHBOARD}?date=${addDays(first, -2)}`);
    await page.getByText(words.title['before-data']).waitFor();
    expect(await page.getByRole('button', { name: /enerate/ }).count()).toBe(0);
    await page.getByRole('button', { name: words.showFirst(day(first)) }).click();
    await page.getByRole('heading', { level: 1, name: longDay(first) }).waitFor();
    await revenue(page).waitFor();
  });

  it('is a hole in the comparison of the day a week later, and not a zero', async () => {
    const { tried, failed } = daysOf(world.dates);
    const page = await open(`${DASHBOARD}?date=${addDays(failed, 7)}`);
    await revenue(page).waitFor();
    await page.getByRole('button', { name: /^Revenue: .* not compared, \w+day \d+ \w+ could not be aggregated/ }).waitFor();
    expect(await textOf(revenue(page))).toMatch(/No figures for \w{3} \d+ \w+/);
    expect(tried).not.toBe(failed);
  });
});

describe('a day whose figures are from before its end', () => {
  it('is aggregated to its end when somebody looks at it, and not when at the day beside it', async () => {
    const { unfinished } = daysOf(world.dates);
    const beside = await open(`${DASHBOARD}?date=${addDays(unfinished, 1)}`);
    await beside.waitForResponse((response) => response.request().postData()?.includes(`"endDate":"${unfinished}"`) === true);
    await beside.waitForLoadState('networkidle');
    expect(await stateOf(unfinished)).toBe('unfinished');
    const page = await open(`${DASHBOARD}?date=${unfinished}`);
    await revenue(page).waitFor();
    expect(await page.getByText(words.unfinished.title).count()).toBe(0);
    await expect.poll(() => stateOf(unfinished)).toBe('stored');
  });

  it('is marked as too low where that was not possible, and can be generated anew', async () => {
    const page = await open('/admin/kpi-range?preset=7');
    await alter(page, '**/kpi_getPlatformDaily', (text) => text.replace('"complete":true', '"complete":false'));
    await page.goto(`${DASHBOARD}?date=${addDays(world.dates.today, -10)}`);
    const notice = page.getByRole('status').filter({ hasText: words.unfinished.title });
    await notice.waitFor();
    await expect.poll(() => revenue(page).getAttribute('aria-label')).toContain(TEXTS.en.dashboard.states.unfinished);
    await page.unrouteAll();
    await notice.getByRole('button', { name: words.generateAgain }).click();
    await notice.waitFor({ state: 'detached' });
    await expect.poll(() => revenue(page).getAttribute('aria-label')).not.toContain(TEXTS.en.dashboard.states.unfinished);
  });
});

describe('missing days of a range', () => {
  it('are gaps with their reason, and are generated from the list', async () => {
    const { run, failed, tooOld } = daysOf(world.dates);
    const to = addDays(run[1], 2);
    const page = await open(`/admin/kpi-range?from=${tooOld}&to=${to}`);
    const list = page.getByRole('list').filter({ hasText: 'not aggregated' });
    await list.waitFor();
    const rows = await Promise.all((await list.getByRole('listitem').all()).map(textOf));
    const row = (date: UtcDate): string => rows.find((text) => text.includes(shortDay(date))) ?? '';
    expect(row(run[0])).toContain(`3 days are missing ${shortDay(run[0])} – ${shortDay(run[1])}: ${listed.reasons['not-aggregated']}`);
    expect(row(failed)).toContain(listed.reasons.failed);
    expect(row(tooOld)).toContain(listed.reasons['too-old']);
    expect(row(tooOld)).not.toContain(listed.generate);

    const chart = page.getByRole('slider', { name: /^Revenue/ }).first();
    const values = await valuesOf(chart);
    const told = (date: UtcDate): string => values.find((text) => text.includes(shortDay(date))) ?? '';
    expect(told(run[0])).toContain(TEXTS.en.range.notes.missing['not-aggregated']);
    expect(told(failed)).toContain(TEXTS.en.range.notes.missing.failed);
    expect((await sentencesIn(page))[0]).toMatch(/No figures for \d+ days\./);

    await page.getByRole('button', { name: `${listed.generate}: ${shortDay(run[0])} – ${shortDay(run[1])}` }).click();
    const sheet = page.getByRole('dialog', { name: TEXTS.en.range.backfill.title });
    await sheet.getByText(TEXTS.en.range.backfill.takes(3)).waitFor();
    await sheet.getByText(TEXTS.en.range.backfill.free).waitFor();
    await sheet.getByRole('button', { name: 'Generate 3 days' }).click();
    await page.getByText(listed.generated(`${shortDay(run[0])} – ${shortDay(run[1])}`)).waitFor();
    for (const date of run) expect(await stateOf(date)).toBe('stored');
    const { revenue: api } = await world.call('kpi_getPlatformDaily', { date: run[0] });
    await expect.poll(async () => (await valuesOf(chart)).find((text) => text.includes(shortDay(run[0])))).toContain(pln(api.revenuePLN));

    await page.getByRole('button', { name: `${listed.generateAgain}: ${shortDay(failed)}` }).click();
    await page.getByText(listed.generated(shortDay(failed))).waitFor();
    const { collections } = await world.call('kpi_admin_getTrend', { startDate: tooOld, endDate: to });
    const total = collections[0]?.figures.find(({ name }) => name === 'totalChats')?.total;
    await page
      .getByText(amount(Number(total)), { exact: true })
      .first()
      .waitFor();
  });
});
