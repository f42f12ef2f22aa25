import { ENDPOINTS } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { apiBench, refusalOf } from './bench.ts';
import { ADMIN, DAY, NOW } from './example-platform.ts';

const NAMES = Object.keys(ENDPOINTS);
/** Wrong for every endpoint. */
const WRONG = { date: 'yesterday', surprise: true };

const DESCRIBED = [
  'kpi_getPlatformDaily',
  'kpi_getPlatformHourly',
  'kpi_getCreatorDaily',
  'kpi_getCreatorTrend',
  'kpi_getSafetyDaily',
  'kpi_admin_getSummary',
  'kpi_admin_getTrend',
  'kpi_admin_getTopCreators',
  'kpi_admin_triggerAggregation',
  'kpi_admin_startBackfill',
  'kpi_admin_getBackfill',
  'kpi_getMetrics',
  'kpi_getStatus',
];

describe('who may call', () => {
  it('knows these functions and no others', () => {
    expect(NAMES.toSorted()).toEqual(DESCRIBED.toSorted());
  });

  it.each([
    '',
    'kpi_getNothing',
    'KPI_GETPLATFORMDAILY',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ])('an unknown function, %j, is not found, whoever asks', async (name) => {
    const { send } = apiBench();
    for (const caller of [undefined, { uid: 'moderator' }, { uid: ADMIN }]) {
      const error = await refusalOf(send(name, WRONG, caller));
      expect(error.code).toBe('not-found');
      expect(error.expected).toContain('kpi_getPlatformDaily');
    }
  });

  it.each(NAMES)('%s: nobody signed in learns nothing of the input, and no user is looked up', async (name) => {
    let lookUps = 0;
    const { send, written } = apiBench({ context: { isAdmin: async () => ++lookUps > 0 } });
    for (const data of [WRONG, {}, undefined]) {
      const error = await refusalOf(send(name, data));
      expect(error).toMatchObject({ code: 'unauthenticated', field: undefined });
    }
    expect(lookUps).toBe(0);
    expect(written).toEqual([]);
  });

  describe.each([
    ['role "Admin"', 'capital'],
    ['roles.admin "true" as text', 'texty'],
    ['another role', 'moderator'],
    ['no role', 'new-1'],
    ['no such user', 'never-seen'],
    ['an empty id', ''],
    ['the name of a built-in', '__proto__'],
  ])('%s', (_what, uid) => {
    it.each(NAMES)('%s: permission denied, whatever the input', async (name) => {
      const { send, written, begun } = apiBench();
      for (const data of [WRONG, { date: DAY }, undefined]) {
        const error = await refusalOf(send(name, data, { uid }));
        expect(error).toMatchObject({ code: 'permission-denied', field: undefined });
        expect(error.message).not.toContain('yesterday');
      }
      expect(written).toEqual([]);
      expect(begun).toEqual([]);
    });
  });

  it.each([ADMIN, 'nested-boss'])('%s is an admin: the input counts only then', async (uid) => {
    const { send } = apiBench();
    expect(await refusalOf(send('kpi_getStatus', WRONG, { uid }))).toMatchObject({ code: 'invalid-argument' });
    expect(await send('kpi_getStatus', {}, { uid })).toMatchObject({ now: NOW });
  });

  it('an admin who is deleted is one no longer, from the next call on', async () => {
    const bench = apiBench();
    await bench.ask('kpi_getStatus', {});
    bench.setPlatform({ users: [] });
    expect(await refusalOf(bench.ask('kpi_getStatus', {}))).toMatchObject({ code: 'permission-denied' });
    bench.setPlatform({});
    expect(await refusalOf(bench.ask('kpi_getStatus', {}))).toMatchObject({ code: 'permission-denied' });
  });

  it('users that cannot be read let nobody in', async () => {
    const bench = apiBench();
    bench.reader.failSource('users', new Error('users are down'));
    const error = await refusalOf(bench.ask('kpi_getStatus', {}));
    expect(error.code).toBe('internal');
    expect(error.message).not.toContain('down');
  });
});
