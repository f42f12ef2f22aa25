import { writeFileSync } from 'node:fs';
import { addDays, type EndpointName, MS_PER_DAY, type RequestOf, type ResponseOf, type UtcDate, utcDateOf } from '@pack324a/core';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { callUrl, launchBrowser, newVisitor, type Visitor } from '../browser.ts';
import { ensureDashboard } from '../dashboard-build.ts';
import { type HostProcess, startHostProcess } from '../host.ts';
import { temporaryFolder } from '../kpi.ts';
import { DAYS, platformAt } from './platform.ts';

export const ADMIN = 'demo-admin';
/** Somebody of the demo platform who is no admin. */
export const USER = 'user-00042';
/** A first build of the app takes half a minute; the platform and its figures some seconds. */
const SETUP_MS = 10 * 60_000;
/** Longer than the tests of one file take, so that the day does not change among them. */
const STEADY_MS = 5 * 60_000;

/** Where the stories of the demo platform are placed (packages/demo/src/stories.ts). */
const OUTAGE_DAY = DAYS * 0.5;
const INCIDENT_DAY = DAYS * 0.7;

export interface WorldOptions {
  /** How many users the demo platform has in the end: fewer are made faster. */
  readonly users?: number;
  /** Works on the database before it is served. */
  readonly prepare?: (db: string, dates: Dates) => Promise<void>;
  /** Configuration of the host; the usual one without it. */
  readonly config?: object;
  /** What the browser may hold against every test, since that is what they bring about. */
  readonly meant?: RegExp;
}

/** Days that tests name. */
export interface Dates {
  readonly today: UtcDate;
  readonly yesterday: UtcDate;
  readonly first: UtcDate;
  readonly incident: UtcDate;
  readonly outage: UtcDate;
}

/** The demo platform with all its figures, the local host that serves them with the dashboard, and a browser. */
export interface World {
  readonly db: string;
  /** Folder of the built app. */
  readonly dashboard: string;
  readonly host: HostProcess;
  readonly browser: Browser;
  readonly dates: Dates;
  /** Asks the API as an admin, past the browser. */
  readonly call: <N extends EndpointName>(name: N, request: RequestOf<N>) => Promise<ResponseOf<N>>;
  /** Opens a browser profile with an admin's cookie. */
  readonly visit: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Opens a browser profile with nothing in it. */
  readonly visitSignedOut: (options?: BrowserContextOptions) => Promise<Visitor>;
  /** Lets the browser hold something against one test, which means to bring it about. */
  readonly expectComplaints: (meant: RegExp) => void;
  /** Closes what was opened, and tells what the browser held against it, except what was meant. */
  readonly leave: () => Promise<string[]>;
  /** Starts the host anew at the same port, after it was stopped. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Gives the tests of a file a world of their own, and closes it after them. A test fails when the browser holds something against it.
 * @returns the world, which is there when the tests run
 */
export function useWorld(options: WorldOptions = {}): World {
  let opened: World | undefined;
  beforeAll(async () => {
    opened = await openWorld(options);
  }, SETUP_MS);
  afterAll(() => opened?.close());
  afterEach(async () => expect(await opened?.leave()).toEqual([]));
  return new Proxy({} as World, { get: (_target, name) => opened && Reflect.get(opened, name) });
}

async function openWorld({ users = 400, prepare, config, meant }: WorldOptions): Promise<World> {
  const folder = temporaryFolder();
  const db = folder.file('dashboard.duckdb');
  const dates = await steadyDates();
  const [dashboard, browser] = await Promise.all([ensureDashboard(), launchBrowser(), platformAt(db, users, dates.today)]);
  await prepare?.(db, dates);
  const further: string[] = [];
  if (config !== undefined) {
    writeFileSync(folder.file('kpi.config.json'), JSON.stringify(config));
    further.push('--config', folder.file('kpi.config.json'));
  }
  let host = await startHostProcess({ db, dashboard, args: further });
  const { port } = new URL(host.url);
  const token = await host.token(ADMIN);
  const storageState = await signedIn(browser, String(host.link));
  let visitors: Visitor[] = [];
  let meantOnce: RegExp | undefined;

  const visitSignedOut = async (options: BrowserContextOptions = {}): Promise<Visitor> => {
    const visitor = await newVisitor(browser, { baseURL: host.url, locale: 'en-GB', ...options });
    visitors.push(visitor);
    return visitor;
  };
  return {
    db,
    dashboard,
    browser,
    dates,
    get host() {
      return host;
    },
    call: (name, request) => call(host.url, token, name, request),
    visitSignedOut,
    visit: (options = {}) => visitSignedOut({ storageState, ...options }),
    expectComplaints(pattern) {
      meantOnce = pattern;
    },
    async leave() {
      const isMeant = (text: string) => [meant, meantOnce].some((pattern) => pattern?.test(text) === true);
      const complaints = visitors.flatMap((visitor) => visitor.complaints).filter((text) => !isMeant(text));
      await Promise.all(visitors.map(({ context }) => context.close()));
      visitors = [];
      meantOnce = undefined;
      return complaints;
    },
    async restart() {
      host = await startHostProcess({ db, dashboard, args: [...further, '--port', port] });
    },
    async close() {
      await browser.close();
      await host.stop();
      folder.remove();
    },
  };
}

/** Today and its kin, once the day goes on for long enough. */
async function steadyDates(): Promise<Dates> {
  const leftMs = MS_PER_DAY - (Date.now() % MS_PER_DAY);
  if (leftMs < STEADY_MS) await new Promise((resolve) => setTimeout(resolve, leftMs + 1_000));
  const today = utcDateOf(Date.now());
  const first = addDays(today, -DAYS);
  return { today, yesterday: addDays(today, -1), first, incident: addDays(first, INCIDENT_DAY), outage: addDays(first, OUTAGE_DAY) };
}

/** The cookies of whoever opens a sign-in link. */
async function signedIn(browser: Browser, link: string): Promise<NonNullable<BrowserContextOptions['storageState']>> {
  const { page, context } = await newVisitor(browser);
  await page.goto(link, { waitUntil: 'commit' });
  const { cookies } = await context.storageState();
  await context.close();
  return { cookies, origins: [] };
}

async function call<N extends EndpointName>(host: string, token: string, name: N, request: RequestOf<N>): Promise<ResponseOf<N>> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(callUrl(host, name), { method: 'POST', headers, body: JSON.stringify({ data: request }) });
  const answer = (await response.json()) as { readonly result?: ResponseOf<N>; readonly error?: unknown };
  if (answer.result === undefined) throw new Error(`${name} answered ${response.status}: ${JSON.stringify(answer.error)}`);
  return answer.result;
}
