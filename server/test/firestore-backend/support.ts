import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FirestoreGateway, FirestoreTime, type Write } from '@pack324a/firestore';
import { connectFirestore, sdkGateway } from '@pack324a/firestore/sdk';
import type { RawRow } from '@pack324a/testkit';
import { vi } from 'vitest';
import { startEmulator } from '../../../packages/firestore/test/emulator/start-emulator.ts';
import { say } from '../host-support.ts';

/** A `demo-` project belongs to nobody. */
export const PROJECT = 'demo-kpi';

export interface RunningFirestore {
  readonly host: string;
  readonly gateway: FirestoreGateway;
  readonly stop: () => Promise<void>;
}

/** A Firestore in this process, which the environment points at until it is stopped. */
export async function startFirestore(): Promise<RunningFirestore> {
  const { host, stop: stopEmulator } = await startEmulator();
  vi.stubEnv('FIRESTORE_EMULATOR_HOST', host);
  const gateway = sdkGateway(connectFirestore({ projectId: PROJECT }));
  const stop = async (): Promise<void> => {
    await gateway.close();
    stopEmulator();
    vi.unstubAllEnvs();
  };
  return { host, gateway, stop };
}

/** Puts collections into Firestore; the fields that are times by default, which hold ISO texts, get timestamps. */
export async function seed(gateway: FirestoreGateway, platform: Readonly<Record<string, readonly RawRow[]>>): Promise<void> {
  for (const [collection, rows] of Object.entries(platform)) {
    const writes = rows.map(({ id, data }): Write => ({ kind: 'set', key: { collection, id }, data: withTimestamps(data) }));
    await gateway.commit(writes);
  }
}

const TIME_FIELDS = new Set(['createdAt', 'lastActiveAt']);

export function withTimestamps(data: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      TIME_FIELDS.has(name) ? FirestoreTime.fromMillis(Date.parse(String(value))) : value,
    ]),
  );
}

/** The same collections in a database file. */
export async function importInto(db: string, platform: Readonly<Record<string, readonly RawRow[]>>, config?: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kpi-rows-'));
  try {
    for (const [source, rows] of Object.entries(platform)) {
      const lines = rows.map(({ id, data }) => `${JSON.stringify({ id, ...data })}\n`);
      writeFileSync(join(folder, `${source}.ndjson`), lines.join(''));
    }
    const { exitCode, stderr } = await say('import', '--db', db, ...(config === undefined ? [] : ['--config', config]), folder);
    if (exitCode !== 0) throw new Error(stderr);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Words that name the Firestore of the tests. */
export const ON_FIRESTORE = ['--backend', 'firestore', '--project', PROJECT] as const;
