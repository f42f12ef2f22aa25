import { KpiError, messageOf } from '@pack324a/core';
import type { FastifyInstance } from 'fastify';
import { DEFAULT_PORT } from './port.ts';

/** Ports that are tried when none was asked for; after them any free one will do. */
const TRIED_PORTS = 10;
const ANY_FREE_PORT = 0;

/**
 * Listens on a port of an address.
 * @param port the one that was asked for; undefined takes the default, or the next free one
 * @returns the port
 * @throws KpiError `failed-precondition` when the port that was asked for cannot be had
 */
export async function listen(app: FastifyInstance, host: string, port: number | undefined): Promise<number> {
  const candidates =
    port === undefined ? [...Array.from({ length: TRIED_PORTS }, (_, index) => DEFAULT_PORT + index), ANY_FREE_PORT] : [port];
  let last: unknown;
  for (const candidate of candidates) {
    try {
      await app.listen({ host, port: candidate });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      last = error;
    }
  }
  throw portError(candidates[0] ?? DEFAULT_PORT, last);
}

function portError(port: number, error: unknown): KpiError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use by another program',
    EACCES: 'may not be used by this user',
  };
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? `cannot be used: ${messageOf(error)}`;
  return new KpiError('failed-precondition', `Port ${port} ${reason}; name another with --port or KPI_PORT.`);
}
