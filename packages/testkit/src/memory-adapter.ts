import { catalogueFor } from '@pack324a/core';
import type { Adapter } from './harness.ts';
import { memoryReader } from './memory-reader.ts';
import { memoryStore } from './memory-store.ts';

/** The adapter without a database: core's own folding over rows in memory. */
export async function memoryAdapter(): Promise<Adapter> {
  return {
    load: async (platform, rules, sources) => ({ reader: memoryReader(platform, catalogueFor(rules), sources), store: memoryStore() }),
    close: async () => undefined,
  };
}
