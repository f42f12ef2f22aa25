import { catalogueFor, dayWindow, MAX_QUANTITY, type SlicePlan, type SliceState, type UtcDate } from '@pack324a/core';
import { memoryReader, type Platform, rowsOf } from '@pack324a/testkit';
import { expect, it } from 'vitest';
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
