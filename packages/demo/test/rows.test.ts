import { SOURCES } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import type { DemoDay, DemoRow } from '../src/index.ts';
import { daysOf, PARAMS, rowsOf, startMsOf, usersAfter } from './platform.ts';

const END_MS = startMsOf(PARAMS.days);
const days = daysOf(PARAMS, 0, PARAMS.days);
const rows = rowsOf(days);
const users = usersAfter(PARAMS, days, END_MS - 1);
const MS_PER_DAY = 86_400_000;

const signUps = new Map([...users.map((user): [string, number] => [user.id, createdAtOf(user)]), ['avalo_platform', 0]]);

/** Not a number for ids that nobody has. */
function signedUpAt(userId: string): number {
  return signUps.get(userId) ?? Number.NaN;
}

function createdAtOf(row: DemoRow): number {
  return Number(row.data['createdAt']);
}

function isInDay(day: DemoDay, atMs: number): boolean {
  return atMs >= day.startMs && atMs < day.startMs + MS_PER_DAY;
}

describe('every row', () => {
  it('has an id of its own that Firestore takes', () => {
    const all = [...rows, ...users];
    expect(all.filter(({ id }) => id.length < 1 || id.length > 128 || id.includes('/'))).toEqual([]);
    expect(new Set(all.map((row) => `${row.source}/${row.id}`)).size).toBe(all.length);
  });

  it('arrives within its day, in order, and says so in whole milliseconds', () => {
    for (const day of days) {
      for (const ofSource of Object.values(day.rows)) {
        const arrivals = ofSource.map((row) => row.arrivesAtMs);
        expect(arrivals).toEqual(arrivals.toSorted((left, right) => left - right));
        expect(ofSource.filter((row) => !isInDay(day, row.arrivesAtMs))).toEqual([]);
        expect(ofSource.filter((row) => !Number.isInteger(createdAtOf(row)))).toEqual([]);
        expect(ofSource.filter((row) => !isInDay(day, createdAtOf(row)) && createdAtOf(row) > row.arrivesAtMs - MS_PER_DAY)).toEqual([]);
        expect(ofSource.filter((row) => createdAtOf(row) < startMsOf(0))).toEqual([]);
      }
    }
  });

  it('has the fields that are read under their default names and no others: nothing about a person', () => {
    const found = new Set([...rows, ...users].flatMap((row) => Object.keys(row.data).map((field) => `${row.source}.${field}`)));
    const known = Object.values(SOURCES).flatMap(({ name, fields }) =>
      Object.keys(fields).map((field) => `${name}.${field.split('.')[0]}`),
    );
    expect([...found].filter((field) => !known.includes(field))).toEqual([]);
  });

  it('points only at users who had signed up', () => {
    const strangers = rows.filter((row) =>
      ['userId', 'receiverId', 'creatorId', 'hostId', 'eventOrganizerId']
        .map((field) => row.data[field])
        .some((id) => typeof id === 'string' && !(signedUpAt(id) <= createdAtOf(row))),
    );
    expect(strangers).toEqual([]);
  });

  it('has amounts and minutes of at most two decimals', () => {
    const quantities = rows.flatMap(({ data }) => [
      data['amount'],
      data['hostEarnings'],
      data['organizerEarnings'],
      data['durationMinutes'],
    ]);
    const numbers = quantities.filter((value) => typeof value === 'number');
    expect(numbers.length).toBeGreaterThan(40_000);
    expect(numbers.filter((value) => !/^-?\d+(\.\d{1,2})?$/.test(String(value)))).toEqual([]);
  });
});

describe('every user', () => {
  it('was active after signing up and before now', () => {
    expect(users.filter(({ data }) => Number(data['lastActiveAt']) < Number(data['createdAt']))).toEqual([]);
    expect(users.filter(({ data }) => Number(data['lastActiveAt']) >= END_MS)).toEqual([]);
  });
});

describe('a day’s activity', () => {
  it('lies within the day, in order, by users who had signed up', () => {
    for (const day of days) {
      const times = day.activity.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((left, right) => left - right));
      expect(day.activity.filter(({ atMs }) => !isInDay(day, atMs))).toEqual([]);
      expect(day.activity.filter(({ userId, atMs }) => !(signedUpAt(userId) <= atMs))).toEqual([]);
    }
  });
});

describe('bookings and tickets', () => {
  it.each([
    ['calendarBookings', 'CALENDAR', 'hostId', 'hostEarnings'],
    ['eventTickets', 'EVENT', 'eventOrganizerId', 'organizerEarnings'],
  ] as const)('%s give 80 %% of what the ledger says was spent', (source, context, creatorField, earningsField) => {
    const spent = new Map<string, number>();
    for (const { data } of rows) {
      if (data['context'] === context && data['type'] === 'SPEND')
        spent.set(`${data['receiverId']} ${data['createdAt']}`, Number(data['amount']));
    }
    const booked = rows.filter((row) => row.source === source && typeof row.data[earningsField] === 'number');
    expect(booked.length).toBeGreaterThan(100);
    expect(spent.size).toBe(booked.length);
    for (const { data } of booked) {
      expect(Number(data[earningsField]) * 100).toBeCloseTo((spent.get(`${data[creatorField]} ${data['createdAt']}`) ?? 0) * 80, 6);
    }
  });
});
