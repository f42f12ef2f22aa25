import { KpiError } from '@pack324a/core';

/** How long a running job may go on to the end of its current part once the process stops. */
const GRACE_MS = 10_000;
/** An abandoned job still closes its books; what it begins meanwhile is cut short again. */
const ABANDON_EVERY_MS = 1_000;
const MOST_ABANDONMENTS = 5;

export interface JobRunnerOptions {
  /** Cuts short what the running job is at; its work then fails. */
  readonly abandon: () => Promise<void>;
  /** Resolves after so many milliseconds; its timer keeps no process alive. */
  readonly sleep: (ms: number) => Promise<void>;
  /** What follows each job within its turn; whoever asked for the job does not wait for it. It never rejects. Not begun while stopping. */
  readonly afterwards?: () => Promise<void>;
}

/** Lets one job run at a time, in the order in which they were asked for. */
export class JobRunner {
  readonly #options: JobRunnerOptions;
  #last: Promise<void> = Promise.resolve();
  #running: string | undefined;
  #isStopping = false;

  constructor(options: JobRunnerOptions) {
    this.#options = options;
  }

  /** What is running now. */
  get running(): string | undefined {
    return this.#running;
  }

  get isStopping(): boolean {
    return this.#isStopping;
  }

  /**
   * Runs some work when everything asked for earlier has ended.
   * @throws KpiError `unavailable` when the process stops before its turn comes
   */
  exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      this.#assertNotStopping();
      this.#running = name;
      try {
        return await work();
      } finally {
        this.#running = undefined;
      }
    });
    const afterwards = async (): Promise<void> => {
      if (!this.#isStopping) await this.#options.afterwards?.();
    };
    this.#last = result.then(afterwards, afterwards);
    return result;
  }

  #assertNotStopping(): void {
    if (!this.#isStopping) return;
    throw new KpiError('unavailable', 'The host is stopping; nothing more is begun.', { hint: 'Try again once it runs again.' });
  }

  /** Begins nothing more; resolves when what is running has ended, or has been abandoned in vain. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    if (await this.#endsWithin(GRACE_MS)) return;
    for (let times = 0; times < MOST_ABANDONMENTS; times += 1) {
      await this.#options.abandon();
      if (await this.#endsWithin(ABANDON_EVERY_MS)) return;
    }
  }

  #endsWithin(ms: number): Promise<boolean> {
    return Promise.race([this.#last.then(() => true), this.#options.sleep(ms).then(() => false)]);
  }
}
