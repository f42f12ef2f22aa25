import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  catalogueFor,
  countingRulesOf,
  type DateRange,
  DEFAULT_CONFIG,
  type JobContext,
  type KpiConfig,
  KpiError,
  type LogEvent,
  messageOf,
  parseConfigText,
  type UtcDate,
  utcDateOf,
} from '@pack324a/core';
import { Database, DuckDbKpiStore, DuckDbRangeEngine, DuckDbSourceReader } from '@pack324a/duckdb';
import { readDemoState } from '../demo/demo-state.ts';
import type { Backend } from '../operations/backend.ts';
import { sourceExtentOf } from './source-extent.ts';

/** Where the database is unless `--db` or `KPI_DB` says otherwise. */
export const DEFAULT_DATABASE = '.data/kpi.duckdb';
const DEFAULT_CONFIG_FILE = 'kpi.config.json';

export interface SessionOptions {
  readonly db?: string | undefined;
  readonly config?: string | undefined;
  readonly memoryLimitMb?: number;
}

/** An open database and everything that works on it. */
export interface Session extends Backend {
  readonly database: Database;
  readonly reader: DuckDbSourceReader;
  readonly store: DuckDbKpiStore;
}

const ADVICE = { options: '', withoutRows: 'Import data first: kpi import --help' };

/** What a session takes from its surroundings. */
export type SessionEnvironment = Partial<Pick<JobContext, 'clock' | 'log' | 'stopping'>>;

/** Absolute path of the database that the options name. */
export function databaseFile(options: SessionOptions): string {
  return resolve(options.db ?? process.env['KPI_DB'] ?? DEFAULT_DATABASE);
}

/**
 * The configuration named, else `kpi.config.json` of the working folder, else the defaults.
 * @throws KpiError `invalid-argument` when there is no such file; `invalid-config`
 */
export function loadConfig(options: SessionOptions): KpiConfig {
  const name = options.config ?? (existsSync(DEFAULT_CONFIG_FILE) ? DEFAULT_CONFIG_FILE : undefined);
  if (name === undefined) return DEFAULT_CONFIG;
  if (!existsSync(name)) {
    throw new KpiError('invalid-argument', `${name}: no such file.`, { expected: 'a configuration file, see docs/configuration.md' });
  }
  return parseConfigText(readFileSync(name, 'utf8'), name);
}

/** Opens the database; the caller closes it with `closeSession`. */
export async function openSession(
  options: SessionOptions,
  mode: 'read' | 'write',
  { clock = Date.now, log = logEvent, stopping = () => false }: SessionEnvironment = {},
): Promise<Session> {
  const config = loadConfig(options);
  const catalogue = catalogueFor(countingRulesOf(config));
  const database = await Database.open(
    { file: databaseFile(options), mode, ...(options.memoryLimitMb === undefined ? {} : { memoryLimitMb: options.memoryLimitMb }) },
    catalogue,
  );
  const store = new DuckDbKpiStore(database, catalogue);
  const today = (): UtcDate => utcDateOf(clock());
  const sourceExtent = (): Promise<DateRange | undefined> => sourceExtentOf(database, today());
  return {
    catalogue,
    config,
    database,
    store,
    reader: new DuckDbSourceReader(database, catalogue),
    engine: new DuckDbRangeEngine(database, catalogue, store),
    clock,
    newRunId: randomUUID,
    log,
    stopping,
    get today() {
      return today();
    },
    sourceExtent,
    // The demo is told on up to today.
    lastDay: async () => ((await readDemoState(database)) === undefined ? (await sourceExtent())?.to : today()),
    advice: ADVICE,
  };
}

/** The same open database with other surroundings. */
export function withEnvironment(session: Session, environment: Required<Pick<JobContext, 'log' | 'stopping'>>): Session {
  return {
    ...session,
    ...environment,
    get today() {
      return session.today;
    },
  };
}

/** Folds what was written into the file and closes it. */
export async function closeSession({ database }: Session): Promise<void> {
  try {
    await database.checkpoint();
  } finally {
    database.close();
  }
}

/**
 * Folds what was written into the file while it goes on being used: whoever opens it after this process was killed has then
 * little left to fold. That it does not work is no reason to stop.
 */
export async function foldLog({ database, log }: Pick<Session, 'database' | 'log'>): Promise<void> {
  try {
    await database.checkpoint();
  } catch (error) {
    log({ level: 'warn', event: 'checkpoint-failed', error: messageOf(error) });
  }
}

/** Opens the database for the length of `work` and closes it whatever happens. */
export async function withSession<T>(
  options: SessionOptions,
  mode: 'read' | 'write',
  work: (session: Session) => Promise<T>,
  environment: SessionEnvironment = {},
): Promise<T> {
  const session = await openSession(options, mode, environment);
  try {
    const result = await work(session);
    if (mode === 'write') await session.database.checkpoint();
    return result;
  } finally {
    session.database.close();
  }
}

/** Failures go to standard error as they happen; successes are the command's own to tell. */
function logEvent(event: LogEvent): void {
  if (event.level === 'info') return;
  const { level, event: name, ...details } = event;
  process.stderr.write(`${level}: ${name} ${JSON.stringify(details)}\n`);
}
