import { describe, expect, it } from 'vitest';
import { assertConserved, assertCreatorsConserved } from '../src/documents/conservation.ts';
import { catalogueFor, type FlowTally, groupedFlows, KpiError, type SourceTally, tallyOf, type WindowTally } from '../src/index.ts';
import { fold } from './rows.ts';

const catalogue = catalogueFor();
const DAY = '2025-12-11';

const ledger: SourceTally = tallyOf(
  fold('walletTransactions', [
    { type: 'SPEND', userId: 'u', receiverId: 'c', amount: 1.5, context: 'CHAT' },
    { type: 'SPEND', userId: 'u', receiverId: 'avalo_platform', amount: 2, context: 'TIP' },
    { type: 'SPEND', userId: 'u', receiverId: 'a/b', amount: 4 },
    { type: 'SPEND', amount: 'text' },
    { type: 'REFUND', receiverId: 'c', amount: 8 },
  ]),
  catalogue.rules,
  groupedFlows(catalogue),
);

/** The ledger's tally with one flow changed, as a defect of an engine would. */
function damaged(flow: 'spending' | 'earnings', change: (tally: FlowTally) => Partial<FlowTally>): WindowTally {
  const tally = ledger.flows.get(flow);
  if (tally === undefined) throw new Error(`no flow ${flow}`);
  return new Map([['walletTransactions', { ...ledger, flows: new Map([...ledger.flows, [flow, { ...tally, ...change(tally) }]]) }]]);
}

function refusalOf(work: () => void): KpiError {
  try {
    work();
  } catch (error) {
    if (error instanceof KpiError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('conservation', () => {
  it('lets a balanced tally pass', () => {
    const tally: WindowTally = new Map([['walletTransactions', ledger]]);
    for (const section of ['platform', 'creators', 'safety'] as const)
      expect(() => assertConserved(catalogue, section, tally, DAY)).not.toThrow();
  });

  it('refuses a row that got lost, and names the day, the source and both sides', () => {
    const refusal = refusalOf(() =>
      assertConserved(
        catalogue,
        'platform',
        damaged('spending', ({ used }) => ({ used: used - 1 })),
        DAY,
      ),
    );
    expect(refusal.code).toBe('data-loss');
    expect(refusal.message).toBe(
      '2025-12-11, walletTransactions (spending) does not balance: rows seen 5, rows used and left out 4. Nothing was stored.',
    );
  });

  it('refuses rows seen that nobody accounts for, and rows left out twice', () => {
    const more: WindowTally = new Map([['walletTransactions', { ...ledger, seen: ledger.seen + 1 }]]);
    expect(refusalOf(() => assertConserved(catalogue, 'creators', more, DAY)).message).toContain('rows seen 6');
    const twice = damaged('earnings', () => ({ excluded: new Map([['notEarningType', 2]]) }));
    expect(refusalOf(() => assertConserved(catalogue, 'creators', twice, DAY)).message).toContain('rows used and left out 6');
  });

  it('refuses tokens that reach nobody, to the millionth', () => {
    const lost = damaged('earnings', ({ quantity }) => ({ quantity: quantity + 1n }));
    expect(refusalOf(() => assertConserved(catalogue, 'creators', lost, DAY)).message).toContain(
      'quantity of the rows used 7500001, quantity by receiver 7500000',
    );
  });

  it('refuses parts of the spending that are not the whole', () => {
    const parts = damaged('spending', ({ values }) => ({ values: new Map([...values, ['tokensSpentTips', 1n]]) }));
    expect(refusalOf(() => assertConserved(catalogue, 'platform', parts, DAY)).message).toContain(
      'tokens spent 7500000, tokens by source 5500001',
    );
  });

  it("refuses creators' figures that are not what creators got", () => {
    const tally: WindowTally = new Map([['walletTransactions', ledger]]);
    expect(() => assertCreatorsConserved(DAY, tally, catalogue, new Map([['earnedChat', 1_500_000n]]))).not.toThrow();
    expect(refusalOf(() => assertCreatorsConserved(DAY, tally, catalogue, new Map())).message).toContain(
      "creators' figures 0, what creators got 1500000",
    );
    expect(() => assertCreatorsConserved(DAY, tally, catalogue, new Map([['earnedOther', 1_500_001n]]))).toThrow('does not balance');
  });

  it('counts sessions per creator by rows', () => {
    const chats = tallyOf(fold('aiChatSessions', [{ creatorId: 'c' }, {}]), catalogue.rules, groupedFlows(catalogue));
    const tally: WindowTally = new Map([['aiChatSessions', chats]]);
    expect(() => assertCreatorsConserved(DAY, tally, catalogue, new Map([['creatorSessions', 1n]]))).not.toThrow();
    expect(() => assertCreatorsConserved(DAY, tally, catalogue, new Map([['creatorSessions', 2n]]))).toThrow('does not balance');
  });
});
