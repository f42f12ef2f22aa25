import type { Socket } from 'node:net';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import { HTTP_CODES, type WireError, wireError } from '@pack324a/core';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { JSON_TYPE, sendError, sendJson, sendThrown } from './answers.ts';
import { readBody } from './body.ts';
import { registerCallables } from './callable.ts';
import { createCredentials } from './credentials.ts';
import { refusalError, refusalOf } from './guards.ts';
import { registerOperations } from './operations-route.ts';
import type { HostOptions } from './options.ts';
import { registerPages, sendPage } from './pages.ts';
import { securityHeaders } from './security-headers.ts';
import { registerSignIn } from './sign-in.ts';
import { endIdleConnectionsOnClose } from './stopping.ts';

/** Within this a request's head, and then its whole body, must have come in. */
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 60_000;
const CONNECTIONS_CHECK_MS = 5_000;
/** Longer than any path that fits the head of a request: an overlong name is a name that nothing has. */
const MAX_PARAM_LENGTH = 16 * 1024;
/** A request that takes longer is worth a line in the log. */
const SLOW_MS = 1_000;
const STOPPING: WireError = { status: 'UNAVAILABLE', message: 'The host is stopping.' };
const NOT_FOUND: WireError = { status: 'NOT_FOUND', message: 'There is nothing here.' };

/** The status line and the message for a request that the parser gave up on, by the code of its error. */
const BROKEN: Readonly<Record<string, { readonly line: string; readonly message: string }>> = {
  ERR_HTTP_REQUEST_TIMEOUT: { line: '408 Request Timeout', message: 'The request did not arrive whole in time.' },
  HPE_HEADER_OVERFLOW: { line: '431 Request Header Fields Too Large', message: 'The head of the request is too large.' },
};
const UNREADABLE = { line: `${HTTP_CODES.INVALID_ARGUMENT} Bad Request`, message: 'The request cannot be read.' };

/**
 * Builds the local host: the admin API, sign-in, operations for the command line, the dashboard, and a status page. It does not listen yet.
 * `close()` answers the requests in flight and refuses new ones.
 */
export async function buildHost(options: HostOptions): Promise<FastifyInstance> {
  const { identity, instance, log } = options;
  const headers = await securityHeaders();
  const app = fastify({
    // The framework writes whole addresses, and so the keys of sign-in links, into its log; the host keeps its own.
    logger: false,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CONNECTIONS_CHECK_MS },
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    clientErrorHandler: answerBrokenRequest,
    // A path that cannot be decoded; hooks do not run for it.
    frameworkErrors: (_error, request, reply) => {
      reply.headers(headers);
      if (!refused(request, reply)) sendError(reply, NOT_FOUND);
    },
  });
  const isStopping = endIdleConnectionsOnClose(app);

  function refused(request: FastifyRequest, reply: FastifyReply): boolean {
    const refusal = isNamedOnce(request) ? refusalOf(request.headers, options.allowedHosts(request.socket.localAddress)) : 'host';
    if (refusal === 'cross-site' && request.method === 'GET') sendPage(reply, 'crossSite');
    else if (refusal !== undefined) sendError(reply, wireError(refusalError(refusal)));
    else if (isStopping()) sendError(reply, STOPPING);
    else return false;
    return true;
  }

  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headers);
    if (!refused(request, reply)) done();
  });
  logRequests(app, log);
  app.setErrorHandler((error, _request, reply) => sendThrown(reply, error, log));
  app.setNotFoundHandler((request, reply) =>
    request.method === 'GET' || request.method === 'HEAD' ? sendPage(reply, 'notFound') : sendError(reply, NOT_FOUND),
  );
  app.removeAllContentTypeParsers();
  // Known by name, what every call is need not be looked for.
  app.addContentTypeParser('application/json', readBody);
  app.addContentTypeParser('*', readBody);

  await app.register(cookie, { hook: false });
  await app.register(rateLimit, { global: false });
  const credentials = createCredentials(app, identity, instance);
  registerCallables(app, options, credentials);
  registerSignIn(app, options, credentials);
  registerOperations(app, options, credentials);
  app.get('/healthz', (_request, reply) => sendJson(reply, JSON.stringify({ status: 'ok', instance })));
  await registerPages(app, options);
  return app;
}

/**
 * Whether the Host header alone says under which name a request comes: there is no second one, and no address in the request
 * line, which would replace it (RFC 9112, section 3.2.2).
 */
function isNamedOnce({ url, raw }: FastifyRequest): boolean {
  const names = raw.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === 'host');
  return names.length < 2 && url.startsWith('/');
}

/** Failures and slow requests at level `info`, all others at `debug`. */
function logRequests(app: FastifyInstance, log: Logger): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { statusCode, elapsedTime } = reply;
    const level = statusCode >= 400 || elapsedTime >= SLOW_MS ? 'info' : 'debug';
    if (log.isLevelEnabled(level)) {
      const path = loggedPath(request.url);
      log[level]({ method: request.method, path, statusCode, ms: Math.round(elapsedTime), address: request.ip }, 'request');
    }
    done();
  });
}

/** A path without what may hold the key of a sign-in link, however the link was mistyped. */
function loggedPath(url: string): string {
  const [path = ''] = url.split(/[?;#]|%(?:3f|3b|23)/i, 1);
  return path.replace(/(\/sign-in).+/i, '$1');
}

/** Answers what is not HTTP, or did not arrive whole in time, on the bare connection; one on which nothing was asked is closed. */
function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable || socket.bytesRead === 0) {
    socket.destroy();
    return;
  }
  const { line, message } = BROKEN[error.code ?? ''] ?? UNREADABLE;
  const body = JSON.stringify({ error: { status: 'INVALID_ARGUMENT', message } satisfies WireError });
  const head = [`HTTP/1.1 ${line}`, `Content-Type: ${JSON_TYPE}`, 'Cache-Control: no-store'];
  const rest = [`Content-Length: ${Buffer.byteLength(body)}`, 'Connection: close', '', body];
  socket.end([...head, ...rest].join('\r\n'), () => socket.destroy());
}
