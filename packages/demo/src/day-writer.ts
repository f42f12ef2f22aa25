import type { UtcDate } from '@pack324a/core';
import type { DemoUser } from './population.ts';
import type { Activity, DemoDay, DemoRow, EventSource, Fact, Happening, SpendPart } from './types.ts';

/** The account that sells the platform's own extras and takes its commissions. */
export const PLATFORM_ACCOUNT = 'avalo_platform';

/** What each context of the ledger means: its part of the spending, and whether the receiver earns by the ledger row. */
const CONTEXTS = {
  CHAT: { part: 'chat', ai: false, earned: true },
  AI_SESSION: { part: 'chat', ai: true, earned: true },
  VOICE: { part: 'voice', ai: false, earned: true },
  AI_VOICE: { part: 'voice', ai: true, earned: true },
  VIDEO: { part: 'video', ai: false, earned: true },
  AI_VIDEO: { part: 'video', ai: true, earned: true },
  TIP: { part: 'tips', ai: false, earned: true },
  CALENDAR: { part: 'other', ai: false, earned: false },
  EVENT: { part: 'other', ai: false, earned: false },
  BOOST: { part: 'other', ai: false, earned: true },
} as const satisfies Record<string, { part: SpendPart; ai: boolean; earned: boolean }>;
export type SpendContext = keyof typeof CONTEXTS;

export interface Spend {
  readonly atMs: number;
  readonly arrivesAtMs?: number;
  /** Null leaves the field out, as a faulty client does. */
  readonly payerId: string | null;
  readonly receiverId: string;
  readonly centiTokens: number;
  readonly context: SpendContext;
}

interface Draft {
  readonly arrivesAtMs: number;
  readonly data: Readonly<Record<string, unknown>>;
}

const ID_PREFIX: Readonly<Record<EventSource, string>> = {
  walletTransactions: 'tx',
  aiChatSessions: 'chat',
  aiVoiceCallSessions: 'voice',
  aiVideoCallSessions: 'video',
  calendarBookings: 'booking',
  eventTickets: 'ticket',
  moderationQueue: 'report',
  enforcement_logs: 'action',
  safetyAlerts: 'alert',
};
const EVENT_SOURCES = Object.keys(ID_PREFIX) as EventSource[];

/** Hundredths as a number: division rounds to the nearest double, whose shortest form has the two decimals again. */
export function fromCenti(centi: number): number {
  return centi / 100;
}

/** Collects one day: each row together with what is true of it. */
export class DayWriter {
  private readonly drafts = Object.fromEntries(EVENT_SOURCES.map((source) => [source, []])) as unknown as Record<EventSource, Draft[]>;
  private readonly facts: Fact[] = [];
  private readonly activity: Activity[] = [];

  active(user: DemoUser, atMs: number): void {
    this.activity.push({ userIndex: user.index, userId: user.id, atMs });
  }

  /** A row and what it means; rows that mean nothing to any figure come without. */
  row(
    source: EventSource,
    atMs: number,
    data: Readonly<Record<string, unknown>>,
    meaning: readonly Happening[] = [],
    arrivesAtMs = atMs,
  ): void {
    this.drafts[source].push({ arrivesAtMs, data: { createdAt: atMs, ...data } });
    for (const what of meaning) this.facts.push({ atMs, arrivesAtMs, what });
  }

  spend({ atMs, arrivesAtMs = atMs, payerId, receiverId, centiTokens, context }: Spend): void {
    const { part, ai, earned } = CONTEXTS[context];
    const meaning: Happening[] = [{ kind: 'spend', payerId, part, ai, centiTokens }];
    if (earned && receiverId !== PLATFORM_ACCOUNT) meaning.push({ kind: 'earn', creatorId: receiverId, centiTokens });
    const payer = payerId === null ? {} : { userId: payerId };
    const data = { type: 'SPEND', ...payer, receiverId, amount: fromCenti(centiTokens), context };
    this.row('walletTransactions', atMs, data, meaning, arrivesAtMs);
  }

  chat(atMs: number, creatorId: string, arrivesAtMs = atMs): void {
    this.row('aiChatSessions', atMs, { creatorId }, [{ kind: 'chat', creatorId }], arrivesAtMs);
  }

  call(medium: 'voice' | 'video', atMs: number, centiMinutes: number, arrivesAtMs = atMs): void {
    const source = medium === 'voice' ? 'aiVoiceCallSessions' : 'aiVideoCallSessions';
    this.row(source, atMs, { durationMinutes: fromCenti(centiMinutes) }, [{ kind: 'call', medium, centiMinutes }], arrivesAtMs);
  }

  /** How many users have been active so far. */
  activeUsers(): number {
    return new Set(this.activity.map((entry) => entry.userIndex)).size;
  }

  /** Ids are numbered in order of arrival over the whole day, so they do not depend on where a running day is cut. */
  finish(index: number, date: UtcDate, startMs: number): DemoDay {
    const day = date.replaceAll('-', '');
    const rows = EVENT_SOURCES.map((source): [EventSource, DemoRow[]] => {
      const drafts = this.drafts[source].sort((left, right) => left.arrivesAtMs - right.arrivesAtMs);
      const numbered = drafts.map((draft, position): DemoRow => {
        const id = `${ID_PREFIX[source]}-${day}-${String(position + 1).padStart(5, '0')}`;
        return { source, id, arrivesAtMs: draft.arrivesAtMs, data: draft.data };
      });
      return [source, numbered];
    });
    this.activity.sort((left, right) => left.atMs - right.atMs || left.userIndex - right.userIndex);
    return {
      index,
      date,
      startMs,
      rows: Object.fromEntries(rows) as Record<EventSource, DemoRow[]>,
      activity: this.activity,
      facts: this.facts,
    };
  }
}
