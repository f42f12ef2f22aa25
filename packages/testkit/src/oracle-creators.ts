import type { CountingRules, CreatorDayPack, CreatorKpiDaily, DistributionAccount, SourceName } from '@pack324a/core';
import { decimalText, publishedPln, publishedTokens } from './oracle-money.ts';
import {
  count,
  dayStartMs,
  isoText,
  newAccount,
  type OracleQuestion,
  provenanceFrom,
  rowsIn,
  type SourceAccount,
  type Span,
} from './oracle-provenance.ts';
import { idOf, tokensOf } from './oracle-readings.ts';

const DAY_MS = 86_400_000;

interface Earner {
  chat: bigint;
  voice: bigint;
  video: bigint;
  calendar: bigint;
  events: bigint;
  other: bigint;
  sessions: number;
  readonly rows: Record<string, number>;
}

/** Everyone's earnings of a day by user id; the platform's own accounts are not among them. */
interface Ledger {
  readonly rules: CountingRules;
  readonly earners: Map<string, Earner>;
  readonly accounts: SourceAccount[];
}

/** `creatorKpiDaily/{userId}_{date}` of every creator of the day, by document id, and what they share. */
export function oracleCreatorsDay(
  question: OracleQuestion,
  date: string,
): { creators: Map<string, CreatorKpiDaily>; pack: CreatorDayPack } {
  const span = { startMs: dayStartMs(date), endExclusiveMs: dayStartMs(date) + DAY_MS };
  const ledger: Ledger = { rules: question.rules, earners: new Map(), accounts: [] };
  const distribution: Record<string, DistributionAccount> = {
    walletTransactions: addLedger(question, span, ledger),
  };
  addChats(question, span, ledger);
  distribution['calendarBookings'] = addSales(question, span, ledger, 'calendarBookings', 'hostId', 'hostEarnings', 'calendar');
  distribution['eventTickets'] = addSales(question, span, ledger, 'eventTickets', 'eventOrganizerId', 'organizerEarnings', 'events');
  const provenance = { ...provenanceFrom(question, span, ledger.accounts), distribution };
  const times = { createdAt: isoText(question.nowMs), updatedAt: isoText(question.nowMs) };
  const creators = new Map<string, CreatorKpiDaily>();
  let total = 0n;
  for (const [userId, earner] of ledger.earners) {
    const earned = earner.chat + earner.voice + earner.video + earner.calendar + earner.events + earner.other;
    total += earned;
    creators.set(`${userId}_${date}`, {
      date,
      userId,
      earnedTokensChat: publishedTokens(earner.chat),
      earnedTokensVoice: publishedTokens(earner.voice),
      earnedTokensVideo: publishedTokens(earner.video),
      earnedTokensCalendar: publishedTokens(earner.calendar),
      earnedTokensEvents: publishedTokens(earner.events),
      earnedTokensOther: publishedTokens(earner.other),
      totalEarnedTokens: publishedTokens(earned),
      totalEarnedPLN: publishedPln(earned),
      sessionsCount: earner.sessions,
      ...times,
      provenance: { ...provenance, creatorRows: earner.rows },
    });
  }
  return { creators, pack: { date, creators: creators.size, totalEarnedTokens: publishedTokens(total), ...times, provenance } };
}

function addLedger({ platform, rules }: OracleQuestion, span: Span, ledger: Ledger): DistributionAccount {
  const account = newAccount('walletTransactions');
  ledger.accounts.push(account);
  const shares = newShares();
  for (const row of rowsIn(platform, 'walletTransactions', span)) {
    account.seen += 1;
    const amount = tokensOf(row['amount']);
    if ('rejected' in amount) {
      account.unreadable += 1;
      count(account.rejected, amount.rejected);
      continue;
    }
    const reason = whyNoEarning(row, rules);
    if (reason !== null) {
      count(account.excluded, reason);
      continue;
    }
    account.used += 1;
    const earner = earnerOf(ledger, account, 'receiverId', row['receiverId'], shares, amount.units);
    if (earner === null) continue;
    const context = row['context'];
    if (context === 'CHAT' || context === 'AI_SESSION') earner.chat += amount.units;
    else if (context === 'VOICE' || context === 'AI_VOICE') earner.voice += amount.units;
    else if (context === 'VIDEO' || context === 'AI_VIDEO') earner.video += amount.units;
    else earner.other += amount.units;
  }
  return close(account, shares);
}

/** Why a ledger row with a readable amount is no earning, or null when it is one. */
function whyNoEarning(row: Readonly<Record<string, unknown>>, rules: CountingRules): string | null {
  const type = row['type'] as string;
  const isEarningType = rules.earningTypes === null ? !rules.nonEarningTypes.includes(type) : rules.earningTypes.includes(type);
  if (!isEarningType) return 'notEarningType';
  if (row['receiverId'] === undefined || row['receiverId'] === null) return 'noReceiver';
  return rules.contextsBookedElsewhere.includes(row['context'] as string) ? 'bookedElsewhere' : null;
}

function addChats({ platform }: OracleQuestion, span: Span, ledger: Ledger): void {
  const account = newAccount('aiChatSessions');
  ledger.accounts.push(account);
  for (const row of rowsIn(platform, 'aiChatSessions', span)) {
    account.seen += 1;
    account.used += 1;
    const earner = earnerOf(ledger, account, 'creatorId', row['creatorId'], newShares(), 0n);
    if (earner !== null) earner.sessions += 1;
  }
}

function addSales(
  { platform }: OracleQuestion,
  span: Span,
  ledger: Ledger,
  source: SourceName,
  idField: string,
  earningsField: string,
  kind: 'calendar' | 'events',
): DistributionAccount {
  const account = newAccount(source);
  ledger.accounts.push(account);
  const shares = newShares();
  for (const row of rowsIn(platform, source, span)) {
    account.seen += 1;
    const amount = tokensOf(row[earningsField]);
    if ('rejected' in amount) {
      account.unreadable += 1;
      count(account.rejected, amount.rejected);
      continue;
    }
    account.used += 1;
    const earner = earnerOf(ledger, account, idField, row[idField], shares, amount.units);
    if (earner !== null) earner[kind] += amount.units;
  }
  return close(account, shares);
}

interface Shares {
  creators: bigint;
  platformAccounts: bigint;
  unreadableIds: bigint;
}

function newShares(): Shares {
  return { creators: 0n, platformAccounts: 0n, unreadableIds: 0n };
}

/** Books where a used row's tokens go; null when that is no creator. */
function earnerOf(ledger: Ledger, account: SourceAccount, field: string, value: unknown, shares: Shares, units: bigint): Earner | null {
  const reading = idOf(value);
  if (typeof reading === 'string') {
    count(account.unreadableIds, field);
    shares.unreadableIds += units;
    return null;
  }
  if (ledger.rules.platformAccountIds.includes(reading.id)) {
    shares.platformAccounts += units;
    return null;
  }
  shares.creators += units;
  let earner = ledger.earners.get(reading.id);
  if (earner === undefined) {
    earner = { chat: 0n, voice: 0n, video: 0n, calendar: 0n, events: 0n, other: 0n, sessions: 0, rows: {} };
    ledger.earners.set(reading.id, earner);
  }
  count(earner.rows, account.source);
  return earner;
}

function close(account: SourceAccount, shares: Shares): DistributionAccount {
  account.sum = decimalText(shares.creators + shares.platformAccounts + shares.unreadableIds, 6);
  return {
    toCreators: decimalText(shares.creators, 6),
    toPlatformAccounts: decimalText(shares.platformAccounts, 6),
    toUnreadableIds: decimalText(shares.unreadableIds, 6),
  };
}
