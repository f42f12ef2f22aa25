import { type DateRange, datesOf, type UtcDate } from '../calendar/utc.ts';
import { emptyCreatorDaily } from '../documents/finish.ts';
import type { CreatorKpiDaily } from '../documents/types.ts';
import { groszeToNumber, plnGrosze, tokensToNumber } from '../money/tokens.ts';
import { averageTokens, sumOfTokens } from '../reports/exact.ts';
import { creatorDailyResponse } from '../reports/responses.ts';
import type { CreatorDailyResponse } from '../reports/shapes.ts';
import type { ApiContext } from './context.ts';
import { dayStatesOf } from './day-states.ts';
import type { CreatorTrendResponse, DayState } from './trend-shapes.ts';

/** What is stored of one creator on one day. */
interface CreatorDay {
  readonly document: CreatorKpiDaily;
  /** False for a creator who did nothing on a day that has been aggregated: the document is made of zeros, and is not stored. */
  readonly isStored: boolean;
}

/** Reads what is stored of one creator over a range and adds it up; generates nothing. */
export async function creatorTrendOf(context: ApiContext, userId: string, range: DateRange): Promise<CreatorTrendResponse> {
  const dates = datesOf(range);
  const byDate = await creatorDays(context, userId, range);
  const found = dates.map((date) => byDate.get(date));
  const states = await dayStatesOf(
    context,
    dates.map((date, index) => ({ section: 'creators', date, found: found[index]?.document })),
  );
  return {
    success: true,
    userId,
    startDate: range.from,
    endDate: range.to,
    days: states.map((state, index) => dayOf(dates[index] as UtcDate, state, found[index])),
    summary: summaryOf(found.filter((day) => day !== undefined)),
  };
}

/** The creator's days that have been aggregated, by date. What the day's creators share tells of a day without this one. */
async function creatorDays({ store, catalogue }: ApiContext, userId: string, range: DateRange): Promise<Map<string, CreatorDay>> {
  const documents = await store.listCreatorDays(userId, range);
  const byDate = new Map(documents.map((document): [string, CreatorDay] => [document.date, { document, isStored: true }]));
  const absent = datesOf(range).filter((date) => !byDate.has(date));
  const [from, to] = [absent[0], absent.at(-1)];
  if (from === undefined || to === undefined) return byDate;
  for (const pack of await store.listDays('kpiPacks', { from, to })) {
    if (byDate.has(pack.date)) continue;
    byDate.set(pack.date, { document: emptyCreatorDaily(catalogue, pack.date as UtcDate, userId, pack), isStored: false });
  }
  return byDate;
}

function dayOf(date: UtcDate, { state, reason }: DayState, day: CreatorDay | undefined): CreatorTrendResponse['days'][number] {
  if (day === undefined) return { date, state, reason, earnings: null, earningsPLN: null, sessions: null, lastUpdated: null };
  const { earnings, earningsPLN, sessions, lastUpdated } = creatorDailyResponse(day.document);
  return { date, state, reason, earnings, earningsPLN, sessions, lastUpdated };
}

/** The arithmetic of `topCreatorsOf`: PLN from the exact tokens of the range, an average over the days with a document. */
function summaryOf(days: readonly CreatorDay[]): CreatorTrendResponse['summary'] {
  const responses = days.map(({ document }) => creatorDailyResponse(document));
  const micro = (pick: (earnings: CreatorDailyResponse['earnings']) => number): bigint =>
    sumOfTokens(responses.map(({ earnings }) => pick(earnings)));
  const total = micro((earnings) => earnings.total);
  const activeDays = days.filter(({ isStored }) => isStored).length;
  return {
    totalDays: days.length,
    activeDays,
    earnings: {
      chat: tokensToNumber(micro((earnings) => earnings.chat)),
      voice: tokensToNumber(micro((earnings) => earnings.voice)),
      video: tokensToNumber(micro((earnings) => earnings.video)),
      calendar: tokensToNumber(micro((earnings) => earnings.calendar)),
      events: tokensToNumber(micro((earnings) => earnings.events)),
      other: tokensToNumber(micro((earnings) => earnings.other)),
      total: tokensToNumber(total),
    },
    totalEarningsPLN: groszeToNumber(plnGrosze(total)),
    totalSessions: responses.reduce((sum, { sessions }) => sum + sessions, 0),
    averageDailyEarnings: averageTokens(total, activeDays),
  };
}
