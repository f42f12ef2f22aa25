import { DAY_LEASE_MS, DEFAULT_CONFIG, dayLeaseId, type UtcDate } from '@pack324a/core';
import { type FirestoreDouble, firestoreDouble } from '@pack324a/testkit';
import { describe, expect, it, vi } from 'vitest';
import { holdsDays, letGoOfDays } from '../../src/firestore/day-turns.ts';
import { withFirestore } from '../../src/firestore/session.ts';
import { aggregate } from '../../src/operations/aggregate.ts';
import type { Backend } from '../../src/operations/backend.ts';
import { run } from '../../src/operations/run.ts';
import { smallPlatform } from './platform.ts';
import { PROJECT, withTimestamps } from './support.ts';

const FIRST = '2025-06-12' as UtcDate;
const HELD = '2025-06-13' as UtcDate;
const LAST = '2025-06-14' as UtcDate;
const NOW = Date.parse('2025-06-30T12:00:00Z');

interface Given {
  readonly double: FirestoreDouble;
  readonly waits: number[];
  readonly notes: string[];
  perform<T>(work: (backend: Backend) => Promise<T>): Promise<T>;
  /** What happens while somebody waits. */
  meanwhile: (backend: Backend) => Promise<void>;
}

function given(): Given {
  const double = firestoreDouble();
  for (const [collection, rows] of Object.entries(smallPlatform(Date.parse(`${FIRST}T00:00:00Z`), 3))) {
    double.load(
      collection,
      rows.map(({ id, data }) => ({ id, data: withTimestamps(data) })),
    );
  }
  const all: Given = {
    double,
    waits: [],
    notes: [],
    meanwhile: async () => undefined,
    async perform(work) {
      let opened: Backend | undefined;
      const session = {
        project: PROJECT,
        config: DEFAULT_CONFIG,
        budget: { maxReads: 1_000_000, onEstimate: () => undefined },
        onBilled: () => undefined,
        onWait: (text: string) => void all.notes.push(text),
        connect: async () => double,
        clock: () => NOW,
        sleep: async (ms: number) => {
          all.waits.push(ms);
          if (opened !== undefined) await all.meanwhile(opened);
        },
      };
      return withFirestore(session, (backend) => {
        opened = backend;
        return work(backend);
      });
    },
  };
  return all;
}

async function take({ store }: Backend, date: UtcDate): Promise<boolean> {
  return store.acquireLease(dayLeaseId(date), { holder: 'other', nowMs: NOW, expiresAtMs: NOW + DAY_LEASE_MS });
}

const oneDay = (backend: Backend) => aggregate.run(backend, { date: HELD }, () => undefined);
const daily = (backend: Backend) => run.run(backend, { job: 'daily', at: `${LAST}T00:10:00Z` }, () => undefined);

describe.each([
  ['kpi aggregate', oneDay],
  ['kpi run daily', daily],
])('a day that somebody else is at work on: %s', (_, command) => {
  it('is waited for', async () => {
    const all = given();
    all.meanwhile = async ({ store }) => {
      if (all.waits.length === 2) await store.releaseLease(dayLeaseId(HELD), 'other');
    };
    await all.perform(async (backend) => {
      await take(backend, HELD);
      await command(backend);
      expect(await backend.store.get('platformKpiDaily', HELD)).toBeDefined();
    });
    expect(all.waits).toEqual([5_000, 10_000]);
    expect(all.notes[0]).toMatch(/^Somebody else is aggregating 2025-06-13: .* Waiting 5 s for it\.$/);
  });

  it('is given up after a while with a word about what to do, and nothing is written', async () => {
    const all = given();
    await all.perform(async (backend) => {
      await take(backend, HELD);
      await expect(command(backend)).rejects.toMatchObject({ code: 'unavailable', hint: expect.stringContaining('day_2025-06-13') });
      expect(await backend.store.get('platformKpiDaily', HELD)).toBeUndefined();
      expect(await backend.store.latestRuns(1)).toEqual([]);
    });
    expect(all.waits).toHaveLength(4);
  });

  it('is kept from others for the length of the work', async () => {
    const all = given();
    await all.perform(async (backend) => {
      const others: boolean[] = [];
      const { reader } = backend;
      vi.spyOn(reader, 'observeUsers').mockImplementationOnce(async (windows) => {
        others.push(await take(backend, HELD));
        return reader.observeUsers(windows);
      });
      await command(backend);
      expect([...others, await take(backend, HELD)]).toEqual([false, true]);
    });
    expect(holdsDays()).toBe(false);
  });
});

it('a day of a range that others do not give back fails alone', async () => {
  const all = given();
  await all.perform(async (backend) => {
    await take(backend, HELD);
    const { runs } = await aggregate.run(backend, { from: FIRST, to: LAST }, () => undefined);
    const failed = { status: 'failed', documents: 2, errors: [expect.stringMatching(/^2025-06-13: Somebody else is aggregating/)] };
    expect(runs).toMatchObject([{ outcome: 'failed', sections: { platform: failed, safety: failed, creators: { status: 'failed' } } }]);
    expect(await backend.store.get('platformKpiDaily', LAST)).toBeDefined();
  });
});

it('a day is given back by a process that is interrupted', async () => {
  const all = given();
  await all.perform(async (backend) => {
    const others: boolean[] = [];
    const { reader } = backend;
    vi.spyOn(reader, 'observeUsers').mockImplementationOnce(async (windows) => {
      expect(holdsDays()).toBe(true);
      await letGoOfDays();
      others.push(await take(backend, HELD));
      return reader.observeUsers(windows);
    });
    await oneDay(backend);
    expect(others).toEqual([true]);
  });
});
