import type { Platform, RawRow } from './platform.ts';

/** How busy the platform is. */
export interface Busyness {
  /** `YYYY-MM-DD` */
  readonly date: string;
  /** Every one of them earns something that day. */
  readonly creators: number;
  /** Ledger rows of the day, at least one per creator. */
  readonly ledgerRows: number;
}

/** Rows of the day per creator, of everything that is not in the ledger; users of all times. */
const PER_CREATOR = {
  users: 20,
  chats: 6,
  voiceCalls: 2,
  videoCalls: 1,
  bookings: 0.5,
  tickets: 0.5,
  reports: 0.5,
  actions: 0.1,
  alerts: 0.1,
};
/** Rows of the days before and after, which the day must not count, per row of the day. */
const OUTSIDE = 0.1;
const UNREADABLE_EVERY = 500;
const MS_PER_DAY = 86_400_000;

const TYPES = [...Array<string>(17).fill('SPEND'), 'PURCHASE', 'PAYOUT', 'REFUND'];
const CONTEXTS = ['CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO', 'TIP', 'CALENDAR', 'EVENT', 'BOOST'];

/** A large platform around one day, the same each time; few creators bring most of its rows, as on real platforms. */
export function busyDay({ date, creators, ledgerRows }: Busyness): Platform {
  const startMs = Date.parse(`${date}T00:00:00.000Z`);
  const draw = drawing(creators);
  const users = creators * PER_CREATOR.users;
  const atDay = (days: number): string => new Date(startMs + Math.floor((days + draw()) * MS_PER_DAY)).toISOString();
  const rows = (count: number, data: (index: number) => Readonly<Record<string, unknown>>): RawRow[] =>
    Array.from({ length: Math.ceil(count * (1 + OUTSIDE)) }, (_, index) => ({
      id: `row-${index}`,
      data: { createdAt: atDay(index < count ? 0 : index % 2 === 0 ? 1 : -1), ...data(index) },
    }));
  const tokens = (): number => Math.floor(draw() * 50_000) / 100;
  const minutes = (): number => Math.ceil(draw() * 240) / 4;
  const creator = (): string => `creator-${Math.floor(creators * draw() ** 3)}`;
  const pick = (values: readonly string[]): string => values[Math.floor(draw() * values.length)] as string;
  return {
    users: Array.from({ length: users }, (_, index) => ({
      id: `user-${index}`,
      data: {
        createdAt: atDay(index % 50 === 0 ? 0 : -1 - Math.floor(draw() * 300)),
        lastActiveAt: atDay(index % 3 === 0 ? 0 : -1 - Math.floor(draw() * 30)),
        verified: index % 2 === 0,
        role: 'user',
      },
    })),
    walletTransactions: rows(ledgerRows, (index) => ({
      type: index < creators ? 'SPEND' : pick(TYPES),
      userId: `user-${Math.floor(users * draw() ** 2)}`,
      receiverId: index < creators ? `creator-${index}` : creator(),
      amount: index >= creators && index % UNREADABLE_EVERY === 0 ? 'ten' : tokens(),
      context: index < creators ? 'CHAT' : pick(CONTEXTS),
    })),
    aiChatSessions: rows(creators * PER_CREATOR.chats, () => ({ creatorId: creator() })),
    aiVoiceCallSessions: rows(creators * PER_CREATOR.voiceCalls, () => ({ durationMinutes: minutes() })),
    aiVideoCallSessions: rows(creators * PER_CREATOR.videoCalls, () => ({ durationMinutes: minutes() })),
    calendarBookings: rows(creators * PER_CREATOR.bookings, () => ({ hostId: creator(), hostEarnings: tokens() })),
    eventTickets: rows(creators * PER_CREATOR.tickets, () => ({ eventOrganizerId: creator(), organizerEarnings: tokens() })),
    moderationQueue: rows(creators * PER_CREATOR.reports, () => ({ source: pick(['AI', 'AI', 'AUTO', 'USER']) })),
    enforcement_logs: rows(creators * PER_CREATOR.actions, () => ({ action: pick(['BAN', 'AUTO_BLOCK', 'WARN']) })),
    safetyAlerts: rows(creators * PER_CREATOR.alerts, () => ({ type: pick(['PANIC', 'SOS']) })),
  };
}

/** Numbers from 0 to below 1, the same each time (Mulberry32). */
function drawing(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
