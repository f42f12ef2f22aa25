import { type DateRange, datesOf, KpiError } from '@pack324a/core';
import { format } from '../print/format.ts';
import { keptHours } from './aggregate-range.ts';
import type { Backend } from './backend.ts';

/** Questions that a day asks once and each hour for itself, which bill one read at least, and the hour's own document. */
const MORE_READS_PER_HOUR = 13;

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
  const { reader } = backend;
  if (reader.estimateReads === undefined) return undefined;
  const ofDays = await reader.estimateReads(range);
  const hours = keptHours(backend, range);
  const [first] = hours;
  if (first === undefined) return ofDays;
  return ofDays + (await reader.estimateReads({ from: first.date, to: range.to })) + hours.length * MORE_READS_PER_HOUR;
}
