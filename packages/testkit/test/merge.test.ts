import {
  aggregateDays,
  catalogueFor,
  dayWindow,
  type FlowState,
  mergeStates,
  type SliceState,
  SOURCE_NAMES,
  type SourceName,
  type SourceReader,
  sliceOf,
  type UtcDate,
} from '@pack324a/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayDifferences,
  GENERATED_RANGE,
  memoryReader,
  oracleDays,
  type Platform,
  platforms,
  questionOf,
  storedDays,
} from '../src/index.ts';
import { bench, ms, RULES, rangeOf } from './support.ts';

const CATALOGUE = catalogueFor(RULES);

/** A state as a plain value in which the order of keys makes no difference. */
function plain(state: SliceState): unknown {
  const flow = (of: FlowState) => ({ ...of, values: record(of.values), excluded: record(of.excluded), groups: new Map(of.groups) });
  return { ...state, rejected: record(state.rejected), flows: Object.fromEntries([...state.flows].map(([id, of]) => [id, flow(of)])) };
}

function record(counts: ReadonlyMap<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(counts);
}

async function stateOf(rows: Platform, source: SourceName, date = '2025-03-09'): Promise<SliceState> {
  return memoryReader(rows, CATALOGUE).readSlice(sliceOf(CATALOGUE, source, dayWindow(date as UtcDate)));
}

/** The rows of a source dealt out to three hands. */
function deal(platform: Platform, source: SourceName, hands: readonly number[]): Platform[] {
  return [0, 1, 2].map((hand) => ({ [source]: (platform[source] ?? []).filter((_, index) => hands[index % hands.length] === hand) }));
}

describe('merging slices', () => {
  for (const source of SOURCE_NAMES) {
    it(`${source}: any split, in any order and grouping, gives the state of all rows`, async () => {
      const hands = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 7 });
      const property = fc.asyncProperty(platforms, hands, async (platform, dealt) => {
        const whole = plain(await stateOf({ [source]: platform[source] ?? [] }, source));
        const [a, b, c] = (await Promise.all(deal(platform, source, dealt).map((rows) => stateOf(rows, source)))) as [
          SliceState,
          SliceState,
          SliceState,
        ];
        const before = [a, b, c].map((state) => structuredClone(plain(state)));
        expect(plain(mergeStates([a, b, c]))).toEqual(whole);
        expect(plain(mergeStates([c, a, b]))).toEqual(whole);
        expect(plain(mergeStates([mergeStates([a, b]), c]))).toEqual(whole);
        expect(plain(mergeStates([a, mergeStates([c, b])]))).toEqual(whole);
        expect([a, b, c].map(plain), 'the merged states stay as they were').toEqual(before);
      });
      await fc.assert(property, { numRuns: 40 });
    });
  }

  it('a source is present when any slice of it is', async () => {
    const [absent, present] = [await stateOf({}, 'users'), await stateOf({ users: [] }, 'users')];
    expect(mergeStates([absent, present]).present).toBe(true);
    expect(mergeStates([present, absent]).present).toBe(true);
    expect(mergeStates([absent, absent]).present).toBe(false);
  });

  it('refuses to mix sources', async () => {
    const [users, chats] = [await stateOf({}, 'users'), await stateOf({}, 'aiChatSessions')];
    expect(() => mergeStates([users, chats])).toThrow(RangeError);
    expect(() => mergeStates([])).toThrow(RangeError);
  });
});

describe('the length of slices', () => {
  it('makes no difference to the documents', async () => {
    const range = rangeOf(GENERATED_RANGE.from, GENERATED_RANGE.to);
    const property = fc.asyncProperty(platforms, fc.constantFrom(2, 6, 12, 24), async (platform, sliceHours) => {
      const nowMs = ms('2025-03-11T00:10:00.000Z');
      const jobs = bench(platform, nowMs);
      const reader = { ...jobs.reader, sliceHours } as SourceReader;
      await aggregateDays({ ...jobs.context, reader }, { range, trigger: 'manual' });
      expect(dayDifferences(await storedDays(jobs.store, range), oracleDays(questionOf(platform, RULES, nowMs), range))).toEqual([]);
    });
    await fc.assert(property, { numRuns: 25 });
  });
});
