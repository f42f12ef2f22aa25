import type { ActiveUserBounds, PlatformKpiDaily, PlatformKpiHourly } from '@pack324a/core';
import { decimalText, publishedMinutes, publishedPln, publishedTokens } from './oracle-money.ts';
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
import { idOf, millisOf, minutesOf, tokensOf } from './oracle-readings.ts';
import type { Platform } from './platform.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const CHAT = ['CHAT', 'AI_SESSION'];
const VOICE = ['VOICE', 'AI_VOICE'];
const VIDEO = ['VIDEO', 'AI_VIDEO'];
const AI = ['AI_SESSION', 'AI_VOICE', 'AI_VIDEO'];

/** `platformKpiDaily/{date}` as it is when the day is aggregated for the first time and no hour of it ever was. */
export function oraclePlatformDay(question: OracleQuestion, date: string): PlatformKpiDaily {
  const span = { startMs: dayStartMs(date), endExclusiveMs: dayStartMs(date) + DAY_MS };
  const { platform, nowMs } = question;
  const now = isoText(nowMs);
  const accounts: SourceAccount[] = [];
  const newUsers = rowsIn(platform, 'users', span);
  accounts.push({ ...newAccount('users'), seen: newUsers.length, used: newUsers.length });
  const spending = spendingIn(platform, span, accounts);
  const chats = chatsIn(platform, span, accounts);
  const voice = minutesIn(platform, 'aiVoiceCallSessions', span, accounts);
  const video = minutesIn(platform, 'aiVideoCallSessions', span, accounts);
  const bookings = salesIn(platform, 'calendarBookings', 'hostEarnings', span, accounts);
  const tickets = salesIn(platform, 'eventTickets', 'organizerEarnings', span, accounts);
  const activeUsers = activeIn(platform, span, nowMs < span.endExclusiveMs);
  const provenance = provenanceFrom(question, span, accounts);
  return {
    date,
    newUsers: newUsers.length,
    verifiedUsers: newUsers.filter((user) => user['verified'] === true).length,
    verifiedUsersTotal: nowMs <= span.endExclusiveMs + DAY_MS ? verifiedIn(platform) : null,
    activeUsers: activeUsers.lower,
    payingUsers: spending.payers.size,
    totalTokensSpent: publishedTokens(spending.all),
    totalTokenRevenuePLN: publishedPln(spending.all),
    tokensBySource: {
      chat: publishedTokens(spending.chat),
      voice: publishedTokens(spending.voice),
      video: publishedTokens(spending.video),
      tips: publishedTokens(spending.tips),
      other: publishedTokens(spending.other),
    },
    aiTokens: publishedTokens(spending.ai),
    totalChats: chats,
    totalVoiceMinutes: publishedMinutes(voice),
    totalVideoMinutes: publishedMinutes(video),
    totalCalendarBookings: bookings,
    totalEventTickets: tickets,
    createdAt: now,
    updatedAt: now,
    provenance: { ...provenance, activeUsers, usersCountedAt: now },
  };
}

/** `platformKpiHourly/{date_HH}` as it is when the hour is aggregated for the first time. */
export function oraclePlatformHour(question: OracleQuestion, date: string, hour: number): PlatformKpiHourly {
  const dayStart = dayStartMs(date);
  const span = { startMs: dayStart + hour * HOUR_MS, endExclusiveMs: dayStart + (hour + 1) * HOUR_MS };
  const { platform, nowMs } = question;
  const accounts: SourceAccount[] = [];
  const newUsers = rowsIn(platform, 'users', span).length;
  accounts.push({ ...newAccount('users'), seen: newUsers, used: newUsers });
  const spending = spendingIn(platform, span, accounts);
  const chats = chatsIn(platform, span, accounts);
  const voice = minutesIn(platform, 'aiVoiceCallSessions', span, accounts);
  const video = minutesIn(platform, 'aiVideoCallSessions', span, accounts);
  salesIn(platform, 'calendarBookings', 'hostEarnings', span, accounts);
  salesIn(platform, 'eventTickets', 'organizerEarnings', span, accounts);
  // Counts of an hour are taken in time up to one hour after its end.
  const inTime = nowMs < span.endExclusiveMs + HOUR_MS;
  const activeUsers = activeIn(platform, span, inTime);
  const dayActiveUsers = activeIn(platform, { startMs: dayStart, endExclusiveMs: span.endExclusiveMs }, inTime);
  const provenance = provenanceFrom(question, span, accounts);
  return {
    date,
    hour,
    activeUsers: activeUsers.lower,
    dayActiveUsers: dayActiveUsers.lower,
    tokensSpent: publishedTokens(spending.all),
    tokenRevenuePLN: publishedPln(spending.all),
    chatsStarted: chats,
    voiceMinutes: publishedMinutes(voice),
    videoMinutes: publishedMinutes(video),
    createdAt: isoText(nowMs),
    updatedAt: isoText(nowMs),
    provenance: { ...provenance, activeUsers, dayActiveUsers },
  };
}

function spendingIn(platform: Platform, span: Span, accounts: SourceAccount[]) {
  const account = newAccount('walletTransactions');
  accounts.push(account);
  const spent = { all: 0n, chat: 0n, voice: 0n, video: 0n, tips: 0n, other: 0n, ai: 0n, payers: new Set<string>() };
  for (const row of rowsIn(platform, 'walletTransactions', span)) {
    account.seen += 1;
    const amount = tokensOf(row['amount']);
    if ('rejected' in amount) {
      account.unreadable += 1;
      count(account.rejected, amount.rejected);
      continue;
    }
    if (row['type'] !== 'SPEND') {
      count(account.excluded, 'notSpend');
      continue;
    }
    account.used += 1;
    const payer = idOf(row['userId']);
    if (typeof payer === 'object') spent.payers.add(payer.id);
    else count(account.unreadableIds, 'userId');
    const context = row['context'] as string;
    spent.all += amount.units;
    if (CHAT.includes(context)) spent.chat += amount.units;
    else if (VOICE.includes(context)) spent.voice += amount.units;
    else if (VIDEO.includes(context)) spent.video += amount.units;
    else if (context === 'TIP') spent.tips += amount.units;
    else spent.other += amount.units;
    if (AI.includes(context)) spent.ai += amount.units;
  }
  account.sum = decimalText(spent.all, 6);
  return spent;
}

function chatsIn(platform: Platform, span: Span, accounts: SourceAccount[]): number {
  const account = newAccount('aiChatSessions');
  accounts.push(account);
  for (const row of rowsIn(platform, 'aiChatSessions', span)) {
    account.seen += 1;
    account.used += 1;
    if (typeof idOf(row['creatorId']) === 'string') count(account.unreadableIds, 'creatorId');
  }
  return account.used;
}

function minutesIn(
  platform: Platform,
  source: 'aiVoiceCallSessions' | 'aiVideoCallSessions',
  span: Span,
  accounts: SourceAccount[],
): bigint {
  const account = newAccount(source);
  accounts.push(account);
  let sum = 0n;
  for (const row of rowsIn(platform, source, span)) {
    account.seen += 1;
    const duration = minutesOf(row['durationMinutes']);
    if ('rejected' in duration) {
      account.unreadable += 1;
      count(account.rejected, duration.rejected);
    } else {
      account.used += 1;
      sum += duration.units;
    }
  }
  account.sum = decimalText(sum, 12);
  return sum;
}

/** Bookings or tickets: each counts, whatever can be read of what it earned. */
function salesIn(
  platform: Platform,
  source: 'calendarBookings' | 'eventTickets',
  earnings: string,
  span: Span,
  accounts: SourceAccount[],
): number {
  const account = newAccount(source);
  accounts.push(account);
  for (const row of rowsIn(platform, source, span)) {
    account.seen += 1;
    account.used += 1;
    const amount = tokensOf(row[earnings]);
    if ('rejected' in amount) count(account.rejected, amount.rejected);
  }
  return account.used;
}

function activeIn(platform: Platform, span: Span, captured: boolean): ActiveUserBounds {
  let within = 0;
  let since = 0;
  for (const { data } of platform.users ?? []) {
    const millis = millisOf(data['lastActiveAt']);
    if (millis === null || millis < span.startMs) continue;
    since += 1;
    if (millis < span.endExclusiveMs) within += 1;
  }
  return { method: captured ? 'captured' : 'reconstructed', lower: within, upper: since };
}

function verifiedIn(platform: Platform): number {
  return (platform.users ?? []).filter((user) => user.data['verified'] === true).length;
}
