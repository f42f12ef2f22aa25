import { ENDPOINTS, type EndpointName, wireError } from '@pack324a/core';
import { describe, expect, it } from 'vitest';
import { runRecord } from '../../src/contract-case.ts';
import { apiBench, refusalOf } from './bench.ts';
import { ADMIN, DAY, EARLIER, TODAY } from './example-platform.ts';

/** A backfill that the store of these tests knows. */
const BACKFILL = ENDPOINTS.kpi_admin_getBackfill.example.id;
const OPTIONAL = ['limit', 'confirm', 'maxReads'];

/** A valid request of every endpoint. */
const VALID: { readonly [N in EndpointName]: Readonly<Record<string, unknown>> } = {
  kpi_getPlatformDaily: { date: DAY },
  kpi_getPlatformHourly: { date: DAY },
  kpi_getCreatorDaily: { userId: 'anna', date: DAY },
  kpi_getCreatorTrend: { userId: 'anna', startDate: EARLIER, endDate: DAY },
  kpi_getSafetyDaily: { date: DAY },
  kpi_admin_getSummary: { startDate: EARLIER, endDate: DAY },
  kpi_admin_getTrend: { startDate: EARLIER, endDate: DAY },
  kpi_admin_getTopCreators: { startDate: EARLIER, endDate: DAY, limit: 10 },
  kpi_admin_triggerAggregation: { date: DAY },
  kpi_admin_startBackfill: { startDate: EARLIER, endDate: DAY, confirm: false, maxReads: 10 },
  kpi_admin_getBackfill: { id: BACKFILL },
  kpi_getMetrics: {},
  kpi_getStatus: {},
};
const NAMES = Object.keys(VALID) as EndpointName[];
const FIELDS = NAMES.flatMap((name) => Object.keys(VALID[name]).map((field) => [name, field] as const));
const DATE_FIELDS = FIELDS.filter(([, field]) => /date$/i.test(field));
const RANGES = ['kpi_admin_getSummary', 'kpi_admin_getTrend', 'kpi_admin_getTopCreators', 'kpi_getCreatorTrend'] as const;

const IMPOSSIBLE_DATES = [
  '2025-02-30',
  '2025-02-29',
  '2025-13-01',
  '2025-00-10',
  '2025-12-00',
  '2025-12-32',
  '0000-00-00',
  '0000-01-01',
  '2025-2-3',
  '20251211',
  '2025/12/11',
  '2025-12-11T00:00:00Z',
  ' 2025-12-11',
  '2025-12-11\n',
  '+002025-12-11',
  '２０２５-12-11',
  '٢٠٢٥-١٢-١١',
  '2025–12–11',
  'today',
  '',
  '\0',
];

/** Everything that a refusal says, as it goes over the wire. */
async function refuse(name: string, data: unknown) {
  const bench = apiBench();
  const error = await refusalOf(bench.send(name, data, { uid: ADMIN }));
  expect(error.code).toBe('invalid-argument');
  expect(error.message.length).toBeLessThan(160);
  expect(JSON.stringify(wireError(error)).length).toBeLessThan(700);
  expect(bench.written).toEqual([]);
  expect(bench.begun).toEqual([]);
  return { field: error.field, expected: error.expected ?? '', hint: error.hint, message: error.message };
}

function nested(depth: number, wrap: (inner: unknown) => unknown): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = wrap(value);
  return value;
}

const MONSTERS: readonly (readonly [string, unknown])[] = [
  ['an array 100,000 deep', nested(100_000, (inner) => [inner])],
  ['an object 100,000 deep', nested(100_000, (inner) => ({ date: inner }))],
  ['a string of 1 MB', 'x'.repeat(1_000_000)],
  ['a string of 1 MB in two-unit characters', '\u{1F600}'.repeat(250_000)],
  ['a string of 1 MB of digits', '2'.repeat(1_000_000)],
  ['a list of 100,000', Array.from({ length: 100_000 }, () => DAY)],
];

it('the valid requests are answered, and their examples too, whatever day it is', async () => {
  const bench = apiBench();
  const backfill = runRecord(BACKFILL, { job: 'backfill', from: EARLIER, to: DAY, outcome: 'succeeded', sections: {} });
  await bench.store.write([{ kind: 'put', collection: 'kpiRuns', documents: [{ id: BACKFILL, data: backfill }] }]);
  for (const name of NAMES) {
    await bench.send(name, VALID[name], { uid: ADMIN });
    await bench.send(name, ENDPOINTS[name].example, { uid: ADMIN });
  }
});

describe('requests that are no object', () => {
  it.each(NAMES)('%s refuses text, numbers, truth values and lists', async (name) => {
    for (const data of ['text', DAY, 5, 0, true, false, [], [DAY], [VALID[name]]]) {
      const { expected } = await refuse(name, data);
      expect(expected).toMatch(/^an object with /);
    }
  });

  it.each(NAMES.filter((name) => Object.keys(VALID[name]).length > 0))('%s: nothing at all lacks its first field', async (name) => {
    for (const data of [undefined, null, {}]) {
      const { field, expected, message } = await refuse(name, data);
      expect(field).toBe(Object.keys(VALID[name])[0]);
      expect(message).toContain('missing');
      expect(expected).not.toBe('');
    }
  });

  it.each(['kpi_getMetrics', 'kpi_getStatus'])('%s takes nothing at all for what it is', async (name) => {
    const { send } = apiBench();
    for (const data of [undefined, null, {}]) await send(name, data, { uid: ADMIN });
  });
});

describe('fields', () => {
  it.each(FIELDS.filter(([, field]) => !OPTIONAL.includes(field)))('%s without %s names it', async (name, field) => {
    const { [field]: _left, ...rest } = VALID[name];
    for (const data of [rest, { ...rest, [field]: undefined }]) {
      const refusal = await refuse(name, data);
      expect(refusal.field).toBe(field);
      expect(refusal.message).toContain('missing');
      expect(refusal.expected).not.toBe('');
    }
  });

  it.each(FIELDS)('%s refuses other kinds of values in %s', async (name, field) => {
    const { [field]: valid } = VALID[name];
    const kinds = [null, true, 'ten', 20251211, [], {}, [valid], { [field]: valid }];
    for (const value of kinds.filter((kind) => kind === null || typeof kind !== typeof valid)) {
      const refusal = await refuse(name, { ...VALID[name], [field]: value });
      expect(refusal.field).toBe(field);
      expect(refusal.message).toContain(field);
      expect(refusal.expected).not.toBe('');
    }
  });

  it.each(NAMES)('%s refuses a field it does not have, and names it', async (name) => {
    for (const unknown of ['surprise', 'constructor', 'toString', '', 'date ', 'DATE']) {
      const refusal = await refuse(name, { ...VALID[name], [unknown]: 1 });
      expect(refusal.field).toBe(unknown);
      for (const field of Object.keys(VALID[name])) expect(refusal.expected).toContain(field);
    }
  });

  it.each([
    ['kpi_getPlatformDaily', { dat: DAY }, 'date'],
    ['kpi_getPlatformDaily', { Date: DAY }, 'date'],
    ['kpi_getCreatorDaily', { userID: 'anna', date: DAY }, 'userId'],
    ['kpi_getCreatorDaily', { user_id: 'anna', date: DAY }, 'userId'],
    ['kpi_admin_getSummary', { startdate: EARLIER, endDate: DAY }, 'startDate'],
    ['kpi_admin_getTopCreators', { startDate: EARLIER, endDate: DAY, Limit: 5 }, 'limit'],
  ])('%s with %j: did you mean %s?', async (name, data, meant) => {
    expect((await refuse(name, data)).hint).toContain(`"${meant}"`);
  });

  it('suggests nothing for a name that is like none', async () => {
    expect((await refuse('kpi_getPlatformDaily', { date: DAY, somethingElseEntirely: 1 })).hint).toBeUndefined();
    expect((await refuse('kpi_getStatus', { date: DAY })).hint).toBeUndefined();
  });

  it.each(NAMES)('%s: __proto__ and its kind are names like any other', async (name) => {
    const own = JSON.parse(`{"__proto__": ${JSON.stringify(VALID[name])}}`);
    expect((await refuse(name, own)).field).toBe('__proto__');
    const beside = JSON.parse(
      `${JSON.stringify(VALID[name]).slice(0, -1)}${Object.keys(VALID[name]).length > 0 ? ',' : ''}"__proto__":{}}`,
    );
    expect((await refuse(name, beside)).field).toBe('__proto__');
    expect({}).not.toHaveProperty('date');
  });
});

describe('dates', () => {
  it.each(DATE_FIELDS)('%s refuses days that do not exist in %s', async (name, field) => {
    for (const value of IMPOSSIBLE_DATES) {
      const refusal = await refuse(name, { ...VALID[name], [field]: value });
      expect(refusal.field).toBe(field);
      expect(refusal.expected).toContain('YYYY-MM-DD');
    }
  });

  it.each(DATE_FIELDS.filter(([, field]) => field !== 'startDate'))('%s: no day later than today in %s', async (name, field) => {
    for (const value of ['2025-12-13', '2026-01-01', '9999-12-31']) {
      const refusal = await refuse(name, { ...VALID[name], [field]: value });
      expect(refusal.field).toBe(field);
      expect(refusal.expected).toContain(TODAY);
    }
    await apiBench().send(name, { ...VALID[name], [field]: TODAY }, { uid: ADMIN });
  });

  it('tomorrow becomes today at midnight in UTC and not a millisecond before', async () => {
    const bench = apiBench({ now: '2025-12-12T23:59:59.999Z' });
    const tomorrow = { date: '2025-12-13' };
    expect(await refusalOf(bench.ask('kpi_getPlatformDaily', tomorrow))).toMatchObject({ code: 'invalid-argument', field: 'date' });
    bench.advance(1);
    expect(await bench.ask('kpi_getPlatformDaily', tomorrow)).toMatchObject(tomorrow);
  });
});

describe.each(RANGES)('%s', (name) => {
  const of = (startDate: string, endDate: string) => ({ ...VALID[name], startDate, endDate });

  it('refuses a range that starts tomorrow, or runs backwards', async () => {
    expect((await refuse(name, of('2025-12-13', '2025-12-13'))).field).toBe('startDate');
    const backwards = await refuse(name, of(DAY, EARLIER));
    expect(backwards.field).toMatch(/^(start|end)Date$/);
    expect(backwards.expected).toContain('endDate');
  });

  it('takes 366 days and refuses 367', async () => {
    const { send } = apiBench();
    expect(await send(name, of('2024-12-12', TODAY), { uid: ADMIN })).toMatchObject({ success: true });
    const refusal = await refuse(name, of('2024-12-11', TODAY));
    expect(refusal.field).toMatch(/^(start|end)Date$/);
    expect(refusal.expected).toContain('366');
    await refuse(name, of('0001-01-01', TODAY));
  });

  it('takes a single day, today too', async () => {
    const { send } = apiBench();
    expect(await send(name, of(TODAY, TODAY), { uid: ADMIN })).toMatchObject({ startDate: TODAY, endDate: TODAY });
  });
});

describe('limit', () => {
  it.each([0, -1, 101, 1.5, 1e308, 2 ** 53, '5', '', null, true, [5], {}])('refuses %j', async (limit) => {
    const refusal = await refuse('kpi_admin_getTopCreators', { ...VALID.kpi_admin_getTopCreators, limit });
    expect(refusal.field).toBe('limit');
    expect(refusal.expected).toContain('1 to 100');
  });

  it.each([1, 50, 100, 5.0])('takes %j', async (limit) => {
    await apiBench().send('kpi_admin_getTopCreators', { ...VALID.kpi_admin_getTopCreators, limit }, { uid: ADMIN });
  });
});

describe('user ids', () => {
  it.each([
    ['empty', ''],
    ['129 characters', 'x'.repeat(129)],
    ['129 characters of two units', '\u{1F600}'.repeat(129)],
    ['with a slash', 'a/b'],
    ['a slash', '/'],
    ['a path upwards', '../users/anna'],
  ])('refuses one that is %s', async (_what, userId) => {
    for (const name of ['kpi_getCreatorDaily', 'kpi_getCreatorTrend'] as const) {
      const refusal = await refuse(name, { ...VALID[name], userId });
      expect(refusal.field).toBe('userId');
      expect(refusal.expected).toContain('128');
    }
  });

  it.each([
    'x',
    'x'.repeat(128),
    '\u{1F600}'.repeat(128),
    ' ',
    '.',
    '..',
    '__proto__',
    'constructor',
    'a_2025-12-11',
    'é%\n',
  ])('takes %j and answers for it', async (userId) => {
    const bench = apiBench();
    expect(await bench.ask('kpi_getCreatorDaily', { userId, date: DAY })).toMatchObject({ userId, sessions: 0, earningsPLN: 0 });
    expect(await bench.ask('kpi_getCreatorTrend', { userId, startDate: EARLIER, endDate: DAY })).toMatchObject({
      userId,
      days: [{ state: 'missing' }, { state: 'stored', sessions: 0 }],
      summary: { totalDays: 1, activeDays: 0 },
    });
  });
});

describe('monstrous requests', () => {
  it.each(MONSTERS)('%s in place of a request', async (_what, monster) => {
    for (const name of NAMES) await refuse(name, monster);
  });

  it.each(MONSTERS)('%s in every field', async (_what, monster) => {
    for (const [name, field] of FIELDS) expect((await refuse(name, { ...VALID[name], [field]: monster })).field).toBe(field);
  });

  it.each(MONSTERS)('%s in a field that there is not', async (_what, monster) => {
    for (const name of NAMES) expect((await refuse(name, { ...VALID[name], surprise: monster })).field).toBe('surprise');
  });

  it('a name of 1 MB, and 100,000 names', async () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`field-${index}`, index]));
    for (const name of NAMES) {
      expect((await refuse(name, { ['date'.repeat(250_000)]: DAY })).field).toMatch(/^datedate.{0,80}$/);
      expect((await refuse(name, many)).field).toBe('field-0');
    }
  });
});
