import { pluralEn } from '../plural.ts';

const days = (count: number) => `${count} ${pluralEn(count, { one: 'day', other: 'days' })}`;
const are = (count: number) => `${days(count)} ${pluralEn(count, { one: 'is', other: 'are' })}`;

/** Why days have no figures, or not their final ones. */
const reasons = {
  'not-aggregated': 'not aggregated',
  failed: 'the aggregation failed',
  'too-old': 'no longer kept, so they cannot be generated',
  'after-data': 'after the end of the data',
  'before-data': 'before the beginning of the data',
};

/** What the range screen says. */
export const range = {
  days,
  picker: {
    label: 'Days shown',
    /** Where there is no room for the whole of them. */
    short: { month: 'Month', custom: 'Custom' },
    presets: { '7': '7 days', '28': '28 days', '90': '90 days', month: 'Month to date', custom: 'Custom' },
    /** Which days a preset means. */
    finished: 'up to yesterday',
    month: 'with today so far',
    first: 'First day',
    last: 'Last day',
    change: (what: string, day: string) => `${what}: ${day}, choose another day`,
    most: (count: number) => `At most ${days(count)}`,
  },
  corrected: {
    title: 'Not the days of the address',
    unreadable: 'The address names no days that can be shown. These are the usual ones.',
    reversed: 'Its first day is later than its last one. Here they are in order.',
    future: 'It names days to come. These are days that have begun.',
    'too-long': (count: number) => `A range has at most ${days(count)}. These are the last of them.`,
  },
  /** Which days totals and averages are of. */
  covered: {
    some: 'Totals and averages are of the days that have figures.',
    running: 'Totals and averages include today so far.',
  },
  total: 'Total',
  average: 'Daily average',
  /** A figure's name and its amounts, for a screen reader. */
  phrase: (name: string, amounts: readonly { readonly label: string; readonly value: string }[]) =>
    `${name}: ${amounts.map(({ label, value }) => `${label.toLowerCase()} ${value}`).join(', ')}`,
  averageOnly: 'No total: somebody who comes on several days would count several times.',
  atLeast: (value: string) => `at least ${value}`,
  noFigures: 'No figures',
  aiTokens: 'Tokens spent on AI',
  definition: (name: string) => `${name}: definition`,
  /** What a chart says about a day. */
  notes: {
    missing: {
      'not-aggregated': 'No figures: not aggregated',
      failed: 'No figures: the aggregation failed',
      'too-old': 'No figures: no longer kept',
      'after-data': 'No figures: after the end of the data',
      'before-data': 'No figures: before the beginning of the data',
    },
    running: 'The day is still running.',
    unfinished: 'From before the end of the day, so it is too low.',
  },
  gaps: {
    title: 'Missing days',
    state: { missing: (count: number) => `${are(count)} missing`, unfinished: (count: number) => `${are(count)} incomplete` },
    /** Which days, and why. */
    run: (when: string, why: readonly string[]) => `${when}: ${why.join('; ')}`,
    only: { platformKpiDaily: 'users, revenue and activity only', safetyKpiDaily: 'safety and enforcement only' },
    unfinished: 'figures are from before the day’s end',
    reasons,
    showAll: (count: number) => `Show all ${count}`,
    generate: 'Generate',
    generateAgain: 'Generate again',
    /** Tells one button of the list from another. */
    generateWhen: (verb: string, when: string) => `${verb}: ${when}`,
    generating: 'Generating…',
    generatingWhen: (when: string) => `Generating ${when}`,
    generated: (when: string) => `Generated: ${when}`,
  },
  backfill: {
    title: 'Generate days',
    asking: 'Asking what this takes',
    takes: (count: number) => `This aggregates ${days(count)}.`,
    continues: (left: number, count: number) =>
      `This has been started before. It goes on with the ${left} of ${days(count)} that are left.`,
    reads: (reads: string) => `It bills about ${reads} document reads.`,
    free: 'It reads what is on the host and bills nothing.',
    aboveUsual: (reads: string) => `That is more than the usual limit of ${reads} reads`,
    aboveUsualText: 'Going on allows it this once.',
    confirm: (count: number) => `Generate ${days(count)}`,
    cancel: 'Cancel',
    progress: (done: number, total: number) => `${done} of ${days(total)} done.`,
    failures: (count: number) => `${days(count)} failed; they may be tried again by themselves.`,
    failedTitle: (when: string) => `${when}: not all days could be generated`,
    failedText: (dates: string) => `Failed: ${dates}.`,
    dismiss: 'Dismiss',
    dismissWhen: (when: string) => `Dismiss: ${when}`,
  },
  empty: {
    title: 'No figures for these days',
    text: 'Choose other days.',
    orGenerate: 'Choose other days, or generate these as offered above.',
  },
};
