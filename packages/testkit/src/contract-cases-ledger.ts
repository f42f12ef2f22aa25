import { at, type ContractCase, spend, without } from './contract-case.ts';
import { rowsOf } from './platform.ts';

const ledger = (...rows: readonly Readonly<Record<string, unknown>>[]) => ({ walletTransactions: rowsOf(...rows) });
const amounts = (...values: readonly unknown[]) => ledger(...values.map((amount) => spend({ amount })));

/** Spending, payers and amounts. */
export const LEDGER_CASES: readonly ContractCase[] = [
  {
    name: 'payers are distinct over the day, whatever hours they paid in',
    platform: ledger(
      spend({ createdAt: at('00:00') }),
      spend({ createdAt: at('13:00') }),
      spend({ createdAt: at('23:59') }),
      spend({ userId: 'second' }),
    ),
    platformDay: { payingUsers: 2, totalTokensSpent: 4 },
  },
  {
    name: 'only SPEND rows are spending, letter case included',
    platform: ledger(
      spend(),
      spend({ type: 'spend' }),
      spend({ type: 'EARN' }),
      spend({ type: ' SPEND' }),
      spend({ type: null }),
      without(spend(), 'type'),
    ),
    platformDay: {
      payingUsers: 1,
      totalTokensSpent: 1,
      provenance: { rows: { walletTransactions: { seen: 6, used: 1, unreadable: 0, excluded: { notSpend: 5 } } } },
    },
  },
  {
    name: 'amounts count as absolute values',
    platform: amounts(-5, 3, -0.5),
    platformDay: { totalTokensSpent: 8.5, totalTokenRevenuePLN: 1.7 },
    creators: { creator: { earnedTokensChat: 8.5, totalEarnedTokens: 8.5, totalEarnedPLN: 1.7 } },
  },
  {
    name: 'zero is an amount: it makes a payer and lists a creator',
    platform: amounts(0, -0),
    platformDay: { payingUsers: 1, totalTokensSpent: 0, provenance: { sums: { walletTransactions: '0' } } },
    creators: { creator: { totalEarnedTokens: 0 } },
  },
  {
    name: 'sums of tokens are exact in decimal',
    platform: amounts(0.1, 0.2, 0.1 + 0.2, ...Array.from({ length: 7 }, () => 0.7)),
    platformDay: { totalTokensSpent: 5.5, provenance: { sums: { walletTransactions: '5.5' } } },
    creators: { creator: { totalEarnedTokens: 5.5 } },
  },
  {
    name: 'each amount is rounded half up to six decimals',
    platform: amounts(0.0000005, 1e-7, 4.999999e-7, 1.0000005, -0.0000015),
    platformDay: { payingUsers: 1, totalTokensSpent: 1.000004, provenance: { sums: { walletTransactions: '1.000004' } } },
  },
  {
    name: 'PLN is rounded half up to grosze, once, after summing',
    platform: amounts(0.0125, 0.0125),
    platformDay: { totalTokensSpent: 0.025, totalTokenRevenuePLN: 0.01 },
    creators: { creator: { totalEarnedPLN: 0.01 } },
  },
  {
    name: 'PLN just below half a grosz is nothing',
    platform: amounts(0.024999),
    platformDay: { totalTokensSpent: 0.024999, totalTokenRevenuePLN: 0 },
  },
  {
    name: 'up to 10⁹ tokens an amount is believed',
    platform: amounts(1e9, -1e9, 1000000000.0000001, 1e21),
    platformDay: {
      totalTokensSpent: 2e9,
      totalTokenRevenuePLN: 4e8,
      provenance: { rejectedRows: { walletTransactions: { tooLarge: 2 } }, sums: { walletTransactions: '2000000000' } },
    },
  },
  {
    name: 'a ledger row with an unreadable amount is left out altogether, and counted by reason',
    platform: ledger(
      without(spend(), 'amount'),
      ...[null, '5', '', true, {}, [5], Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].map((amount) => spend({ amount })),
    ),
    platformDay: {
      payingUsers: 0,
      totalTokensSpent: 0,
      provenance: {
        rows: { walletTransactions: { seen: 10, used: 0, unreadable: 10, excluded: {} } },
        rejectedRows: { walletTransactions: { missing: 1, null: 1, text: 2, notNumeric: 3, NaN: 1, Infinity: 2 } },
      },
    },
    creators: {},
  },
  {
    name: 'unreadable amounts are counted whatever the row’s type',
    platform: ledger(spend({ type: 'REFUND', amount: null }), spend({ type: null, amount: 'x' }), spend()),
    platformDay: {
      totalTokensSpent: 1,
      provenance: {
        rows: { walletTransactions: { seen: 3, used: 1, unreadable: 2, excluded: {} } },
        rejectedRows: { walletTransactions: { null: 1, text: 1 } },
      },
    },
  },
  {
    name: 'spending without a payer counts its tokens and no payer',
    platform: ledger(without(spend(), 'userId'), spend({ userId: null }), spend({ userId: 'payer' })),
    platformDay: { payingUsers: 1, totalTokensSpent: 3, provenance: { unreadableIds: { walletTransactions: { userId: 2 } } } },
    creators: { creator: { earnedTokensChat: 3 } },
  },
  {
    name: 'an unreadable payer’s tokens stay in the totals',
    platform: ledger(
      ...['', '/', 'a/b', 'x'.repeat(129), '\u{1F600}'.repeat(129), 42, true, {}, ['u1']].map((userId) => spend({ userId })),
    ),
    platformDay: { payingUsers: 0, totalTokensSpent: 9, provenance: { unreadableIds: { walletTransactions: { userId: 9 } } } },
  },
  {
    name: 'ids are counted in code points, and strange ones are ids like any other',
    platform: ledger(
      ...[
        'x'.repeat(128),
        '\u{1F600}'.repeat(128),
        '__proto__',
        'constructor',
        ' ',
        'u1',
        'U1',
        'u1 ',
        'é',
        'e\u0301',
        '\uFFFD',
        '\u{10000}',
      ].map((userId) => spend({ userId })),
    ),
    platformDay: { payingUsers: 12, totalTokensSpent: 12, provenance: { unreadableIds: {} } },
  },
  {
    name: 'tokens spent are split by what they were spent on, and the parts add up',
    platform: ledger(
      spend({ amount: 1, context: 'CHAT' }),
      spend({ amount: 2, context: 'AI_SESSION' }),
      spend({ amount: 4, context: 'VOICE' }),
      spend({ amount: 8, context: 'AI_VOICE' }),
      spend({ amount: 16, context: 'VIDEO' }),
      spend({ amount: 32, context: 'AI_VIDEO' }),
      spend({ amount: 64, context: 'TIP' }),
      spend({ amount: 128, context: 'CALENDAR' }),
      spend({ amount: 256, context: 'EVENT' }),
      spend({ amount: 512, context: 'chat' }),
      spend({ amount: 1024, context: null }),
      without(spend({ amount: 2048 }), 'context'),
      spend({ amount: 4096, context: 7 }),
    ),
    platformDay: {
      totalTokensSpent: 8191,
      tokensBySource: { chat: 3, voice: 12, video: 48, tips: 64, other: 8064 },
      aiTokens: 42,
    },
    creators: {
      creator: {
        earnedTokensChat: 3,
        earnedTokensVoice: 12,
        earnedTokensVideo: 48,
        earnedTokensOther: 7744,
        totalEarnedTokens: 7807,
      },
    },
  },
];
