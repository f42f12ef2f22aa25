import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { catalogueFor, countingRulesOf, type KpiConfig, type UtcDate, utcDateOf } from '@pack324a/core';
import type { FirestoreGateway, Meter } from '@pack324a/firestore';
import type { Backend, Budget } from '../operations/backend.ts';
import { upToNow } from '../operations/source-days.ts';
import { quoted } from '../print/command-line.ts';
import { firstAnswer } from './answer.ts';
import { dayTurns } from './day-turns.ts';
import { watched } from './pending.ts';
import { connectSdk } from './sdk.ts';

/** Somebody waits at a terminal; left alone, the client library would go on trying for minutes. Looking for credentials takes some of it. */
const ANSWER_WITHIN_MS = 20_000;
const EMULATOR_ANSWERS_WITHIN_MS = 10_000;

/** What a session on Firestore is about, and what it takes from its surroundings. */
export interface FirestoreSession {
  readonly project: string;
  readonly config: KpiConfig;
  readonly budget: Budget;
  /** Told what was billed once the work has ended, well or not. */
  readonly onBilled: (meter: Meter) => void;
  /** Told what is being waited for; nobody by default. */
  readonly onWait?: (text: string) => void;
  readonly clock?: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep?: (ms: number) => Promise<void>;
  /** Opens the way to a project's Firestore; through the SDK by default. */
  readonly connect?: (project: string) => Promise<FirestoreGateway>;
}

let isLeftOpen = false;

/** True once requests were given up on that the client library goes on with for minutes: the process does not end by itself then. */
export function hasRequestsLeft(): boolean {
  return isLeftOpen;
}

/** Projects that are being worked on. */
const atWork = new Set<string>();

/** The project whose documents this process is at work on; undefined while there is none. */
export function projectAtWork(): string | undefined {
  const [project] = atWork;
  return project;
}

/**
 * Opens the Firestore of a project for the length of `work`, and closes it whatever happens.
 * @throws KpiError `database-failed` when it refuses or does not answer in time; `failed-precondition` without the SDK
 */
export async function withFirestore<T>(session: FirestoreSession, work: (backend: Backend) => Promise<T>): Promise<T> {
  const { project, config, clock = Date.now, connect = connectSdk, sleep = (ms) => wait(ms) } = session;
  // Only who asks for it waits until it is loaded.
  const { openFirestore } = await import('@pack324a/firestore');
  const catalogue = catalogueFor(countingRulesOf(config));
  const { gateway, pending } = watched(await connect(project));
  try {
    const opened = openFirestore({ gateway, catalogue, config, clock, sleep });
    // Whatever keeps everything from working is told once and early, not once for each day and section.
    const request = opened.store.get('kpiRuns', 'none');
    const { place, answersWithinMs } = whereabouts(project);
    await firstAnswer(place, request, answersWithinMs);
    atWork.add(project);
    try {
      return await work(backendOf(session, { ...opened, catalogue, clock, sleep }));
    } finally {
      atWork.delete(project);
      session.onBilled(opened.meter);
    }
  } finally {
    // Closed under a request, the client library fails where nobody can catch it: in its own next attempt.
    if (pending() > 0) isLeftOpen = true;
    else await gateway.close().catch(() => undefined);
  }
}

function whereabouts(project: string): { readonly place: string; readonly answersWithinMs: number } {
  const emulator = process.env['FIRESTORE_EMULATOR_HOST'];
  if (emulator === undefined || emulator === '') return { place: `The Firestore of ${project}`, answersWithinMs: ANSWER_WITHIN_MS };
  return { place: `The Firestore of ${project} at the emulator ${emulator}`, answersWithinMs: EMULATOR_ANSWERS_WITHIN_MS };
}

type Opened = Pick<Backend, 'reader' | 'store' | 'catalogue' | 'clock'> & {
  readonly sleep: (ms: number) => Promise<void>;
  readonly sourceExtent: (lastDay: UtcDate) => ReturnType<Backend['sourceExtent']>;
};

function backendOf(
  { project, config, budget, onWait = () => undefined }: FirestoreSession,
  { reader, store, catalogue, clock, sleep, ...opened }: Opened,
): Backend {
  const today = (): UtcDate => utcDateOf(clock());
  const sourceExtent: Backend['sourceExtent'] = async () => {
    const rows = await opened.sourceExtent(today());
    return rows === undefined ? undefined : upToNow(rows, today());
  };
  const options = ` --backend firestore --project ${quoted(project)}`;
  // What failed is in the result, and the command tells it.
  const log = (): void => undefined;
  return {
    catalogue,
    config,
    reader,
    store,
    clock,
    budget,
    newRunId: randomUUID,
    log,
    withDay: dayTurns({ store, clock, log, sleep, onWait }),
    get today() {
      return today();
    },
    sourceExtent,
    lastDay: async () => (await sourceExtent())?.to,
    advice: {
      options,
      withoutRows: `Check how the collections and their time fields are called: kpi doctor${options}`,
    },
  };
}
