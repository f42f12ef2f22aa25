import { randomUUID } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { GRPC } from '../../src/gateway.ts';
import { connectFirestore, sdkGateway } from '../../src/sdk/index.ts';
import { provideEmulator } from './start-emulator.ts';

const emulator = await provideEmulator();
afterAll(() => emulator.stop());

it('connects to the database named, of the project named', async () => {
  const projectId = `demo-${randomUUID()}`;
  const key = { collection: 'c', id: 'a' };
  const [first, again, otherDatabase, otherProject] = [
    { projectId },
    { projectId },
    { projectId, databaseId: 'other' },
    { projectId: `${projectId}-2` },
  ].map((options) => sdkGateway(connectFirestore(options)));
  await first?.commit([{ kind: 'set', key, data: { v: 1 } }]);
  expect(await again?.get(key)).toEqual({ id: 'a', data: { v: 1 } });
  expect(await otherDatabase?.get(key)).toBeUndefined();
  expect(await otherProject?.get(key)).toBeUndefined();
  for (const gateway of [first, again, otherDatabase, otherProject]) await gateway?.close();
});

it('refuses every request once it is closed', async () => {
  const gateway = sdkGateway(connectFirestore({ projectId: `demo-${randomUUID()}` }));
  await gateway.close();
  const key = { collection: 'c', id: 'a' };
  const refusal = { code: GRPC.FAILED_PRECONDITION };
  await expect(gateway.get(key)).rejects.toMatchObject(refusal);
  await expect(gateway.commit([])).rejects.toMatchObject(refusal);
  await expect(gateway.transact(key, () => ({ result: 1 }))).rejects.toMatchObject(refusal);
  await expect(gateway.aggregate({ collection: 'c', where: [], aggregates: { n: 'count' } })).rejects.toMatchObject(refusal);
  await expect(gateway.stream({ collection: 'c', where: [] })[Symbol.asyncIterator]().next()).rejects.toMatchObject(refusal);
  await gateway.close();
});
