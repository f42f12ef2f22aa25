import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aggregateDays, catalogueFor, type DateRange, DEFAULT_COUNTING_RULES, datesOf, dayWindow, type Measure } from '@pack324a/core';
import {
  type Adapter,
  dayDifferences,
  jobContext,
  modesOf,
  oracleDays,
  type Platform,
  questionOf,
  rowsOf,
  storedDays,
} from '@pack324a/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groupsQuery, insertCreators } from '../src/sql/creators.ts';
import { schemaStatements } from '../src/sql/schema.ts';
import { distinctQuery, rejectionQuery, tallyQuery, windowSeries } from '../src/sql/tally.ts';
import { identifier, literal, literalList, timestampLiteral } from '../src/sql/text.ts';
import { duckDbAdapter } from './duckdb-adapter.ts';
import { openFixture } from './import-fixture.ts';

const CATALOGUE = catalogueFor(DEFAULT_COUNTING_RULES);
const RANGE = { from: '2025-03-08', to: '2025-03-10' } as unknown as DateRange;
const SERIES = windowSeries(datesOf(RANGE).map(dayWindow));
const NOW = '2025-03-11T00:10:00.000';
const GOLDEN = join(import.meta.dirname, 'golden');

const CREATOR_FLOWS = CATALOGUE.sections.creators.flows.map((id) => CATALOGUE.flows[id]);

function payers(): Measure {
  const found = CATALOGUE.measuresByFlow.spending.find(({ aggregate }) => typeof aggregate === 'object');
  if (found === undefined) throw new Error('no measure counts distinct payers');
  return found;
}

/** Statements by the name of the file that has their text. */
const STATEMENTS: Readonly<Record<string, () => string>> = {
  schema: () => schemaStatements(CATALOGUE).join(';\n'),
  'tally-users': () => tallyQuery(CATALOGUE, 'users', SERIES),
  'tally-wallet-transactions': () => tallyQuery(CATALOGUE, 'walletTransactions', SERIES),
  'tally-wallet-transactions-earning-types': () =>
    tallyQuery(catalogueFor({ ...DEFAULT_COUNTING_RULES, earningTypes: ['EARN'], platformAccountIds: [] }), 'walletTransactions', SERIES),
  'tally-calendar-bookings': () => tallyQuery(CATALOGUE, 'calendarBookings', SERIES),
  'rejections-wallet-transactions': () => rejectionQuery(CATALOGUE, 'walletTransactions', 'createdAt', SERIES),
  'distinct-payers': () => distinctQuery(CATALOGUE, payers(), SERIES),
  'groups-earnings': () => groupsQuery(CATALOGUE, CATALOGUE.flows.earnings, SERIES),
  'groups-chats': () => groupsQuery(CATALOGUE, CATALOGUE.flows.chats, SERIES),
  'insert-creators-of-one-source': () => insertCreators(CATALOGUE, [CATALOGUE.flows.earnings], RANGE, SERIES, NOW, undefined),
  'insert-creators-anew': () => insertCreators(CATALOGUE, CREATOR_FLOWS, RANGE, SERIES, NOW, undefined),
  'insert-creators-again': () => insertCreators(CATALOGUE, CREATOR_FLOWS, RANGE, SERIES, NOW, 'temp.kept'),
};

describe('statements', () => {
  // A changed statement is written beside the expected one, to be compared with it and, once it is right, renamed over it.
  it.each(Object.keys(STATEMENTS))('%s is the one in the golden file', (name) => {
    const statement = `${STATEMENTS[name]?.()};\n`;
    const golden = join(GOLDEN, `${name}.sql`);
    const changed = join(GOLDEN, `${name}-changed.sql`);
    const expected = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
    if (statement === expected) rmSync(changed, { force: true });
    else writeFileSync(changed, statement);
    expect(statement, `compare ${changed} with ${golden}`).toBe(expected);
  });
});

const HOSTILE = [
  `o'brien`,
  `'`,
  `''; DROP TABLE kpi."kpiRuns"; --`,
  'say "hi"',
  '"',
  '\\',
  '\\n',
  '$1',
  '%',
  '_',
  '',
  ' ',
  '\u{1F600}',
  'e\u0301',
  '\u00E9',
  'line\nbreak',
  '{}',
  '__proto__',
];

describe('names from the configuration', () => {
  let adapter: Adapter;
  beforeAll(async () => {
    adapter = await duckDbAdapter();
  });
  afterAll(() => adapter.close());

  it('are quoted so that the engine gives them back', async () => {
    const { database, close } = await openFixture();
    for (const text of HOSTILE) {
      expect(await database.all(`SELECT ${literal(text)} AS text`)).toEqual([{ text }]);
      if (text !== '') expect((await database.page(`SELECT 1 AS ${identifier(text)}`, 1)).columns).toEqual([text]);
      expect(await database.all(`SELECT ${literal(text)} IN ${literalList(HOSTILE)} AS found`)).toEqual([{ found: true }]);
    }
    expect(await database.all(`SELECT coalesce('x' IN ${literalList([])}, false) AS found`)).toEqual([{ found: false }]);
    const [row] = await database.all(`SELECT epoch_ms(${timestampLiteral(-1)}) AS ms`);
    expect(row).toEqual({ ms: '-1' });
    close();
  });

  const ids = HOSTILE.filter((text) => text !== '');
  const rows = (field: string) =>
    ids.map((text, index) => ({
      createdAt: '2025-03-09T10:00:00Z',
      type: 'SPEND',
      userId: 'payer',
      receiverId: `c${index % 3}`,
      amount: index + 0.5,
      context: 'CHAT',
      [field]: text,
    }));
  const PLATFORM: Platform = {
    walletTransactions: rowsOf(...rows('receiverId'), ...rows('type'), ...rows('context')),
    aiChatSessions: rowsOf(...ids.map((creatorId) => ({ createdAt: '2025-03-09T11:00:00Z', creatorId }))),
  };
  const half = ids.filter((_, index) => index % 2 === 0);

  it.each([
    ['platform accounts', { platformAccountIds: half }],
    ['types that are no earnings', { nonEarningTypes: half }],
    ['types that are earnings', { earningTypes: half }],
    ['contexts that are booked elsewhere', { contextsBookedElsewhere: half }],
    ['none at all', { platformAccountIds: [], nonEarningTypes: [], contextsBookedElsewhere: [] }],
  ])('mean themselves as %s', async (_, given) => {
    const rules = { ...DEFAULT_COUNTING_RULES, ...given };
    const now = Date.parse(`${NOW}Z`);
    const expected = oracleDays(questionOf(PLATFORM, rules, now), RANGE);
    for (const mode of modesOf(await adapter.load({}, rules))) {
      const loaded = await adapter.load(PLATFORM, rules);
      const run = await aggregateDays(jobContext(loaded, { rules, now, mode }), { range: RANGE, trigger: 'manual' });
      expect([mode, run.outcome]).toEqual([mode, 'succeeded']);
      expect(dayDifferences(await storedDays(loaded.store, RANGE), expected), mode).toEqual([]);
    }
  });
});
