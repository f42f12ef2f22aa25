import type { UtcDate } from '@pack324a/core';
import { generateDay } from './generate-day.ts';
import { type Population, populationOf } from './population.ts';
import type { DemoDay, DemoParams, Fact, SpendPart } from './types.ts';
import { isVerified } from './users.ts';

/**
 * The true figures of a demo platform, from what the generator knows of the rows it emitted. None of the aggregation is used
 * here: these are the figures that the aggregation is checked against.
 */
export interface DemoTruth {
  readonly params: DemoParams;
  /** The instant that all figures describe, epoch milliseconds. */
  readonly untilMs: number;
  readonly usersTotal: number;
  readonly verifiedUsersTotal: number;
  readonly days: readonly DayTruth[];
}

/** Tokens, PLN and minutes are exact decimal text. */
export interface DayTruth {
  readonly date: UtcDate;
  /** False for a day that is still running. */
  readonly complete: boolean;
  readonly platform: {
    readonly newUsers: number;
    /** Of those, verified as of `untilMs`. */
    readonly verifiedUsers: number;
    /** Distinct users with any activity in the day, whether or not they have come back since. */
    readonly activeUsers: number;
    readonly payingUsers: number;
    readonly totalTokensSpent: string;
    readonly totalTokenRevenuePLN: string;
    readonly tokensBySource: Readonly<Record<SpendPart, string>>;
    readonly aiTokens: string;
    readonly totalChats: number;
    readonly totalVoiceMinutes: string;
    readonly totalVideoMinutes: string;
    readonly totalCalendarBookings: number;
    readonly totalEventTickets: number;
  };
  readonly safety: {
    readonly reportsTotal: number;
    readonly reportsAI: number;
    readonly reportsHuman: number;
    readonly bansIssued: number;
    readonly autoBlocks: number;
    readonly panicEvents: number;
  };
  /** Tokens earned, by creator id; creators who only had chats earned `0`. */
  readonly creators: Readonly<Record<string, string>>;
}

const PARTS: readonly SpendPart[] = ['chat', 'voice', 'video', 'tips', 'other'];

/** What is known of one day while rows still arrive. */
class DayAccount {
  readonly active = new Set<number>();
  readonly payers = new Set<string>();
  readonly spentCenti: Record<SpendPart, number> = { chat: 0, voice: 0, video: 0, tips: 0, other: 0 };
  aiCenti = 0;
  readonly minutesCenti = { voice: 0, video: 0 };
  readonly counts = { chat: 0, booking: 0, ticket: 0, ai: 0, human: 0, unknown: 0, ban: 0, autoBlock: 0, panic: 0 };
  readonly earnedCenti = new Map<string, number>();

  add({ what }: Fact): void {
    switch (what.kind) {
      case 'spend':
        if (what.payerId !== null) this.payers.add(what.payerId);
        this.spentCenti[what.part] += what.centiTokens;
        if (what.ai) this.aiCenti += what.centiTokens;
        return;
      case 'earn':
        this.earn(what.creatorId, what.centiTokens);
        return;
      case 'chat':
        this.counts.chat += 1;
        if (what.creatorId !== null) this.earn(what.creatorId, 0);
        return;
      case 'call':
        this.minutesCenti[what.medium] += what.centiMinutes;
        return;
      case 'report':
        this.counts[what.by] += 1;
        return;
      default:
        this.counts[what.kind] += 1;
    }
  }

  private earn(creatorId: string, centiTokens: number): void {
    this.earnedCenti.set(creatorId, (this.earnedCenti.get(creatorId) ?? 0) + centiTokens);
  }
}

export interface TruthKeeper {
  /** Takes a generated day, whole or cut, each of its rows once; days may come in any order. */
  add(day: DemoDay): void;
  result(): DemoTruth;
}

/**
 * Gathers the true figures as of an instant while days are generated for other purposes.
 * @param fromDay the first day to tell about: its figures are whole once this day and all later ones have been added
 */
export function keepTruth(params: DemoParams, untilMs: number, fromDay = 0): TruthKeeper {
  const population = populationOf(params);
  const accounts = new Map<number, DayAccount>();
  const accountOf = (dayIndex: number): DayAccount => {
    const account = accounts.get(dayIndex) ?? new DayAccount();
    accounts.set(dayIndex, account);
    return account;
  };
  return {
    add(day) {
      for (const fact of day.facts) {
        if (fact.arrivesAtMs <= untilMs) accountOf(population.dayIndexAt(fact.atMs)).add(fact);
      }
      for (const { userIndex, atMs } of day.activity) {
        if (atMs <= untilMs) accountOf(day.index).active.add(userIndex);
      }
    },
    result() {
      const users = population.usersAt(untilMs);
      const days: DayTruth[] = [];
      for (let index = fromDay; population.startMsOf(index) <= untilMs; index += 1) {
        days.push(dayTruth(population, index, accountOf(index), untilMs));
      }
      return {
        params,
        untilMs,
        usersTotal: users.length,
        verifiedUsersTotal: users.filter((user) => isVerified(user, untilMs)).length,
        days,
      };
    },
  };
}

/** The true figures of every day from `fromDay` to the one that an instant falls in, generated anew. */
export function truthOf(params: DemoParams, untilMs: number, fromDay = 0): DemoTruth {
  const keeper = keepTruth(params, untilMs, fromDay);
  const lastDay = populationOf(params).dayIndexAt(untilMs);
  for (let index = fromDay; index <= lastDay; index += 1) keeper.add(generateDay(params, index));
  return keeper.result();
}

function dayTruth(population: Population, index: number, account: DayAccount, untilMs: number): DayTruth {
  const startMs = population.startMsOf(index);
  const endExclusiveMs = population.startMsOf(index + 1);
  const { counts, spentCenti, minutesCenti } = account;
  const newUsers = population.usersAtEndOf(index).filter((user) => user.createdAtMs >= startMs && user.createdAtMs <= untilMs);
  const totalCenti = PARTS.reduce((sum, part) => sum + spentCenti[part], 0);
  const bySource = PARTS.map((part) => [part, centiText(spentCenti[part])]);
  const creators = [...account.earnedCenti].sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    date: population.dateOf(index),
    complete: untilMs >= endExclusiveMs,
    platform: {
      newUsers: newUsers.length,
      verifiedUsers: newUsers.filter((user) => isVerified(user, untilMs)).length,
      activeUsers: account.active.size,
      payingUsers: account.payers.size,
      totalTokensSpent: centiText(totalCenti),
      // 0.20 PLN a token: a hundredth of a token is a fifth of a grosz.
      totalTokenRevenuePLN: centiText(Math.floor((2 * totalCenti + 5) / 10)),
      tokensBySource: Object.fromEntries(bySource) as Record<SpendPart, string>,
      aiTokens: centiText(account.aiCenti),
      totalChats: counts.chat,
      totalVoiceMinutes: centiText(minutesCenti.voice),
      totalVideoMinutes: centiText(minutesCenti.video),
      totalCalendarBookings: counts.booking,
      totalEventTickets: counts.ticket,
    },
    safety: {
      reportsTotal: counts.ai + counts.human + counts.unknown,
      reportsAI: counts.ai,
      reportsHuman: counts.human,
      bansIssued: counts.ban,
      autoBlocks: counts.autoBlock,
      panicEvents: counts.panic,
    },
    creators: Object.fromEntries(creators.map(([id, centi]) => [id, centiText(centi)])),
  };
}

/** Hundredths as decimal text without trailing zeros. */
function centiText(centi: number): string {
  const fraction = String(centi % 100)
    .padStart(2, '0')
    .replace(/0+$/, '');
  const whole = String(Math.floor(centi / 100));
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
