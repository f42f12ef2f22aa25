import { datesOf, examine, KpiError, parseDateRange, type RunRecord } from '@pack324a/core';
import { z } from 'zod';
import { aggregateRange } from '../local/aggregate.ts';
import type { Session } from '../local/session.ts';
import { sourceDays } from '../local/source-days.ts';
import { operation } from './operation.ts';

export interface Aggregated {
  readonly runs: readonly RunRecord[];
  /** What is wrong with the mapping: a wrong one must not show up as silent zeros. */
  readonly warnings: readonly string[];
}

/** Aggregates one day, a range, or everything there is. */
export const aggregate = operation({
  mode: 'write',
  input: z.strictObject({ date: z.string().optional(), from: z.string().optional(), to: z.string().optional() }),
  async run(session, { date, from, to }, onProgress): Promise<Aggregated> {
    if (date !== undefined && (from !== undefined || to !== undefined)) {
      throw new KpiError('invalid-argument', '--date cannot be combined with --from and --to.', { expected: 'either one day or a range' });
    }
    const names = date === undefined ? { from: '--from', to: '--to' } : { from: '--date', to: '--date' };
    const whole = date === undefined && (from === undefined || to === undefined) ? await sourceDays(session) : undefined;
    const range = parseDateRange(date ?? from ?? whole?.from, date ?? to ?? whole?.to, session.today, names);
    const warnings = await wrongMappings(session);
    const total = datesOf(range).length;
    onProgress(0, total);
    const runs = await aggregateRange(session, range, 'backfill', (days) => onProgress(days, total));
    return { runs, warnings };
  },
});

async function wrongMappings({ catalogue, reader }: Session): Promise<string[]> {
  const findings = await examine(catalogue, reader);
  return findings.filter(({ level }) => level === 'fail').map(({ message }) => message);
}
