import { randomUUID } from 'node:crypto';
import { aggregateDays, aggregateHours, createApi, KpiError, messageOf } from '@pack324a/core';
import { CachingKpiStore } from '@pack324a/duckdb';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { JobRunner } from '../clock/job-runner.ts';
import { hostHeaders, lanAddresses } from '../host/addresses.ts';
import { buildHost } from '../host/app.ts';
import { createIdentity } from '../host/identity.ts';
import { configHash } from '../local/config-hash.ts';
import { removeHostFile, writeHostFile } from '../local/host-file.ts';
import { dayLookups } from '../local/platform-days.ts';
import { closeSession, foldLog, type Session, withEnvironment } from '../local/session.ts';
import { sleep } from '../local/sleep.ts';
import type { OnProgress } from '../operations/operation.ts';
import { isOperationName, OPERATIONS, runOperation } from '../operations/table.ts';
import { adminLookup, firstAdmin } from './admins.ts';
import { localBackfillQueue } from './backfill-queue.ts';
import { type Jobs, type JobsOptions, startJobs } from './jobs.ts';
import { listen } from './listen.ts';
import { createLog, eventLogger } from './log.ts';
import { signingSecret } from './secret.ts';
import { issueToken, signInLink, TOKEN_OPERATION, type TokenDesk } from './tokens.ts';

const LOOPBACK = '127.0.0.1';
const ALL_ADDRESSES = '0.0.0.0';
/** Longer than any process runs; the token is void with the host whose instance it names. */
const OPERATOR_LIFETIME_MS = 3_650 * 86_400_000;
/** What is still being answered after the running job has ended gets this long. */
const CLOSE_MS = 20_000;

export interface StartHostOptions extends JobsOptions {
  /** Open for writing; the host closes it when it stops. When the start fails it stays the caller's. */
  readonly session: Session;
  /** 0 takes any free port; undefined the default one, or the next that is free. */
  readonly port?: number | undefined;
  /** True answers other machines of the local network as well, if there is one. */
  readonly lan?: boolean | undefined;
  /** IPv4 addresses at which those meet this machine; its private ones by default. */
  readonly lanAddresses?: readonly string[] | undefined;
  /** Folder of the built dashboard. */
  readonly dashboard?: string | undefined;
  readonly log?: Logger | undefined;
}

/** A host that answers. */
export interface RunningHost {
  /** Where this machine meets it, without a slash at the end. */
  readonly url: string;
  /** Where other machines of the local network meet it; empty unless they may. */
  readonly lanUrls: readonly string[];
  /** False where its address leads to the status page only. */
  readonly hasDashboard: boolean;
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
  const stopping = (): boolean => runner.isStopping || options.session.stopping?.() === true;
  const session = withEnvironment(options.session, { log: eventLogger(log), stopping });
  const runner: JobRunner = new JobRunner({ abandon: () => database.interrupt(), sleep, afterwards: () => foldLog(session) });
  const instance = randomUUID();
  const identity = createIdentity({ secret: signingSecret(database.file), clock });
  const isAdmin = adminLookup(session);
  // Whoever opens a file for writing is alone with it: no lease in it is anybody's.
  await session.store.dropLeases();

  const addresses = options.lan === true ? (options.lanAddresses ?? lanAddresses()) : [];
  const desk = (): TokenDesk => ({
    identity,
    isAdmin,
    firstAdmin: () => firstAdmin(session),
    urls: [urlOf(LOOPBACK), ...addresses.map(urlOf)],
  });
  let port = 0;
  const urlOf = (address: string): string => `http://${address}:${port}`;
  const app = await buildHost({
    api: createApi(apiContext(session, runner, isAdmin)),
    identity,
    isAdmin,
    instance,
    log,
    region: config.region,
    dashboard: options.dashboard,
    allowedHosts: (localAddress) => hostHeaders(port, localAddress, addresses),
    runOperation: (name, input, onProgress) =>
      name === TOKEN_OPERATION ? issueToken(desk(), input) : operate(session, runner, name, input, onProgress),
  });
  try {
    port = await listen(app, addresses.length > 0 ? ALL_ADDRESSES : LOOPBACK, options.port);
    const token = await identity.issueToken(instance, 'operator', OPERATOR_LIFETIME_MS);
    writeHostFile(database.file, { pid: process.pid, url: urlOf(LOOPBACK), instance, token, config: configHash(config) });
  } catch (error) {
    await app.close();
    throw error;
  }

  const jobs = startJobs(session, runner, options);
  let stopped: Promise<void> | undefined;
  return {
    url: urlOf(LOOPBACK),
    lanUrls: addresses.map(urlOf),
    hasDashboard: options.dashboard !== undefined,
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
    aggregateDay: (date, trigger, isMade, onStep) =>
      runner.exclusively(`aggregation of ${date}`, async () =>
        (await isMade?.()) === true ? undefined : aggregateDays(session, { range: { from: date, to: date }, trigger, onStep }),
      ),
    aggregateHours: (hours, trigger, isMade) =>
      runner.exclusively('aggregation of hours', async () =>
        (await isMade?.()) === true ? undefined : aggregateHours(session, { hours, trigger }),
      ),
    backfill: localBackfillQueue(session, runner),
    sleep,
    ...dayLookups(session),
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
