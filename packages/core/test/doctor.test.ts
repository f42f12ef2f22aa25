import { describe, expect, it } from 'vitest';
import {
  catalogueFor,
  DEFAULT_COUNTING_RULES,
  examine,
  examineSource,
  type FieldSample,
  SOURCES,
  type SourceName,
  type SourceReader,
  type SourceSample,
} from '../src/index.ts';

const catalogue = catalogueFor();

/** A sample of 200 healthy rows, with some fields found otherwise. */
function sampleOf(
  source: SourceName,
  fields: Readonly<Record<string, Partial<FieldSample>>> = {},
  rest: Partial<SourceSample> = {},
): SourceSample {
  return {
    present: true,
    rows: 200,
    totalRows: 5000,
    rowsWithoutTime: 0,
    fields: Object.keys(SOURCES[source].fields).map((field) => ({ field, mappedTo: field, found: 200, readable: 200, ...fields[field] })),
    unmapped: [],
    values: {},
    ...rest,
  };
}

const nothing = { found: 0, readable: 0 };
const messagesOf = (source: SourceName, sample: SourceSample): string[] =>
  examineSource(catalogue, source, sample).map(({ level, message }) => `${level}: ${message}`);

describe('doctor, on one source', () => {
  it('says which field is absent, which look-alike exists, and what that makes wrong', () => {
    const sample = sampleOf(
      'walletTransactions',
      { amount: nothing },
      {
        unmapped: [
          { name: 'memo', rows: 7 },
          { name: 'amountTokens', rows: 200 },
        ],
      },
    );
    expect(messagesOf('walletTransactions', sample)).toEqual([
      'fail: `walletTransactions`: 0 of 200 rows have `amount`; 200 have `amountTokens` — tokens spent will be 0',
    ]);
  });

  it('says where a mapping looked, and what it could have meant', () => {
    const sample = sampleOf(
      'walletTransactions',
      { userId: { ...nothing, mappedTo: 'customer' } },
      { unmapped: [{ name: 'customer_id', rows: 199 }] },
    );
    expect(messagesOf('walletTransactions', sample)).toEqual([
      'fail: `walletTransactions`: 0 of 200 rows have `customer` (mapped as `userId`); 199 have `customer_id` — paying users will be 0',
    ]);
  });

  it('lists fields that nothing reads, where none looks alike, and says nothing of them where there are none', () => {
    const unmapped = ['f1', 'f2', 'f3', 'f4', 'f5', 'f6'].map((name) => ({ name, rows: 200 }));
    expect(messagesOf('aiChatSessions', sampleOf('aiChatSessions', { creatorId: nothing }, { unmapped }))).toEqual([
      'fail: `aiChatSessions`: 0 of 200 rows have `creatorId`; fields that nothing reads: `f1`, `f2`, `f3`, `f4`, `f5` — no creator has any session',
    ]);
    expect(messagesOf('aiChatSessions', sampleOf('aiChatSessions', { creatorId: nothing }))).toEqual([
      'fail: `aiChatSessions`: 0 of 200 rows have `creatorId` — no creator has any session',
    ]);
  });

  it('tells values that cannot be read from those that are not there', () => {
    expect(messagesOf('walletTransactions', sampleOf('walletTransactions', { amount: { readable: 0 } }))).toEqual([
      'fail: `walletTransactions`: 200 of 200 rows have `amount`, but none is readable as an amount of tokens — tokens spent will be 0',
    ]);
    expect(messagesOf('aiVoiceCallSessions', sampleOf('aiVoiceCallSessions', { durationMinutes: { readable: 197 } }))).toEqual([
      'warn: `aiVoiceCallSessions`: 3 of 200 rows have a `durationMinutes` that is not readable as a number of minutes.',
    ]);
  });

  it('counts rows that belong to no day', () => {
    expect(messagesOf('safetyAlerts', sampleOf('safetyAlerts', {}, { rowsWithoutTime: 12 }))).toEqual([
      'warn: `safetyAlerts`: 12 of 5000 rows have no readable `createdAt`; they belong to no day.',
    ]);
  });

  it('does not expect what a healthy row may lack, nor what the mapping says is constant or absent', () => {
    const sample = sampleOf('users', { role: nothing, 'roles.admin': nothing, verified: { ...nothing, mappedTo: null } });
    expect(messagesOf('users', sample)).toEqual(['ok: `users`: 5000 rows, nothing wrong in the 200 looked at.']);
  });

  it('fails when no row has the value that a gate asks for', () => {
    const values = {
      type: [
        { value: 'spend', rows: 150 },
        { value: 'topup', rows: 50 },
      ],
    };
    expect(messagesOf('walletTransactions', sampleOf('walletTransactions', {}, { values }))).toEqual([
      'fail: `walletTransactions`: no row looked at has `type` SPEND (seen: spend 150, topup 50) — tokens spent and paying users will be 0',
    ]);
    const right = {
      type: [
        { value: 'topup', rows: 199 },
        { value: 'SPEND', rows: 1 },
      ],
    };
    expect(messagesOf('walletTransactions', sampleOf('walletTransactions', {}, { values: right }))[0]).toMatch(/^ok: /);
  });

  it('warns of a collection that does not exist or is empty', () => {
    expect(messagesOf('users', sampleOf('users', {}, { present: false, rows: 0, totalRows: 0 }))).toEqual([
      'warn: `users` does not exist; it counts as empty.',
    ]);
    expect(messagesOf('users', sampleOf('users', {}, { rows: 0, totalRows: 0 }))).toEqual(['warn: `users` has no rows.']);
  });
});

describe('doctor, on double booking', () => {
  const receivers = (types: string[], contexts: string[]): Partial<SourceSample> => ({
    valuesWithReceiver: { type: types.map((value) => ({ value, rows: 5 })), context: contexts.map((value) => ({ value, rows: 5 })) },
  });

  async function failuresWith(
    ledger: Partial<SourceSample>,
    rules = DEFAULT_COUNTING_RULES,
    bookings: Partial<FieldSample> = {},
  ): Promise<string[]> {
    const reader = {
      sample: async (source: SourceName, limit: number) => {
        expect(limit).toBe(200);
        if (source === 'walletTransactions') return sampleOf(source, {}, ledger);
        return sampleOf(
          source,
          source === 'calendarBookings' ? { hostEarnings: bookings } : source === 'eventTickets' ? { organizerEarnings: nothing } : {},
        );
      },
    } as Pick<SourceReader, 'sample'> as SourceReader;
    const findings = await examine(catalogueFor(rules), reader);
    return findings.filter(({ source, level }) => source === 'walletTransactions' && level === 'fail').map(({ message }) => message);
  }

  it('fails on SPEND and EARN rows that both have a receiver, unless the earning types are set', async () => {
    const ledger = receivers(['SPEND', 'EARN'], ['CHAT']);
    expect(await failuresWith(ledger)).toEqual([
      '`walletTransactions`: both SPEND and EARN rows have a `receiverId`, and `earningTypes` is not set — earnings will be counted twice. Set "earningTypes": ["EARN"].',
    ]);
    expect(await failuresWith(ledger, { ...DEFAULT_COUNTING_RULES, earningTypes: ['EARN'] })).toEqual([]);
    expect(await failuresWith(receivers(['SPEND'], ['CHAT']))).toEqual([]);
  });

  it('fails on booking rows in the ledger beside earnings in the bookings, unless they are known', async () => {
    expect(await failuresWith(receivers(['SPEND'], ['BOOKING', 'CALENDAR']))).toEqual([
      '`walletTransactions` has rows with a `receiverId` and context BOOKING, and `calendarBookings` have earnings of their own — earnings will be counted twice. Add the context to "contextsBookedElsewhere".',
    ]);
    expect(await failuresWith(receivers(['SPEND'], ['CALENDAR', 'EVENT']))).toEqual([]);
    expect(await failuresWith(receivers(['SPEND'], ['BOOKING']), DEFAULT_COUNTING_RULES, nothing)).toEqual([]);
  });
});
