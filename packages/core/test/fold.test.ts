import { describe, expect, it } from 'vitest';
import { catalogueFor, creatorsOf, DEFAULT_COUNTING_RULES, passes, tallyOf } from '../src/index.ts';
import { flowOf, fold, type Row } from './rows.ts';

const spend = (row: Row = {}): Row => ({ type: 'SPEND', userId: 'payer', amount: 5, ...row });
const MICRO = 1_000_000n;

describe('predicates', () => {
  const row =
    (value: unknown) =>
    (field: string): unknown =>
      field === 'f' ? value : undefined;

  it('compare text exactly, and flags with the boolean true alone', () => {
    expect(['SPEND', 'spend', 'SPEND ', '', null, undefined, 1].map((value) => passes({ field: 'f', is: 'SPEND' }, row(value)))).toEqual([
      true,
      false,
      false,
      false,
      false,
      false,
      false,
    ]);
    expect([true, 'true', 1, false].map((value) => passes({ field: 'f', is: true }, row(value)))).toEqual([true, false, false, false]);
  });

  it('let what is absent or of another kind equal nothing', () => {
    const values = ['A', 'C', null, undefined, 5];
    expect(values.map((value) => passes({ field: 'f', in: ['A', 'B'] }, row(value)))).toEqual([true, false, false, false, false]);
    expect(values.map((value) => passes({ field: 'f', notIn: ['A', 'B'] }, row(value)))).toEqual([false, true, true, true, true]);
    expect([...values, '', 0, false].map((value) => passes({ field: 'f', present: true }, row(value)))).toEqual([
      true,
      true,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});

describe('folding the ledger', () => {
  it('sums magnitudes of SPEND rows and counts each payer once', () => {
    const state = fold('walletTransactions', [
      spend({ amount: -2.5 }),
      spend({ amount: 0, userId: 'broke' }),
      spend({ amount: 0.1, context: 'AI_SESSION' }),
      spend({ type: 'spend' }),
      spend({ type: 'PURCHASE' }),
    ]);
    const spending = flowOf(state, 'spending');
    expect(state.seen).toBe(5);
    expect([spending.used, spending.quantity]).toEqual([3, 2_600_000n]);
    expect(spending.excluded).toEqual(new Map([['notSpend', 2]]));
    expect(spending.sets.get('payers')).toEqual(new Set(['payer', 'broke']));
    expect(spending.values.get('tokensSpentChat')).toBe(100_000n);
    expect(spending.values.get('tokensSpentAi')).toBe(100_000n);
    expect(spending.values.get('tokensSpentOther')).toBe(2_500_000n);
  });

  it('leaves rows with an unreadable amount out altogether, counted by reason', () => {
    const amounts = [undefined, null, '5', Number.NaN, Number.POSITIVE_INFINITY, {}, 2e9];
    const state = fold(
      'walletTransactions',
      amounts.map((amount) => spend({ amount, receiverId: 'creator' })),
    );
    expect(Object.fromEntries(state.rejected)).toEqual({ missing: 1, null: 1, text: 1, NaN: 1, Infinity: 1, notNumeric: 1, tooLarge: 1 });
    for (const id of ['spending', 'earnings'] as const) {
      const flow = flowOf(state, id);
      expect([flow.used, flow.quantity, flow.groups.size, flow.sets.size, flow.excluded.size]).toEqual([0, 0n, 0, 0, 0]);
    }
  });

  it('counts the tokens of a payer without a usable id, and no payer', () => {
    const state = fold('walletTransactions', [
      spend({ userId: undefined }),
      spend({ userId: 'a/b' }),
      spend({ userId: '' }),
      spend({ userId: 7 }),
    ]);
    const spending = flowOf(state, 'spending');
    expect([spending.used, spending.quantity]).toEqual([4, 20n * MICRO]);
    expect([...(spending.sets.get('payers') ?? [])]).toEqual([]);
    expect(spending.unreadableIds).toEqual(new Map([['userId', 4]]));
  });

  it('takes as earnings what has a receiver, an earning type and no booking elsewhere', () => {
    const state = fold('walletTransactions', [
      spend({ receiverId: 'c', context: 'CHAT' }),
      spend({ receiverId: 'c', context: 'TIP' }),
      { amount: 5, receiverId: 'c' },
      spend({ receiverId: 'c', type: 'REFUND' }),
      spend({ receiverId: 'c', context: 'CALENDAR' }),
      spend({ context: 'CHAT' }),
      spend({ receiverId: null }),
      spend({ receiverId: 'x/y' }),
    ]);
    const earnings = flowOf(state, 'earnings');
    expect(Object.fromEntries(earnings.excluded)).toEqual({ notEarningType: 1, bookedElsewhere: 1, noReceiver: 2 });
    expect([earnings.used, earnings.quantity]).toEqual([4, 20n * MICRO]);
    expect(earnings.ungrouped).toEqual({ rows: 1, quantity: 5n * MICRO });
    expect(Object.fromEntries(earnings.groups.get('c')?.values ?? [])).toEqual({ earnedChat: 5n * MICRO, earnedOther: 10n * MICRO });
  });

  it('asks for the earning types instead, where they are set', () => {
    const catalogue = catalogueFor({ ...DEFAULT_COUNTING_RULES, earningTypes: ['EARN'] });
    const state = fold(
      'walletTransactions',
      [spend({ receiverId: 'c' }), { type: 'EARN', receiverId: 'c', amount: 3 }, { receiverId: 'c', amount: 3 }],
      catalogue,
    );
    const earnings = flowOf(state, 'earnings');
    expect([earnings.used, earnings.quantity]).toEqual([1, 3n * MICRO]);
    expect(earnings.excluded.get('notEarningType')).toBe(2);
  });

  it('keeps ids apart that are names of built-in properties', () => {
    const ids = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const state = fold(
      'walletTransactions',
      ids.map((receiverId) => spend({ receiverId, userId: receiverId })),
    );
    expect([...flowOf(state, 'earnings').groups.keys()]).toEqual(ids);
    expect([...(flowOf(state, 'spending').sets.get('payers') ?? [])]).toEqual(ids);
  });
});

describe('folding other sources', () => {
  it('counts a booking with unreadable earnings, and earns its host nothing', () => {
    const state = fold('calendarBookings', [{ hostId: 'h', hostEarnings: 10 }, { hostId: 'h', hostEarnings: 'ten' }, { hostEarnings: 1 }]);
    expect(flowOf(state, 'bookings').used).toBe(3);
    expect(flowOf(state, 'bookings').values.get('bookings')).toBe(3n);
    const earnings = flowOf(state, 'bookingEarnings');
    expect([earnings.used, earnings.groups.get('h')?.rows, earnings.ungrouped.quantity]).toEqual([2, 1, MICRO]);
  });

  it('adds no minutes of a call with negative or unreadable ones', () => {
    const state = fold('aiVoiceCallSessions', [{ durationMinutes: 1.5 }, { durationMinutes: -1 }, {}]);
    expect(flowOf(state, 'voiceCalls').values.get('voiceMinutes')).toBe(1_500_000_000_000n);
    expect(Object.fromEntries(state.rejected)).toEqual({ negative: 1, missing: 1 });
  });

  it('takes an unknown report source into the total only', () => {
    const state = fold('moderationQueue', [{ source: 'AI' }, { source: 'AUTO' }, { source: 'USER' }, { source: 'ai' }, {}]);
    expect(Object.fromEntries(flowOf(state, 'reports').values)).toEqual({ reports: 5n, reportsAi: 2n, reportsHuman: 1n });
  });

  it('counts new users, and as verified those with the boolean true', () => {
    const state = fold('users', [{ verified: true }, { verified: 'true' }, {}]);
    expect(Object.fromEntries(flowOf(state, 'signUps').values)).toEqual({ newUsers: 3n, verifiedNewUsers: 1n });
  });
});

describe('tallying', () => {
  it('splits what was received into creators, platform accounts and unreadable ids', () => {
    const state = fold('walletTransactions', [
      spend({ receiverId: 'c', amount: 1 }),
      spend({ receiverId: 'avalo_platform', amount: 2 }),
      spend({ receiverId: 9, amount: 4 }),
    ]);
    const earnings = tallyOf(state, DEFAULT_COUNTING_RULES, new Set(['earnings'])).flows.get('earnings');
    expect(earnings?.groups).toEqual({
      creators: { rows: 1, quantity: MICRO },
      platformAccounts: { rows: 1, quantity: 2n * MICRO },
      unreadableIds: { rows: 1, quantity: 4n * MICRO },
    });
  });

  it('lists the creators of all sources in code-point order, platform accounts left out', () => {
    const catalogue = catalogueFor();
    const states = [
      fold(
        'walletTransactions',
        ['\u{10000}', '\uffff', 'avalo_platform'].map((receiverId) => spend({ receiverId, context: 'CHAT' })),
      ),
      fold('aiChatSessions', [{ creatorId: 'a' }, { creatorId: '\uffff' }, {}]),
    ];
    const creators = creatorsOf(states, catalogue.rules, catalogue.sections.creators.flows);
    expect(creators.map(({ userId }) => userId)).toEqual(['a', '\uffff', '\u{10000}']);
    expect(Object.fromEntries(creators[1]?.values ?? [])).toEqual({ earnedChat: 5n * MICRO, creatorSessions: 1n });
    expect(Object.fromEntries(creators[1]?.rows ?? [])).toEqual({ walletTransactions: 1, aiChatSessions: 1 });
  });
});
