import { DEFAULT_COUNTING_RULES, type KpiStore, type Lease, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { CASE_NOW } from './contract-case.ts';
import type { Adapter } from './harness.ts';

const NOW_MS = Date.parse(CASE_NOW);
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const CALLERS = 200;

/** A lease for a minute, from so many milliseconds after the cases begin. */
function lease(holder: string, afterMs = 0): Lease {
  return { holder, nowMs: NOW_MS + afterMs, expiresAtMs: NOW_MS + afterMs + MINUTE_MS };
}

/** Who may do what only one should do at a time. */
export function describeLeases(adapter: () => Adapter): void {
  const emptyStore = async (): Promise<KpiStore> => (await adapter().load({}, DEFAULT_COUNTING_RULES)).store;
  describe('leases', () => {
    it('go to the first who asks, and to nobody else until they are given back', async () => {
      const store = await emptyStore();
      expect(await store.acquireLease('day', lease('first'))).toBe(true);
      expect(await store.acquireLease('day', lease('second', 1))).toBe(false);
      await store.releaseLease('day', 'first');
      expect(await store.acquireLease('day', lease('second', 2))).toBe(true);
      expect(await store.acquireLease('day', lease('first', 3))).toBe(false);
    });

    it('are free from the millisecond in which they expire', async () => {
      const store = await emptyStore();
      expect(await store.acquireLease('day', lease('first'))).toBe(true);
      expect(await store.acquireLease('day', lease('second', MINUTE_MS - 1))).toBe(false);
      expect(await store.acquireLease('day', lease('second', MINUTE_MS))).toBe(true);
      expect(await store.acquireLease('day', lease('first', MINUTE_MS))).toBe(false);
    });

    it('last longer when their holder asks again, and shorter when it asks for less', async () => {
      const store = await emptyStore();
      await store.acquireLease('day', lease('first'));
      expect(await store.acquireLease('day', lease('first', MINUTE_MS - 1))).toBe(true);
      expect(await store.acquireLease('day', lease('second', MINUTE_MS + 1))).toBe(false);
      const shorter = { holder: 'first', nowMs: NOW_MS + MINUTE_MS, expiresAtMs: NOW_MS + MINUTE_MS + 1 };
      expect(await store.acquireLease('day', shorter)).toBe(true);
      expect(await store.acquireLease('day', lease('second', MINUTE_MS + 1))).toBe(true);
    });

    it('are given back by their holder alone', async () => {
      const store = await emptyStore();
      await store.acquireLease('day', lease('first'));
      await store.releaseLease('day', 'stranger');
      await store.releaseLease('another day', 'first');
      expect(await store.acquireLease('day', lease('second', 1))).toBe(false);
      await store.acquireLease('day', lease('second', MINUTE_MS));
      await store.releaseLease('day', 'first');
      expect(await store.acquireLease('day', lease('third', MINUTE_MS + 1))).toBe(false);
    });

    it('can be given back when nobody has them', async () => {
      const store = await emptyStore();
      await store.releaseLease('day', 'first');
      expect(await store.acquireLease('day', lease('first'))).toBe(true);
    });

    it('do not stand in each other’s way', async () => {
      const store = await emptyStore();
      const ids = ['day', 'Day', `o'clock`, '\u{1F600}', '__proto__', ' ', 'platformKpiDaily/2025-03-09'];
      for (const id of ids) expect(await store.acquireLease(id, lease(`holder of ${id}`)), id).toBe(true);
      await store.releaseLease('day', 'holder of day');
      for (const id of ids) expect(await store.acquireLease(id, lease('somebody', 1)), id).toBe(id === 'day');
    });

    it('are deleted by the day on which they were taken', async () => {
      const store = await emptyStore();
      const [today] = CASE_NOW.split('T', 1) as [UtcDate];
      await store.acquireLease('left behind', { holder: 'dead', nowMs: NOW_MS - DAY_MS, expiresAtMs: NOW_MS + DAY_MS });
      await store.acquireLease('alive', lease('first'));
      expect(await store.deleteBefore('kpiLeases', today)).toBe(1);
      expect(await store.acquireLease('left behind', lease('second'))).toBe(true);
      expect(await store.acquireLease('alive', lease('second'))).toBe(false);
    });

    it(`go to exactly one of ${CALLERS} who ask at once`, async () => {
      const store = await emptyStore();
      const asked = Array.from({ length: CALLERS }, (_, caller) => store.acquireLease('day', lease(`caller ${caller}`)));
      const winners = (await Promise.all(asked)).flatMap((won, caller) => (won ? [`caller ${caller}`] : []));
      expect(winners).toHaveLength(1);
      const [winner = ''] = winners;
      expect(await store.acquireLease('day', lease(winner, 1))).toBe(true);
      await store.releaseLease('day', winner);
      expect(await store.acquireLease('day', lease('late', 2))).toBe(true);
    });
  });
}
