import type { Aggregate, AggregateQuery } from '@pack324a/firestore';
import type { StoredDocument } from './collection.ts';
import { segmentsOf, valueAt } from './values.ts';

const LARGEST_INT64 = 2n ** 63n - 1n;
const SMALLEST_INT64 = -(2n ** 63n);

/** The documents that an aggregation considers: those that have every field that is summed, because its index holds no others. */
export function consideredBy({ aggregates }: AggregateQuery, found: readonly StoredDocument[]): StoredDocument[] {
  const summed = Object.values(aggregates).flatMap((aggregate) => (aggregate === 'count' ? [] : [segmentsOf(aggregate.sum)]));
  return found.filter(({ data }) => summed.every((segments) => valueAt(data, segments) !== undefined));
}

export function aggregated(aggregate: Aggregate, documents: readonly StoredDocument[]): number {
  return aggregate === 'count' ? documents.length : sumOf(documents, segmentsOf(aggregate.sum));
}

/** Integers add up exactly, to 64 bits; with anything else among them, or beyond that, the sum is a double. */
function sumOf(documents: readonly StoredDocument[], segments: readonly string[]): number {
  let whole = 0n;
  let double = 0;
  let isWhole = true;
  for (const { data } of documents) {
    const value = valueAt(data, segments);
    if (typeof value !== 'number') continue;
    double += value;
    if (Number.isSafeInteger(value)) whole += BigInt(value);
    else isWhole = false;
  }
  return isWhole && whole >= SMALLEST_INT64 && whole <= LARGEST_INT64 ? Number(whole) : double;
}
