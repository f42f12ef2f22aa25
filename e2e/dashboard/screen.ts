import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The address of the day's screen. */
export const DASHBOARD = '/admin/kpi-dashboard';

/** The tile of the day's revenue. */
export const revenue = (page: Page): Locator => page.getByRole('button', { name: /^Revenue: PLN / });

/** The names of figures on the screens, by their names in the catalogue. */
export const FIGURES = {
  newUsers: 'New users',
  verifiedUsers: 'Verified users',
  activeUsers: 'Active users',
  payingUsers: 'Paying users',
  totalTokenRevenuePLN: 'Revenue',
  totalTokensSpent: 'Tokens spent',
  aiTokens: 'Tokens spent on AI',
  totalChats: 'Chats',
  totalVoiceMinutes: 'Voice minutes',
  totalVideoMinutes: 'Video minutes',
  totalCalendarBookings: 'Bookings',
  totalEventTickets: 'Event tickets',
  reportsTotal: 'Reports',
  reportsAI: 'Reports by AI',
  reportsHuman: 'Reports by people',
  bansIssued: 'Bans',
  autoBlocks: 'Automatic blocks',
  panicEvents: 'Panic events',
} as const;
export type FigureName = keyof typeof FIGURES;

/** Figures that can have decimals. */
const FRACTIONAL: ReadonlySet<string> = new Set(['totalTokensSpent', 'aiTokens', 'totalVoiceMinutes', 'totalVideoMinutes']);

const number = (digits: Intl.NumberFormatOptions): Intl.NumberFormat => new Intl.NumberFormat('en-GB', digits);
const upTo2 = number({ maximumFractionDigits: 2 });
const exactly2 = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** Numbers as the English interface writes them. */
export const amount = (value: number): string => upTo2.format(value);
export const decimals = (value: number): string => exactly2.format(value);
export const pln = (value: number): string => `PLN ${exactly2.format(value)}`;

/** A figure's value as the English interface writes it. */
export function written(name: string, value: number): string {
  if (name === 'totalTokenRevenuePLN') return pln(value);
  if (!FRACTIONAL.has(name) && !Number.isInteger(value)) throw new Error(`${name} cannot be ${value}`);
  return amount(value);
}

const DAY = { timeZone: 'UTC', day: 'numeric', month: 'short' } as const;
const ofDay = (options: Intl.DateTimeFormatOptions) => {
  const format = new Intl.DateTimeFormat('en-GB', { ...DAY, ...options });
  return (date: string): string => format.format(new Date(date));
};
/** 16 Nov. */
export const shortDay = ofDay({});
/** Mon, 16 Nov 2026. */
export const day = ofDay({ weekday: 'short', year: 'numeric' });
/** 16 Nov 2026. */
const dayAndYear = ofDay({ year: 'numeric' });
/** Mon. */
export const weekday = (date: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' }).format(new Date(date));
/** Monday, 16 November 2026. */
export const longDay = ofDay({ weekday: 'long', month: 'long', year: 'numeric' });

/** A range as headings name it: 26 Oct – 22 Nov 2026. */
export function days(from: string, to: string): string {
  if (from === to) return dayAndYear(to);
  return `${from.slice(0, 4) === to.slice(0, 4) ? shortDay(from) : dayAndYear(from)} – ${dayAndYear(to)}`;
}

/** A text with ordinary spaces and nothing but them. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/** What a part of a page shows, as a text of one line. */
export async function textOf(part: Locator): Promise<string> {
  return plain(await part.innerText());
}

/** The smallest part of a page around a heading that has something of another kind in it. */
export function around(heading: Locator, kind: string): Locator {
  return heading.locator(`xpath=ancestor::*[.//*[${kind}]][1]`);
}

/** What the charts in a part of a page say in words. */
export async function sentencesIn(part: Locator | Page): Promise<string[]> {
  const labels = await part.getByRole('img').evaluateAll((images) => images.map((image) => image.getAttribute('aria-label')));
  return labels.flatMap((label) => (label === null ? [] : [plain(label)]));
}

/** Goes through the values of a chart by keys, from the first to the last, and notes what each is said to be. */
export async function valuesOf(chart: Locator): Promise<string[]> {
  await chart.focus();
  await chart.press('Home');
  const count = Number(await chart.getAttribute('aria-valuemax'));
  const said: string[] = [];
  for (let index = 1; index <= count; index += 1) {
    await expect.poll(() => chart.getAttribute('aria-valuenow')).toBe(String(index));
    said.push(plain(String(await chart.getAttribute('aria-valuetext'))));
    if (index < count) await chart.press('ArrowRight');
  }
  return said;
}

/** Parts of a page that are wider than its window, or that scroll sideways. */
export function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('body *')].flatMap((element) => {
    if (element.closest('svg') !== null && element.tagName !== 'svg') return [];
    const { left, right, width } = element.getBoundingClientRect();
    const scrolls = element.scrollWidth > element.clientWidth + 1 && ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
    return width > 0 && (left < -1 || right > innerWidth + 1 || scrolls)
      ? [element.tagName + ' ' + Math.round(left) + ' to ' + Math.round(right) + ': ' + (element.innerText ?? '').slice(0, 60)]
      : [];
  })`);
}

export function isFocused(control: Locator): Promise<boolean> {
  return control.evaluate((element) => element === element.ownerDocument.activeElement);
}
