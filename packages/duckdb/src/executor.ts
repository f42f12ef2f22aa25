import { AsyncLocalStorage } from 'node:async_hooks';
import { type Connection, ConnectionPool, type Statement } from './connections.ts';
import { Scope, type ScopeKind } from './scope.ts';

/**
 * Until then a statement that comes after the end of its transaction is still known as such. From then on promises cost what they
 * cost without AsyncLocalStorage: on Node 20 a tenth of what a host does for a stored document.
 */
const REST_AFTER_MS = 100;

/** Decides on which connection a statement runs, and when: by where it is called, and in order of arrival. */
export class Executor {
  readonly #connections: readonly Connection[];
  readonly #transactions: ConnectionPool;
  readonly #outside: ConnectionPool;
  /** The transaction or snapshot from whose work a call comes. */
  readonly #current = new AsyncLocalStorage<Scope>();
  readonly #open = new Set<Scope>();
  #rest: NodeJS.Timeout | undefined;
  #revision = 0;
  /** Changes under way that may or may not have taken effect. */
  #changes = 0;

  /**
   * @param transactions what transactions run on, one after another
   * @param outside what every other statement runs on, as many at a time as there are connections
   */
  constructor(transactions: Connection, outside: readonly Connection[]) {
    this.#connections = [transactions, ...outside];
    this.#transactions = new ConnectionPool([transactions]);
    this.#outside = new ConnectionPool(outside);
  }

  get revision(): number {
    return this.#revision;
  }

  get isChanging(): boolean {
    return this.#changes > 0;
  }

  /** The transaction or snapshot that a statement would belong to; undefined for one that is a transaction of its own. */
  get scope(): Scope | undefined {
    return this.#current.getStore();
  }

  /** Runs a statement that changes nothing. */
  async read<T>(statement: Statement<T>): Promise<T> {
    const { scope } = this;
    return scope === undefined ? this.#outside.use((connection) => connection.execute(statement)) : scope.execute(statement);
  }

  /** Runs a statement that may change something. */
  async write(statement: Statement<unknown>): Promise<void> {
    const { scope } = this;
    if (scope !== undefined) await scope.execute(statement);
    else await this.#outside.use((connection) => this.#change(() => connection.execute(statement)));
  }

  async transaction<T>(work: () => Promise<T>): Promise<T> {
    this.#assertOutside('transaction');
    return this.#transactions.use(async (connection) => {
      await connection.control('BEGIN TRANSACTION');
      try {
        const result = await this.#within('transaction', connection, work);
        await this.#change(() => connection.control('COMMIT'));
        return result;
      } catch (error) {
        await connection.control('ROLLBACK').catch(() => undefined);
        this.#revision += 1;
        throw error;
      }
    });
  }

  async snapshot<T>(work: () => Promise<T>): Promise<T> {
    if (this.scope !== undefined) return work();
    return this.#outside.use(async (connection) => {
      await connection.control('BEGIN TRANSACTION READ ONLY');
      try {
        return await this.#within('snapshot', connection, work);
      } finally {
        await connection.control('ROLLBACK').catch(() => undefined);
      }
    });
  }

  /** Runs a statement that must not be inside a transaction, in its turn among them. */
  async betweenTransactions(sql: string, name: string): Promise<void> {
    this.#assertOutside(name);
    await this.#transactions.use((connection) => connection.control(sql));
  }

  /** Gives a session setting to every connection, before any of them is used for anything else. */
  async onEveryConnection(sql: string): Promise<void> {
    for (const connection of this.#connections) await connection.control(sql);
  }

  async interrupt(): Promise<void> {
    for (const scope of this.#open) scope.interrupt();
    await Promise.all(this.#connections.map((connection) => connection.interrupt()));
  }

  close(): void {
    clearTimeout(this.#rest);
    for (const connection of this.#connections) connection.close();
    this.#current.disable();
  }

  async #within<T>(kind: ScopeKind, connection: Connection, work: () => Promise<T>): Promise<T> {
    const scope = new Scope(kind, connection);
    this.#open.add(scope);
    let result: T;
    try {
      result = await this.#current.run(scope, work);
    } finally {
      await scope.close();
      this.#open.delete(scope);
      if (this.#open.size === 0) this.#restSoon();
    }
    scope.assertNotInterrupted();
    return result;
  }

  /** While nothing is open nobody needs to know where a call comes from, and finding out costs every promise of the process. */
  #restSoon(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      if (this.#open.size === 0) this.#current.disable();
    }, REST_AFTER_MS).unref();
  }

  #assertOutside(name: string): void {
    if (this.scope !== undefined) throw new RangeError(`a ${name} inside a ${this.scope.kind}`);
  }

  async #change(work: () => Promise<unknown>): Promise<void> {
    this.#changes += 1;
    try {
      await work();
    } finally {
      this.#changes -= 1;
      this.#revision += 1;
    }
  }
}
