import { setTimeout as sleep } from 'node:timers/promises';
import { createKpiClient, type KpiClient } from '@pack324a/client';
import { catalogueFor, countingRulesOf, DEFAULT_CONFIG, type KpiStore } from '@pack324a/core';
import { openFirestore } from '@pack324a/firestore';
import { connectFirestore, sdkGateway } from '@pack324a/firestore/sdk';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { type Auth, connectAuthEmulator, getAuth } from 'firebase/auth';
import { connectFunctionsEmulator, type Functions, getFunctions } from 'firebase/functions';
import type { Firestore } from 'firebase-admin/firestore';
import { startEmulator } from '../../packages/firestore/test/emulator/start-emulator.ts';
import { type Outcome, runNode } from '../kpi.ts';
import { makeCodebase } from './codebase.ts';
import { PROJECT, startEmulators } from './emulators.ts';

const REGION = 'europe-central2';

/** A project of Firebase with the functions deployed, all of it on this machine. */
export interface World {
  /** The platform's own database, as its own backend sees it. */
  readonly firestore: Firestore;
  /** What the functions have stored. */
  readonly store: KpiStore;
  readonly app: FirebaseApp;
  readonly auth: Auth;
  readonly functions: Functions;
  readonly client: KpiClient;
  /** Runs a scheduled function as Cloud Scheduler does at an instant, in a process of its own. */
  readonly runJob: (name: string, scheduleTime: string) => Promise<Outcome>;
  /** What the emulators and the functions have printed. */
  readonly output: () => string;
  readonly stop: () => Promise<void>;
}

export async function startWorld(): Promise<World> {
  const stops: (() => unknown)[] = [];
  const stop = async (): Promise<void> => {
    for (const each of stops.reverse()) await each();
  };
  try {
    const codebase = await makeCodebase();
    stops.push(codebase.remove);
    const database = await startEmulator();
    stops.push(database.stop);
    const env = { FIRESTORE_EMULATOR_HOST: database.host, GCLOUD_PROJECT: PROJECT };
    Object.assign(process.env, env);
    const firestore = connectFirestore({ projectId: PROJECT });
    stops.push(() => firestore.terminate());
    const emulators = await startEmulators(codebase.folder, env);
    stops.push(emulators.stop);
    const app = initializeApp({ projectId: PROJECT, apiKey: 'any', appId: 'any' });
    stops.push(() => deleteApp(app));
    const auth = getAuth(app);
    connectAuthEmulator(auth, `http://127.0.0.1:${emulators.ports.auth}`, { disableWarnings: true });
    const functions = getFunctions(app, REGION);
    connectFunctionsEmulator(functions, '127.0.0.1', emulators.ports.functions);
    return {
      firestore,
      store: storeOver(firestore),
      app,
      auth,
      functions,
      client: createKpiClient(functions),
      runJob: (name, scheduleTime) => runJob(codebase.folder, env, name, scheduleTime),
      output: emulators.output,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function storeOver(firestore: Firestore): KpiStore {
  const catalogue = catalogueFor(countingRulesOf(DEFAULT_CONFIG));
  return openFirestore({ gateway: sdkGateway(firestore), catalogue, config: DEFAULT_CONFIG, clock: Date.now, sleep }).store;
}

function runJob(folder: string, env: Record<string, string>, name: string, scheduleTime: string): Promise<Outcome> {
  const program = `require('.')[process.argv[1]].run({ scheduleTime: process.argv[2] }).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });`;
  return runNode(['-e', program, name, scheduleTime], { cwd: folder, env });
}
