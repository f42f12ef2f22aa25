import {
  addDays,
  type CreatorDailyResponse,
  isoWeekday,
  type PlatformDailyResponse,
  type platformHourlyResponse,
  type SafetyDailyResponse,
  type SummaryResponse,
  type TopCreatorsResponse,
  type UtcDate,
} from '@pack324a/core';
import { change, format, styled } from './format.ts';
import { table } from './table.ts';

const WEEKDAYS = ['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

export function weekday(date: string): string {
  return WEEKDAYS[isoWeekday(date as UtcDate)] ?? '';
}

type Line = readonly [label: string, value: string, change?: string];

/** One day's platform and safety figures, each against the same weekday a week before; a running day against none. */
export function dayReport(
  platform: PlatformDailyResponse,
  platformBefore: PlatformDailyResponse | undefined,
  safety: SafetyDailyResponse | undefined,
  safetyBefore: SafetyDailyResponse | undefined,
): string {
  const { complete } = platform.provenance;
  const compare = (pick: (day: PlatformDailyResponse) => number): string =>
    complete ? change(pick(platform), platformBefore && pick(platformBefore)) : '';
  const line = (label: string, pick: (day: PlatformDailyResponse) => number, show: (value: number) => string): Line => [
    label,
    show(pick(platform)),
    compare(pick),
  ];
  const lines: Line[] = [
    line('Revenue', (day) => day.revenue.revenuePLN, format.pln),
    line('Tokens spent', (day) => day.revenue.tokensSpent, format.tokens),
    line('New users', (day) => day.users.new, format.count),
    line('  of them verified', (day) => day.users.verified, format.count),
    activeLine(
      platform,
      compare((day) => day.users.active),
    ),
    line('Paying users', (day) => day.users.paying, format.count),
    line('Chats', (day) => day.activity.chats, format.count),
    line('Voice minutes', (day) => day.activity.voiceMinutes, format.minutes),
    line('Video minutes', (day) => day.activity.videoMinutes, format.minutes),
    line('Bookings', (day) => day.activity.calendarBookings, format.count),
    line('Event tickets', (day) => day.activity.eventTickets, format.count),
    ...(safety === undefined ? [] : safetyLines(safety, safetyBefore)),
  ];
  return table(
    reportHead(platform),
    lines.map(([label, value, delta = '']) => [label, value, delta]),
    ['left', 'right', 'right'],
  );
}

/** The columns of one day's report. */
function reportHead({ date, provenance }: PlatformDailyResponse | SafetyDailyResponse): string[] {
  const before = addDays(date as UtcDate, -7);
  return ['', date, provenance.complete ? `against ${weekday(before)} ${before}` : 'running'];
}

function activeLine(platform: PlatformDailyResponse, delta: string): Line {
  const bounds = platform.provenance.activeUsers;
  const exact = bounds === null || bounds.lower === bounds.upper;
  return [
    exact ? 'Active users' : `Active users (${format.count(bounds.lower)} to ${format.count(bounds.upper)})`,
    format.count(platform.users.active),
    delta,
  ];
}

function safetyLines(safety: SafetyDailyResponse, before: SafetyDailyResponse | undefined): Line[] {
  const line = (label: string, pick: (day: SafetyDailyResponse) => number): Line => [
    label,
    format.count(pick(safety)),
    safety.provenance.complete ? change(pick(safety), before && pick(before)) : '',
  ];
  return [
    line('Reports', (day) => day.reports.total),
    line('  by AI', (day) => day.reports.aiDetected),
    line('  by people', (day) => day.reports.userReported),
    line('Bans', (day) => day.enforcement.bans),
    line('Automatic blocks', (day) => day.enforcement.autoBlocks),
    line('Panic events', (day) => day.enforcement.panicEvents),
  ];
}

/** Days as rows, revenue compared with the same weekday a week before; a running day is not compared with a whole one. */
export function daysTable(
  days: readonly PlatformDailyResponse[],
  all: ReadonlyMap<string, PlatformDailyResponse>,
  safety: ReadonlyMap<string, SafetyDailyResponse>,
): string {
  const head = [
    'Day',
    '',
    'Revenue PLN',
    'vs week before',
    'Tokens',
    'New',
    'Active',
    'Paying',
    'Chats',
    'Voice min',
    'Video min',
    'Reports',
    '',
  ];
  const rows = days.map((day) => {
    const before = all.get(addDays(day.date as UtcDate, -7));
    return [
      day.date,
      weekday(day.date),
      format.pln(day.revenue.revenuePLN).replace(' PLN', ''),
      day.provenance.complete ? change(day.revenue.revenuePLN, before?.revenue.revenuePLN) : '',
      format.tokens(day.revenue.tokensSpent),
      format.count(day.users.new),
      format.count(day.users.active),
      format.count(day.users.paying),
      format.count(day.activity.chats),
      format.minutes(day.activity.voiceMinutes),
      format.minutes(day.activity.videoMinutes),
      safety.has(day.date) ? format.count(safety.get(day.date)?.reports.total ?? 0) : '–',
      day.provenance.complete ? '' : 'running',
    ];
  });
  return table(head, rows, ['left', 'left', ...Array.from({ length: 10 }, () => 'right' as const), 'left']);
}

export function hourlyReport({ date, hours }: ReturnType<typeof platformHourlyResponse>): string {
  const rows = hours.map((hour) => [
    `${String(hour.hour).padStart(2, '0')}:00`,
    format.count(hour.users.active),
    format.count(hour.users.daySoFar),
    format.tokens(hour.revenue.tokensSpent),
    format.pln(hour.revenue.revenuePLN),
    format.count(hour.activity.chats),
    format.minutes(hour.activity.voiceMinutes),
    format.minutes(hour.activity.videoMinutes),
    hour.provenance.complete ? '' : 'running',
  ]);
  const head = [`${date} UTC`, 'Active', 'Day so far', 'Tokens', 'Revenue', 'Chats', 'Voice min', 'Video min', ''];
  return table(head, rows, ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right', 'left']);
}

export function creatorReport(creator: CreatorDailyResponse): string {
  const { earnings } = creator;
  const rows = [
    ['Chat', format.tokens(earnings.chat)],
    ['Voice', format.tokens(earnings.voice)],
    ['Video', format.tokens(earnings.video)],
    ['Bookings', format.tokens(earnings.calendar)],
    ['Events', format.tokens(earnings.events)],
    ['Other', format.tokens(earnings.other)],
    ['Total tokens', format.tokens(earnings.total)],
    ['Worth', format.pln(creator.earningsPLN)],
    ['Sessions', format.count(creator.sessions)],
  ];
  return `${styled('bold', creator.userId)} on ${creator.date}\n${table([], rows, ['left', 'right'])}`;
}

export function safetyReport(safety: SafetyDailyResponse, before: SafetyDailyResponse | undefined): string {
  const rows = safetyLines(safety, before).map(([label, value, delta = '']) => [label, value, delta]);
  return table(reportHead(safety), rows, ['left', 'right', 'right']);
}

export function summaryReport({ startDate, endDate, summary }: SummaryResponse): string {
  const rows = [
    ['Days with figures', format.count(summary.totalDays)],
    ['Revenue', format.pln(summary.totalRevenuePLN)],
    ['Revenue per day', format.pln(summary.averageDailyRevenue)],
    ['Tokens spent', format.tokens(summary.totalTokensSpent)],
    ['New users', format.count(summary.totalNewUsers)],
    ['  of them verified', format.count(summary.totalVerifiedUsers)],
    ['Chats', format.count(summary.totalChats)],
    ['Voice minutes', format.minutes(summary.totalVoiceMinutes)],
    ['Video minutes', format.minutes(summary.totalVideoMinutes)],
    ['Bookings', format.count(summary.totalCalendarBookings)],
    ['Event tickets', format.count(summary.totalEventTickets)],
  ];
  const missing = summary.missingDates.length === 0 ? '' : `\nNot aggregated: ${datesText(summary.missingDates)}`;
  return `${startDate} to ${endDate} (UTC)\n${table([], rows, ['left', 'right'])}${missing}`;
}

function datesText(dates: readonly string[]): string {
  const shown = dates.slice(0, 10).join(', ');
  return dates.length > 10 ? `${shown} and ${dates.length - 10} more` : shown;
}

export function topCreatorsReport({ startDate, endDate, topCreators, totalCreators }: TopCreatorsResponse): string {
  const rows = topCreators.map((creator, index) => [
    String(index + 1),
    creator.userId,
    format.tokens(creator.totalEarningsTokens),
    format.pln(creator.totalEarningsPLN),
    format.count(creator.totalSessions),
    format.count(creator.activeDays),
    format.average(creator.averageDailyEarnings),
  ]);
  const head = ['', 'Creator', 'Tokens', 'Worth', 'Sessions', 'Active days', 'Tokens per active day'];
  const body = table(head, rows, ['right', 'left', 'right', 'right', 'right', 'right', 'right']);
  return `${startDate} to ${endDate} (UTC), ${format.count(totalCreators)} creators in all\n${body}`;
}
