import { realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { KpiError } from '@pack324a/core';
import { z } from 'zod';

/** Long enough for a host that is busy, short enough for one that is gone. */
const HEALTH_TIMEOUT_MS = 2_000;
const OWNER_ONLY = 0o600;

const recordSchema = z.strictObject({
  pid: z.int().positive(),
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  instance: z.string().min(1),
  token: z.string().min(1),
  /** Device and inode of the database: a copy of the file, or a new one in its place, is another file. */
  file: z.string().min(1),
  /** Hash of the configuration that the host was started with. */
  config: z.string().min(1),
});

/** What a host says of itself beside the file that it serves. */
export type HostRecord = z.infer<typeof recordSchema>;

/** Whichever path a database is named by, the host that serves it is found beside the file itself. */
function hostFileOf(databaseFile: string): string {
  try {
    return `${realpathSync(databaseFile)}.host.json`;
  } catch {
    return `${databaseFile}.host.json`;
  }
}

function fileId(databaseFile: string): string {
  const { dev, ino } = statSync(databaseFile, { bigint: true });
  return `${dev}:${ino}`;
}

/** Tells other processes of this user who serves the file. The token in it lets them run operations: nobody else may read it. */
export function writeHostFile(databaseFile: string, told: Omit<HostRecord, 'file'>): void {
  const file = hostFileOf(databaseFile);
  const unfinished = `${file}.${told.pid}`;
  const record: HostRecord = { ...told, file: fileId(databaseFile) };
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { mode: OWNER_ONLY, flag: 'wx' });
  renameSync(unfinished, file);
}

/** Removes the host file, unless another host has written its own meanwhile. */
export async function removeHostFile(databaseFile: string, instance: string): Promise<void> {
  const record = await readHostFile(databaseFile);
  if (record?.instance === instance) rmSync(hostFileOf(databaseFile), { force: true });
}

async function readHostFile(databaseFile: string): Promise<HostRecord | undefined> {
  const file = hostFileOf(databaseFile);
  try {
    // Whoever may write beside the database could otherwise send this user's commands elsewhere.
    if (process.getuid !== undefined && statSync(file).uid !== process.getuid()) return undefined;
    const record = recordSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
    return record?.file === fileId(databaseFile) ? record : undefined;
  } catch {
    return undefined;
  }
}

/** The host that serves this file now; undefined when none does, whatever a host that is gone has left behind. */
export async function findHost(databaseFile: string): Promise<HostRecord | undefined> {
  const record = await readHostFile(databaseFile);
  if (record === undefined || !isAlive(record.pid)) return undefined;
  return (await instanceAt(record.url)) === record.instance ? record : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What the host at an address calls itself; undefined when nobody answers as one. */
function instanceAt(url: string): Promise<unknown> {
  return new Promise((resolve) => {
    const request = get(`${url}/healthz`, { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS), agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', () => resolve(undefined));
      response.on('end', () => resolve(response.statusCode === 200 ? instanceIn(text) : undefined));
    });
    request.on('error', () => resolve(undefined));
  });
}

function instanceIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { readonly instance?: unknown } | null)?.instance;
  } catch {
    return undefined;
  }
}

/**
 * For what needs the file itself: a host that has it open must be stopped first.
 * @throws KpiError `failed-precondition`
 */
export async function assertNotServed(databaseFile: string): Promise<void> {
  const host = await findHost(databaseFile);
  if (host === undefined) return;
  throw new KpiError(
    'failed-precondition',
    `${databaseFile} is served at ${host.url} by another process (PID ${host.pid}); stop that first, with Ctrl-C in its window or "kill ${host.pid}".`,
  );
}
