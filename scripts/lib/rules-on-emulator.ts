import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { KPI_COLLECTIONS, SERVER_ONLY_COLLECTIONS } from '@pack324a/core';
import { inRoot } from './root.mjs';

/**
 * Holds the generated rules, or the file named, to their decision table on the official Firestore emulator, which is a Java
 * program, with a package that is not among the dependencies: both are for whoever has them.
 */
const PACKAGE = '@firebase/rules-unit-testing';
const PROJECT = 'demo-kpi-rules';

/** What of that package is used here. */
interface RulesUnitTesting {
  initializeTestEnvironment(config: {
    readonly projectId: string;
    readonly firestore: { readonly rules: string; readonly host: string; readonly port: number };
  }): Promise<TestEnvironment>;
  assertFails(attempt: Promise<unknown>): Promise<unknown>;
  assertSucceeds(attempt: Promise<unknown>): Promise<unknown>;
}

interface TestEnvironment {
  authenticatedContext(uid: string): TestContext;
  unauthenticatedContext(): TestContext;
  withSecurityRulesDisabled(work: (context: TestContext) => Promise<void>): Promise<void>;
  clearFirestore(): Promise<void>;
  cleanup(): Promise<void>;
}

interface TestContext {
  firestore(): { collection(name: string): Collection };
}

interface Collection {
  get(): Promise<unknown>;
  doc(id: string): {
    get(): Promise<unknown>;
    set(data: object): Promise<void>;
    update(data: object): Promise<void>;
    delete(): Promise<void>;
  };
}

const ATTEMPTS: Readonly<Record<string, (collection: Collection) => Promise<unknown>>> = {
  get: (collection) => collection.doc('stored').get(),
  list: (collection) => collection.get(),
  create: (collection) => collection.doc('new').set({ a: 1 }),
  update: (collection) => collection.doc('stored').update({ a: 2 }),
  delete: (collection) => collection.doc('stored').delete(),
};

const CALLERS: readonly { readonly who: string; readonly uid?: string; readonly user?: object; readonly isAdmin?: true }[] = [
  { who: 'signed out' },
  { who: 'a user', uid: 'user', user: { role: 'user', roles: { admin: false } } },
  { who: 'a user without a document', uid: 'stranger' },
  { who: 'a user with an empty document', uid: 'blank', user: {} },
  { who: 'an admin by role', uid: 'admin', user: { role: 'admin' }, isAdmin: true },
  { who: 'an admin by roles.admin', uid: 'other-admin', user: { roles: { admin: true } }, isAdmin: true },
  { who: 'an admin by role with unreadable roles', uid: 'odd-admin', user: { role: 'admin', roles: 'many' }, isAdmin: true },
];

await main(process.argv[2] ?? inRoot('firestore-pack324a-kpi.rules'));

async function main(file: string): Promise<void> {
  const address = process.env['FIRESTORE_EMULATOR_HOST'];
  const library = await loadLibrary();
  if (library === undefined || address === undefined || !existsSync(file)) {
    const missing = !existsSync(file)
      ? `There is no ${file}.`
      : library === undefined
        ? `${PACKAGE} is not installed.`
        : 'No Firestore emulator runs.';
    process.stderr.write(
      `${missing} Install the package with "npm install --no-save ${PACKAGE}", then, with Java 11 or newer, run: npx firebase emulators:exec --only firestore --project ${PROJECT} "npm run test:rules"\n`,
    );
    process.exitCode = 2;
    return;
  }
  const [host = '127.0.0.1', port = '8080'] = address.split(':');
  const environment = await library.initializeTestEnvironment({
    projectId: PROJECT,
    firestore: { rules: readFileSync(file, 'utf8'), host, port: Number(port) },
  });
  try {
    await decideAll(library, environment);
  } finally {
    await environment.cleanup();
  }
}

async function loadLibrary(): Promise<RulesUnitTesting | undefined> {
  try {
    const path = createRequire(inRoot('package.json')).resolve(PACKAGE);
    const loaded = (await import(pathToFileURL(path).href)) as RulesUnitTesting & { readonly default?: RulesUnitTesting };
    return loaded.default ?? loaded;
  } catch {
    return undefined;
  }
}

async function decideAll(library: RulesUnitTesting, environment: TestEnvironment): Promise<void> {
  const wrong: string[] = [];
  let decisions = 0;
  for (const collection of [...KPI_COLLECTIONS, 'somethingElse', 'walletTransactions']) {
    await environment.clearFirestore();
    await environment.withSecurityRulesDisabled(async (context) => {
      const database = context.firestore();
      await database.collection(collection).doc('stored').set({ a: 1 });
      for (const { uid, user } of CALLERS)
        if (uid !== undefined && user !== undefined) await database.collection('users').doc(uid).set(user);
    });
    const isReadable = KPI_COLLECTIONS.some((name) => name === collection && !SERVER_ONLY_COLLECTIONS.includes(name));
    for (const { who, uid, isAdmin } of CALLERS) {
      const context = uid === undefined ? environment.unauthenticatedContext() : environment.authenticatedContext(uid);
      for (const [method, attempt] of Object.entries(ATTEMPTS)) {
        const isAllowed = isReadable && isAdmin === true && (method === 'get' || method === 'list');
        const held = isAllowed ? library.assertSucceeds : library.assertFails;
        decisions += 1;
        await held(attempt(context.firestore().collection(collection))).catch((error: unknown) => {
          wrong.push(
            `${who}, ${method} of ${collection}: expected to be ${isAllowed ? 'allowed' : 'refused'} (${String(error).split('\n')[0]})`,
          );
        });
      }
    }
  }
  process.stdout.write(`${decisions - wrong.length} of ${decisions} decisions are as expected.\n`);
  for (const line of wrong) process.stderr.write(`${line}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}
