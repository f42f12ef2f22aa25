import { type Connection, interrupted, type Statement } from './connections.ts';

/** A snapshot is a transaction that only reads. */
export type ScopeKind = 'transaction' | 'snapshot';

/** The statements of one transaction: one after another on its connection, and none once it has begun to end. */
export class Scope {
  readonly kind: ScopeKind;
  readonly #connection: Connection;
  #last: Promise<unknown> = Promise.resolve();
  #isOpen = true;
  #isInterrupted = false;

  constructor(kind: ScopeKind, connection: Connection) {
    this.kind = kind;
    this.#connection = connection;
  }

  /**
   * @throws KpiError `unavailable` once it has been interrupted
   * @throws RangeError after its end: the statement belongs to a whole that has been stored or rolled back without it
   */
  async execute<T>(statement: Statement<T>): Promise<T> {
    if (!this.#isOpen) throw new RangeError(`a statement of a ${this.kind} that has ended`);
    const result = this.#last.then(() => {
      this.assertNotInterrupted();
      return this.#connection.execute(statement);
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Takes no more statements; resolves when those begun have ended, whether or not anybody waits for them. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#last;
  }

  /** From now on it runs no more statements and cannot be stored. */
  interrupt(): void {
    this.#isInterrupted = true;
  }

  assertNotInterrupted(): void {
    if (this.#isInterrupted) throw interrupted();
  }
}
