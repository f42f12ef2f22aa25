import { type CountingRules, DEFAULT_COUNTING_RULES, SOURCE_NAMES, type SourceName } from '@pack324a/core';
import fc from 'fast-check';
import { durations, flags, hostileIds, instants, tokenAmounts } from './arbitrary-values.ts';
import type { Platform, RawRow } from './platform.ts';

/** The days that generated platforms live in, one of which begins summer time in the United States. */
export const GENERATED_RANGE = { from: '2025-03-08', to: '2025-03-10' } as const;
/** Keeps thousands of platforms cheap; what hides in larger ones is order and volume, which other tests look for. */
const MOST_ROWS_PER_SOURCE = 25;
const MISSING = Symbol('missing');

/** A platform, how its rows count, and the moment at which its days are aggregated. */
export interface Scenario {
  readonly platform: Platform;
  readonly rules: CountingRules;
  readonly nowMs: number;
  /** Hours of the range to aggregate as well, counted from its first. */
  readonly hours: { readonly first: number; readonly count: number };
}

/** Now and then a field is not there at all. */
function field(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: values, weight: 14 }, { arbitrary: fc.constant(MISSING), weight: 1 });
}

function rowData(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Record<string, unknown>> {
  const model = Object.fromEntries(Object.entries(fields).map(([name, values]) => [name, field(values)]));
  return fc
    .record(model, { noNullPrototype: true })
    .map((data) => Object.fromEntries(Object.entries(data).filter(([, value]) => value !== MISSING)));
}

/** Mostly one of the expected values, else one that looks like it. */
function mostly(expected: readonly unknown[], odd: readonly unknown[]): fc.Arbitrary<unknown> {
  return fc.oneof({ arbitrary: fc.constantFrom(...expected), weight: 5 }, { arbitrary: fc.constantFrom(...odd), weight: 2 });
}

const types = mostly(
  ['SPEND', 'SPEND', 'SPEND', 'EARN'],
  ['REFUND', 'PURCHASE', 'PAYOUT', 'WITHDRAWAL', 'spend', ' SPEND', '', null, 7, true],
);
const contexts = mostly(
  ['CHAT', 'AI_SESSION', 'VOICE', 'AI_VOICE', 'VIDEO', 'AI_VIDEO', 'TIP'],
  ['CALENDAR', 'EVENT', 'GIFT', 'chat', 'Voice', '', null, 0, {}],
);

const ROWS: Readonly<Record<SourceName, fc.Arbitrary<Record<string, unknown>>>> = {
  users: rowData({
    createdAt: instants,
    lastActiveAt: instants,
    verified: flags,
    role: mostly(['user', 'admin'], [null, 1]),
    roles: mostly([{ admin: true }, { admin: false }], [{}, null, 'admin', []]),
  }),
  walletTransactions: rowData({
    createdAt: instants,
    type: types,
    userId: hostileIds,
    receiverId: hostileIds,
    amount: tokenAmounts,
    context: contexts,
  }),
  aiChatSessions: rowData({ createdAt: instants, creatorId: hostileIds }),
  aiVoiceCallSessions: rowData({ createdAt: instants, durationMinutes: durations }),
  aiVideoCallSessions: rowData({ createdAt: instants, durationMinutes: durations }),
  calendarBookings: rowData({ createdAt: instants, hostId: hostileIds, hostEarnings: tokenAmounts }),
  eventTickets: rowData({ createdAt: instants, eventOrganizerId: hostileIds, organizerEarnings: tokenAmounts }),
  moderationQueue: rowData({ createdAt: instants, source: mostly(['AI', 'AUTO', 'USER'], ['ai', 'SYSTEM', '', null, 1]) }),
  enforcement_logs: rowData({ createdAt: instants, action: mostly(['BAN', 'AUTO_BLOCK'], ['WARN', 'ban', '', null, true]) }),
  safetyAlerts: rowData({ createdAt: instants, type: mostly(['PANIC'], ['panic', 'SOS', '', null, 0]) }),
};

const ROW_ID_PREFIXES = ['r', 'row ', '__proto__', '\u{10000}', `o'b"`];

function withIds(rows: readonly Record<string, unknown>[]): RawRow[] {
  return rows.map((data, index) => ({ id: `${ROW_ID_PREFIXES[index % ROW_ID_PREFIXES.length]}${index}`, data }));
}

/** The rows of one source: some, none, or no collection at all. */
function collection(source: SourceName): fc.Arbitrary<readonly RawRow[] | undefined> {
  // The ledger feeds most figures, and distinct payers show only where several rows of a day are readable.
  const minLength = source === 'walletTransactions' ? 12 : 0;
  const rows = fc.array(ROWS[source], { minLength, maxLength: MOST_ROWS_PER_SOURCE, size: 'max' }).map(withIds);
  return fc.oneof(
    { arbitrary: rows, weight: 10 },
    { arbitrary: fc.constant([]), weight: 1 },
    { arbitrary: fc.constant(undefined), weight: 1 },
  );
}

/** Small platforms with every kind of nastiness in them, over `GENERATED_RANGE` and a little around it. */
export const platforms: fc.Arbitrary<Platform> = fc.oneof(
  {
    arbitrary: fc
      .tuple(...SOURCE_NAMES.map((source) => collection(source).map((rows) => [source, rows] as const)))
      .map((entries) => Object.fromEntries(entries.filter(([, rows]) => rows !== undefined)) as Platform),
    weight: 40,
  },
  { arbitrary: fc.constant({}), weight: 1 },
);

/** Ways to count that a platform may be configured for. */
export const countingRules: fc.Arbitrary<CountingRules> = fc.constantFrom<CountingRules>(
  DEFAULT_COUNTING_RULES,
  DEFAULT_COUNTING_RULES,
  { ...DEFAULT_COUNTING_RULES, earningTypes: ['EARN'] },
  { ...DEFAULT_COUNTING_RULES, earningTypes: ['EARN', 'SPEND'], contextsBookedElsewhere: ['TIP'] },
  { ...DEFAULT_COUNTING_RULES, platformAccountIds: ['u1', '__proto__', `o'brien`, '\u{10000}'] },
  { ...DEFAULT_COUNTING_RULES, platformAccountIds: [] },
  { ...DEFAULT_COUNTING_RULES, contextsBookedElsewhere: [] },
  { ...DEFAULT_COUNTING_RULES, nonEarningTypes: [] },
  {
    platformAccountIds: ['constructor'],
    nonEarningTypes: ['SPEND', 'spend'],
    earningTypes: null,
    contextsBookedElsewhere: ['', 'GIFT', 'chat'],
  },
);

/** During the last day, at its end, ten minutes, a day and weeks later. */
const moments = fc
  .constantFrom(
    '2025-03-10T15:30:00.000Z',
    '2025-03-10T23:59:59.999Z',
    '2025-03-11T00:00:00.000Z',
    '2025-03-11T00:10:00.000Z',
    '2025-03-12T00:00:00.000Z',
    '2025-03-12T00:00:00.001Z',
    '2025-04-01T12:00:00.000Z',
  )
  .map((text) => Date.parse(text));

export const scenarios: fc.Arbitrary<Scenario> = fc.record(
  {
    platform: platforms,
    rules: countingRules,
    nowMs: moments,
    // What adds up over a day shows from its first hour on.
    hours: fc.record(
      { first: fc.oneof(fc.integer({ min: 0, max: 66 }), fc.constantFrom(0, 24, 48)), count: fc.integer({ min: 1, max: 5 }) },
      { noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);
