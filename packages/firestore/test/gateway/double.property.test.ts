import { firestoreDouble } from '@pack324a/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FoundDocument } from '../../src/gateway.ts';
import { naivelyAggregated, naivelyFound } from './naive.ts';
import { type Questions, questionsOf } from './questions.ts';

const RUNS = { numRuns: Number(process.env['KPI_RUNS'] ?? 300), seed: Number(process.env['KPI_SEED'] ?? 324) };

describe('the double', () => {
  it('answers every question as trying every document does, with writes in between', async () => {
    const property = fc.asyncProperty(questionsOf(true), questionsOf(true), async (before, after) => {
      const double = firestoreDouble();
      double.load('questions', before.documents);
      await expectNaiveAnswers(before, before, double);
      const kept = new Map([...before.documents, ...after.documents].map((row) => [row.id, row]));
      const gone = before.documents.filter((_, index) => index % 3 === 0);
      double.load('questions', after.documents);
      await double.commit(gone.map(({ id }) => ({ kind: 'delete', key: { collection: 'questions', id } })));
      for (const { id } of gone) kept.delete(id);
      // The same questions again: their indexes exist by now and have to follow what was written.
      await expectNaiveAnswers({ documents: [...kept.values()] }, before, double);
    });
    await fc.assert(property, RUNS);
  });
});

async function expectNaiveAnswers(
  held: Pick<Questions, 'documents'>,
  { queries, aggregations }: Questions,
  double: ReturnType<typeof firestoreDouble>,
): Promise<void> {
  for (const query of queries) {
    const found: FoundDocument[] = [];
    for await (const document of double.stream({ collection: 'questions', ...query })) found.push(document);
    expect(found, JSON.stringify(query)).toEqual(naivelyFound(held, query));
  }
  for (const aggregation of aggregations) {
    const answer = await double.aggregate({ collection: 'questions', ...aggregation });
    expect(answer, JSON.stringify(aggregation)).toEqual(naivelyAggregated(held, aggregation));
  }
}
