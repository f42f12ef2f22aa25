import { styleText } from 'node:util';

/** Numbers as people read them: grouped, aligned by the caller. */
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const amount = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 6 });
const money = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en-GB', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
  signDisplay: 'exceptZero',
});

export function formatPln(value: number): string {
  return `${money.format(value)} PLN`;
}

export const format = {
  count: (value: number): string => whole.format(value),
  tokens: (value: number): string => amount.format(value),
  minutes: (value: number): string => money.format(value),
  average: (value: number): string => money.format(value),
  pln: formatPln,
};

/** The change from an earlier figure in percent, or in words where a percentage says nothing. */
export function change(now: number, before: number | undefined): string {
  if (before === undefined) return 'no earlier data';
  if (now === before) return 'no change';
  if (before === 0) return 'from 0';
  return percent.format((now - before) / before);
}

type Style = Parameters<typeof styleText>[0];

/** Styled where the terminal shows it, plain elsewhere (https://no-color.org). */
export function styled(style: Style, text: string): string {
  const colours = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined;
  return colours ? styleText(style, text) : text;
}
