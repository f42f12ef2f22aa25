import { KpiError } from '@pack324a/core';
import type { Write } from '../gateway.ts';
import { documentBytes, MAX_DOCUMENT_BYTES, writeBytes } from './size.ts';

/** A commit takes at most 10 MiB (https://firebase.google.com/docs/firestore/quotas#writes_and_transactions); less fails less often. */
const MAX_BATCH_BYTES = 4 * 1024 * 1024;

/**
 * Splits writes into commits, in order and as few as may be.
 * @param maxWrites most writes in one commit
 */
export function batchesOf(writes: readonly Write[], maxWrites: number): Write[][] {
  const batches: Write[][] = [];
  let batch: Write[] = [];
  let bytes = 0;
  for (const write of writes) {
    const more = writeBytes(write);
    if (batch.length > 0 && (batch.length >= maxWrites || bytes + more > MAX_BATCH_BYTES)) {
      batches.push(batch);
      batch = [];
      bytes = 0;
    }
    batch.push(write);
    bytes += more;
  }
  return batch.length === 0 ? batches : [...batches, batch];
}

/**
 * Refuses documents that Firestore cannot hold, before any is written.
 * @throws KpiError `data-loss`, naming the collection and the size
 */
export function assertFits(writes: readonly Write[]): void {
  for (const write of writes) {
    const bytes = 'data' in write ? documentBytes(write.key, write.data) : 0;
    if (bytes <= MAX_DOCUMENT_BYTES) continue;
    throw new KpiError('data-loss', `A document for ${write.key.collection} has ${bytes} bytes; nothing was written.`, {
      expected: `at most ${MAX_DOCUMENT_BYTES} bytes, the most that Firestore holds in one document`,
      hint: 'Where configured names or lists are very long, shorten them; otherwise this is a defect: report it.',
    });
  }
}
