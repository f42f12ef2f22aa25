import type { GapReason } from '../../figures/change.ts';
import type { FigureName, SectionId, Unit } from '../../figures/figures.ts';
import { pluralEn } from '../plural.ts';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

const by = (hour: string | undefined) => (hour === undefined ? '' : ` by ${hour}`);
const plural = (one: string, other: string) => (count: number) => pluralEn(count, { one, other });

/** What the screen of one day says. */
export const dashboard = {
  date: {
    previous: 'Previous day',
    next: 'Next day',
    today: 'Today',
    choose: (day: string) => `${day}, choose another day`,
    sheet: 'Choose a day',
    previousMonth: 'Previous month',
    nextMonth: 'Next month',
    previousYear: 'Previous year',
    nextYear: 'Next year',
    chosen: (day: string) => `${day}, chosen`,
    isToday: (day: string) => `${day}, today`,
    weekdays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as readonly string[],
    refused: {
      title: (text: string) => `“${text}” is no day to show`,
      future: 'It has not begun yet.',
      notADay: 'The address takes a day as 2026-11-16.',
      instead: (day: string) => `This is ${day}.`,
    },
  },
  sections: {
    users: 'Users',
    revenue: 'Revenue',
    activity: 'Activity',
    safety: 'Safety',
    enforcement: 'Enforcement',
  } as Readonly<Record<SectionId, string>>,
  fewerIsBetter: 'fewer is better',
  figures: {
    newUsers: 'New users',
    verifiedUsers: 'Verified users',
    activeUsers: 'Active users',
    payingUsers: 'Paying users',
    totalTokenRevenuePLN: 'Revenue',
    totalTokensSpent: 'Tokens spent',
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
  } as Readonly<Record<FigureName, string>>,
  /** The word after a number. */
  units: {
    people: plural('person', 'people'),
    tokens: plural('token', 'tokens'),
    chats: plural('chat', 'chats'),
    minutes: plural('minute', 'minutes'),
    bookings: plural('booking', 'bookings'),
    tickets: plural('ticket', 'tickets'),
    reports: plural('report', 'reports'),
    actions: plural('action', 'actions'),
    events: plural('event', 'events'),
  } as Readonly<Record<Exclude<Unit, 'PLN'>, (count: number) => string>>,
  atLeast: (amount: string) => `at least ${amount}`,
  states: { running: 'running day', unfinished: 'too low, from before the day’s end' },
  verdicts: { better: 'better', worse: 'worse' },
  standsOut: { highest: 'by far the highest of four weeks for this weekday', lowest: 'by far the lowest of four weeks for this weekday' },
  standsOutShort: { highest: 'Unusually high', lowest: 'Unusually low' },
  attention: {
    title: (count: number) => pluralEn(count, { one: 'One figure stands out', other: `${count} figures stand out` }),
  },
  /** A day that is compared with, inside a sentence. */
  dayAgainst: (weekday: number, day: string) => `${WEEKDAYS[weekday - 1] ?? ''} ${day}`,
  change: {
    against: (day: string, hour: string | undefined) => `vs ${day}${by(hour)}`,
    none: 'No change',
    fromZero: (amount: string) => `${amount} from zero`,
    noEarlierData: (day: string) => `No figures for ${day}`,
    whenOver: 'Compared when the day is over',
    unfinished: 'Compared when the day is complete',
    failed: 'No comparison: earlier days did not load',
    inWords: (isUp: boolean, size: string, share: string | undefined, day: string, hour: string | undefined) =>
      `${isUp ? 'up' : 'down'} ${share ?? size} against ${day}${by(hour)}`,
    noneInWords: (day: string, hour: string | undefined) => `no change against ${day}${by(hour)}`,
    fromZeroInWords: (size: string, day: string, hour: string | undefined) => `up ${size} from zero on ${day}${by(hour)}`,
    noEarlierDataInWords: (day: string, reason: GapReason | 'unfinished') =>
      `not compared, ${day} ${
        {
          'not-aggregated': 'has not been aggregated',
          failed: 'could not be aggregated',
          'too-old': 'is no longer kept',
          'before-data': 'is before the beginning of the data',
          'after-data': 'is after the end of the data',
          unfinished: 'has figures from before its end only',
        }[reason]
      }`,
    trendFailed: 'Comparisons and the last four weeks',
  },
  running: {
    badge: 'Running day',
  },
  missing: {
    title: {
      'not-aggregated': 'Not aggregated yet',
      failed: 'The aggregation of this day failed',
      'too-old': 'This day is no longer kept',
      'before-data': 'The data begins after this day',
      'after-data': 'The data ends before this day',
    } as Readonly<Record<GapReason, string>>,
    text: {
      'not-aggregated': 'This day has no figures because no job has aggregated it.',
      failed: 'This day has no figures because its last aggregation failed.',
      'too-old': 'It is older than figures are kept, and can no longer be aggregated.',
      'before-data': 'The sources hold nothing as early as this, so there is nothing to aggregate.',
      'after-data': 'The sources hold nothing as late as this, so there is nothing to aggregate.',
    } as Readonly<Record<GapReason, string>>,
    unfinished: { title: 'These figures are too low', text: 'They were made before the day was over.' },
    show: (day: string) => `Show ${day}`,
    showLast: (day: string) => `Show ${day}, the last day with data`,
    showFirst: (day: string) => `Show ${day}, the first day with data`,
    generate: 'Generate',
    generateAgain: 'Try to generate again',
    generating: 'Generating…',
    generatingText: 'This can take a minute on a day with much to read.',
    generateFailed: 'The day could not be generated',
  },
  definition: {
    title: 'Definition',
    unit: 'Unit',
    sources: 'Sources',
    rows: (source: string, used: string) => `${source}: ${used} rows used`,
    rejected: (count: string, why: string) => `${count} left out as unreadable (${why})`,
    /** What is wrong with an amount or a duration; by the API's names. */
    reasons: {
      missing: 'no value',
      null: 'null',
      text: 'text',
      notNumeric: 'no number',
      NaN: 'NaN',
      Infinity: 'infinite',
      tooLarge: 'too large',
      negative: 'negative',
    } as Readonly<Record<string, string>>,
    missingSource: (source: string) => `${source}: not there`,
    aggregated: (time: string) => `Aggregated ${time} UTC`,
    triggers: { scheduled: 'by schedule', 'on-demand': 'on demand', manual: 'by hand', backfill: 'by backfill' } as Readonly<
      Record<string, string>
    >,
    provenance: 'Where it comes from',
    comparison: 'Comparison',
    difference: (amount: string) => `Difference: ${amount}`,
    earlier: (day: string, hour: string | undefined, value: string) => `${day}${by(hour)}: ${value}.`,
    uncertain: 'A lower bound is compared here, so the true change may be another.',
    bounds: {
      title: 'A lower bound',
      range: (lower: string, upper: string) => `Between ${lower} and ${upper}.`,
      why: 'The time of last activity is overwritten when somebody comes back. Counted after the fact, everyone who has come back since is missing from the day.',
    },
    range: 'Show as a trend',
  },
};
