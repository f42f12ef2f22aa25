import type { CreatorTrendResponse, PlatformHourlyResponse, PlatformKpiHourly, TrendResponse } from '@pack324a/core';
import type { OracleDocuments } from './oracle.ts';
import { decimalText, publishedMinutes, publishedPln, publishedTokens } from './oracle-money.ts';
import { dayStartMs, isoText } from './oracle-provenance.ts';

/** Ranges, added up from documents that are right, with decimals taken from their texts. */
const DAY_MS = 86_400_000;

/** Whether a figure of one day says nothing about the people of another, so that days may be added. */
const PLATFORM_FIGURES: Readonly<Record<string, 'adds up' | 'people'>> = {
  newUsers: 'adds up',
  verifiedUsers: 'adds up',
  verifiedUsersTotal: 'people',
  activeUsers: 'people',
  payingUsers: 'people',
  totalTokensSpent: 'adds up',
  totalTokenRevenuePLN: 'adds up',
  aiTokens: 'adds up',
  totalChats: 'adds up',
  totalVoiceMinutes: 'adds up',
  totalVideoMinutes: 'adds up',
  totalCalendarBookings: 'adds up',
  totalEventTickets: 'adds up',
};
const SAFETY_FIGURES: Readonly<Record<string, 'adds up'>> = {
  reportsTotal: 'adds up',
  reportsAI: 'adds up',
  reportsHuman: 'adds up',
  bansIssued: 'adds up',
  autoBlocks: 'adds up',
  panicEvents: 'adds up',
};
const EARNINGS = {
  chat: 'earnedTokensChat',
  voice: 'earnedTokensVoice',
  video: 'earnedTokensVideo',
  calendar: 'earnedTokensCalendar',
  events: 'earnedTokensEvents',
  other: 'earnedTokensOther',
  total: 'totalEarnedTokens',
} as const;

interface Day {
  readonly date: string;
  readonly updatedAt: string;
  readonly provenance: {
    readonly complete: boolean;
    readonly sums: Readonly<Record<string, string>>;
    readonly activeUsers?: { readonly lower: number; readonly upper: number };
  };
}

/** A range of days as its first and last one, and the day on which somebody asks. */
export interface OracleRange {
  readonly from: string;
  readonly to: string;
  readonly today: string;
}

/** The answer of `kpi_admin_getTrend` where no aggregation has failed and no day is too old. */
export function oracleTrend({ platformKpiDaily, safetyKpiDaily }: OracleDocuments, range: OracleRange): TrendResponse {
  return {
    success: true,
    startDate: range.from,
    endDate: range.to,
    collections: [
      { collection: 'platformKpiDaily', ...series(platformKpiDaily, range, PLATFORM_FIGURES) },
      { collection: 'safetyKpiDaily', ...series(safetyKpiDaily, range, SAFETY_FIGURES) },
    ],
  };
}

type Series = Omit<TrendResponse['collections'][number], 'collection'>;

function series(documents: ReadonlyMap<string, Day>, range: OracleRange, names: Readonly<Record<string, string>>): Series {
  const dates = datesFrom(range);
  return {
    days: dates.map((date) => ({
      date,
      ...standing(documents.get(date), date, range),
      lastUpdated: documents.get(date)?.updatedAt ?? null,
    })),
    figures: Object.entries(names).map(([name, kind]) => figure(dates, documents, name, kind)),
  };
}

function figure(dates: readonly string[], documents: ReadonlyMap<string, Day>, name: string, kind: string): Series['figures'][number] {
  const days = dates.map((date) => documents.get(date) as (Day & Record<string, number | null>) | undefined);
  const values = days.map((day) => day?.[name] ?? null);
  const known = days.filter((day) => day !== undefined && day[name] !== null) as (Day & Record<string, number>)[];
  const isPln = name === 'totalTokenRevenuePLN';
  const micro = sum(
    known.map((day) =>
      isPln || name === 'totalTokensSpent' ? microOf(day.provenance.sums['walletTransactions'] ?? '0') : microOf(String(day[name])),
    ),
  );
  const total = isPln ? publishedPln(micro) : Number(decimalText(micro, 6));
  const count = BigInt(known.length);
  const average = (): number =>
    isPln ? Number(decimalText(halfUp(microOf(String(total)) / 10_000n, count), 2)) : Number(decimalText(halfUp(micro, count), 6));
  const loose = days.filter((day) => name === 'activeUsers' && day?.provenance.activeUsers?.lower !== day?.provenance.activeUsers?.upper);
  return {
    name,
    values,
    total: known.length === 0 || kind === 'people' ? null : total,
    dailyAverage: known.length === 0 ? null : average(),
    atLeast: loose.flatMap((day) => day?.date ?? []),
  };
}

/** The answer of `kpi_getCreatorTrend` under the same conditions. */
export function oracleCreatorTrend(
  { creatorKpiDaily, kpiPacks }: OracleDocuments,
  userId: string,
  range: OracleRange,
): CreatorTrendResponse {
  const days = datesFrom(range).map((date) => {
    const document = creatorKpiDaily.get(`${userId}_${date}`);
    const pack = kpiPacks.get(`creatorKpiDaily_${date}`);
    const aggregated = pack !== undefined;
    return {
      date,
      ...standing(pack, date, range),
      earnings: aggregated ? earnings((name) => document?.[name] ?? 0) : null,
      earningsPLN: aggregated ? (document?.totalEarnedPLN ?? 0) : null,
      sessions: aggregated ? (document?.sessionsCount ?? 0) : null,
      lastUpdated: document?.updatedAt ?? pack?.updatedAt ?? null,
      own: document,
    };
  });
  const own = days.flatMap((day) => day.own ?? []);
  const micro = (name: (typeof EARNINGS)[keyof typeof EARNINGS]): bigint => sum(own.map((document) => microOf(String(document[name]))));
  const total = micro('totalEarnedTokens');
  return {
    success: true,
    userId,
    startDate: range.from,
    endDate: range.to,
    days: days.map(({ own: _own, ...day }) => day),
    summary: {
      totalDays: days.filter((day) => day.earnings !== null).length,
      activeDays: own.length,
      earnings: earnings((name) => Number(decimalText(micro(name), 6))),
      totalEarningsPLN: publishedPln(total),
      totalSessions: own.reduce((sessions, document) => sessions + document.sessionsCount, 0),
      averageDailyEarnings: own.length === 0 ? 0 : Number(decimalText(halfUp(total, BigInt(own.length)), 6)),
    },
  };
}

type DaySoFar = PlatformHourlyResponse['hours'][number]['daySoFar'];

/** What each of some hours of a day, in order, has to say of the day so far: hour by hour, counted from the first anew. */
export function oracleDaySoFar(documents: readonly PlatformKpiHourly[]): DaySoFar[] {
  return documents.map(({ hour }) => {
    const upTo = documents.filter((document) => document.hour <= hour);
    if (upTo.length !== hour + 1) return null;
    const exact = (source: string, decimals: number): bigint =>
      sum(upTo.map(({ provenance }) => unitsOf(provenance.sums[source] ?? '0', decimals)));
    return {
      tokensSpent: publishedTokens(exact('walletTransactions', 6)),
      revenuePLN: publishedPln(exact('walletTransactions', 6)),
      chats: upTo.reduce((chats, document) => chats + document.chatsStarted, 0),
      voiceMinutes: publishedMinutes(exact('aiVoiceCallSessions', 12)),
      videoMinutes: publishedMinutes(exact('aiVideoCallSessions', 12)),
    };
  });
}

function earnings(tokensOf: (name: (typeof EARNINGS)[keyof typeof EARNINGS]) => number): CreatorTrendResponse['summary']['earnings'] {
  return {
    chat: tokensOf(EARNINGS.chat),
    voice: tokensOf(EARNINGS.voice),
    video: tokensOf(EARNINGS.video),
    calendar: tokensOf(EARNINGS.calendar),
    events: tokensOf(EARNINGS.events),
    other: tokensOf(EARNINGS.other),
    total: tokensOf(EARNINGS.total),
  };
}

function standing(day: Day | undefined, date: string, { today }: OracleRange): Pick<Series['days'][number], 'state' | 'reason'> {
  if (day === undefined) return { state: 'missing', reason: 'not-aggregated' };
  if (date === today) return { state: 'running', reason: null };
  return day.provenance.complete ? { state: 'stored', reason: null } : { state: 'unfinished', reason: 'not-aggregated' };
}

function datesFrom({ from, to }: OracleRange): string[] {
  const dates: string[] = [];
  for (let startMs = dayStartMs(from); startMs <= dayStartMs(to); startMs += DAY_MS) dates.push(isoText(startMs).slice(0, 10));
  return dates;
}

/** Millionths of a plain decimal text with at most six decimals. */
function microOf(text: string): bigint {
  return unitsOf(text, 6);
}

/** Units of 10^-decimals of a plain decimal text with at most so many decimals. */
function unitsOf(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(`${whole}${fraction.padEnd(decimals, '0')}`);
}

function sum(values: readonly bigint[]): bigint {
  let total = 0n;
  for (const value of values) total += value;
  return total;
}

function halfUp(numerator: bigint, denominator: bigint): bigint {
  const rest = numerator % denominator;
  return numerator / denominator + (rest * 2n >= denominator ? 1n : 0n);
}
