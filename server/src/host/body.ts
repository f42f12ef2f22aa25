import type { IncomingMessage } from 'node:http';
import { KpiError } from '@pack324a/core';
import type { FastifyRequest } from 'fastify';

/** The largest body that is looked at: requests of ours stay below 1 kB. */
const MAX_BODY_BYTES = 1024 * 1024;
/**
 * A body that is too large is still read to its end, and dropped, up to this many bytes: closing a connection on which the client
 * is writing resets it, and the client then reports a broken connection instead of the answer.
 */
const MAX_DRAINED_BYTES = 16 * MAX_BODY_BYTES;

/**
 * Reads a request's body.
 * @returns its bytes, at most 1 MiB
 * @throws KpiError `invalid-argument` when it is larger, or broken off before its end
 */
export function readBody(_request: FastifyRequest, payload: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    if (Number(payload.headers['content-length'] ?? 0) > MAX_DRAINED_BYTES) {
      reject(tooLarge());
      return;
    }
    const chunks: Buffer[] = [];
    let length = 0;
    payload.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY_BYTES) chunks.push(chunk);
      else chunks.length = 0;
      if (length > MAX_DRAINED_BYTES) reject(tooLarge());
    });
    payload.on('end', () => {
      if (length > MAX_BODY_BYTES) reject(tooLarge());
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, length));
    });
    payload.on('error', () => reject(brokenOff()));
  });
}

function tooLarge(): KpiError {
  return new KpiError('invalid-argument', 'The body of the request is too large.', { expected: 'at most 1 MiB' });
}

function brokenOff(): KpiError {
  return new KpiError('invalid-argument', 'The request was broken off before its end.');
}
