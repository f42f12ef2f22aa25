import { datesOf, examine, KpiError, parseDateRange, type RunRecord } from '@pack324a/core';
import { z } from 'zod';
import { aggregateRange } from './aggregate-range.ts';
import type { Backend } from './backend.ts';
import { assertAffordable } from './budget.ts';
import { operation } from './operation.ts';
import { sourceDays } from './source-days.ts';

export interface Aggregated {
  readonly runs: readonly RunRecord[];
  /** What is wrong with the mapping: a wrong one must not show up as silent zeros. */
  readonly warnings: readonly string[];
}

/** Aggregates one day, a range, or everything there is. */
export const aggregate = operation({
  mode: 'write',
  input: z.strictObject({ date: z.string().optional(), from: z.string().optional(), to: z.string().optional() }),
  async run(backend, { date, from, to }, onProgress): Promise<Aggregated> {
    if (date !== undefined && (from !== undefined || to !== undefined)) {
      throw new KpiError('invalid-argument', '--date cannot be combined with --from and --to.', { expected: 'either one day or a range' });
    }
    const names = date === undefined ? { from: '--from', to: '--to' } : { from: '--date', to: '--date' };
    const whole = date === undefined && (from === undefined || to === undefined) ? await sourceDays(backend) : undefined;
    const range = parseDateRange(date ?? from ?? whole?.from, date ?? to ?? whole?.to, backend.today, names);
    await assertAffordable(backend, range);
    const warnings = await wrongMappings(backend);
    const total = datesOf(range).length;
    onProgress(0, total);
    const runs = await aggregateRange(backend, range, 'backfill', (days) => onProgress(days, total));
    return { runs, warnings };
  },
});

/** A look that the database gives up on, since it counts whole collections, is no reason to do without the figures of some days. */
async function wrongMappings({ catalogue, reader }: Backend): Promise<string[]> {
  const findings = await examine(catalogue, reader).catch((error: unknown) => {
    if (error instanceof KpiError && error.code === 'database-failed') return error;
    throw error;
  });
  if (findings instanceof KpiError) return [`the mapping was not checked: ${findings.message}`];
  return findings.filter(({ level }) => level === 'fail').map(({ message }) => message);
}
