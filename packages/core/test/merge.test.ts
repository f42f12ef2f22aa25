import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  catalogueFor,
  emptySliceState,
  mergeStates,
  needsRows,
  parseUtcDate,
  planDay,
  type SliceState,
  type SourceName,
  sourcesOfSection,
} from '../src/index.ts';
import { PROPERTY } from './property.ts';
import { fold, type Row } from './rows.ts';

const id = fc.constantFrom('a', 'b', '__proto__', '', 'x/y', null, undefined, 'avalo_platform', '\u{1F600}');
const amount = fc.oneof(
  fc.integer({ min: -50, max: 50 }).map((cents) => cents / 100),
  fc.constantFrom(null, undefined, '5', Number.NaN, Number.POSITIVE_INFINITY, 1e-7, 0.1, 1e9),
);

/** Rows of each source that has something to merge: sets, groups, sums or plain counts. */
const ROWS: Partial<Record<SourceName, fc.Arbitrary<Row>>> = {
  walletTransactions: fc.record({
    type: fc.constantFrom('SPEND', 'REFUND', 'EARN', null),
    userId: id,
    receiverId: id,
    amount,
    context: fc.constantFrom('CHAT', 'AI_VOICE', 'TIP', 'CALENDAR', null),
  }),
  aiChatSessions: fc.record({ creatorId: id }),
  calendarBookings: fc.record({ hostId: id, hostEarnings: amount }),
  aiVoiceCallSessions: fc.record({ durationMinutes: amount }),
  moderationQueue: fc.record({ source: fc.constantFrom('AI', 'AUTO', 'USER', 'x', undefined) }),
};

/** A state in a form that compares whatever order its maps and sets were filled in; empty entries mean the same as none. */
function canonical(value: unknown): unknown {
  if (value instanceof Map) {
    const entries = [...value].map(([key, child]) => [key, canonical(child)] as const);
    return entries.sort(([left], [right]) => (left < right ? -1 : 1));
  }
  if (value instanceof Set) return [...value].sort();
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, canonical(child)]));
  return value;
}

const same = (left: SliceState, right: SliceState): void => expect(canonical(left)).toEqual(canonical(right));

describe.each(Object.entries(ROWS) as [SourceName, fc.Arbitrary<Row>][])('merging states of %s', (source, row) => {
  const rows = fc.array(row, { maxLength: 12 });

  it('is associative, commutative and has an identity', () => {
    fc.assert(
      fc.property(rows, rows, rows, (first, second, third) => {
        const [a, b, c] = [fold(source, first), fold(source, second), fold(source, third)];
        const whole = mergeStates([a, b, c]);
        same(mergeStates([mergeStates([a, b]), c]), whole);
        same(mergeStates([a, mergeStates([b, c])]), whole);
        same(mergeStates([c, a, b]), whole);
        same(mergeStates([b, a]), mergeStates([a, b]));
        same(mergeStates([a, emptySliceState(source, [...a.flows.keys()])]), mergeStates([a]));
      }),
      PROPERTY,
    );
  });

  it('gives the state of all rows together, however they are split, and leaves its parts as they are', () => {
    fc.assert(
      fc.property(rows, fc.array(fc.nat({ max: 3 }), { minLength: 12, maxLength: 12 }), (all, slices) => {
        const parts = [0, 1, 2, 3].map((slice) =>
          fold(
            source,
            all.filter((_, index) => slices[index] === slice),
          ),
        );
        const before = canonical(parts.map(({ flows, seen }) => ({ flows, seen })));
        same(mergeStates(parts), fold(source, all));
        expect(canonical(parts.map(({ flows, seen }) => ({ flows, seen })))).toEqual(before);
      }),
      PROPERTY,
    );
  });
});

describe('merging', () => {
  it('is present when any part is, and refuses nothing and other sources', () => {
    const absent = emptySliceState('users', ['signUps'], false);
    expect(mergeStates([absent, absent]).present).toBe(false);
    expect(mergeStates([absent, emptySliceState('users', ['signUps'])]).present).toBe(true);
    expect(() => mergeStates([])).toThrow('nothing to merge');
    expect(() => mergeStates([absent, emptySliceState('eventTickets', ['tickets'])])).toThrow('cannot merge eventTickets into users');
  });
});

describe('planning a day', () => {
  const catalogue = catalogueFor();
  const date = parseUtcDate('2025-03-30');

  it('reads hours where rows must be seen, and the whole day where counts and sums are enough', () => {
    const hourly = (Object.keys(catalogue.sources) as SourceName[]).filter((source) => needsRows(catalogue, source));
    expect(hourly).toEqual(['walletTransactions', 'aiChatSessions', 'calendarBookings', 'eventTickets']);
    for (const source of Object.keys(catalogue.sources) as SourceName[]) {
      const plans = planDay(catalogue, source, date);
      expect(plans).toHaveLength(hourly.includes(source) ? 24 : 1);
      expect(plans[0]?.window.startMs).toBe(Date.parse('2025-03-30T00:00:00Z'));
      expect(plans.at(-1)?.window.endExclusiveMs).toBe(Date.parse('2025-03-31T00:00:00Z'));
      for (const [index, plan] of plans.entries()) {
        if (index > 0) expect(plan.window.startMs).toBe(plans[index - 1]?.window.endExclusiveMs);
      }
    }
  });

  it('knows the sources behind each section', () => {
    expect(sourcesOfSection(catalogue, 'platform')).toEqual([
      'users',
      'walletTransactions',
      'aiChatSessions',
      'aiVoiceCallSessions',
      'aiVideoCallSessions',
      'calendarBookings',
      'eventTickets',
    ]);
    expect(sourcesOfSection(catalogue, 'creators')).toEqual(['walletTransactions', 'aiChatSessions', 'calendarBookings', 'eventTickets']);
    expect(sourcesOfSection(catalogue, 'safety')).toEqual(['moderationQueue', 'enforcement_logs', 'safetyAlerts']);
  });
});
