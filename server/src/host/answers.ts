import { randomUUID } from 'node:crypto';
import { HTTP_CODES, isForCaller, KpiError, type WireError, wireError } from '@pack324a/core';
import type { FastifyReply } from 'fastify';
import type { Logger } from 'pino';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const HTML_TYPE = 'text/html; charset=utf-8';

/** Answers with JSON text. */
export function sendJson(reply: FastifyReply, text: string): FastifyReply {
  return reply.type(JSON_TYPE).send(text);
}

/** Answers with an error as callable functions send it, under the HTTP code that goes with its status. */
export function sendError(reply: FastifyReply, error: WireError): FastifyReply {
  return sendJson(reply.code(HTTP_CODES[error.status]), JSON.stringify({ error }));
}

/**
 * What a caller is told of anything that was thrown. What is not meant for a caller goes to the log, under a reference that
 * both are told.
 */
export function toKpiError(thrown: unknown, log: Logger): KpiError {
  if (isForCaller(thrown)) return thrown;
  const status = statusOf(thrown);
  if (status === 404) return new KpiError('not-found', 'There is nothing here.');
  if (status !== undefined && status >= 400 && status < 500) return new KpiError('invalid-argument', 'The request cannot be read.');
  const reference = randomUUID();
  log.error({ reference, err: thrown }, 'request failed');
  return new KpiError('internal', `Something went wrong; the log has the details under ${reference}.`, { reference });
}

/** Answers with anything that was thrown. */
export function sendThrown(reply: FastifyReply, thrown: unknown, log: Logger): FastifyReply {
  return sendError(reply, wireError(toKpiError(thrown, log)));
}

/** The HTTP status that the web framework gives an error about a request. */
function statusOf(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('statusCode' in thrown)) return undefined;
  return typeof thrown.statusCode === 'number' ? thrown.statusCode : undefined;
}
