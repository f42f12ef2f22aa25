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
} from '@pack324a/core';
import { openFirestore } from '@pack324a/firestore';
import { error, info, warn } from 'firebase-functions/logger';
import { backfillQueue } from './backfill-queue.ts';
import { readConfiguration } from './configuration.ts';

/** What the functions of one instance share. */
export interface Host {
  readonly api: Api;
  readonly jobs: JobContext;
}

const WRITE = { error, info, warn };

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
  const { reader, store } = openFirestore({ gateway, catalogue, config, clock, sleep, random: Math.random });
  const jobs: JobContext = { catalogue, config, reader, store, clock, newRunId: randomUUID, log };
  const api = createApi({
    ...jobs,
    isAdmin: (uid) => reader.isAdmin(uid),
    aggregateDay: async (date, trigger, isMade, onStep) =>
      (await isMade?.()) === true ? undefined : aggregateDays(jobs, { range: { from: date, to: date }, trigger, onStep }),
    aggregateHours: async (hours, trigger, isMade) => ((await isMade?.()) === true ? undefined : aggregateHours(jobs, { hours, trigger })),
    backfill: backfillQueue,
    sleep,
    newId: randomUUID,
    checkResponses: process.env['KPI_CHECK_RESPONSES'] === '1',
  });
  return { api, jobs };
}

/** Writes an event of the jobs and of the API into Cloud Logging. */
export function log({ level, event, ...details }: LogEvent): void {
  WRITE[level](event, details);
}
