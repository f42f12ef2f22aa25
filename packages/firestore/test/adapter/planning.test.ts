import {
  aggregateDays,
  aggregateHours,
  type Catalogue,
  catalogueFor,
  cleanup,
  type DateRange,
  DEFAULT_CONFIG,
  type Flow,
  hoursOf,
  type Measure,
  needsRows,
  parseConfig,
  SOURCE_NAMES,
  type UtcDate,
} from '@pack324a/core';
import { type DoubleRequest, rowsOf } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { allQueries, FirestoreTime } from '../../src/index.ts';
import { mapSources } from '../../src/queries/fields.ts';
import { planSources } from '../../src/queries/plans.ts';
import { DAY, fixture, ONE_DAY } from './fixture.ts';

const CATALOGUE = catalogueFor();

describe('plans', () => {
  it('exist for every source of the catalogue: rows where they have to be seen, else counts and sums', () => {
    const plans = planSources(CATALOGUE, mapSources({ sources: {} }));
    for (const name of SOURCE_NAMES) expect({ name, counted: plans.has(name) }).toEqual({ name, counted: !needsRows(CATALOGUE, name) });
    expect(SOURCE_NAMES.filter((name) => needsRows(CATALOGUE, name))).toEqual([
      'walletTransactions',
      'aiChatSessions',
      'calendarBookings',
      'eventTickets',
    ]);
    const measures = [...plans.values()].flatMap((plan) => plan.flows.flatMap((flow) => flow.measures.map(({ id }) => id)));
    const expected = Object.values(CATALOGUE.flows)
      .filter((flow) => plans.has(flow.source))
      .flatMap((flow) => CATALOGUE.measuresByFlow[flow.id].map(({ id }) => id));
    expect(measures.sort()).toEqual(expected.sort());
  });

  const withReports = (flow: Partial<Flow>, measures: readonly Measure[] = []): Catalogue => ({
    ...CATALOGUE,
    flows: { ...CATALOGUE.flows, reports: { ...CATALOGUE.flows.reports, ...flow } },
    measuresByFlow: { ...CATALOGUE.measuresByFlow, reports: measures },
  });
  const measure = (fields: Partial<Measure>): Measure => ({ id: 'm', flow: 'reports', aggregate: 'rows', ...fields });

  it.each([
    ['gates', withReports({ gates: [{ otherwise: 'x', pass: { field: 'source', is: 'AI' } }] })],
    [
      'two conditions',
      withReports({}, [
        measure({
          where: [
            { field: 'source', is: 'AI' },
            { field: 'source', is: 'USER' },
          ],
        }),
      ]),
    ],
    ['presence', withReports({}, [measure({ where: [{ field: 'source', present: true }] })])],
    ['more than 30 values', withReports({}, [measure({ where: [{ field: 'source', in: Array.from({ length: 31 }, String) }] })])],
    ['a condition on what is summed', withReports({}, [measure({ aggregate: 'quantity', where: [{ field: 'source', is: 'AI' }] })])],
    ['a condition on readable rows', withReports({ needsQuantity: true }, [measure({ where: [{ field: 'source', is: 'AI' }] })])],
    ['another time', withSecondFlow()],
    ['sums of tokens', withTokens()],
  ])('are refused for %s', (_what, catalogue) => {
    expect(() => planSources(catalogue, mapSources({ sources: {} }))).toThrow(RangeError);
  });

  function withSecondFlow(): Catalogue {
    const alerts: Flow = { ...CATALOGUE.flows.alerts, source: 'moderationQueue', timeField: 'decidedAt' };
    return { ...CATALOGUE, flows: { ...CATALOGUE.flows, alerts } };
  }

  function withTokens(): Catalogue {
    const moderationQueue = { ...CATALOGUE.sources.moderationQueue, quantity: { field: 'fine', kind: 'tokens' as const } };
    return { ...CATALOGUE, sources: { ...CATALOGUE.sources, moderationQueue } };
  }
});

describe('counts under a mapping', () => {
  it('of constants and absent fields need no query', async () => {
    const sources = {
      users: { fields: { verified: { constant: true } } },
      aiVoiceCallSessions: { fields: { durationMinutes: { constant: 2.5 } } },
      aiVideoCallSessions: { fields: { durationMinutes: null } },
      moderationQueue: { fields: { source: { constant: 'USER' } } },
      safetyAlerts: { fields: { type: null } },
    };
    const row = { createdAt: `${DAY}T10:00:00Z` };
    const names = ['users', 'aiVoiceCallSessions', 'aiVideoCallSessions', 'moderationQueue', 'safetyAlerts'] as const;
    const platform = Object.fromEntries(names.map((name) => [name, rowsOf(row, row, row)]));
    const { context, store, double } = await fixture({ sources, platform });
    expect(await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' })).toMatchObject({ outcome: 'succeeded' });
    expect(await store.get('platformKpiDaily', DAY)).toMatchObject({
      newUsers: 3,
      verifiedUsers: 3,
      verifiedUsersTotal: 3,
      totalVoiceMinutes: 7.5,
      totalVideoMinutes: 0,
      provenance: { rejectedRows: { aiVideoCallSessions: { missing: 3 } }, sums: { aiVoiceCallSessions: '7.5' } },
    });
    expect(await store.get('safetyKpiDaily', DAY)).toMatchObject({ reportsTotal: 3, reportsAI: 0, reportsHuman: 3, panicEvents: 0 });
    for (const name of ['aiVoiceCallSessions', 'moderationQueue', 'safetyAlerts'])
      expect(double.requests.filter(({ query }) => query?.collection === name)).toHaveLength(1);
  });

  it('look under the names that the platform gives collections and fields', async () => {
    const sources = {
      aiVoiceCallSessions: { collection: 'calls', fields: { createdAt: 'meta.at', durationMinutes: 'meta.minutes' } },
      walletTransactions: { collection: 'ledger', fields: { createdAt: 'at', receiverId: 'to.uid', userId: 'from.uid' } },
    };
    const { context, store, double } = await fixture({ sources });
    const time = FirestoreTime.fromMillis(Date.parse(`${DAY}T10:00:00Z`));
    double.load(
      'calls',
      rowsOf({ meta: { at: time, minutes: 3 } }, { meta: { at: time, minutes: 'x' } }, { createdAt: time, durationMinutes: 9 }),
    );
    double.load('ledger', rowsOf({ at: time, type: 'SPEND', from: { uid: 'p' }, to: { uid: 'c' }, amount: 4, context: 'CHAT' }));
    await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' });
    expect(await store.get('platformKpiDaily', DAY)).toMatchObject({ totalVoiceMinutes: 3, totalTokensSpent: 4, payingUsers: 1 });
    expect((await store.get('creatorKpiDaily', `c_${DAY}`))?.totalEarnedTokens).toBe(4);
  });
});

/** What indexes look at in a query; the values do not matter. */
function shapeOf(query: NonNullable<DoubleRequest['query']>): string {
  const { collection, where, orderBy = [] } = query;
  const filters = where.map(
    ({ path, operator, value }) => `${path} ${operator}${value === null || Number.isNaN(value) ? ' unlike any' : ''}`,
  );
  const asked = 'aggregates' in query ? Object.entries(query.aggregates) : 'select' in query ? query.select : undefined;
  return JSON.stringify([collection, filters, orderBy, asked, 'limit' in query]);
}

describe('all queries', () => {
  it.each([
    ['default names', {}],
    [
      'other names',
      { aiVideoCallSessions: { collection: 'video', fields: { durationMinutes: 'a.b' } }, users: { timestamps: 'epochMillis' } },
    ],
    ['ISO texts', Object.fromEntries(SOURCE_NAMES.map((name) => [name, { timestamps: 'iso' as const }]))],
  ])('are known beforehand under %s', async (_what, sources) => {
    const config = parseConfig({ sources });
    const known = new Set(allQueries(CATALOGUE, config).map(({ query }) => shapeOf(query)));
    const { context, reader, store, sourceExtent, double } = await fixture({ sources: config.sources });
    for (const collection of ['video', 'aiVideoCallSessions', 'aiVoiceCallSessions']) {
      const createdAt = FirestoreTime.fromMillis(Date.parse(`${DAY}T10:00:00Z`));
      double.load(
        collection,
        rowsOf({ createdAt, durationMinutes: 'x', a: { b: 'x' } }, { createdAt: `${DAY}T10:00:00Z`, durationMinutes: null }),
      );
    }
    await aggregateDays(context, { range: ONE_DAY, trigger: 'manual' });
    await aggregateHours(context, { hours: hoursOf(DAY as UtcDate), trigger: 'manual' });
    for (const name of SOURCE_NAMES) await reader.sample(name, 5);
    await reader.estimateReads?.(ONE_DAY);
    await sourceExtent(DAY as UtcDate);
    for (const only of [{}, { job: 'aggregate' }, { outcome: 'succeeded' }, { job: 'aggregate', outcome: 'succeeded' }] as const)
      await store.latestRuns(1, only);
    await store.inventory();
    await store.rankCreators({ from: '1990-01-01', to: DAY } as unknown as DateRange, 5);
    await cleanup({ ...context, config: { ...config, retention: { hourlyDays: 1, dailyDays: 1 } } });
    const issued = new Set(double.requests.flatMap(({ query }) => (query === undefined ? [] : [shapeOf(query)])));
    expect(issued.size).toBeGreaterThan(50);
    expect([...issued].filter((shape) => !known.has(shape))).toEqual([]);
  });

  it('say what they are for, each once', () => {
    const purposes = allQueries(CATALOGUE, DEFAULT_CONFIG).map(({ purpose }) => purpose);
    expect(new Set(purposes).size).toBe(purposes.length);
    for (const name of SOURCE_NAMES) expect(purposes.some((purpose) => purpose.startsWith(`${name}: `))).toBe(true);
  });

  it('ask for at most five aggregations', () => {
    for (const { query } of allQueries(CATALOGUE, DEFAULT_CONFIG))
      if ('aggregates' in query) expect(Object.keys(query.aggregates).length).toBeLessThanOrEqual(5);
  });
});
