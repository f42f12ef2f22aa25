import { setTimeout as delay } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { KpiError, messageOf } from '@pack324a/core';

/** One statement, from its text to the rows that are wanted of it. */
export type Statement<T> = (connection: DuckDBConnection) => Promise<T>;

/** The engine forgets an interruption that comes before a statement has reached it: so long until it is told again. */
const INTERRUPT_AGAIN_MS = 5;

/** What somebody meets whose statement or transaction was interrupted. */
export function interrupted(): KpiError {
  return new KpiError('unavailable', 'The work on the database was stopped before its end.', { hint: 'What was stored by then is whole.' });
}

/**
 * One connection to the engine, for one statement at a time: the next statement on a connection cuts the rows of one that is
 * still being streamed short, without an error.
 */
export class Connection {
  readonly #native: DuckDBConnection;
  #running: Promise<unknown> | undefined;
  #isInterruptible = false;
  #isClosed = false;

  constructor(native: DuckDBConnection) {
    this.#native = native;
  }

  /** @throws KpiError `unavailable` when it was interrupted, or on a connection that is closed */
  async execute<T>(statement: Statement<T>, isInterruptible = true): Promise<T> {
    if (this.#isClosed) throw new KpiError('unavailable', 'The database has been closed.');
    if (this.#running !== undefined) throw new RangeError('a connection runs one statement at a time');
    const running = statement(this.#native);
    this.#running = running;
    this.#isInterruptible = isInterruptible;
    try {
      return await running;
    } catch (error) {
      throw messageOf(error).startsWith('INTERRUPT Error') ? interrupted() : error;
    } finally {
      this.#running = undefined;
      if (this.#isClosed) this.#native.closeSync();
    }
  }

  /** Like `execute`, for what begins, ends or keeps a transaction: neither interrupted nor left in doubt. */
  async control(sql: string): Promise<void> {
    await this.execute((native) => native.run(sql), false);
  }

  /** Stops the statement that is running, if there is one that may be stopped; resolves once it has ended. */
  async interrupt(): Promise<void> {
    if (this.#running === undefined || !this.#isInterruptible) return;
    let hasEnded = false;
    const noteEnd = (): void => {
      hasEnded = true;
    };
    const end = this.#running.then(noteEnd, noteEnd);
    while (!hasEnded) {
      this.#native.interrupt();
      await Promise.race([end, delay(INTERRUPT_AGAIN_MS)]);
    }
  }

  /** Closes the connection: now, or after the statement that is running, which is stopped. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#running === undefined) this.#native.closeSync();
    else void this.interrupt();
  }
}

/** Connections that whoever needs one takes for a while; who finds none waits, in order of arrival. */
export class ConnectionPool {
  readonly #idle: Connection[];
  readonly #waiting: ((connection: Connection) => void)[] = [];

  constructor(connections: readonly Connection[]) {
    this.#idle = [...connections];
  }

  /** Runs `work` with a connection that nobody else has meanwhile. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = this.#idle.pop() ?? (await new Promise<Connection>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(connection);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#idle.push(connection);
      else next(connection);
    }
  }
}
