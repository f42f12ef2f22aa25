import { aggregateDays, aggregateHours, type DateRange, DEFAULT_COUNTING_RULES, hoursOf, type UtcDate } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { at, CASE_DAY, CASE_NOW, CASE_RANGE, spend } from './contract-case.ts';
import { differences } from './differences.ts';
import {
  type Adapter,
  jobContext,
  type LoadedAdapter,
  type Mode,
  modesOf,
  normalise,
  normaliseDays,
  storedBy,
  storedDays,
} from './harness.ts';
import { type Platform, rowsOf } from './platform.ts';

const RULES = DEFAULT_COUNTING_RULES;
const RANGE = CASE_RANGE as unknown as DateRange;
const FIRST_MS = Date.parse(CASE_NOW);
const SECOND_MS = FIRST_MS + 60_000;

const day = (date: string, hour = '12'): string => `${date}T${hour}:00:00.000Z`;
const DATES = ['2025-03-08', CASE_DAY, '2025-03-10'];

/** Three days with a bit of everything in each. */
const PLATFORM: Platform = {
  users: rowsOf(...DATES.map((date) => ({ createdAt: day(date), lastActiveAt: day(date, '20'), verified: date === CASE_DAY }))),
  walletTransactions: rowsOf(
    ...DATES.flatMap((date, index) => [
      spend({ createdAt: day(date, '00'), amount: 0.1 + index, receiverId: `creator ${index}` }),
      spend({ createdAt: day(date, '23'), amount: 0.2, receiverId: 'every day', context: 'TIP' }),
      spend({ createdAt: day(date), amount: null }),
    ]),
  ),
  aiChatSessions: rowsOf(...DATES.map((date) => ({ createdAt: day(date), creatorId: 'every day' }))),
  aiVoiceCallSessions: rowsOf(...DATES.map((date) => ({ createdAt: day(date), durationMinutes: 1.1 }))),
  calendarBookings: rowsOf({ createdAt: at(), hostId: 'host', hostEarnings: 9.99 }),
  moderationQueue: rowsOf(...DATES.map((date) => ({ createdAt: day(date), source: 'USER' }))),
};

/** Aggregating again, in parts or in another order ends in the same documents. */
export function describeRepetition(adapter: () => Adapter): void {
  describe('repetition', () => {
    it('aggregating a range twice changes nothing but the times', async () => {
      await eachMode(adapter(), PLATFORM, async (loaded, mode) => {
        await aggregate(loaded, mode, FIRST_MS, RANGE);
        const before = await storedDays(loaded.store, RANGE);
        await aggregate(loaded, mode, SECOND_MS, RANGE);
        const after = await storedDays(loaded.store, RANGE);
        expect(differences(normaliseDays(after), normaliseDays(before))).toEqual([]);
        for (const documents of Object.values(after) as Map<string, { createdAt: string; updatedAt: string }>[]) {
          for (const [id, { createdAt, updatedAt }] of documents) {
            expect({ id, createdAt, updatedAt }).toEqual({
              id,
              createdAt: new Date(FIRST_MS).toISOString(),
              updatedAt: new Date(SECOND_MS).toISOString(),
            });
          }
        }
      });
    });

    for (const [order, parts] of [
      [
        'the earlier part first',
        [
          ['2025-03-08', '2025-03-08'],
          [CASE_DAY, '2025-03-10'],
        ],
      ],
      [
        'the later part first',
        [
          [CASE_DAY, '2025-03-10'],
          ['2025-03-08', '2025-03-08'],
        ],
      ],
      [
        'overlapping parts',
        [
          ['2025-03-08', CASE_DAY],
          [CASE_DAY, '2025-03-10'],
        ],
      ],
    ] as const) {
      it(`two parts of a range, ${order}, give the documents of the whole`, async () => {
        await eachMode(adapter(), PLATFORM, async (loaded, mode) => {
          await aggregate(loaded, mode, FIRST_MS, RANGE);
          const whole = await storedDays(loaded.store, RANGE);
          const again = await adapter().load(PLATFORM, RULES);
          for (const [index, [from, to]] of parts.entries())
            await aggregate(again, mode, FIRST_MS + index * 1000, { from, to } as unknown as DateRange);
          expect(differences(normaliseDays(await storedDays(again.store, RANGE)), normaliseDays(whole))).toEqual([]);
        });
      });
    }

    it('the order of the rows makes no difference', async () => {
      const reversed = Object.fromEntries(Object.entries(PLATFORM).map(([name, rows]) => [name, [...rows].reverse()]));
      await eachMode(adapter(), PLATFORM, async (loaded, mode) => {
        await aggregate(loaded, mode, FIRST_MS, RANGE);
        const forwards = await storedDays(loaded.store, RANGE);
        const again = await adapter().load(reversed, RULES);
        await aggregate(again, mode, FIRST_MS, RANGE);
        expect(differences(await storedDays(again.store, RANGE), forwards)).toEqual([]);
      });
    });

    it('a creator who has no rows any more is gone after the next aggregation, and other days stay', async () => {
      await eachMode(adapter(), PLATFORM, async (loaded, mode) => {
        await aggregate(loaded, mode, FIRST_MS, RANGE);
        const template = await loaded.store.get('creatorKpiDaily', `every day_${CASE_DAY}`);
        if (template === undefined) throw new Error('the creator of every day has no document');
        for (const date of [CASE_DAY, '2025-03-10']) {
          const documents = [{ id: `gone_${date}`, data: { ...template, userId: 'gone', date } }];
          await loaded.store.write([{ kind: 'put', collection: 'creatorKpiDaily', documents }]);
        }
        await aggregate(loaded, mode, SECOND_MS, { from: CASE_DAY, to: CASE_DAY } as unknown as DateRange);
        expect(await loaded.store.get('creatorKpiDaily', `gone_${CASE_DAY}`)).toBeUndefined();
        expect((await loaded.store.get('creatorKpiDaily', 'gone_2025-03-10'))?.userId).toBe('gone');
        expect((await loaded.store.get('creatorKpiDaily', 'every day_2025-03-08'))?.updatedAt).toBe(new Date(FIRST_MS).toISOString());
      });
    });

    it('aggregating hours twice changes nothing but the times', async () => {
      await eachMode(adapter(), PLATFORM, async (loaded, mode) => {
        const hours = hoursOf(CASE_DAY as UtcDate);
        await aggregateHours(context(loaded, mode, FIRST_MS), { hours, trigger: 'manual' });
        const before = await storedBy(loaded.store, 'platformKpiHourly', RANGE);
        await aggregateHours(context(loaded, mode, SECOND_MS), { hours, trigger: 'manual' });
        const after = await storedBy(loaded.store, 'platformKpiHourly', RANGE);
        expect(after.size).toBe(24);
        for (const [id, document] of after) {
          expect(differences(normalise(document), normalise(before.get(id) ?? document), id)).toEqual([]);
          expect(document.createdAt).toBe(new Date(FIRST_MS).toISOString());
        }
      });
    });
  });
}

function context(loaded: LoadedAdapter, mode: Mode, nowMs: number) {
  return jobContext(loaded, { rules: RULES, now: nowMs, mode });
}

async function aggregate(loaded: LoadedAdapter, mode: Mode, nowMs: number, range: DateRange): Promise<void> {
  const run = await aggregateDays(context(loaded, mode, nowMs), { range, trigger: 'manual' });
  expect(run.outcome).toBe('succeeded');
}

async function eachMode(adapter: Adapter, platform: Platform, check: (loaded: LoadedAdapter, mode: Mode) => Promise<void>): Promise<void> {
  for (const mode of modesOf(await adapter.load(platform, RULES))) await check(await adapter.load(platform, RULES), mode);
}
