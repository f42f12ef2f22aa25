import { randomUUID } from 'node:crypto';
import { describeAdapter, type RawRow } from '@pack324a/testkit';
import { afterAll } from 'vitest';
import { connectFirestore, sdkGateway } from '../../src/sdk/index.ts';
import { type EmptyFirestore, firestoreAdapter } from '../adapter/firestore-adapter.ts';
import { provideEmulator } from './start-emulator.ts';

/** A hand-written case takes about 800 requests; the double, which answers the same, is asked all of them. */
const CASES_EVERY = 5;

const NO_COMPARISON = 'fractional minutes beside whole ones: the emulator takes them for types that cannot be compared';

/** Tests that need what `@firestore-emulator/server` lacks. */
const BEYOND_THE_EMULATOR: Readonly<Record<string, string>> = {
  'unreadable and negative minutes add none, and are counted by reason': NO_COMPARISON,
  'minutes are rounded to six decimals after summing': NO_COMPARISON,
  'aggregating a range twice changes nothing but the times': NO_COMPARISON,
  'two parts of a range, the earlier part first, give the documents of the whole': NO_COMPARISON,
  'two parts of a range, the later part first, give the documents of the whole': NO_COMPARISON,
  'two parts of a range, overlapping parts, give the documents of the whole': NO_COMPARISON,
  'the order of the rows makes no difference': NO_COMPARISON,
  'a creator who has no rows any more is gone after the next aggregation, and other days stay': NO_COMPARISON,
  'aggregating hours twice changes nothing but the times': NO_COMPARISON,
};

const emulator = await provideEmulator();
afterAll(() => emulator.stop());

describeAdapter('Firestore by its SDK', () => firestoreAdapter(emptyProject), {
  skip: (name) => (emulator.isOfficial ? undefined : BEYOND_THE_EMULATOR[name]),
  casesEvery: emulator.isOfficial ? 1 : CASES_EVERY,
});

/** Every project has a database of its own that nobody has written to. */
async function emptyProject(): Promise<EmptyFirestore> {
  const gateway = sdkGateway(connectFirestore({ projectId: `demo-${randomUUID()}` }));
  return {
    gateway,
    fill: async (collection: string, rows: readonly RawRow[]) =>
      await gateway.commit(rows.map(({ id, data }) => ({ kind: 'set', key: { collection, id }, data }))),
  };
}
