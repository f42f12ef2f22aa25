import { type DateRange, datesOf } from '../calendar/utc.ts';
import type { PlatformKpiDaily } from '../documents/types.ts';
import { groszeToNumber, plnGrosze, tokensToNumber } from '../money/tokens.ts';
import type { CreatorTotal, KpiStore } from '../ports.ts';
import { averageTokens, type FigureTotal, fieldNamed, totalOf } from './exact.ts';
import { platformDailyResponse } from './responses.ts';
import type { SummaryResponse, TopCreatorsResponse } from './shapes.ts';

/** Reads what is stored of a range and adds it up; generates nothing. Active and paying users do not add up over days, so they have no total. */
export async function summaryOf(store: KpiStore, range: DateRange): Promise<SummaryResponse> {
  const documents = await store.listDays('platformKpiDaily', range);
  const stored = new Set(documents.map((document) => document.date));
  const over = (name: keyof PlatformKpiDaily): FigureTotal => totalOf('platformKpiDaily', fieldNamed('platformKpiDaily', name), documents);
  const revenue = over('totalTokenRevenuePLN');
  return {
    success: true,
    startDate: range.from,
    endDate: range.to,
    dailyData: documents.map(platformDailyResponse),
    summary: {
      totalDays: documents.length,
      totalNewUsers: over('newUsers').total,
      totalRevenuePLN: revenue.total,
      averageDailyRevenue: revenue.average,
      missingDates: datesOf(range).filter((date) => !stored.has(date)),
      totalVerifiedUsers: over('verifiedUsers').total,
      totalTokensSpent: over('totalTokensSpent').total,
      totalChats: over('totalChats').total,
      totalVoiceMinutes: over('totalVoiceMinutes').total,
      totalVideoMinutes: over('totalVideoMinutes').total,
      totalCalendarBookings: over('totalCalendarBookings').total,
      totalEventTickets: over('totalEventTickets').total,
    },
  };
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
    averageDailyEarnings: averageTokens(creator.microTokens, creator.activeDays),
  };
}
