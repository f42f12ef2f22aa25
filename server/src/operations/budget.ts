import { type DateRange, datesOf, KpiError } from '@pack324a/core';
import { format } from '../print/format.ts';
import { keptHours } from './aggregate-range.ts';
import type { Backend } from './backend.ts';

/**
 * Tells what aggregating a range will bill, and refuses what is beyond the budget; does nothing where reading bills nothing.
 * @throws KpiError `failed-precondition`
 */
export async function assertAffordable(backend: Backend, range: DateRange): Promise<void> {
  const { budget } = backend;
  const reads = await estimatedReads(backend, range);
  if (reads === undefined || budget === undefined) return;
  const days = datesOf(range).length;
  const task = `Aggregating ${days === 1 ? '1 day' : `${format.count(days)} days`}`;
  const about = `about ${format.count(reads)} document reads`;
  if (reads <= budget.maxReads) return budget.onEstimate(`${task} takes ${about}.`);
  throw new KpiError('failed-precondition', `${task} would take ${about}, and --max-reads is ${format.count(budget.maxReads)}.`, {
    expected: `--max-reads of at least ${reads}, or a shorter range`,
  });
}

/** Of a range with the hours that are kept, which are read on their own before their days. */
async function estimatedReads(backend: Backend, range: DateRange): Promise<number | undefined> {
  return backend.reader.estimateReads?.(range, keptHours(backend, range));
}
