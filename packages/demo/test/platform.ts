import { createHash } from 'node:crypto';
import { type UtcDate, utcDateOf } from '@pack324a/core';
import { type DemoDay, type DemoParams, type DemoRow, generateDay, type LastActive, noteActivity, platformUsers } from '../src/index.ts';

/** The demo as it comes by default. */
export const PARAMS: DemoParams = { seed: 324, users: 3000, days: 60, firstDate: '2025-10-01' as UtcDate };
export const SMALL: DemoParams = { ...PARAMS, users: 400, days: 20 };

const FIRST_DAY_MS = Date.parse('2025-10-01T00:00:00Z');
const MS_PER_DAY = 86_400_000;

export function startMsOf(dayIndex: number): number {
  return FIRST_DAY_MS + dayIndex * MS_PER_DAY;
}

export function dateOf(dayIndex: number): UtcDate {
  return utcDateOf(startMsOf(dayIndex));
}

/** Days `[from, endExclusive)`. */
export function daysOf(params: DemoParams, from: number, endExclusive: number): DemoDay[] {
  return Array.from({ length: endExclusive - from }, (_, offset) => generateDay(params, from + offset));
}

export function rowsOf(days: readonly DemoDay[]): DemoRow[] {
  return days.flatMap((day) => Object.values(day.rows).flat());
}

export function usersAfter(params: DemoParams, days: readonly DemoDay[], untilMs: number): DemoRow[] {
  const lastActive: LastActive = new Map();
  for (const day of days) noteActivity(lastActive, day, untilMs);
  return platformUsers(params, untilMs, lastActive);
}

export function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
