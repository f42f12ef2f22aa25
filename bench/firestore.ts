import { aggregateDays, catalogueFor, type DateRange, DEFAULT_CONFIG, DEFAULT_COUNTING_RULES, type JobContext } from '@pack324a/core';
import { openFirestore } from '@pack324a/firestore';
import {
  busyDay,
  type FirestoreDouble,
  firestoreDouble,
  firestoreRows,
  jobContext,
  mostBilledReads,
  type Platform,
} from '@pack324a/testkit';
import { type NaiveFigures, naiveDay } from './naive-firestore.ts';

const DATE = '2025-12-11';
const RANGE = { from: DATE, to: DATE } as unknown as DateRange;
/** Ten minutes after the day, when it is aggregated. */
const NOW_MS = Date.parse('2025-12-12T00:10:00.000Z');
const SIZES = [
  { creators: 50, ledgerRows: 5_000 },
  { creators: 1_000, ledgerRows: 100_000 },
  { creators: 2_500, ledgerRows: 250_000 },
];
const MOST_ROUND_TRIPS = 150;

export const FIRESTORE_HEAD = ['creators', 'ledger rows', '', 'billed reads', 'at most', 'requests', 'at most', 'documents written'];

const count = new Intl.NumberFormat('en-GB');

interface Cost {
  readonly reads: number;
  /** Requests that are no writes. */
  readonly requests: number;
  readonly writes: number;
}

/**
 * What a day costs on Firestore, beside a naive implementation of it. The double counts, and not the code that is measured.
 * @throws Error when a bound is broken, when the two disagree, or when more creators cost more requests
 */
export async function firestoreTable(): Promise<string[][]> {
  const table: string[][] = [];
  const requests: number[] = [];
  for (const size of SIZES) {
    process.stdout.write(`${count.format(size.creators)} creators, ${count.format(size.ledgerRows)} ledger rows\n`);
    const platform = busyDay({ date: DATE, ...size });
    const bound = mostBilledReads(platform, DATE);
    const ours = await measure(platform, aggregated);
    const theirs = await measure(platform, (double) => naiveDay(double, DATE));
    assertSameFigures(ours.figures, theirs.figures);
    if (ours.cost.reads > bound) throw new Error(`${ours.cost.reads} billed reads; at most ${bound} were wanted`);
    requests.push(ours.cost.requests);
    table.push(
      [count.format(size.creators), count.format(size.ledgerRows), 'KPI Core', ...costCells(ours.cost, bound)],
      ['', '', 'naive', ...costCells(theirs.cost)],
      ['', '', 'times as many', ratio('reads', theirs.cost, ours.cost), '', ratio('requests', theirs.cost, ours.cost), '', ''],
    );
  }
  if (Math.max(...requests) > MOST_ROUND_TRIPS) throw new Error(`${requests.join(', ')} requests; at most ${MOST_ROUND_TRIPS} were wanted`);
  if (requests[0] !== requests[1]) throw new Error(`the number of requests depends on the number of creators: ${requests.join(', ')}`);
  return table;
}

async function measure(
  platform: Platform,
  work: (double: FirestoreDouble) => Promise<NaiveFigures>,
): Promise<{ cost: Cost; figures: NaiveFigures }> {
  const double = firestoreDouble();
  for (const [collection, rows] of firestoreRows(platform)) double.load(collection, rows);
  const figures = await work(double);
  const { reads, writes } = double.meter;
  const requests = double.requests.filter(({ operation }) => operation !== 'commit').length;
  return { cost: { reads, requests, writes }, figures };
}

async function aggregated(double: FirestoreDouble): Promise<NaiveFigures> {
  const rules = DEFAULT_COUNTING_RULES;
  const backend = openFirestore({
    gateway: double,
    catalogue: catalogueFor(rules),
    config: DEFAULT_CONFIG,
    clock: () => NOW_MS,
    sleep: async () => undefined,
  });
  const context: JobContext = jobContext(backend, { rules, now: NOW_MS });
  const run = await aggregateDays(context, { range: RANGE, trigger: 'scheduled' });
  if (run.outcome !== 'succeeded') throw new Error(`the run failed: ${JSON.stringify(run.sections)}`);
  const [day] = double.documents('platformKpiDaily');
  const creators = double.documents('creatorKpiDaily').map(({ data }) => data);
  const sum = (field: string): number => creators.reduce((total, creator) => total + Number(creator[field]), 0);
  return {
    payingUsers: Number(day?.data['payingUsers']),
    tokensSpent: Number(day?.data['totalTokensSpent']),
    creators: creators.length,
    tokensEarned: sum('totalEarnedTokens'),
    sessions: sum('sessionsCount'),
  };
}

/** The figures must be the same, or the comparison means nothing; sums of floating-point numbers in different orders nearly so. */
function assertSameFigures(ours: NaiveFigures, theirs: NaiveFigures): void {
  const rounded = (figures: NaiveFigures): string => JSON.stringify(Object.values(figures).map((figure: number) => figure.toFixed(2)));
  if (rounded(ours) !== rounded(theirs)) throw new Error(`the figures differ: ${rounded(ours)} and ${rounded(theirs)}`);
}

function costCells({ reads, requests, writes }: Cost, bound?: number): string[] {
  const [mostReads, mostRequests] = bound === undefined ? ['', ''] : [count.format(bound), String(MOST_ROUND_TRIPS)];
  return [count.format(reads), mostReads, count.format(requests), mostRequests, count.format(writes)];
}

function ratio(what: 'reads' | 'requests', theirs: Cost, ours: Cost): string {
  return (theirs[what] / ours[what]).toFixed(what === 'reads' ? 2 : 1);
}
