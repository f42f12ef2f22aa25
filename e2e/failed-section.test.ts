import { connectLocalHost, createKpiClient, errorDetails, type KpiClient } from '@pack324a/client';
import { deleteApp, type FirebaseApp, initializeApp } from 'firebase/app';
import { getFunctions } from 'firebase/functions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HostProcess, makeDemo, startHostProcess } from './host.ts';
import { kpi, temporaryFolder } from './kpi.ts';

const DAY_MS = 86_400_000;
const DATE = new Date(Date.now() - 4 * DAY_MS).toISOString().slice(0, 10);
const MISSING = new Date(Date.now() - 5 * DAY_MS).toISOString().slice(0, 10);

const folder = temporaryFolder();
const db = folder.file('failed.duckdb');
let host: HostProcess;
let app: FirebaseApp;
let client: KpiClient;

async function serve(): Promise<void> {
  host = await startHostProcess({ db, env: { KPI_LOG: 'silent' } });
  app = initializeApp({ projectId: 'demo-kpi' }, `app ${host.url}`);
  const functions = getFunctions(app, 'europe-central2');
  connectLocalHost(functions, { url: host.url, token: await host.token('demo-admin') });
  client = createKpiClient(functions);
}

async function stop(): Promise<void> {
  await deleteApp(app);
  expect((await host.stop()).exitCode).toBe(0);
}

async function change(statement: string): Promise<void> {
  const { exitCode, stderr } = await kpi('sql', '--unsafe-write', statement, '--db', db);
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain('warning: --unsafe-write');
}

const error = (call: Promise<unknown>): Promise<Error> =>
  call.then(
    () => new Error('it succeeded'),
    (problem: Error) => problem,
  );

beforeAll(() => makeDemo(db));
afterAll(async () => {
  await host?.kill();
  folder.remove();
});

describe('a source that cannot be read', () => {
  it('fails its section alone, is told by the status, and is forgotten once mended', async () => {
    for (const table of ['platformKpiDaily', 'safetyKpiDaily', 'kpiPacks']) {
      await change(`DELETE FROM "${table}" WHERE date = DATE '${MISSING}'`);
    }
    await change('ALTER TABLE source."moderationQueue" RENAME COLUMN "source" TO "was_source"');
    await serve();
    const before = await client.getSafetyDaily({ date: DATE });

    const triggered = await error(client.triggerAggregation({ date: DATE }));
    expect(triggered).toMatchObject({ code: 'functions/internal' });
    expect(triggered.message).toContain('safety');
    expect(triggered.message).not.toMatch(/was_source|Binder|SELECT/);
    const { reference } = errorDetails(triggered);

    const { failures, lastRuns, staleDays } = await client.getStatus();
    expect(failures.filter(({ run }) => run === reference)).toEqual([expect.objectContaining({ section: 'safety', from: DATE, to: DATE })]);
    expect(lastRuns.find(({ id }) => id === reference)).toMatchObject({
      outcome: 'failed',
      sections: { platform: { status: 'stored' }, creators: { status: 'stored' }, safety: { status: 'failed' } },
    });
    expect(staleDays.dates).toContain(MISSING);

    // The previous document stands; a day that never had one is an error and not zeros, and its other figures are made.
    expect(await client.getSafetyDaily({ date: DATE })).toEqual(before);
    expect(await error(client.getSafetyDaily({ date: MISSING }))).toMatchObject({ code: 'functions/internal' });
    expect((await client.getPlatformDaily({ date: MISSING })).provenance).toMatchObject({ complete: true });
    await stop();

    await change('ALTER TABLE source."moderationQueue" RENAME COLUMN "was_source" TO "source"');
    await serve();
    for (const date of [DATE, MISSING]) await client.triggerAggregation({ date });
    const mended = await client.getStatus();
    expect(mended.failures).toEqual([]);
    expect(mended.staleDays.dates).not.toContain(MISSING);
    expect((await client.getSafetyDaily({ date: DATE })).reports).toEqual(before.reports);
    await stop();
  });
});
