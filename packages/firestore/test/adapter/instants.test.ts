import { aggregateDays, aggregateHours, type DateRange, dayWindow, hoursOf, type KpiConfig, type UtcDate } from '@pack324a/core';
import { rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { mapSources, sourceOf } from '../../src/queries/fields.ts';
import { anyInstantFilters, instantFilters } from '../../src/queries/instants.ts';
import { DAY, fixture, ONE_DAY } from './fixture.ts';

const sourcesWith = (timestamps: 'auto' | 'timestamp' | 'epochMillis' | 'iso'): KpiConfig['sources'] => ({
  aiChatSessions: { timestamps },
  users: { timestamps },
  safetyAlerts: { timestamps },
});
const WINDOW = dayWindow(DAY as UtcDate);
const RANGE = { from: '2025-03-08', to: '2025-03-10' } as unknown as DateRange;

/** UTC texts of the day's first and last instants, and of its neighbours, in every number of digits. */
const OF_THE_DAY = [
  '2025-03-09T00:00:00.000Z',
  '2025-03-09T00:00:00Z',
  '2025-03-09T00:00Z',
  '2025-03-09T00:00',
  '2025-03-09',
  '2025-03-09T00:00:00.5Z',
  '2025-03-09T00:00:00.000000001Z',
  '2025-03-09T12:34:56.789Z',
  '2025-03-09T12:34:56',
  '2025-03-09T12:00',
  '2025-03-09T23:00:00Z',
  '2025-03-09T23:59Z',
  '2025-03-09T23:59:59Z',
  '2025-03-09T23:59:59.9Z',
  '2025-03-09T23:59:59.999999999Z',
];
const AROUND = [
  '2025-03-08T23:59:59.999Z',
  '2025-03-08T23:59:59Z',
  '2025-03-08T23:59Z',
  '2025-03-10T00:00:00.000Z',
  '2025-03-10T00:00:00Z',
  '2025-03-10T00:00Z',
  '2025-03-10',
];

describe('ISO texts', () => {
  const rows = rowsOf(
    ...[...OF_THE_DAY, ...AROUND].map((createdAt) => ({ createdAt, creatorId: 'c', lastActiveAt: createdAt, type: 'PANIC' })),
  );
  /** As texts: nothing becomes a timestamp. */
  const loaded = async () => {
    const given = await fixture({ sources: sourcesWith('iso') });
    for (const name of ['aiChatSessions', 'users', 'safetyAlerts']) given.double.load(name, rows);
    return given;
  };

  it('fall into their day, whether rows are read or counted', async () => {
    const { context, store } = await loaded();
    expect((await aggregateDays(context, { range: RANGE, trigger: 'manual' })).outcome).toBe('succeeded');
    const platform = await store.listDays('platformKpiDaily', RANGE);
    expect(platform.map(({ totalChats, newUsers, activeUsers }) => [totalChats, newUsers, activeUsers])).toEqual([
      [3, 3, 3],
      [15, 15, 15],
      [4, 4, 4],
    ]);
    expect((await store.listDays('safetyKpiDaily', RANGE)).map(({ panicEvents }) => panicEvents)).toEqual([3, 15, 4]);
    expect(platform[1]?.provenance.activeUsers).toMatchObject({ lower: 15, upper: 19 });
  });

  it('fall into their hour', async () => {
    const { context, store } = await loaded();
    expect((await aggregateHours(context, { hours: hoursOf(DAY as UtcDate), trigger: 'manual' })).outcome).toBe('succeeded');
    const hours = await store.listDays('platformKpiHourly', ONE_DAY);
    expect(
      hours.flatMap(({ hour, chatsStarted, activeUsers }) => (chatsStarted + activeUsers > 0 ? [[hour, chatsStarted, activeUsers]] : [])),
    ).toEqual([
      [0, 7, 7],
      [12, 3, 3],
      [23, 5, 5],
    ]);
  });

  it('belong where their digits say, whatever their offset; with a space between date and time, to their day', async () => {
    const { double, context, store } = await fixture({ sources: sourcesWith('iso') });
    const texts = [
      '2025-03-09T23:30:00-05:00',
      '2025-03-09 00:00:00Z',
      '2025-03-09 23:59:59Z',
      '2025-03-08 23:59:59Z',
      '2025-03-10 00:00:00Z',
    ];
    double.load('aiChatSessions', rowsOf(...texts.map((createdAt) => ({ createdAt }))));
    expect((await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' })).outcome).toBe('succeeded');
    expect((await store.get('platformKpiDaily', DAY))?.totalChats).toBe(3);
  });

  it('that are no instants belong to no day, and stop none', async () => {
    const { double, context, reader, store } = await fixture({ sources: sourcesWith('iso') });
    const texts = ['2025-03-09T24:00:00Z', '2025-03-09T10:61:00Z', '2025-03-09 noon', '2025-03-09T12:00:00Z', 'yesterday', ''];
    double.load('aiChatSessions', rowsOf(...texts.map((createdAt) => ({ createdAt }))));
    for (let run = 0; run < 2; run += 1) {
      expect(await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' })).toMatchObject({ outcome: 'succeeded' });
      expect((await store.get('platformKpiDaily', DAY))?.totalChats).toBe(1);
    }
    const sample = await reader.sample('aiChatSessions', 10);
    expect(sample).toMatchObject({ rows: 6, totalRows: 6, rowsWithoutTime: 2 });
    expect(sample.fields[0]).toMatchObject({ field: 'createdAt', found: 6, readable: 1 });
  });

  it('have no spans that begin within a minute', () => {
    const chats = sourceOf(mapSources({ sources: sourcesWith('iso') }), 'aiChatSessions');
    expect(() => instantFilters(chats, 'createdAt', { startMs: WINDOW.startMs + 1 })).toThrow(RangeError);
  });
});

describe('epoch milliseconds', () => {
  it('are compared as numbers', async () => {
    const { double, context, store } = await fixture({ sources: sourcesWith('epochMillis') });
    const instants = [
      WINDOW.startMs,
      WINDOW.startMs - 0.5,
      WINDOW.endExclusiveMs - 0.001,
      WINDOW.endExclusiveMs,
      253_402_300_800_000,
      Number.NaN,
    ];
    for (const name of ['aiChatSessions', 'users'])
      double.load(name, rowsOf(...instants.map((ms) => ({ createdAt: ms, lastActiveAt: ms }))));
    expect((await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' })).outcome).toBe('succeeded');
    expect(await store.get('platformKpiDaily', DAY)).toMatchObject({
      totalChats: 2,
      newUsers: 2,
      activeUsers: 2,
      provenance: { activeUsers: { upper: 3 } },
    });
  });
});

describe('a mapping', () => {
  it('of auto means timestamps, and says so of texts', async () => {
    const { double, reader } = await fixture({ sources: sourcesWith('auto') });
    double.load('aiChatSessions', rowsOf({ createdAt: '2025-03-09T12:00:00Z', creatorId: 'c' }));
    const sample = await reader.sample('aiChatSessions', 10);
    expect(sample).toMatchObject({ rows: 1, totalRows: 1, rowsWithoutTime: 1 });
    expect(sample.fields[0]).toMatchObject({ field: 'createdAt', found: 1, readable: 0 });
  });

  it('of a time that is not there gives no rows and no active users, and asks for none', async () => {
    const sources = { aiChatSessions: { fields: { createdAt: null } }, users: { fields: { createdAt: null, lastActiveAt: null } } };
    const given = await fixture({ sources, platform: { aiChatSessions: rowsOf({ creatorId: 'c' }), users: rowsOf({ verified: true }) } });
    const run = await aggregateDays(given.context, { range: ONE_DAY, trigger: 'manual' });
    expect(run).toMatchObject({ outcome: 'succeeded', rows: { aiChatSessions: 0, users: 0 } });
    expect(await given.store.get('platformKpiDaily', DAY)).toMatchObject({
      totalChats: 0,
      newUsers: 0,
      activeUsers: 0,
      verifiedUsersTotal: 1,
    });
    const { missingSources = [] } = (await given.store.get('platformKpiDaily', DAY))?.provenance ?? {};
    expect(missingSources).not.toContain('aiChatSessions');
    expect(await given.reader.sample('aiChatSessions', 5)).toMatchObject({ present: true, rows: 1, totalRows: 1, rowsWithoutTime: 1 });
  });

  it('with a format for imports is refused when the adapter is made', async () => {
    const sources = { users: { fields: { createdAt: { field: 'day', format: '%Y%m%d' } } } };
    await expect(fixture({ sources })).rejects.toMatchObject({ code: 'invalid-config' });
  });

  it('has times of any value asked for within the calendar', () => {
    for (const [encoding, filters] of [
      ['iso', 2],
      ['epochMillis', 2],
      ['timestamp', 1],
    ] as const) {
      const chats = sourceOf(mapSources({ sources: sourcesWith(encoding) }), 'aiChatSessions');
      expect(anyInstantFilters(chats, 'createdAt')).toHaveLength(filters);
    }
  });
});
