import { randomUUID } from 'node:crypto';
import { firestoreDouble } from '@pack324a/testkit';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { FirestoreGateway, FoundDocument } from '../../src/gateway.ts';
import { connectFirestore, sdkGateway } from '../../src/sdk/index.ts';
import { type Questions, questionsOf } from '../gateway/questions.ts';
import { provideEmulator } from './start-emulator.ts';

const RUNS = 100;

const emulator = await provideEmulator();
afterAll(() => emulator.stop());

describe('the double and the emulator', () => {
  const seed = process.env['KPI_SEED'] === undefined ? Date.now() % 2_147_483_647 : Number(process.env['KPI_SEED']);

  it(`answer ${RUNS} sets of questions alike`, async () => {
    process.stdout.write(`Firestore's double: ${RUNS} sets of questions, KPI_SEED=${seed}\n`);
    const emulated = sdkGateway(connectFirestore({ projectId: `demo-${randomUUID()}` }));
    const double = firestoreDouble();
    let sets = 0;
    const property = fc.asyncProperty(questionsOf(emulator.isOfficial), async (questions) => {
      const collection = `questions${++sets}`;
      expect(await answersOf(double, collection, questions), `KPI_SEED=${seed}`).toEqual(await answersOf(emulated, collection, questions));
    });
    await fc.assert(property, { numRuns: RUNS, seed });
    await emulated.close();
  });
});

async function answersOf(gateway: FirestoreGateway, collection: string, { documents, queries, aggregations }: Questions) {
  await gateway.commit(documents.map(({ id, data }) => ({ kind: 'set', key: { collection, id }, data })));
  const found: FoundDocument[][] = [];
  for (const query of queries) {
    const documentsOfQuery: FoundDocument[] = [];
    for await (const document of gateway.stream({ collection, ...query })) documentsOfQuery.push(document);
    found.push(documentsOfQuery);
  }
  const aggregated: Readonly<Record<string, number>>[] = [];
  for (const aggregation of aggregations) aggregated.push(await gateway.aggregate({ collection, ...aggregation }));
  return { found, aggregated };
}
