import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { type Api, type Caller, KpiError } from '@pack324a/core';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { buildHost } from '../../src/host/app.ts';
import { createIdentity, type Identity, type TokenKind } from '../../src/host/identity.ts';
import type { HostOptions } from '../../src/host/options.ts';

export const HOST = '127.0.0.1:3240';
export const REGION = 'europe-central2';
export const NOON_MS = Date.UTC(2025, 11, 12, 12);
/** What the host under test is called, and whom its operator tokens are for. */
const INSTANCE = 'test-instance';
const HOUR_MS = 3_600_000;

/** A call that the api of a test host was asked for. */
interface Asked {
  readonly name: string;
  readonly caller: Caller | undefined;
  readonly data: unknown;
}

export interface TestHost {
  readonly app: FastifyInstance;
  readonly identity: Identity;
  readonly asked: Asked[];
  /** Names that are answered to in the Host header. */
  readonly names: string[];
  /** Everything that was logged, at every level. */
  readonly logged: () => string;
  /** The injected clock; set it to let time pass. */
  readonly time: { ms: number };
  /** A token of the admin. */
  token(kind: TokenKind): Promise<string>;
  /** Sends a request to the right name. */
  send(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** Sends a call as the admin. */
  call(options: Partial<InjectOptions>): Promise<LightMyRequestResponse>;
}

/** Answers `echo` with what it was given, for whoever is signed in; `fail` and `nan` misbehave. */
function createEchoApi(asked: Asked[]): Api {
  return {
    async call(name, caller, data) {
      asked.push({ name, caller, data });
      if (name === 'fail') throw new RangeError('the disk is on fire: secret-detail');
      if (name === 'nan') return { average: Number.NaN };
      if (name !== 'echo') throw new KpiError('not-found', 'There is no such function.');
      if (caller === undefined) throw new KpiError('unauthenticated', 'Nobody is signed in.');
      return { uid: caller.uid, data };
    },
  };
}

export async function testHost(overrides: Partial<HostOptions> = {}): Promise<TestHost> {
  const asked: Asked[] = [];
  const names = [HOST];
  const time = { ms: NOON_MS };
  const lines: string[] = [];
  const memory = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk));
      done();
    },
  });
  const identity = createIdentity({ secret: new Uint8Array(32).fill(7), clock: () => time.ms });
  const app = await buildHost({
    api: createEchoApi(asked),
    identity,
    runOperation: async (name, input) => ({ name, input }),
    region: REGION,
    allowedHosts: () => names,
    instance: INSTANCE,
    log: pino({ level: 'trace' }, memory),
    isAdmin: async (uid) => uid === 'admin',
    ...overrides,
  });
  const token = (kind: TokenKind) => identity.issueToken(kind === 'operator' ? INSTANCE : 'admin', kind, HOUR_MS);
  const send = (options: InjectOptions) => app.inject({ ...options, headers: { host: HOST, ...options.headers } });
  return {
    app,
    identity,
    asked,
    names,
    logged: () => lines.join(''),
    time,
    token,
    send,
    async call({ headers, ...options }) {
      const authorization = `Bearer ${await token('script')}`;
      return send({
        method: 'POST',
        url: `/demo/${REGION}/echo`,
        payload: '{"data":null}',
        ...options,
        headers: { 'content-type': 'application/json', authorization, ...headers },
      });
    },
  };
}

/** Listens on a free port of 127.0.0.1 and answers to it; returns the address without a path. */
export async function listen({ app, names }: TestHost): Promise<{ readonly url: string; readonly port: number }> {
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  names.push(new URL(url).host);
  return { url, port: (app.server.address() as AddressInfo).port };
}
