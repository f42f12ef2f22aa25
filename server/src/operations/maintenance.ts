import { cleanup as deleteOld, examine, type RunRecord } from '@pack324a/core';
import { z } from 'zod';
import { operation } from './operation.ts';

const nothing = z.strictObject({});

export interface Cleaned {
  readonly run: RunRecord;
  readonly kept: { readonly hourlyDays: number | null; readonly dailyDays: number | null };
}

export const cleanup = operation({
  mode: 'write',
  input: nothing,
  async run(session): Promise<Cleaned> {
    const { hourlyDays, dailyDays } = session.config.retention;
    return { run: await deleteOld(session), kept: { hourlyDays, dailyDays } };
  },
});

export const doctor = operation({
  mode: 'read',
  input: nothing,
  run: ({ catalogue, reader }) => examine(catalogue, reader),
});
