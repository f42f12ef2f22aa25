import { setTimeout as sleep } from 'node:timers/promises';
import type { KpiClient } from '@pack324a/client';

/** Aggregates a range of days anew through the queue of a host, and waits for the end of it; returns the backfill's id. */
export async function backfilled(client: KpiClient, range: { readonly startDate: string; readonly endDate: string }): Promise<string> {
  const { id } = await client.startBackfill({ ...range, confirm: true });
  if (id === null) throw new Error('the backfill was not started');
  while ((await client.getBackfill({ id })).state === 'running') await sleep(100);
  return id;
}
