import { randomUUID } from 'node:crypto';
import {
  aggregateDays,
  aggregateHours,
  createApi,
  KpiError,
  messageOf,
  type RunRecord,
  SCHEDULED_JOBS,
  type ScheduledJob,
} from '@pack324a/core';
import { CachingKpiStore } from '@pack324a/duckdb';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { catchUp } from '../clock/catch-up.ts';
import { Clock } from '../clock/clock.ts';
import { JobRunner } from '../clock/job-runner.ts';
import { hostHeaders, lanAddresses } from '../host/addresses.ts';
import { buildHost } from '../host/app.ts';
import { createIdentity } from '../host/identity.ts';
import { removeHostFile, writeHostFile } from '../local/host-file.ts';
import { closeSession, type Session, withEnvironment } from '../local/session.ts';
import { sleep } from '../local/sleep.ts';
import type { OnProgress } from '../operations/operation.ts';
import { isOperationName, OPERATIONS, runOperation } from '../operations/table.ts';
import { adminLookup, firstAdmin } from './admins.ts';
import { listen } from './listen.ts';
import { createLog, eventLogger } from './log.ts';
import { signingSecret } from './secret.ts';
import { issueToken, signInLink, TOKEN_OPERATION, type TokenDesk } from './tokens.ts';

const LOOPBACK = '127.0.0.1';
const ALL_ADDRESSES = '0.0.0.0';
/** The subject of the token that the command line of the same user gets. */
const OPERATOR = 'operator';
/** Longer than any process runs; whoever can read the token can read the secret that signs it as well. */
const OPERATOR_LIFETIME_MS = 3_650 * 86_400_000;
/** What is still being answered after the running job has ended gets this long. */
const CLOSE_MS = 20_000;

export interface StartHostOptions {
  /** Open for writing; the host closes it when it stops. When the start fails it stays the caller's. */
  readonly session: Session;
  /** 0 takes any free port; undefined the default one, or the next that is free. */
  readonly port?: number | undefined;
  /** True answers other machines of the local network as well. */
  readonly lan?: boolean | undefined;
  readonly log?: Logger | undefined;
  /** True when what was missed has been made up already. */
  readonly isCaughtUp?: boolean | undefined;
  /** Told what each scheduled or made-up run did. */
  readonly onRun?: ((run: RunRecord) => void) | undefined;
}

/** A host that answers. */
export interface RunningHost {
  /** Where this machine meets it, without a slash at the end. */
  readonly url: string;
  /** Where other machines of the local network meet it; empty unless they may. */
  readonly lanUrls: readonly string[];
  /** Names this run of the host. */
  readonly instance: string;
  readonly isAdmin: (uid: string) => Promise<boolean>;
  /** A link that signs a user in, once, within 15 minutes. */
  readonly link: (uid: string) => string;
  /** A code to type on another device. */
  readonly pairingCode: (uid: string) => string;
  /** What is running now. */
  readonly running: () => string | undefined;
  /** Resolves when the catching up at the start has ended. */
  readonly caughtUp: Promise<void>;
  /**
   * Begins nothing new, lets the running job finish its part within 10 seconds or else cuts it short, answers what is in
   * flight, and closes the file. Every call waits for the same end.
   */
  readonly stop: () => Promise<void>;
}

/**
 * Serves an open database: the admin API, the operations of the command line, and the jobs on their schedules.
 * @throws KpiError `failed-precondition` when the port cannot be had or the signing secret cannot be kept
 */
export async function startHost(options: StartHostOptions): Promise<RunningHost> {
  const { database, clock, config } = options.session;
  const log = options.log ?? createLog();
  const runner = new JobRunner({ abandon: () => database.interrupt(), sleep });
  const stopping = (): boolean => runner.isStopping || options.session.stopping?.() === true;
  const session = withEnvironment(options.session, { log: eventLogger(log), stopping });
  const instance = randomUUID();
  const identity = createIdentity({ secret: signingSecret(database.file), clock });
  const isAdmin = adminLookup(session);
  // Whoever opens a file for writing is alone with it: no lease in it is anybody's.
  await session.store.dropLeases();

  const addresses = options.lan === true ? lanAddresses() : [];
  const desk = (): TokenDesk => ({
    identity,
    isAdmin,
    firstAdmin: () => firstAdmin(session),
    urls: [urlOf(LOOPBACK), ...addresses.map(urlOf)],
  });
  let port = 0;
  let allowedHosts: readonly string[] = [];
  const urlOf = (address: string): string => `http://${address}:${port}`;
  const app = await buildHost({
    api: createApi(apiContext(session, runner, isAdmin)),
    identity,
    isAdmin,
    instance,
    log,
    region: config.region,
    allowedHosts: () => allowedHosts,
    runOperation: (name, input, onProgress) =>
      name === TOKEN_OPERATION ? issueToken(desk(), input) : operate(session, runner, name, input, onProgress),
  });
  try {
    port = await listen(app, options.lan === true ? ALL_ADDRESSES : LOOPBACK, options.port);
    allowedHosts = hostHeaders(port, addresses);
    const token = await identity.issueToken(OPERATOR, 'operator', OPERATOR_LIFETIME_MS);
    writeHostFile(database.file, { pid: process.pid, url: urlOf(LOOPBACK), instance, token });
  } catch (error) {
    await app.close();
    throw error;
  }

  const jobs = startJobs(session, runner, options);
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(LOOPBACK),
    lanUrls: addresses.map(urlOf),
    instance,
    isAdmin,
    link: (uid) => signInLink(desk(), uid),
    pairingCode: (uid) => identity.createPairingCode(uid),
    running: () => runner.running,
    caughtUp: jobs.caughtUp,
    stop() {
      stopped ??= stopHost(session, instance, { app, runner, jobs });
      return stopped;
    },
  };
}

interface Parts {
  readonly app: FastifyInstance;
  readonly runner: JobRunner;
  readonly jobs: Jobs;
}

async function stopHost(session: Session, instance: string, { app, runner, jobs }: Parts): Promise<void> {
  jobs.stop();
  // What is being answered may be waiting for the running job.
  const closed = Promise.race([app.close(), sleep(CLOSE_MS)]);
  await runner.stop();
  await closed;
  await closeSession(session).catch((error: unknown) => {
    // What is not folded into the file yet is in the log beside it, which the next opening reads.
    session.log({ level: 'error', event: 'checkpoint-failed', error: messageOf(error) });
  });
  await removeHostFile(session.database.file, instance);
}

function apiContext(session: Session, runner: JobRunner, isAdmin: (uid: string) => Promise<boolean>): Parameters<typeof createApi>[0] {
  return {
    catalogue: session.catalogue,
    config: session.config,
    reader: session.reader,
    store: new CachingKpiStore(session.store, session.database),
    clock: session.clock,
    log: session.log,
    isAdmin,
    aggregateDay: (date, trigger) =>
      runner.exclusively(`aggregation of ${date}`, () => aggregateDays(session, { range: { from: date, to: date }, trigger })),
    aggregateHours: (hours, trigger) => runner.exclusively('aggregation of hours', () => aggregateHours(session, { hours, trigger })),
    sleep,
    newId: randomUUID,
    checkResponses: process.env['KPI_CHECK_RESPONSES'] === '1',
  };
}

/** An operation of the command line; one that writes waits for its turn among the jobs. */
async function operate(session: Session, runner: JobRunner, name: string, input: unknown, onProgress: OnProgress): Promise<unknown> {
  if (!isOperationName(name)) {
    throw new KpiError('not-found', `This host knows no operation "${name}".`, {
      hint: 'It was started by another version; stop it and start it anew.',
    });
  }
  const work = (): Promise<unknown> => runOperation(session, name, input, onProgress);
  return OPERATIONS[name].mode === 'write' ? runner.exclusively(`kpi ${name}`, work) : work();
}

interface Jobs {
  readonly caughtUp: Promise<void>;
  readonly stop: () => void;
}

/** Makes up what was missed before the start, and runs what is scheduled from then on; nothing at all while jobs are paused. */
function startJobs(session: Session, runner: JobRunner, { onRun, isCaughtUp }: StartHostOptions): Jobs {
  if (session.config.paused) {
    session.log({ level: 'warn', event: 'jobs-paused', hint: 'Set "paused": false in the configuration and start again.' });
    return { caughtUp: Promise.resolve(), stop: () => undefined };
  }
  const attempt = async (job: string, work: () => Promise<readonly RunRecord[]>): Promise<void> => {
    try {
      for (const run of await runner.exclusively(job, work)) onRun?.(run);
    } catch (error) {
      if (runner.isStopping) return;
      const stack = error instanceof KpiError || !(error instanceof Error) ? undefined : error.stack;
      session.log({ level: 'error', event: 'job-failed', job, error: messageOf(error), stack });
    }
  };
  const silent = { update: () => undefined, stop: () => undefined };
  const makeUp = (): Promise<void> => attempt('catching up', () => catchUp(session, { startProgress: () => silent }));
  const run = (job: ScheduledJob, scheduledForMs: number): Promise<void> =>
    attempt(job.id, async () => [await job.run(session, scheduledForMs)]);
  const clock = new Clock({ jobs: SCHEDULED_JOBS, now: session.clock, run, catchUp: makeUp });
  clock.start();
  return { caughtUp: isCaughtUp === true ? Promise.resolve() : makeUp(), stop: () => clock.stop() };
}
