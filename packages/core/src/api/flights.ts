/** Work that many ask for at once and that is done once for all of them. */
export class Flights {
  readonly #running = new Map<string, Promise<unknown>>();
  readonly #waiting = new Map<string, Promise<unknown>>();

  /** Runs the work, or waits for the run that is already under way. */
  join<T>(key: string, work: () => Promise<T>): Promise<T> {
    return (this.#running.get(key) as Promise<T> | undefined) ?? this.#start(key, work);
  }

  /** Runs the work after whatever is under way, once for all who ask in the meantime: the run began after each of them had asked. */
  joinNext<T>(key: string, work: () => Promise<T>): Promise<T> {
    const waiting = this.#waiting.get(key) as Promise<T> | undefined;
    if (waiting !== undefined) return waiting;
    const running = this.#running.get(key);
    if (running === undefined) return this.#start(key, work);
    const next = running
      .catch(() => undefined)
      .then(() => {
        this.#waiting.delete(key);
        return this.joinNext(key, work);
      });
    this.#waiting.set(key, next);
    return next;
  }

  #start<T>(key: string, work: () => Promise<T>): Promise<T> {
    const run = work().finally(() => this.#running.delete(key));
    this.#running.set(key, run);
    return run;
  }
}
