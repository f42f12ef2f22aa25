import type { Api } from '@pack324a/core';
import type { Logger } from 'pino';
import type { Identity } from './identity.ts';

/** What the host serves, and to whom. */
export interface HostOptions {
  readonly api: Api;
  readonly identity: Identity;
  /** Runs an operation of the command line; rejects with a `KpiError` for whatever the person at the terminal should read. */
  readonly runOperation: (name: string, input: unknown, onProgress: (done: number, total: number) => void) => Promise<unknown>;
  /** Region in the path of a call, for example `europe-central2`. */
  readonly region: string;
  /**
   * Exact values of the Host header that are answered on a connection to a local address; a function also because the port is
   * known only after listening on port 0.
   */
  readonly allowedHosts: (localAddress: string | undefined) => readonly string[];
  /** Folder of the built web app; without one, only the status page is served. */
  readonly dashboard?: string | undefined;
  /** Names this run of the host: `/healthz` returns it, so that the command line knows it talks to the right one. */
  readonly instance: string;
  readonly log: Logger;
  readonly isAdmin: (uid: string) => Promise<boolean>;
}
