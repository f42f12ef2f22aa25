import { randomUUID } from 'node:crypto';
import { firestoreDouble } from '@pack324a/testkit';
import { afterAll, describe, expect, it } from 'vitest';
import { type FirestoreGateway, GRPC } from '../../src/gateway.ts';
import { connectFirestore, sdkGateway } from '../../src/sdk/index.ts';
import { provideEmulator } from './start-emulator.ts';
import { meterWire } from './wire-meter.ts';

const emulator = await provideEmulator();
const firestore = connectFirestore({ projectId: `demo-${randomUUID()}` });
const wire = meterWire(firestore);
const gateway = sdkGateway(firestore);
const double = firestoreDouble();

afterAll(async () => {
  await gateway.close();
  emulator.stop();
});

const KEY = { collection: 'c', id: 'd1' };
const ROWS = Array.from({ length: 1100 }, (_, v) => ({ key: { collection: 'c', id: `d${v}` }, data: { v } }));

const REQUESTS: Readonly<Record<string, (to: FirestoreGateway) => Promise<unknown>>> = {
  'a commit of 500': (to) => to.commit(ROWS.slice(0, 500).map((row) => ({ kind: 'set', ...row }))),
  'another of 500': (to) => to.commit(ROWS.slice(500, 1000).map((row) => ({ kind: 'set', ...row }))),
  'another of 100': (to) => to.commit(ROWS.slice(1000).map((row) => ({ kind: 'set', ...row }))),
  'a commit of none': (to) => to.commit([]),
  'a query of some': (to) => drain(to, 990),
  'a query of one': (to) => drain(to, 1098),
  'a query of none': (to) => drain(to, 2000),
  'a count of 1,100': (to) => to.aggregate({ collection: 'c', where: [], aggregates: { n: 'count', v: { sum: 'v' } } }),
  'a sum alone': (to) => to.aggregate({ collection: 'none', where: [], aggregates: { v: { sum: 'v' } } }),
  'a document': (to) => to.get(KEY),
  'no document': (to) => to.get({ collection: 'c', id: 'nobody' }),
  'a transaction that writes': (to) => to.transact(KEY, () => ({ result: 1, write: { kind: 'set', data: { v: 1 } } })),
  'a transaction that does not': (to) => to.transact(KEY, () => ({ result: 1 })),
};

async function drain(to: FirestoreGateway, above: number): Promise<void> {
  for await (const document of to.stream({ collection: 'c', where: [{ path: 'v', operator: '>', value: above }] }))
    expect(document.id).toBeDefined();
}

describe('the meter on the wire and that of the double', () => {
  for (const [what, request] of Object.entries(REQUESTS)) {
    it(`agree about ${what}`, async () => {
      wire.reset();
      double.meter.reset();
      await request(gateway);
      await request(double);
      const { reads, writes, roundTrips } = double.meter;
      expect(wire).toMatchObject({ reads, writes, roundTrips });
      expect(roundTrips).toBeGreaterThan(0);
    });
  }

  it('names what was sent', async () => {
    wire.reset();
    await expect(gateway.commit([{ kind: 'create', key: KEY, data: {} }])).rejects.toMatchObject({ code: GRPC.ALREADY_EXISTS });
    await gateway.get(KEY);
    expect(Object.fromEntries(wire.methods)).toEqual({ Commit: 1, BatchGetDocuments: 1 });
  });
});
