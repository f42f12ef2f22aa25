import { catalogueFor, DEFAULT_CONFIG, type KpiConfig, parseConfig, type UtcDate } from '@pack324a/core';
import { FirestoreTime, openFirestore } from '@pack324a/firestore';
import { firestoreDouble } from '@pack324a/testkit';
import { describe, expect, it } from 'vitest';
import { withFirestore } from '../../src/firestore/session.ts';
import { aggregate } from '../../src/operations/aggregate.ts';

const TODAY = '2025-06-15' as UtcDate;
const NOON = Date.parse(`${TODAY}T12:00:00Z`);

type Rows = Readonly<Record<string, readonly unknown[]>>;

const time = (text: string): FirestoreTime => FirestoreTime.fromMillis(Date.parse(text));

/** A Firestore with documents that have nothing but a value under `field`. */
function holding(collections: Rows, field = 'createdAt') {
  const double = firestoreDouble();
  for (const [collection, values] of Object.entries(collections)) {
    double.load(
      collection,
      values.map((value, index) => ({ id: `r${index}`, data: { [field]: value } })),
    );
  }
  return double;
}

function extentOf(double: ReturnType<typeof holding>, config: KpiConfig = DEFAULT_CONFIG) {
  const opened = openFirestore({ gateway: double, catalogue: catalogueFor(), config, clock: () => NOON, sleep: async () => undefined });
  return opened.sourceExtent(TODAY);
}

function beginningOf(double: ReturnType<typeof holding>) {
  return openFirestore({
    gateway: double,
    catalogue: catalogueFor(),
    config: DEFAULT_CONFIG,
    clock: () => NOON,
    sleep: async () => undefined,
  }).firstSourceDay(TODAY);
}

describe('the days of the sources in Firestore', () => {
  it('reach from the first to the last row of any source, to the microsecond and by UTC', async () => {
    const double = holding({
      walletTransactions: [time('2025-03-06T12:00:00Z'), time('2025-03-04T23:59:59.999Z')],
      safetyAlerts: [time('2025-03-02T00:00:00Z')],
      enforcement_logs: [new FirestoreTime(Date.parse('2025-03-09T23:59:59Z') / 1000, 999_999_000)],
    });
    expect(await extentOf(double)).toEqual({ from: '2025-03-02', to: '2025-03-09' });
    double.meter.reset();
    expect(await beginningOf(double)).toBe('2025-03-02');
    // One document of each collection that has any, and one of the others for the question.
    expect(double.meter.reads).toBe(9);
  });

  it('are not made by sign-ups, rows of the future, or times that cannot be read', async () => {
    const double = holding({
      users: [time('2019-01-01T00:00:00Z'), time('2025-06-15T00:00:00Z')],
      walletTransactions: [time('2025-03-04T12:00:00Z'), time('2025-06-16T00:00:00Z'), 'soon', null, 7, true],
    });
    expect(await extentOf(double)).toEqual({ from: '2025-03-04', to: '2025-03-04' });
  });

  it.each<[string, readonly unknown[]]>([
    [
      'epochMillis',
      [Date.parse('2025-03-04T12:00:00Z'), Date.parse('2025-06-01T12:00:00Z') + 0.5, '2024-01-01', time('2024-01-01T00:00:00Z')],
    ],
    [
      'iso',
      ['2025-03-04', '2025-06-01T12:00Z', '2025-04-01T00:00:00.5Z', '1 June 2025', '2025-02-31', '', 5, time('2024-01-01T00:00:00Z')],
    ],
  ])('are found under other names, with times as %s', async (encoding, values) => {
    const config = parseConfig({
      sources: { eventTickets: { collection: 'sold', timestamps: encoding, fields: { createdAt: 'soldAt' } } },
    });
    expect(await extentOf(holding({ sold: values }, 'soldAt'), config)).toEqual({ from: '2025-03-04', to: '2025-06-01' });
  });

  it('are nowhere without rows', async () => {
    expect(await extentOf(holding({ users: [time('2025-03-04T12:00:00Z')] }))).toBeUndefined();
  });

  it('take two documents of each source, however many there are', async () => {
    const times = Array.from({ length: 500 }, (_, index) => time(`2025-05-${String(1 + (index % 28)).padStart(2, '0')}T12:00:00Z`));
    const double = holding({ walletTransactions: times, safetyAlerts: times });
    double.meter.reset();
    expect(await extentOf(double)).toEqual({ from: '2025-05-01', to: '2025-05-28' });
    expect(double.meter.reads).toBe(18);
    expect(double.meter.roundTrips).toBe(18);
  });
});

describe('kpi aggregate without a range', () => {
  function aggregated(collections: Rows) {
    const session = {
      project: 'my-project',
      config: DEFAULT_CONFIG,
      budget: { maxReads: 1_000_000, onEstimate: () => undefined },
      onBilled: () => undefined,
      connect: async () => holding(collections),
      clock: () => NOON,
    };
    return withFirestore(session, (backend) => aggregate.run(backend, {}, () => undefined));
  }

  it('goes on to today where the last row is of yesterday', async () => {
    const { runs } = await aggregated({ walletTransactions: [time('2025-06-13T10:00:00Z'), time('2025-06-14T10:00:00Z')] });
    expect(runs.at(-1)).toMatchObject({ from: '2025-06-13', to: TODAY });
  });

  it('names the commands of this backend when there is nothing, or too much', async () => {
    await expect(aggregated({})).rejects.toMatchObject({
      message: 'No source has a row with a readable time; there is nothing to aggregate.',
      hint: 'Check how the collections and their time fields are called: kpi doctor --backend firestore --project my-project',
    });
    await expect(aggregated({ safetyAlerts: [time('1970-01-01T00:00:00Z'), time('2025-06-15T00:00:00Z')] })).rejects.toMatchObject({
      message: 'The source rows reach from 1970-01-01 to 2025-06-15, 20255 days.',
      hint: 'If that is right, name the range: kpi aggregate --backend firestore --project my-project --from <day> --to <day>',
    });
  });
});
