import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

const KPI = fileURLToPath(new URL('../server/bin/kpi.mjs', import.meta.url));
const BASELINE = fileURLToPath(new URL('http-baseline.ts', import.meta.url));
const PATH = '/demo-kpi/europe-central2/kpi_getPlatformDaily';
const DAY_MS = 86_400_000;
const CONNECTIONS = 32;
const ROUNDS = 5;
const SECONDS_PER_ROUND = Number(process.env['BENCH_HTTP_SECONDS'] ?? 4);
/** Not measured: the machine code of what is called often is made first. */
const WARM_UP_SECONDS = 2;

/** Requests per second for a stored day, the median of the rounds. */
export interface HttpFigures {
  readonly ours: number;
  readonly baseline: number;
}

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly child: ChildProcess;
}

/**
 * Measures a stored day over HTTP: the host in a process of its own, in turn with a bare route that returns the same JSON.
 * @param db where a small demo platform is made
 */
export async function measureHttp(db: string): Promise<HttpFigures> {
  for (const words of [['demo', '--days', '10', '--users', '200'], ['aggregate']]) kpi(...words, '--db', db);
  const body = JSON.stringify({ data: { date: new Date(Date.now() - 2 * DAY_MS).toISOString().slice(0, 10) } });
  const children: ChildProcess[] = [];
  try {
    const host = await startHost(db);
    children.push(host.child);
    const answer = await answerOf(host, body);
    const bare = await startBaseline(answer);
    children.push(bare.child);
    if ((await answerOf(bare, body)) !== answer) throw new Error('the baseline answers something else');
    return await inTurn(host, bare, body, answer);
  } finally {
    for (const child of children) child.kill();
    await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
  }
}

function kpi(...words: string[]): string {
  return execFileSync(process.execPath, [KPI, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

async function startHost(db: string): Promise<Target> {
  const child = spawn(process.execPath, [KPI, 'serve', '--port', '0', '--db', db], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await said(child, /Serving at (http:\/\/[\d.:]+)/);
  return { url, child, headers: { authorization: `Bearer ${kpi('token', '--uid', 'demo-admin', '--bearer', '--db', db)}` } };
}

async function startBaseline(answer: string): Promise<Target> {
  const child = spawn(process.execPath, ['--import', 'tsx', BASELINE, PATH, answer], { stdio: ['ignore', 'pipe', 'inherit'] });
  return { url: `http://127.0.0.1:${await said(child, /^(\d+)$/)}`, child, headers: {} };
}

/** What a program prints where a pattern has a group. */
async function said(child: ChildProcess, pattern: RegExp): Promise<string> {
  if (child.stdout === null) throw new Error('nothing is read from the program');
  for await (const line of createInterface({ input: child.stdout })) {
    const found = pattern.exec(line)?.[1];
    if (found !== undefined) return found;
  }
  throw new Error(`a program ended before it said ${pattern}`);
}

async function answerOf({ url, headers }: Target, body: string): Promise<string> {
  const response = await fetch(`${url}${PATH}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`HTTP ${response.status}: ${text}`);
  return text;
}

/** Rounds in turn, so that what else the machine does meets both. */
async function inTurn(host: Target, bare: Target, body: string, answer: string): Promise<HttpFigures> {
  for (const target of [bare, host]) await requestsPerSecond(target, body, answer, WARM_UP_SECONDS);
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    baseline.push(await requestsPerSecond(bare, body, answer, SECONDS_PER_ROUND));
    ours.push(await requestsPerSecond(host, body, answer, SECONDS_PER_ROUND));
  }
  return { ours: median(ours), baseline: median(baseline) };
}

function median(values: number[]): number {
  return values.toSorted((left, right) => left - right)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function requestsPerSecond({ url, headers }: Target, body: string, answer: string, seconds: number): Promise<number> {
  const { requests, errors, timeouts, mismatches, non2xx } = await autocannon({
    url: `${url}${PATH}`,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    connections: CONNECTIONS,
    duration: seconds,
    expectBody: answer,
  });
  if (errors + timeouts + mismatches + non2xx > 0) {
    throw new Error(`${url}: ${errors} errors, ${timeouts} timeouts, ${mismatches} other answers, ${non2xx} refusals`);
  }
  return requests.average;
}
