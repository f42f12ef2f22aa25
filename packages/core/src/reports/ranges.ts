import { type DateRange, datesOf } from '../calendar/utc.ts';
import type { PlatformKpiDaily } from '../documents/types.ts';
import { divideHalfUp, magnitudeInUnits, TOKEN_DECIMALS, textToUnits, unitsToText } from '../money/decimal.ts';
import { groszeToNumber, plnGrosze, tokensToNumber } from '../money/tokens.ts';
import type { CreatorTotal, KpiStore } from '../ports.ts';
import { platformDailyResponse } from './responses.ts';
import type { SummaryResponse, TopCreatorsResponse } from './shapes.ts';

/** Reads what is stored of a range and adds it up; generates nothing. Active and paying users do not add up over days, so they have no total. */
export async function summaryOf(store: KpiStore, range: DateRange): Promise<SummaryResponse> {
  const documents = await store.listDays('platformKpiDaily', range);
  const stored = new Set(documents.map((document) => document.date));
  const sum = (pick: (document: PlatformKpiDaily) => number): number => documents.reduce((total, document) => total + pick(document), 0);
  const minutes = (pick: (document: PlatformKpiDaily) => number): number => sumOfDecimals(documents.map(pick));
  const microTokens = documents.reduce((total, document) => total + exactTokensSpent(document), 0n);
  const grosze = plnGrosze(microTokens);
  return {
    success: true,
    startDate: range.from,
    endDate: range.to,
    dailyData: documents.map(platformDailyResponse),
    summary: {
      totalDays: documents.length,
      totalNewUsers: sum((document) => document.newUsers),
      totalRevenuePLN: groszeToNumber(grosze),
      averageDailyRevenue: groszeToNumber(documents.length === 0 ? 0n : divideHalfUp(grosze, BigInt(documents.length))),
      missingDates: datesOf(range).filter((date) => !stored.has(date)),
      totalVerifiedUsers: sum((document) => document.verifiedUsers),
      totalTokensSpent: tokensToNumber(microTokens),
      totalChats: sum((document) => document.totalChats),
      totalVoiceMinutes: minutes((document) => document.totalVoiceMinutes),
      totalVideoMinutes: minutes((document) => document.totalVideoMinutes),
      totalCalendarBookings: sum((document) => document.totalCalendarBookings),
      totalEventTickets: sum((document) => document.totalEventTickets),
    },
  };
}

/** The exact tokens of a document: its provenance has them as text, whatever a JSON number can hold. */
function exactTokensSpent(document: PlatformKpiDaily): bigint {
  const text = document.provenance.sums['walletTransactions'];
  return textToUnits(text ?? String(document.totalTokensSpent), TOKEN_DECIMALS);
}

function sumOfDecimals(values: readonly number[]): number {
  return Number(
    unitsToText(
      values.reduce((total, value) => total + magnitudeInUnits(String(value), 6), 0n),
      6,
    ),
  );
}

/** The best earners of what is stored of a range, by tokens, ties by id in Unicode code-point order. */
export async function topCreatorsOf(store: KpiStore, range: DateRange, limit: number): Promise<TopCreatorsResponse> {
  const { ranked, totalCreators } = await store.rankCreators(range, limit);
  return { success: true, startDate: range.from, endDate: range.to, topCreators: ranked.map(creatorRank), totalCreators };
}

/** `averageDailyEarnings` is in tokens per day with a document, rounded half up to six decimals. */
function creatorRank(creator: CreatorTotal): TopCreatorsResponse['topCreators'][number] {
  return {
    userId: creator.userId,
    totalEarningsTokens: tokensToNumber(creator.microTokens),
    totalEarningsPLN: groszeToNumber(plnGrosze(creator.microTokens)),
    totalSessions: creator.sessions,
    activeDays: creator.activeDays,
    averageDailyEarnings: tokensToNumber(creator.activeDays === 0 ? 0n : divideHalfUp(creator.microTokens, BigInt(creator.activeDays))),
  };
}
