import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Api,
  aggregateDays,
  aggregateHours,
  catalogueFor,
  countingRulesOf,
  createApi,
  type JobContext,
  type LogEvent,
  withDayLease,
} from '@pack324a/core';
import { type FirestoreBackend, openFirestore } from '@pack324a/firestore';
import { type LogSeverity, write } from 'firebase-functions/logger';
import { backfillQueue } from './backfill-queue.ts';
import { readConfiguration } from './configuration.ts';
import { onceADay } from './once-a-day.ts';

/** What the functions of one instance share. */
export interface Host {
  readonly api: Api;
  /** What one run of a job works with: the document reads that it counts are its own, and nobody else works on its days meanwhile. */
  readonly openRun: () => JobContext;
}

const SEVERITIES: Readonly<Record<LogEvent['level'], LogSeverity>> = { error: 'ERROR', info: 'INFO', warn: 'WARNING' };

let host: Promise<Host> | undefined;

/**
 * Everything is made at the first call of an instance: loading the code is part of every cold start and of every deployment.
 * @throws KpiError `invalid-config`, at every call, until a valid configuration is deployed
 */
export function openHost(): Promise<Host> {
  host ??= makeHost();
  return host;
}

async function makeHost(): Promise<Host> {
  const config = readConfiguration(import.meta.dirname);
  const { connectFirestore, sdkGateway } = await import('@pack324a/firestore/sdk');
  const catalogue = catalogueFor(countingRulesOf(config));
  const clock = Date.now;
  const gateway = sdkGateway(connectFirestore());
  const openBackend = () => openFirestore({ gateway, catalogue, config, clock, sleep, random: Math.random });
  const contextOf = ({ reader, store }: FirestoreBackend): JobContext => ({
    catalogue,
    config,
    reader,
    store,
    clock,
    newRunId: randomUUID,
    log,
  });
  const open = (): JobContext => contextOf(openBackend());
  const backend = openBackend();
  const shared = contextOf(backend);
  const api = createApi({
    ...shared,
    isAdmin: (uid) => shared.reader.isAdmin(uid),
    // Whoever calls holds the day already.
    aggregateDay: async (date, trigger, isMade, onStep) =>
      (await isMade?.()) === true ? undefined : aggregateDays(open(), { range: { from: date, to: date }, trigger, onStep }),
    aggregateHours: async (hours, trigger, isMade) =>
      (await isMade?.()) === true ? undefined : aggregateHours(open(), { hours, trigger }),
    backfill: backfillQueue,
    // A document read of each collection, and where a platform begins hardly changes.
    firstDay: onceADay(clock, backend.firstSourceDay),
    sleep,
    newId: randomUUID,
    checkResponses: process.env['KPI_CHECK_RESPONSES'] === '1',
  });
  const openRun = (): JobContext => {
    const jobs = open();
    return { ...jobs, withDay: (date, work) => withDayLease(jobs, date, randomUUID(), work) };
  };
  return { api, openRun };
}

/** Writes an event of the jobs and of the API into Cloud Logging, as `jsonPayload.event`; of an error's text, `error()` would make a stack. */
export function log({ level, event, ...details }: LogEvent): void {
  write({ ...details, event, message: event, severity: SEVERITIES[level] });
}
