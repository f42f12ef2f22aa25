import { catalogueFor, dayWindow, MAX_QUANTITY, type SlicePlan, type SliceState, type UtcDate } from '@pack324a/core';
import { memoryReader, type Platform, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { FirestoreTime } from '../../src/index.ts';
import { DAY, fixture } from './fixture.ts';

const SLICE: SlicePlan = { source: 'aiVoiceCallSessions', timeField: 'createdAt', window: dayWindow(DAY as UtcDate) };
const MISSING = Symbol('missing');
const VALUES: readonly unknown[] = [
  ...[0, -0, 1.5, Number.MIN_VALUE, MAX_QUANTITY],
  ...[-Number.MIN_VALUE, -1, -MAX_QUANTITY],
  ...[MAX_QUANTITY + 0.0000002, -MAX_QUANTITY - 0.0000002, Number.MAX_VALUE, -Number.MAX_VALUE],
  ...[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN],
  ...['', '5', 'NaN', '\u{10FFFD}'],
  ...[null, true, false, {}, { value: 5 }, [], [5], new Uint8Array([1]), new FirestoreTime(5), MISSING],
];

const row = (value: unknown) => ({ createdAt: `${DAY}T10:00:00.000Z`, ...(value === MISSING ? {} : { durationMinutes: value }) });

async function bothStates(platform: Platform): Promise<[counted: unknown, folded: unknown]> {
  const { reader } = await fixture({ platform });
  return [comparable(await reader.readSlice(SLICE)), comparable(await memoryReader(platform, catalogueFor()).readSlice(SLICE))];
}

function comparable({ seen, rejected, flows }: SliceState) {
  const flow = flows.get('voiceCalls');
  return { seen, rejected: new Map([...rejected].sort()), used: flow?.used, minutes: Number(flow?.quantity) / 1e12 };
}

it.each(
  VALUES.map((value) => [typeof value === 'symbol' ? 'a missing value' : value, value]),
)('%j is counted as it is read', async (_name, value) => {
  const [counted, folded] = await bothStates({ aiVoiceCallSessions: rowsOf(row(value), row(1), row(value)) });
  expect(counted).toEqual(folded);
});

it('all of them at once are counted as they are read', async () => {
  const [counted, folded] = await bothStates({ aiVoiceCallSessions: rowsOf(...VALUES.map(row)) });
  expect(counted).toEqual(folded);
});

describe('unreadable minutes among 20,000', () => {
  const CALLS = 20_000;

  async function billed(unreadable: (index: number) => unknown): Promise<{ reads: number; ownCount: number; state: SliceState }> {
    const calls = Array.from({ length: CALLS }, (_, index) => row(unreadable(index) ?? 1.5));
    const { reader, double, meter } = await fixture({ platform: { aiVoiceCallSessions: rowsOf(...calls) } });
    const state = await reader.readSlice(SLICE);
    return { reads: double.meter.reads, ownCount: meter.reads, state };
  }

  it.each([
    ['a text'],
    [-1],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [MAX_QUANTITY * 2],
    [-MAX_QUANTITY * 2],
  ])('bill one read for each question while they are rare: %j', async (value) => {
    const { reads, ownCount, state } = await billed((index) => (index === 77 ? value : undefined));
    expect([...state.rejected.values()]).toEqual([1]);
    expect(state.seen).toBe(CALLS);
    // Rows and readable ones, and seven reasons.
    expect(reads).toBe(20 + 20 + 7);
    expect(ownCount).toBe(reads);
  });

  it('are looked for among all calls of the day where nothing else explains them', async () => {
    const { reads, ownCount, state } = await billed((index) => (index === 77 ? [] : undefined));
    expect(state.rejected).toEqual(new Map([...state.rejected].map(([reason]) => [reason, reason === 'notNumeric' ? 1 : 0])));
    expect(state.rejected.get('notNumeric')).toBe(1);
    expect(reads).toBe(20 + 20 + 7 + 20);
    expect(ownCount).toBe(reads);
  });

  it('are looked for among the calls of the day where they are frequent', async () => {
    const { reads, ownCount, state } = await billed((index) => (index % 2 === 0 ? 'text' : undefined));
    expect(state.seen).toBe(CALLS);
    // Equal values have an index of their own; everything else is compared with each call.
    expect(reads).toBe(20 + 20 + 3 + 4 * 20);
    expect(ownCount).toBe(reads);
  });
});
