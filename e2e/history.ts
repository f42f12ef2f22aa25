import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { catalogueFor, type RunRecord } from '@pack324a/core';
import { Database } from '@pack324a/duckdb';
import { withSession } from '@pack324a/server';
import { ensureDemo } from '../server/src/demo/ensure-demo.ts';
import { kpiText } from './kpi.ts';
import { DOCUMENT_TABLES } from './stored.ts';

/** A platform that ended long ago: neither the day of the test nor what is scheduled while it runs makes a difference to it. */
export const HISTORY = { from: '2025-03-02', to: '2025-06-30' } as const;
const HISTORY_DAYS = 120;
const HISTORY_END = Date.parse('2025-06-30T23:59:59Z');
const USERS = 300;

const CONFIG = { retention: { hourlyDays: null, dailyDays: null } };

/** Files of a database that belong together. */
const PARTS = ['', '.wal', '.secret'];

export function copyDatabase(from: string, to: string): void {
  for (const part of PARTS) if (existsSync(`${from}${part}`)) copyFileSync(`${from}${part}`, `${to}${part}`);
}

/**
 * Makes two databases of one history. `bare` has no figures of days, only the hours that were captured while the platform ran;
 * `aggregated` has all figures. In both the sources have changed since, so that aggregating changes every collection.
 */
export async function makeHistory(bare: string, aggregated: string, config: string): Promise<void> {
  writeFileSync(config, JSON.stringify(CONFIG));
  const clock = (): number => HISTORY_END;
  await withSession({ db: bare, config }, 'write', (session) => ensureDemo(session, { days: HISTORY_DAYS, users: USERS }, silently), {
    clock,
  });
  // As imported data: a demo is continued up to the day on which it is opened.
  await writing(bare, (database) => database.run(`DELETE FROM meta.properties WHERE name = 'demo'`));
  copyDatabase(bare, aggregated);
  await kpiText('aggregate', '--db', aggregated, '--config', config, '--from', HISTORY.from, '--to', HISTORY.to);
  for (const db of [bare, aggregated]) {
    await writing(db, async (database) => {
      await database.run(`UPDATE source."walletTransactions" SET amount = amount * 2`);
      await database.run(`UPDATE source."moderationQueue" SET source = 'USER'`);
    });
  }
}

function silently(): { update: () => void; stop: () => void } {
  return { update: () => undefined, stop: () => undefined };
}

/** Opens a database that no process serves, as the next start would, whatever the last process left behind. */
export async function writing<T>(db: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.open({ file: db, mode: 'write' }, catalogueFor());
  try {
    const result = await work(database);
    await database.checkpoint();
    return result;
  } finally {
    database.close();
  }
}

/** What is stored of each collection and day, without the times at which it was made: `platformKpiDaily 2025-03-02` to a hash. */
export type Dump = ReadonlyMap<string, string>;

const TIMES = `{"createdAt":null,"updatedAt":null,"generatedAt":null,"usersCountedAt":null,"provenance":{"generatedAt":null,"usersCountedAt":null}}`;

export async function dump(database: Database): Promise<Dump> {
  const found = new Map<string, string>();
  for (const table of DOCUMENT_TABLES) {
    const own =
      table === 'kpiPacks'
        ? `id, json_merge_patch(data, '${TIMES}') AS data`
        : `* EXCLUDE ("createdAt", "updatedAt") REPLACE (json_merge_patch(provenance, '${TIMES}') AS provenance)`;
    const rows = await database.all(
      `SELECT strftime(d, '%Y-%m-%d') AS day, count(*) AS n, CAST(sum(CAST(hash(t) AS HUGEINT)) AS VARCHAR) AS h
       FROM (SELECT "date" AS d, t FROM (SELECT "date", ${own.replace('* EXCLUDE (', '* EXCLUDE ("date", ')} FROM kpi."${table}" WHERE "date" BETWEEN DATE '${HISTORY.from}' AND DATE '${HISTORY.to}') t)
       GROUP BY d ORDER BY d`,
    );
    for (const row of rows) found.set(`${table} ${row['day']}`, `${row['n']} documents, ${row['h']}`);
  }
  return found;
}

/** One operation that a host was asked for, as the command line asks for it. */
export interface AskedOperation {
  /** Resolves when it has begun. */
  readonly begun: Promise<void>;
  /** Its result; undefined when the host went away first. */
  readonly result: Promise<{ readonly runs?: readonly RunRecord[] } | undefined>;
}

/** Asks the host that serves a file for an operation, by what the host itself has written down beside the file. */
export function ask(db: string, name: string, input: object): AskedOperation {
  const { url, token } = JSON.parse(readFileSync(`${db}.host.json`, 'utf8')) as { readonly url: string; readonly token: string };
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const result = new Promise<{ runs?: RunRecord[] } | undefined>((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const sent = request(`${url}/operations/${name}`, { method: 'POST', headers, agent: false }, (response) => {
      let last: unknown;
      response.on('error', () => resolve(undefined));
      createInterface({ input: response })
        .on('line', (line) => {
          begin();
          last = JSON.parse(line);
        })
        .on('error', () => resolve(undefined))
        .on('close', () => resolve((last as { result?: { runs?: RunRecord[] } } | undefined)?.result));
    });
    sent.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(undefined) : reject(error)));
    sent.end(JSON.stringify(input));
  });
  return { begun, result };
}
