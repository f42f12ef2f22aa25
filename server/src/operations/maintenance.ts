import { cleanup as deleteOld, examine, type RunRecord } from '@pack324a/core';
import { z } from 'zod';
import type { Backend } from './backend.ts';
import { operation } from './operation.ts';
import { isHistory } from './source-days.ts';

const nothing = z.strictObject({});

export interface Cleaned {
  readonly run: RunRecord;
  readonly warnings: readonly string[];
  readonly kept: { readonly hourlyDays: number | null; readonly dailyDays: number | null };
}

export const cleanup = operation({
  mode: 'write',
  input: nothing,
  async run(backend): Promise<Cleaned> {
    const { hourlyDays, dailyDays } = backend.config.retention;
    const warnings = await deletionWarnings(backend);
    return { run: await deleteOld(backend), warnings, kept: { hourlyDays, dailyDays } };
  },
});

/** What to tell whoever has the figures of a history deleted, which the clock never does. */
export async function deletionWarnings(backend: Backend): Promise<string[]> {
  const { dailyDays } = backend.config.retention;
  if (dailyDays === null || !(await isHistory(backend))) return [];
  return [
    `the data ended before yesterday, and figures older than ${dailyDays} days are deleted; "dailyDays": null in the configuration's "retention" keeps a history.`,
  ];
}

export const doctor = operation({
  mode: 'read',
  input: nothing,
  run: ({ catalogue, reader }) => examine(catalogue, reader),
});
