import { pluralEn } from '../plural.ts';

const days = { one: 'day', other: 'days' };
const hours = { one: 'hour', other: 'hours' };

/** What charts say, and the card with the hours of a day. */
export const charts = {
  /** The part of a chart that goes through its values. */
  values: (title: string) => `${title}: single values`,
  atLeast: (value: string) => `at least ${value}`,
  total: 'Total',
  noFigures: 'No figures',
  running: 'The day is still running.',
  unfinished: 'Counted before the day was over, so it is too low.',
  sentence: {
    none: (name: string, first: string, last: string) => `${name}, ${first} to ${last}: no figures.`,
    single: (name: string, day: string, value: string) => `${name}, ${day}: ${value}.`,
    same: (name: string, first: string, last: string, value: string) => `${name}, ${first} to ${last}: always ${value}.`,
    course: (name: string, first: string, last: string, from: string, to: string) =>
      `${name}, ${first} to ${last}: ${from} at the beginning, ${to} at the end.`,
    lowest: (value: string, day: string) => `Lowest: ${value} on ${day}.`,
    highest: (value: string, day: string) => `Highest: ${value} on ${day}.`,
    missing: (count: number) => `No figures for ${count} ${pluralEn(count, days)}.`,
    atLeast: (count: number) => `On ${count} ${pluralEn(count, days)} the value may be higher.`,
    running: (day: string) => `${day} is still running.`,
    unfinished: (count: number) => `${count} ${pluralEn(count, days)} counted too early, so the value is too low.`,
  },
  hours: {
    title: 'Hours of the day',
    choose: 'Figure by the hour',
    figures: { active: 'Active users', tokens: 'Tokens', chats: 'Chats', voice: 'Voice minutes', video: 'Video minutes' },
    /** Of an hour, from its beginning to its end. */
    span: (from: string, to: string) => `${from}–${to} UTC`,
    running: 'This hour is still running.',
    unfinished: 'Counted before the hour was over, so it is too low.',
    ahead: 'Still to come',
    runningKey: 'Running hour',
    missingKey: 'No figures',
    atLeast:
      'Only the last activity of each user is on record. Who came back later may be missing from an hour, so it may have had more users.',
    tooOld: {
      title: 'No hours for this day',
      text: 'Figures by the hour are kept for a few days only. Of this day there are only the figures of the whole day.',
    },
    sentence: {
      none: (name: string, day: string) => `${name} by the hour, ${day}: no figures.`,
      same: (name: string, day: string, value: string) => `${name} by the hour in UTC, ${day}: ${value} in every hour.`,
      course: (name: string, day: string, most: string, mostAt: string, least: string, leastAt: string) =>
        `${name} by the hour in UTC, ${day}: highest ${most} at ${mostAt}, lowest ${least} at ${leastAt}.`,
      running: (hour: string) => `The hour from ${hour} is still running.`,
      missing: (count: number) => `No figures for ${count} ${pluralEn(count, hours)}.`,
      atLeast: 'The values may be higher.',
    },
  },
};
