import type { CookieSerializeOptions } from '@fastify/cookie';
import { KpiError } from '@pack324a/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendJson } from './answers.ts';
import { type Credentials, countAttempts, sessionCookie } from './credentials.ts';
import { assertJsonContent } from './guards.ts';
import { isJsonObject, parseJson } from './json.ts';
import type { HostOptions } from './options.ts';
import { sendPage } from './pages.ts';

const SESSION_SECONDS = 7 * 24 * 3600;
/** Sign-in attempts a minute from one address. */
const MAX_ATTEMPTS = 10;
/** Not `Secure`: this host speaks plain HTTP, and a browser would then keep the cookie to itself. */
const COOKIE: CookieSerializeOptions = { httpOnly: true, sameSite: 'strict', path: '/' };
const NO_CONTENT = 204;
const SEE_OTHER = 303;

interface SignInRoute {
  Querystring: { readonly key?: unknown };
}

/** Signing in by a link, or by a code typed on another device; signing out; who is signed in. */
export function registerSignIn(
  app: FastifyInstance,
  { identity, isAdmin }: Pick<HostOptions, 'identity' | 'isAdmin'>,
  credentials: Credentials,
): void {
  const countWrongKey = countAttempts(app, MAX_ATTEMPTS);
  const countPairing = countAttempts(app, MAX_ATTEMPTS);

  async function signIn(request: FastifyRequest, reply: FastifyReply, uid: string): Promise<void> {
    const token = await identity.issueToken(uid, 'session', SESSION_SECONDS * 1000);
    reply.setCookie(sessionCookie(request), token, { ...COOKIE, maxAge: SESSION_SECONDS });
  }

  app.get<SignInRoute>('/sign-in', { exposeHeadRoute: false }, async (request, reply) => {
    if (isPrefetch(request)) return sendPage(reply, 'notPrefetched');
    const { key } = request.query;
    const uid = typeof key === 'string' ? identity.redeemLink(key) : undefined;
    if (uid === undefined) {
      // A key of 256 bits is not guessed, so only wrong ones count: nobody can keep the right one from working.
      const tooMany = await countWrongKey(request, reply);
      return sendPage(reply, tooMany === undefined ? 'wrongLink' : 'tooManyLinks');
    }
    await signIn(request, reply, uid);
    return reply.redirect('/', SEE_OTHER);
  });

  // Link previews ask with HEAD; they must not use the link up.
  app.head('/sign-in', (_request, reply) => reply.code(NO_CONTENT).send());

  app.post('/pair', { onRequest: jsonOnly }, async (request, reply) => {
    const body = parseJson(request.body);
    const code = isJsonObject(body) ? body['code'] : undefined;
    if (typeof code !== 'string') throw new KpiError('invalid-argument', 'There is no code.', { field: 'code', expected: 'text' });
    const uid = identity.redeemPairingCode(code);
    if (uid === undefined) {
      // A right code is never limited: one that is guessed at is void after 20 wrong attempts in any case.
      const tooMany = await countPairing(request, reply);
      if (tooMany !== undefined) throw tooMany;
      throw new KpiError('permission-denied', 'This code is wrong, has been used, or has expired.', {
        hint: 'Make a new one with: kpi token --pair --uid <user id>',
      });
    }
    await signIn(request, reply, uid);
    return reply.code(NO_CONTENT).send();
  });

  app.post('/sign-out', (request, reply) => reply.clearCookie(sessionCookie(request), COOKIE).code(NO_CONTENT).send());

  app.get('/me', async (request, reply) => {
    const caller = await credentials.callerOf(request, reply);
    if (caller === undefined) throw new KpiError('unauthenticated', 'Nobody is signed in.');
    return sendJson(reply, JSON.stringify({ uid: caller.uid, admin: await isAdmin(caller.uid) }));
  });
}

/** An `onRequest` hook: passes requests that say their body is JSON. */
function jsonOnly(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  assertJsonContent(request.headers);
  done();
}

/** True of a request by which a browser gets a page ready that nobody has opened yet. */
function isPrefetch({ headers }: FastifyRequest): boolean {
  return [headers['sec-purpose'], headers['purpose'], headers['x-moz']].some((value) => /\bprefetch\b/i.test(String(value ?? '')));
}
