import type { Language } from './texts.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', pl: 'pl-PL' };
const UTC = { timeZone: 'UTC' } as const;

/**
 * Where axes shorten numbers, the largest first. Not every device's `Intl` has compact notation (Hermes on iOS writes all digits), and
 * the words have to be the same on all of them.
 */
const SHORTENED: readonly { readonly from: number; readonly words: Readonly<Record<Language, string>> }[] = [
  { from: 1e9, words: { en: 'B', pl: '\u00a0mld' } },
  { from: 1e6, words: { en: 'M', pl: '\u00a0mln' } },
  { from: 1e3, words: { en: 'K', pl: '\u00a0tys.' } },
];

/** Numbers, days and times as people write them in one language. Days are `YYYY-MM-DD`, instants ISO 8601 text or a Date, all in UTC. */
export interface Format {
  readonly locale: string;
  /** Whole numbers. */
  count(value: number): string;
  /** Tokens and minutes: two decimals at most. */
  amount(value: number): string;
  /** Always two decimals: 1 234,50 zł, PLN 1,234.50. */
  pln(value: number): string;
  /** The same without a unit, for columns that name it. */
  twoDecimals(value: number): string;
  /** For the axes of charts: 12K, 1.5M; 12 tys., 1,5 mln. */
  compact(value: number): string;
  /** A share of 0.123 as 12.3%. */
  percent(share: number): string;
  /** Mon, 16 Nov 2026. */
  day(date: string): string;
  /** Monday, 16 November 2026. */
  longDay(date: string): string;
  /** 16 Nov. */
  shortDay(date: string): string;
  /** Mon 16 Nov. */
  weekdayAndDay(date: string): string;
  /** 16 November. */
  dayAndMonth(date: string): string;
  /** November 2026. */
  month(date: string): string;
  /** 13:05 of an instant. */
  time(instant: string | Date): string;
  /** 16 Nov, 13:05 of an instant. */
  dayAndTime(instant: string | Date): string;
}

export function createFormat(language: Language): Format {
  const locale = LOCALES[language];
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, { useGrouping: true, ...options });
  const dated = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...UTC, ...options });
  const count = number({ maximumFractionDigits: 0 });
  const amount = number({ maximumFractionDigits: 2 });
  const pln = number({ style: 'currency', currency: 'PLN' });
  const twoDecimals = number({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = number({ style: 'percent', maximumFractionDigits: 1 });
  const day = dated({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
  const longDay = dated({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = dated({ day: 'numeric', month: 'short' });
  const weekdayAndDay = dated({ weekday: 'short', day: 'numeric', month: 'short' });
  const dayAndMonth = dated({ day: 'numeric', month: 'long' });
  const month = dated({ month: 'long', year: 'numeric' });
  const time = dated({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dayAndTime = dated({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return {
    locale,
    count: (value) => count.format(value),
    amount: (value) => amount.format(value),
    pln: (value) => pln.format(value),
    twoDecimals: (value) => twoDecimals.format(value),
    compact: (value) => compactText(value, language, amount),
    percent: (share) => percent.format(share),
    day: (date) => day.format(new Date(date)),
    longDay: (date) => longDay.format(new Date(date)),
    shortDay: (date) => shortDay.format(new Date(date)),
    weekdayAndDay: (date) => weekdayAndDay.format(new Date(date)),
    dayAndMonth: (date) => dayAndMonth.format(new Date(date)),
    month: (date) => month.format(new Date(date)),
    time: (instant) => time.format(new Date(instant)),
    dayAndTime: (instant) => dayAndTime.format(new Date(instant)),
  };
}

/** @param digits writes two decimals at most */
function compactText(value: number, language: Language, digits: Intl.NumberFormat): string {
  const scale = SHORTENED.find(({ from }) => Math.abs(value) >= from);
  return scale === undefined ? digits.format(value) : digits.format(value / scale.from) + scale.words[language];
}
