import { addDays, type ResponseOf, type UtcDate } from '@pack324a/core';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  amount,
  around,
  DASHBOARD,
  day,
  FIGURES,
  type FigureName,
  longDay,
  plain,
  sentencesIn,
  shortDay,
  textOf,
  valuesOf,
  weekday,
  written,
} from './screen.ts';
import { useWorld } from './world.ts';

type TileName = Exclude<FigureName, 'aiTokens'>;
type Hour = ResponseOf<'kpi_getPlatformHourly'>['hours'][number];

/** The words after a number, as a screen reader says them. */
const UNITS: Readonly<Record<TileName, readonly [one: string, other: string]>> = {
  newUsers: ['person', 'people'],
  verifiedUsers: ['person', 'people'],
  activeUsers: ['person', 'people'],
  payingUsers: ['person', 'people'],
  totalTokenRevenuePLN: ['', ''],
  totalTokensSpent: ['token', 'tokens'],
  totalChats: ['chat', 'chats'],
  totalVoiceMinutes: ['minute', 'minutes'],
  totalVideoMinutes: ['minute', 'minutes'],
  totalCalendarBookings: ['booking', 'bookings'],
  totalEventTickets: ['ticket', 'tickets'],
  reportsTotal: ['report', 'reports'],
  reportsAI: ['report', 'reports'],
  reportsHuman: ['report', 'reports'],
  bansIssued: ['action', 'actions'],
  autoBlocks: ['action', 'actions'],
  panicEvents: ['event', 'events'],
};
const TILES = Object.keys(UNITS) as TileName[];
const DOWN_IS_GOOD: ReadonlySet<string> = new Set(['reportsTotal', 'reportsAI', 'reportsHuman', 'bansIssued', 'autoBlocks', 'panicEvents']);

/** As `npm start` makes the platform; a smaller one has too few reports for any of them to stand out. */
const DEMO_USERS = 3_000;

const world = useWorld({ users: DEMO_USERS });

async function openDay(date: UtcDate): Promise<Page> {
  const { page } = await world.visit({ viewport: { width: 1280, height: 900 } });
  // Whether a change is good news is for the catalogue to say.
  const catalogue = page.waitForResponse('**/kpi_getMetrics');
  await page.goto(`${DASHBOARD}?date=${date}`);
  await catalogue;
  await tile(page, 'panicEvents').waitFor();
  await page
    .getByRole('button', { name: / against | from zero | compared/ })
    .first()
    .waitFor();
  return page;
}

function tile(page: Page, name: TileName): Locator {
  return page.getByRole('button', { name: new RegExp(`^${FIGURES[name]}: `) });
}

/** What the API says of a day, by the catalogue's names. */
async function figuresOf(date: UtcDate): Promise<Record<TileName, number>> {
  const { users, revenue, activity } = await world.call('kpi_getPlatformDaily', { date });
  const { reports, enforcement } = await world.call('kpi_getSafetyDaily', { date });
  return {
    newUsers: users.new,
    verifiedUsers: users.verified,
    activeUsers: users.active,
    payingUsers: users.paying,
    totalTokenRevenuePLN: revenue.revenuePLN,
    totalTokensSpent: revenue.tokensSpent,
    totalChats: activity.chats,
    totalVoiceMinutes: activity.voiceMinutes,
    totalVideoMinutes: activity.videoMinutes,
    totalCalendarBookings: activity.calendarBookings,
    totalEventTickets: activity.eventTickets,
    reportsTotal: reports.total,
    reportsAI: reports.aiDetected,
    reportsHuman: reports.userReported,
    bansIssued: enforcement.bans,
    autoBlocks: enforcement.autoBlocks,
    panicEvents: enforcement.panicEvents,
  };
}

interface Told {
  readonly shown: string;
  readonly said: string;
}

/** How a value stands to an earlier one, as the screen shows it and as a screen reader says it. */
function change(name: TileName, now: number, then: number, against: UtcDate, until?: string): Told {
  const by = until === undefined ? '' : ` by ${until}`;
  const shownAgainst = `vs ${weekday(against)} ${shortDay(against)}${by}`;
  const dayAndMonth = longDay(against)
    .replace(',', '')
    .replace(/ \d{4}$/, '');
  const difference = Number((now - then).toFixed(6));
  if (difference === 0) return { shown: `No change ${shownAgainst}`, said: `no change against ${dayAndMonth}${by}` };
  const sign = difference < 0 ? '−' : '+';
  const size = written(name, Math.abs(difference));
  if (then === 0)
    return {
      shown: `${sign}${size} from zero ${shownAgainst}`,
      said: `up ${size} from zero on ${dayAndMonth}${by}, ${verdict(name, difference)}`,
    };
  const percent = Math.abs(difference / then) * 100;
  const share = `${amountOf1(percent)}%`;
  const told = percent < 0.05 ? '' : ` (${sign}${share})`;
  return {
    shown: `${sign}${size}${told} ${shownAgainst}`,
    said: `${difference < 0 ? 'down' : 'up'} ${told === '' ? size : share} against ${dayAndMonth}${by}, ${verdict(name, difference)}`,
  };
}

const amountOf1 = (value: number): string => new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value);
const verdict = (name: TileName, difference: number): string => (difference < 0 === DOWN_IS_GOOD.has(name) ? 'better' : 'worse');

/** A value with its unit as a screen reader says it. */
function spoken(name: TileName, value: number): string {
  const [one, other] = UNITS[name];
  return `${written(name, value)} ${value === 1 ? one : other}`.trim();
}

function shownValue(name: TileName, value: number, isBound: boolean): string {
  return `${FIGURES[name]} ${isBound ? '≥ ' : ''}${written(name, value)}${name.endsWith('Minutes') ? ' min' : ''}`;
}

/** Holds every tile of a finished day to what the API says of it and of the day a week earlier. */
async function expectTiles(page: Page, date: UtcDate): Promise<void> {
  const against = addDays(date, -7);
  const [now, then] = await Promise.all([figuresOf(date), figuresOf(against)]);
  const { activeUsers } = (await world.call('kpi_getPlatformDaily', { date })).provenance;
  const isBound = (name: TileName): boolean => name === 'activeUsers' && activeUsers !== null && activeUsers.lower !== activeUsers.upper;
  for (const name of TILES) {
    const expected = change(name, now[name], then[name], against);
    const said = plain(String(await tile(page, name).getAttribute('aria-label')));
    const atLeast = isBound(name) ? 'at least ' : '';
    expect(said.replace(/, by far the .*$/, '')).toBe(`${FIGURES[name]}: ${atLeast}${spoken(name, now[name])}, ${expected.said}`);
    const shown = (await textOf(tile(page, name))).replaceAll(/ ?Unusually (high|low)/g, '');
    expect(shown).toBe(`${shownValue(name, now[name], isBound(name))} ${expected.shown}`);
  }
}

describe('the screen of a finished day', () => {
  it('shows every figure of the API and its change against the same weekday a week earlier', async () => {
    const { yesterday } = world.dates;
    const page = await openDay(yesterday);
    await expectTiles(page, yesterday);
    expect(await page.title()).toContain(day(yesterday));
    await page.getByRole('heading', { level: 1, name: longDay(yesterday) }).waitFor();
  });

  it('has the sections in their order, and revenue as the largest number', async () => {
    const page = await openDay(world.dates.yesterday);
    const headings = await page.getByRole('heading', { level: 2 }).allInnerTexts();
    const sections = ['Users', 'Revenue', 'Activity', 'Safety', 'Enforcement'];
    expect(headings.filter((heading) => sections.includes(heading))).toEqual(sections);
    const sizes = await page.evaluate<[string, number][]>(`[...document.querySelectorAll('[role=main] [dir=auto]')]
      .map((element) => [element.innerText, parseFloat(getComputedStyle(element).fontSize)])
      .sort((a, b) => b[1] - a[1])`);
    const { totalTokenRevenuePLN } = await figuresOf(world.dates.yesterday);
    expect(`PLN ${sizes[0]?.[0]}`).toBe(written('totalTokenRevenuePLN', totalTokenRevenuePLN));
    expect(sizes[0]?.[1]).toBeGreaterThan(sizes[1]?.[1] ?? 0);
  });

  it('marks the incident in words', async () => {
    const { incident } = world.dates;
    const page = await openDay(incident);
    await expectTiles(page, incident);
    const alert = page.getByRole('alert');
    expect(await textOf(alert)).toMatch(/figures stand out/);
    for (const name of ['reportsTotal', 'reportsAI', 'reportsHuman', 'panicEvents'] as const) {
      expect(await tile(page, name).getAttribute('aria-label')).toContain('worse, by far the highest of four weeks for this weekday');
      expect(await textOf(tile(page, name))).toContain('Unusually high');
      await alert.getByRole('button', { name: new RegExp(`^${FIGURES[name]} [\\d,]+$`) }).waitFor();
    }
    await alert.getByRole('button', { name: /^Panic events/ }).click();
    await page.getByRole('dialog', { name: 'Panic events' }).getByText('By far the highest of four weeks for this weekday.').waitFor();
  });

  it('marks the day of the payment outage in words', async () => {
    const { outage } = world.dates;
    const page = await openDay(outage);
    await expectTiles(page, outage);
    expect(await tile(page, 'totalTokenRevenuePLN').getAttribute('aria-label')).toContain(
      'worse, by far the lowest of four weeks for this weekday',
    );
    expect(await textOf(tile(page, 'totalTokenRevenuePLN'))).toContain('Unusually low');
  });

  it('tells of each figure what it means, what it is compared with and where it comes from', async () => {
    const { yesterday } = world.dates;
    const page = await openDay(yesterday);
    const { provenance } = await world.call('kpi_getPlatformDaily', { date: yesterday });
    const { documents } = await world.call('kpi_getMetrics', {});
    const field = documents.flatMap(({ fields }) => fields).find(({ name }) => name === 'activeUsers');
    await tile(page, 'activeUsers').click();
    const sheet = page.getByRole('dialog', { name: 'Active users' });
    await sheet.getByText(plain(String(field?.description))).waitFor();
    const text = await textOf(sheet);
    const { lower = 0, upper = 0 } = provenance.activeUsers ?? {};
    expect(upper).toBeGreaterThan(lower);
    expect(text).toContain(`At least ${amount(lower)} people`);
    expect(text).toContain(`Between ${amount(lower)} and ${amount(upper)}.`);
    expect(text).toMatch(/against \w+day \d+ \w+\./);
    await page.keyboard.press('Escape');
    await tile(page, 'totalChats').click();
    const chats = page.getByRole('dialog', { name: 'Chats' });
    const rows = provenance.rowsUsed['aiChatSessions'] ?? 0;
    expect(rows).toBeGreaterThan(0);
    await chats.getByText(`aiChatSessions: ${amount(rows)} rows used`).waitFor();
    await chats.getByRole('link', { name: 'Show as a trend' }).click();
    await page.waitForURL(/\/admin\/kpi-range\?/);
    await page.getByRole('heading', { level: 2, name: 'Chats' }).waitFor();
  });
});

describe('the hours of a day', () => {
  const span = (hour: number): string => `${String(hour).padStart(2, '0')}:00–${String(hour + 1).padStart(2, '0')}:00 UTC`;
  const at = (hours: readonly Hour[], value: number, read: (hour: Hour) => number): string =>
    `${String(hours.find((hour) => read(hour) === value)?.hour).padStart(2, '0')}:00`;

  it.each([
    ['Tokens', ({ revenue }: Hour) => revenue.tokensSpent, ''],
    ['Active users', ({ users }: Hour) => users.active, ''],
    ['Voice minutes', ({ activity }: Hour) => activity.voiceMinutes, ' min'],
  ])('are those of the API: %s', async (title, read, unit) => {
    const { yesterday } = world.dates;
    const { hours } = await world.call('kpi_getPlatformHourly', { date: yesterday });
    const page = await openDay(yesterday);
    await page.getByRole('radio', { name: title, exact: true }).click();
    const chart = page.getByRole('slider', { name: `${title}: single values` });
    const isBound = ({ provenance: { activeUsers } }: Hour): boolean =>
      title === 'Active users' && activeUsers !== null && activeUsers.lower !== activeUsers.upper;
    expect(await valuesOf(chart)).toEqual(
      hours.map((hour) => `${span(hour.hour)}: ${isBound(hour) ? 'at least ' : ''}${amount(read(hour))}${unit}`),
    );
    const values = hours.map(read);
    const [most, least] = [Math.max(...values), Math.min(...values)];
    const [sentence] = await sentencesIn(around(chart, '@role="img"'));
    expect(sentence).toContain(
      `${title} by the hour in UTC, ${day(yesterday)}: highest ${amount(most)}${unit} at ${at(hours, most, read)}, lowest ${amount(least)}${unit} at ${at(hours, least, read)}.`,
    );
  });

  it('are said to be gone where they are no longer kept', async () => {
    const old = addDays(world.dates.first, 20);
    const page = await openDay(old);
    const gone = page.getByText('No hours for this day');
    await gone.waitFor();
    await expect.poll(() => page.evaluate(`localStorage.getItem('kpi.figures')?.includes('["hours",')`)).toBe(true);
    // What is known of one day holds for those before it, and after the page was loaded again.
    const asked: unknown[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/kpi_getPlatformHourly')) asked.push(request.postDataJSON());
    });
    await page.getByRole('button', { name: 'Previous day' }).click();
    await page.getByRole('heading', { level: 1, name: longDay(addDays(old, -1)) }).waitFor();
    await gone.waitFor();
    await page.goto(`${DASHBOARD}?date=${old}`);
    await gone.waitFor();
    expect(asked).toEqual([]);
  });
});

describe('the running day', () => {
  it('is marked, and compared with the same hours of a week earlier', async () => {
    const { today } = world.dates;
    const against = addDays(today, -7);
    const page = await openDay(today);
    await page.getByText('Running day', { exact: true }).first().waitFor();
    const now = await figuresOf(today);
    const [running, earlier] = await Promise.all([
      world.call('kpi_getPlatformHourly', { date: today }),
      world.call('kpi_getPlatformHourly', { date: against }),
    ]);
    const current = running.hours.findLast(({ provenance }) => provenance.complete);
    const then = earlier.hours.find(({ hour }) => hour === current?.hour);
    for (const name of TILES) {
      const said = plain(String(await tile(page, name).getAttribute('aria-label')));
      expect(said).toContain(`${spoken(name, now[name])}, `);
      expect(said).toMatch(/, running day/);
      const soFar = { totalTokenRevenuePLN: 'revenuePLN', totalTokensSpent: 'tokensSpent', totalChats: 'chats' } as const;
      if (name in soFar && current?.daySoFar != null && then?.daySoFar != null) {
        const part = soFar[name as keyof typeof soFar];
        const until = `${String(current.hour + 1).padStart(2, '0')}:00`;
        expect(said).toContain(change(name, current.daySoFar[part], then.daySoFar[part], against, until).said);
      }
      if (name === 'newUsers' || DOWN_IS_GOOD.has(name)) expect(said).toContain('Compared when the day is over');
    }
  });

  it('has its running hour hatched, and the hours to come empty', async () => {
    const page = await openDay(world.dates.today);
    const hour = new Date().getUTCHours();
    const chart = page.getByRole('slider', { name: 'Tokens: single values' });
    const said = await valuesOf(chart);
    expect(said).toHaveLength(24);
    expect(said[hour]).toContain('This hour is still running.');
    for (const ahead of said.slice(hour + 1)) expect(ahead).toContain('Still to come');
    expect((await sentencesIn(around(chart, '@role="img"'))).join()).toMatch(/The hour from \d\d:00 is still running\./);
    expect(await page.locator('svg path[fill^="url("]').count()).toBeGreaterThan(0);
    await page.getByText('Running hour', { exact: true }).waitFor();
  });
});
