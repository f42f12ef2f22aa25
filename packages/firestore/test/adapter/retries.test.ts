import { KpiError } from '@pack324a/core';
import { rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { GRPC } from '../../src/index.ts';
import { withRetries } from '../../src/retries.ts';
import { fixture } from './fixture.ts';

const PASSING = ['CANCELLED', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'ABORTED', 'INTERNAL', 'UNAVAILABLE'] as const;
const LASTING = (Object.keys(GRPC) as (keyof typeof GRPC)[]).filter((name) => !(PASSING as readonly string[]).includes(name));

/** Work that fails so often with a status, and how it went. */
async function attempts(code: number | undefined, failures: number, random = 0.5) {
  const waits: number[] = [];
  let tried = 0;
  const sleep = async (ms: number): Promise<void> => void waits.push(ms);
  const work = async (): Promise<string> => {
    tried += 1;
    if (tried <= failures) throw Object.assign(new Error('as told'), code === undefined ? {} : { code });
    return 'done';
  };
  const outcome = await withRetries({ sleep, random: () => random }, work).catch((error: unknown) => error);
  return { tried, waits, outcome };
}

describe('another attempt', () => {
  it.each(PASSING)('is made after %s, four times at most', async (name) => {
    expect(await attempts(GRPC[name], 1)).toEqual({ tried: 2, waits: [1000], outcome: 'done' });
    expect(await attempts(GRPC[name], 4)).toMatchObject({ tried: 5, outcome: 'done' });
    const { tried, waits, outcome } = await attempts(GRPC[name], 5);
    expect({ tried, waits }).toEqual({ tried: 5, waits: [1000, 1500, 2250, 3375] });
    expect(outcome).toMatchObject({ code: GRPC[name] });
  });

  it.each(LASTING)('is not made after %s', async (name) => {
    expect(await attempts(GRPC[name], 1)).toMatchObject({ tried: 1, waits: [], outcome: { code: GRPC[name] } });
  });

  it('is not made after an error without a status, or with a code that is none', async () => {
    expect(await attempts(undefined, 1)).toMatchObject({ tried: 1, waits: [] });
    const odd = Object.assign(new Error('odd'), { code: '14' });
    let tried = 0;
    const work = async (): Promise<never> => {
      tried += 1;
      throw odd;
    };
    await expect(withRetries({ sleep: async () => undefined, random: () => 0 }, work)).rejects.toBe(odd);
    expect(tried).toBe(1);
  });

  it('comes after a wait that chance makes shorter or longer by up to half', async () => {
    expect((await attempts(GRPC.UNAVAILABLE, 5, 0)).waits).toEqual([500, 750, 1125, 1688]);
    expect((await attempts(GRPC.UNAVAILABLE, 5, 0.999_999)).waits).toEqual([1500, 2250, 3375, 5062]);
  });
});

describe('every kind of request', () => {
  const users = rowsOf({ role: 'admin' });

  it.each(['stream', 'aggregate', 'get', 'commit', 'transact'] as const)('is made again: %s', async (operation) => {
    const { double, reader, store, waits, meter } = await fixture({ platform: { users } });
    double.faults.add({ operation, code: GRPC.UNAVAILABLE, times: 2 });
    expect(await reader.isAdmin('r1')).toBe(true);
    expect(await reader.sample('users', 5)).toMatchObject({ rows: 1, totalRows: 1 });
    expect(await store.acquireLease('x', { holder: 'me', nowMs: 0, expiresAtMs: 1 })).toBe(true);
    await store.releaseLease('x', 'me');
    expect(waits).toEqual([1000, 1500]);
    if (operation !== 'transact') expect(meter.roundTrips).toBe(double.meter.roundTrips);
  });

  it('fails in the end with an error for people', async () => {
    const { double, reader, waits } = await fixture({ platform: { users } });
    double.faults.add({ code: GRPC.UNAVAILABLE });
    await expect(reader.isAdmin('r1')).rejects.toThrow(KpiError);
    expect(waits).toHaveLength(4);
  });
});
