import { DEFAULT_COUNTING_RULES, type SourceSample } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { spend, without } from './contract-case.ts';
import type { Adapter } from './harness.ts';
import { rowsOf } from './platform.ts';

const RULES = DEFAULT_COUNTING_RULES;

/** What a look at a source says to `doctor`. */
export function describeSampling(adapter: () => Adapter): void {
  describe('samples', () => {
    it('tells a collection that does not exist from an empty one', async () => {
      const { reader } = await adapter().load({ users: [] }, RULES);
      const present = adapter().emptyMeansAbsent !== true;
      expect(await reader.sample('users', 10)).toMatchObject({ present, rows: 0, totalRows: 0, rowsWithoutTime: 0 });
      expect(await reader.sample('safetyAlerts', 10)).toMatchObject({ present: false, rows: 0, totalRows: 0, rowsWithoutTime: 0 });
    });

    it('counts rows, fields that are there, and values that are readable', async () => {
      const rows = rowsOf(
        spend(),
        spend({ amount: 'five' }),
        without(spend(), 'amount'),
        spend({ amount: null }),
        spend({ createdAt: 'never', context: 'TIP' }),
        without(spend(), 'createdAt'),
      );
      const { reader } = await adapter().load({ walletTransactions: rows }, RULES);
      const sample = await reader.sample('walletTransactions', 100);
      expect(sample).toMatchObject({ present: true, rows: 6, totalRows: 6, rowsWithoutTime: 2, unmapped: [] });
      expect(fieldOf(sample, 'amount')).toEqual({ field: 'amount', mappedTo: 'amount', found: 4, readable: 3 });
      expect(fieldOf(sample, 'createdAt')).toEqual({ field: 'createdAt', mappedTo: 'createdAt', found: 5, readable: 4 });
      expect(sample.values['context']).toEqual([
        { value: 'CHAT', rows: 5 },
        { value: 'TIP', rows: 1 },
      ]);
      expect(sample.valuesWithReceiver?.['type']).toEqual([{ value: 'SPEND', rows: 6 }]);
    });

    it('looks at no more rows than it was asked to, and counts all of them', async () => {
      const { reader } = await adapter().load({ walletTransactions: rowsOf(...Array.from({ length: 7 }, () => spend())) }, RULES);
      expect(await reader.sample('walletTransactions', 3)).toMatchObject({ rows: 3, totalRows: 7 });
    });

    it('names fields that nothing reads', async () => {
      const rows = rowsOf({ ...without(spend(), 'amount'), amountTokens: 5 }, { ...without(spend(), 'amount'), amountTokens: 6 });
      const { reader } = await adapter().load({ walletTransactions: rows }, RULES);
      const sample = await reader.sample('walletTransactions', 100);
      expect(fieldOf(sample, 'amount')).toMatchObject({ found: 0, readable: 0 });
      expect(sample.unmapped).toEqual([{ name: 'amountTokens', rows: 2 }]);
    });

    it('sees nested fields', async () => {
      const { reader } = await adapter().load({ users: rowsOf({ roles: { admin: true } }, { roles: {} }, { role: 'admin' }) }, RULES);
      const sample = await reader.sample('users', 100);
      expect(fieldOf(sample, 'roles.admin')).toMatchObject({ found: 1, readable: 1 });
      expect(fieldOf(sample, 'role')).toMatchObject({ found: 1, readable: 1 });
    });
  });
}

function fieldOf(sample: SourceSample, field: string) {
  return sample.fields.find((candidate) => candidate.field === field);
}
