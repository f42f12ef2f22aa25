import type { Caller } from '@pack324a/core';
import { KpiError } from '@pack324a/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Identity, TokenKind } from './identity.ts';

const PORT = /:(\d+)$/;
const DEFAULT_PORT = '80';
const BEARER = /^bearer +([^\s]+)$/i;
const WINDOW_MS = 60_000;
/** Wrong credentials a minute from one address before they are answered with 429. */
const MAX_FAILURES = 20;

/**
 * The name of the cookie that carries a sign-in at the port by which a request came. Browsers send every port of an address the
 * same cookies: two hosts with one name would sign each other's users out.
 */
export function sessionCookie({ headers }: FastifyRequest): string {
  return `kpi_session_${PORT.exec(headers.host ?? '')?.[1] ?? DEFAULT_PORT}`;
}

/** Counts an attempt; returns the error to answer with when there have been too many from one address. */
export type AttemptCounter = (request: FastifyRequest, reply: FastifyReply) => Promise<KpiError | undefined>;

/** A counter of attempts within a minute, by address. */
export function countAttempts(app: FastifyInstance, max: number): AttemptCounter {
  const count = app.createRateLimit({ max, timeWindow: WINDOW_MS });
  return async (request, reply) => {
    const state = await count(request);
    if (state.isAllowed || !state.isExceeded) return undefined;
    reply.header('retry-after', String(state.ttlInSeconds));
    return new KpiError('resource-exhausted', 'Too many attempts.', { hint: `Wait ${state.ttlInSeconds} seconds, then try again.` });
  };
}

/** Finds out who sends a request. */
export interface Credentials {
  /** The signed-in caller; undefined without any credentials. Throws `KpiError` for wrong ones, which are counted. */
  callerOf(request: FastifyRequest, reply: FastifyReply): Promise<Caller | undefined>;
  /** Passes the command line of this machine only. Throws `KpiError` for everybody else. */
  assertOperator(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** @param instance the operator tokens of this run of the host have it as their subject; those of earlier runs are void */
export function createCredentials(app: FastifyInstance, identity: Identity, instance: string): Credentials {
  const countFailure = countAttempts(app, MAX_FAILURES);

  async function uidOf(token: string | undefined, kinds: readonly TokenKind[]): Promise<string | undefined> {
    if (token === undefined) return undefined;
    const verified = await identity.verify(token);
    return verified !== undefined && kinds.includes(verified.kind) ? verified.uid : undefined;
  }

  async function refuse(request: FastifyRequest, reply: FastifyReply): Promise<never> {
    const tooMany = await countFailure(request, reply);
    if (tooMany !== undefined) throw tooMany;
    throw new KpiError('unauthenticated', 'The sign-in is not valid, or no longer.', {
      hint: 'Make a new sign-in link with: kpi token --uid <user id>',
    });
  }

  return {
    async callerOf(request, reply) {
      const { authorization, cookie } = request.headers;
      if (authorization !== undefined) {
        const uid = await uidOf(BEARER.exec(authorization)?.[1], ['session', 'script']);
        return uid === undefined ? refuse(request, reply) : { uid };
      }
      const token = cookie === undefined ? undefined : app.parseCookie(cookie)[sessionCookie(request)];
      if (token === undefined || token === '') return undefined;
      const uid = await uidOf(token, ['session']);
      return uid === undefined ? refuse(request, reply) : { uid };
    },

    async assertOperator(request, reply) {
      const { authorization } = request.headers;
      const uid = await uidOf(BEARER.exec(authorization ?? '')?.[1], ['operator']);
      if (uid !== instance) await refuse(request, reply);
    },
  };
}
