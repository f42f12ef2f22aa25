import { cleanup as deleteOld, examine, type RunRecord } from '@pack324a/core';
import { z } from 'zod';
import { isHistory } from '../local/platform-days.ts';
import type { Session } from '../local/session.ts';
import { operation } from './operation.ts';

const nothing = z.strictObject({});

export interface Cleaned {
  readonly run: RunRecord;
  readonly warnings: readonly string[];
  readonly kept: { readonly hourlyDays: number | null; readonly dailyDays: number | null };
}

export const cleanup = operation({
  mode: 'write',
  input: nothing,
  async run(session): Promise<Cleaned> {
    const { hourlyDays, dailyDays } = session.config.retention;
    const warnings = await deletionWarnings(session);
    return { run: await deleteOld(session), warnings, kept: { hourlyDays, dailyDays } };
  },
});

/** What to tell whoever has the figures of a history deleted, which the clock never does. */
export async function deletionWarnings(session: Session): Promise<string[]> {
  const { dailyDays } = session.config.retention;
  if (dailyDays === null || !(await isHistory(session))) return [];
  return [
    `the data ended before yesterday, and figures older than ${dailyDays} days are deleted; "dailyDays": null in the configuration's "retention" keeps a history.`,
  ];
}

export const doctor = operation({
  mode: 'read',
  input: nothing,
  run: ({ catalogue, reader }) => examine(catalogue, reader),
});
